import { describe, expect, it } from 'vitest';
import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';
import { emailText } from '../../../orchestrator/notices/emailText.ts';
import { timeFor } from '../../../orchestrator/notices/noticeTime.ts';
import { slackBlocks } from '../../../orchestrator/notices/slackBlocks.ts';
import { slackText } from '../../../orchestrator/notices/slackText.ts';
import { withoutContactData } from '../../../orchestrator/notices/withoutContactData.ts';
import { exampleMeeting, exampleNotice } from './exampleNotice.ts';

const now = new Date('2026-12-03T20:00:00Z');
const callback = (kind: QueuedNotice['kind']): QueuedNotice =>
  exampleNotice({ kind, offer: { kind: 'callback', status: 'assigned' }, phase: 'callback' });

describe('a time in a notice', () => {
  it.each([
    ['America/Chicago', 'Thursday, December 3, 2:00 PM CST (America/Chicago)'],
    ['Europe/Berlin', 'Thursday, December 3, 9:00 PM GMT+1 (Europe/Berlin)'],
    ['Asia/Kolkata', 'Friday, December 4, 1:30 AM GMT+5:30 (Asia/Kolkata)'],
    ['Nowhere/Atlantis', 'Thursday, December 3, 8:00 PM UTC (UTC)']
  ])('is told as the clock says in %s', (timeZone, expected) => {
    expect(timeFor('2026-12-03T20:00:00.000Z', null, timeZone)).toBe(expected);
  });

  it('follows daylight saving: the same zone has another name in July', () => {
    expect(timeFor('2026-07-03T20:00:00.000Z', null, 'America/Chicago')).toContain('3:00 PM CDT');
  });

  it('has an end on the same day, or on the next', () => {
    expect(timeFor('2026-12-03T20:00:00Z', '2026-12-03T20:30:00Z', 'America/Chicago')).toBe(
      'Thursday, December 3, 2:00 PM to 2:30 PM CST (America/Chicago)'
    );
    expect(timeFor('2026-12-04T05:45:00Z', '2026-12-04T06:15:00Z', 'America/Chicago')).toBe(
      'Thursday, December 3, 11:45 PM to Friday, December 4, 12:15 AM CST (America/Chicago)'
    );
  });
});

describe('a mail', () => {
  it.each<[string, QueuedNotice, string]>([
    ['a ringing call', exampleNotice(), 'Call for you: Jamie Rivera of NovaCorp'],
    ['a callback that is theirs', callback('offered'), 'Callback for you: Jamie Rivera of NovaCorp'],
    ['a booked meeting', exampleMeeting(), 'Meeting booked: Jamie Rivera of NovaCorp'],
    ['a moved meeting', exampleMeeting({ kind: 'moved' }), 'Meeting moved: Jamie Rivera of NovaCorp'],
    ['a cancelled meeting', exampleMeeting({ kind: 'cancelled' }), 'Meeting cancelled: Jamie Rivera of NovaCorp'],
    ['a callback soon due', callback('callbackDue'), 'Callback due: Jamie Rivera of NovaCorp'],
    ['a callback that lapsed', callback('callbackLapsed'), 'Callback missed: Jamie Rivera of NovaCorp']
  ])('about %s says so in its subject', (_what, notice, subject) => {
    expect(emailText(notice).subject).toBe(subject);
  });

  it('tells who, when, what was learned, and where to read on', () => {
    expect(emailText(exampleMeeting()).body).toBe(
      [
        'Hello Rosa Ortiz,',
        '',
        'The meeting is in your calendar. The caller chose the time.',
        '',
        'Who: Jamie Rivera, VP of Operations, NovaCorp',
        'When: Friday, December 4, 2:00 PM to 2:30 PM CST (America/Chicago)',
        'Score: 86 of 100',
        '',
        'Runs an 80-person support team and wants to pilot voice AI in Q2.',
        '',
        'Lead: https://org.example/lightning/r/Lead/00Q000000000001AAA/view'
      ].join('\n')
    );
  });

  it('leaves out what was not learned', () => {
    const caller = { name: 'Rivera', company: 'NovaCorp', title: null };
    const { body } = emailText(exampleNotice({ caller, score: null, summary: null }));
    expect(body).toContain('Who: Rivera, NovaCorp\n');
    expect(body).not.toMatch(/Score|null/);
  });

  it('has a subject of one line, whatever the caller said', () => {
    const caller = { name: 'Jamie\r\nBcc: all@sample.example', company: 'Nova\u2028Corp', title: null };
    expect(emailText(exampleNotice({ caller })).subject).toBe(
      'Call for you: Jamie Bcc: all@sample.example of Nova Corp'
    );
  });
});

describe('a Slack message', () => {
  it('counts the seconds while a phone rings, and shows times in the reader’s own zone', () => {
    const text = JSON.stringify(slackBlocks(exampleNotice(), now, true));
    const seconds = Date.parse('2026-12-03T20:00:20Z') / 1000;
    expect(text).toContain(`*Rings until* <!date^${seconds}^{time_secs}|`);
    expect(text).toContain('(20 seconds from now)');
    expect(JSON.stringify(slackBlocks(exampleMeeting(), now, true))).toContain('{date_long_pretty} at {time}');
  });

  it('rings the bell of a rep whom Slack knows, and names another', () => {
    expect(slackText(exampleNotice(), 'U0ROSA')).toMatch(/^<@U0ROSA>: Call for you/);
    expect(slackText(exampleNotice(), null)).toMatch(/^\*Rosa Ortiz\*: Call for you/);
  });

  it('holds no number and no address of the caller, though the summary does', () => {
    const summary = 'Call back on +1 (415) 555-0142 or 415.555.0143, or write to jamie.r@novacorp.example. 80 seats.';
    const notice = exampleNotice({ summary });
    for (const text of [slackText(notice, null), JSON.stringify(slackBlocks(notice, now, true))]) {
      expect(text).not.toMatch(/0142|0143|novacorp\.example/);
      expect(text).toContain('80 seats');
    }
  });

  it('calls nobody whom the caller names, and begins no markup', () => {
    const caller = { name: '<!channel>', company: 'A & B <https://evil.example|Open lead>', title: '<@U0BOSS>' };
    const notice = exampleNotice({ caller });
    const mrkdwn = slackBlocks(notice, now, true).filter(({ type }) => type === 'section' || type === 'context');
    for (const text of [slackText(notice, null), JSON.stringify(mrkdwn)]) {
      expect(text).not.toMatch(/<!channel>|<@U0BOSS>|<https:\/\/evil/);
      expect(text).toContain('A &amp; B');
    }
  });

  it('stays within the lengths that Slack takes', () => {
    const caller = { name: 'N'.repeat(121), company: 'C'.repeat(255), title: 'T'.repeat(128) };
    const [header] = slackBlocks(exampleNotice({ caller, summary: 'é'.repeat(5000) }), now, true) as unknown as [
      { text: { text: string } }
    ];
    expect(header.text.text).toHaveLength(150);
    expect(slackText(exampleNotice({ summary: '𝒔'.repeat(5000) }), null)).toContain('𝒔…');
  });
});

describe('a text without contact data', () => {
  it.each([
    ['Ring +14155550142 today', 'Ring [number on the lead] today'],
    ['Ring 020 7946 0182, please', 'Ring [number on the lead], please'],
    ['Number (415) 555-0142.', 'Number [number on the lead].'],
    ['write to a.b+c@x-y.example', 'write to [address on the lead]'],
    ['write to a@x.example.', 'write to [address on the lead].']
  ])('hides what can be rung or written to: %s', (text, expected) => {
    expect(withoutContactData(text)).toBe(expected);
  });

  it.each([
    '1,400 people',
    '80 seats in Q2 2027',
    'since 2026-12-03',
    'v1.2.3 of 10',
    '$2,000,000',
    '24/7 for 12 months'
  ])('leaves other figures: %s', (text) => {
    expect(withoutContactData(text)).toBe(text);
  });
});
