import { describe, expect, it } from 'vitest';
import { busyIn, owner, repId, source, spring, stretch, told } from './feedReader.ts';
import { calendar, event, feedServer, paths } from './feedServer.ts';

const newYorkOfOutlook = [
  'BEGIN:VTIMEZONE',
  'TZID:Eastern Standard Time',
  'BEGIN:STANDARD',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:-0400',
  'TZOFFSETTO:-0500',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11',
  'END:STANDARD',
  'BEGIN:DAYLIGHT',
  'DTSTART:16010101T020000',
  'TZOFFSETFROM:-0500',
  'TZOFFSETTO:-0400',
  'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3',
  'END:DAYLIGHT',
  'END:VTIMEZONE'
];

describe('a feed as Google writes it', () => {
  const standup = event(
    'DTSTART;TZID=America/Denver:20260105T090000',
    'DTEND;TZID=America/Denver:20260105T093000',
    'RRULE:FREQ=WEEKLY;BYDAY=MO',
    'EXDATE;TZID=America/Denver:20260316T090000',
    'DTSTAMP:20260301T120000Z',
    'UID:standup@google.example',
    'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Rivera, ',
    ' Jamie";X-NUM-GUESTS=0:mailto:jamie.rivera@novacorp.example',
    'SEQUENCE:0',
    'STATUS:CONFIRMED',
    'SUMMARY:Stand-up: who does what\\, today',
    'TRANSP:OPAQUE'
  );
  const moved = event(
    'DTSTART;TZID=America/Denver:20260324T150000',
    'DTEND;TZID=America/Denver:20260324T160000',
    'RECURRENCE-ID;TZID=America/Denver:20260323T090000',
    'UID:standup@google.example',
    'SEQUENCE:1',
    'STATUS:CONFIRMED',
    'TRANSP:OPAQUE'
  );

  it('repeats at the same time of day across a change of clocks, but for what is excluded and what is moved', async () => {
    const expected = [
      'busy Mon 02 Mar 09:00 – 09:30',
      'busy Mon 09 Mar 09:00 – 09:30',
      'busy Tue 24 Mar 15:00 – 16:00',
      'busy Mon 30 Mar 09:00 – 09:30'
    ];
    expect(await busyIn(calendar('X-WR-TIMEZONE:America/Denver', standup, moved))).toEqual(expected);
    expect(await busyIn(calendar(moved, standup))).toEqual(expected);
  });

  it('moves an occurrence into the stretch from outside of it', async () => {
    const tuesday = stretch('2026-03-24T00:00:00Z', '2026-03-25T06:00:00Z');
    expect(await busyIn(calendar(standup, moved), tuesday)).toEqual(['busy Tue 24 Mar 15:00 – 16:00']);
  });

  it('cancels one occurrence', async () => {
    const cancelled = event(
      'DTSTART;TZID=America/Denver:20260309T090000',
      'RECURRENCE-ID;TZID=America/Denver:20260309T090000',
      'UID:standup@google.example',
      'STATUS:CANCELLED'
    );
    expect(await busyIn(calendar(standup, cancelled), stretch('2026-03-01T00:00:00Z', '2026-03-20T00:00:00Z'))).toEqual(
      ['busy Mon 02 Mar 09:00 – 09:30']
    );
  });

  it('names an occurrence in another zone than the series', async () => {
    const inUtc = moved.replace(/RECURRENCE-ID.*\r\n/, 'RECURRENCE-ID:20260323T150000Z\r\n');
    const week = stretch('2026-03-22T00:00:00Z', '2026-03-28T00:00:00Z');
    expect(await busyIn(calendar(standup, inUtc), week)).toEqual(['busy Tue 24 Mar 15:00 – 16:00']);
  });

  it('shows single occurrences of a series whose rest it does not show', async () => {
    const other = moved.replaceAll('20260323', '20260330').replaceAll('20260324', '20260331');
    expect(await busyIn(calendar(moved, other))).toEqual([
      'busy Tue 24 Mar 15:00 – 16:00',
      'busy Tue 31 Mar 15:00 – 16:00'
    ]);
  });

  it('leaves the rep free for what is transparent or cancelled', async () => {
    const at = ['DTSTART:20260303T160000Z', 'DTEND:20260303T170000Z'];
    const text = calendar(
      event(...at, 'UID:a', 'TRANSP:TRANSPARENT'),
      event(...at, 'UID:b', 'STATUS:CANCELLED'),
      event('DTSTART:20260304T160000Z', 'DTEND:20260304T170000Z', 'UID:c', 'STATUS:TENTATIVE')
    );
    expect(await busyIn(text)).toEqual(['busy Wed 04 Mar 09:00 – 10:00']);
  });

  it('blocks the whole of the rep’s own days for an event of whole days, the last one named excluded', async () => {
    const text = calendar(
      event('DTSTART;VALUE=DATE:20260306', 'DTEND;VALUE=DATE:20260309', 'UID:away', 'SUMMARY:Holiday')
    );
    expect(await busyIn(text)).toEqual(['busy Fri 06 Mar 00:00 – Mon 09 Mar 00:00']);
    const tokyo = await busyIn(text, spring, 'Asia/Tokyo');
    expect(tokyo).toEqual(['busy Fri 06 Mar 00:00 – Mon 09 Mar 00:00']);
  });

  it('blocks one day for an event of whole days without an end', async () => {
    expect(await busyIn(calendar(event('DTSTART;VALUE=DATE:20260310', 'UID:day')))).toEqual([
      'busy Tue 10 Mar 00:00 – Wed 11 Mar 00:00'
    ]);
  });

  it('repeats whole days to the date at which they end, however that is written', async () => {
    const days = (until: string): string =>
      event('DTSTART;VALUE=DATE:20260302', `RRULE:FREQ=DAILY;UNTIL=${until}`, 'EXDATE;VALUE=DATE:20260303', 'UID:days');
    const expected = ['busy Mon 02 Mar 00:00 – Tue 03 Mar 00:00', 'busy Wed 04 Mar 00:00 – Thu 05 Mar 00:00'];
    expect(await busyIn(calendar(days('20260304')))).toEqual(expected);
    expect(await busyIn(calendar(days('20260304T000000Z')))).toEqual(expected);
  });
});

describe('a feed as Outlook writes it', () => {
  const at = (day: string): string[] => [
    `DTSTART;TZID=Eastern Standard Time:202603${day}T110000`,
    `DTEND;TZID=Eastern Standard Time:202603${day}T120000`,
    `UID:${day}`
  ];

  it('says how each time shows', async () => {
    const shown = (day: string, status: string, ...more: string[]): string =>
      event(...at(day), `X-MICROSOFT-CDO-BUSYSTATUS:${status}`, 'X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY', ...more);
    const text = calendar(
      ...newYorkOfOutlook,
      shown('02', 'BUSY'),
      shown('03', 'TENTATIVE'),
      shown('04', 'OOF', 'TRANSP:TRANSPARENT'),
      shown('05', 'FREE', 'TRANSP:OPAQUE'),
      shown('06', 'WORKINGELSEWHERE')
    );
    expect(await busyIn(text)).toEqual([
      'busy Mon 02 Mar 09:00 – 10:00',
      'busy Tue 03 Mar 09:00 – 10:00',
      'outOfOffice Wed 04 Mar 09:00 – 10:00'
    ]);
  });

  it('names zones as Windows does, and repeats on their clock while the rep’s own has not changed', async () => {
    // The east of America changes clocks on the 8th of March 2026, Berlin on the 29th.
    const text = calendar(
      ...newYorkOfOutlook,
      event(...at('02'), 'RRULE:FREQ=WEEKLY;COUNT=5;INTERVAL=1;BYDAY=MO;WKST=SU')
    );
    expect(await busyIn(text, spring, 'Europe/Berlin')).toEqual([
      'busy Mon 02 Mar 17:00 – 18:00',
      'busy Mon 09 Mar 16:00 – 17:00',
      'busy Mon 16 Mar 16:00 – 17:00',
      'busy Mon 23 Mar 16:00 – 17:00',
      'busy Mon 30 Mar 17:00 – 18:00'
    ]);
  });

  it.each([
    ['a display name', '"(UTC-05:00) Eastern Time (US & Canada)"', undefined],
    ['a name of its own, with its rules', 'Customized Time Zone', 'Customized Time Zone'],
    ['another name of its own, with its rules', 'Head office', 'Head office'],
    ['a path before the name', '/tools.example/20260101_1/America/New_York', undefined]
  ])('understands a zone called by %s', async (_what, tzid, definition) => {
    const zone = definition ? newYorkOfOutlook.map((line) => line.replace('Eastern Standard Time', definition)) : [];
    const text = calendar(
      ...zone,
      event(`DTSTART;TZID=${tzid}:20260310T110000`, `DTEND;TZID=${tzid}:20260310T120000`, 'UID:zone')
    );
    expect(await busyIn(text)).toEqual(['busy Tue 10 Mar 09:00 – 10:00']);
  });
});

describe('a feed in general', () => {
  it('means the rep’s clock by a time without a zone, and by a zone that nobody knows', async () => {
    const text = calendar(
      event('DTSTART:20260310T110000', 'DTEND:20260310T120000', 'UID:a'),
      event('DTSTART;TZID=Atlantis:20260311T110000', 'DURATION:PT1H30M', 'UID:b')
    );
    expect(await busyIn(text, spring, 'Asia/Tokyo')).toEqual([
      'busy Tue 10 Mar 11:00 – 12:00',
      'busy Wed 11 Mar 11:00 – 12:30'
    ]);
  });

  it('takes no time for an event without a length', async () => {
    expect(await busyIn(calendar(event('DTSTART:20260310T110000Z', 'UID:a')))).toEqual([]);
  });

  it('adds dates to a series and to a single event', async () => {
    const text = calendar(
      event(
        'DTSTART;TZID=America/Denver:20260302T090000',
        'DURATION:PT30M',
        'RDATE;TZID=America/Denver:20260305T090000,20260307T140000',
        'UID:a'
      )
    );
    expect(await busyIn(text)).toEqual([
      'busy Mon 02 Mar 09:00 – 09:30',
      'busy Thu 05 Mar 09:00 – 09:30',
      'busy Sat 07 Mar 14:00 – 14:30'
    ]);
  });

  it('gives the newest version of an event that it holds twice', async () => {
    const version = (hour: string, sequence: number): string =>
      event(`DTSTART:20260310T${hour}0000Z`, 'DURATION:PT1H', 'UID:twice', `SEQUENCE:${sequence}`);
    expect(await busyIn(calendar(version('18', 2), version('16', 1)))).toEqual(['busy Tue 10 Mar 12:00 – 13:00']);
  });

  it('may hold nothing but periods that are busy', async () => {
    const text = calendar(
      'BEGIN:VFREEBUSY',
      'DTSTART:20260301T000000Z',
      'DTEND:20260401T000000Z',
      'FREEBUSY:20260302T160000Z/20260302T170000Z,20260303T160000Z/PT30M',
      'FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260304T070000Z/20260307T070000Z',
      'FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260309T160000Z/PT1H',
      'FREEBUSY;FBTYPE=FREE:20260310T160000Z/PT1H',
      'FREEBUSY;FBTYPE=X-MINE:20260311T160000Z/PT1H',
      'END:VFREEBUSY'
    );
    expect(await busyIn(text)).toEqual([
      'busy Mon 02 Mar 09:00 – 10:00',
      'busy Tue 03 Mar 09:00 – 09:30',
      'outOfOffice Wed 04 Mar 00:00 – Sat 07 Mar 00:00',
      'busy Mon 09 Mar 10:00 – 11:00',
      'busy Wed 11 Mar 10:00 – 11:00'
    ]);
  });

  it('blocks for an event that began before the stretch and goes on in it, and not for one that ended', async () => {
    const week = stretch('2026-03-09T06:00:00Z', '2026-03-13T06:00:00Z');
    const text = calendar(
      event('DTSTART:20260306T060000Z', 'DTEND:20260310T060000Z', 'UID:a'),
      event('DTSTART:20260305T060000Z', 'DTEND:20260309T060000Z', 'UID:b'),
      event('DTSTART:20260313T060000Z', 'DTEND:20260313T070000Z', 'UID:c'),
      event('DTSTART:20250306T060000Z', 'DTEND:20250310T060000Z', 'UID:d')
    );
    expect(await busyIn(text, week)).toEqual(['busy Thu 05 Mar 23:00 – Tue 10 Mar 00:00']);
  });

  it('blocks for the occurrence of a series that is under way when the stretch begins', async () => {
    const night = event('DTSTART:20260302T040000Z', 'DTEND:20260302T120000Z', 'RRULE:FREQ=WEEKLY', 'UID:night');
    const days = event('DTSTART;VALUE=DATE:20260306', 'DTEND;VALUE=DATE:20260309', 'RRULE:FREQ=WEEKLY', 'UID:days');
    const monday = stretch('2026-03-09T05:00:00Z', '2026-03-09T05:30:00Z');
    expect(await busyIn(calendar(night, days), monday)).toEqual([
      'busy Fri 06 Mar 00:00 – Mon 09 Mar 00:00',
      'busy Sun 08 Mar 22:00 – Mon 09 Mar 06:00'
    ]);
  });

  it('is read for the rest of it when some of its events cannot be', async () => {
    const text = calendar(
      event('DTSTART:20260310T160000Z', 'DURATION:PT1H', 'UID:good'),
      event('DTSTART:20260310T160000Z', 'DURATION:PT1H', 'RRULE:FREQ=SECONDLY', 'UID:every second'),
      event('DTSTART:next Tuesday', 'UID:no date'),
      event(
        'DTSTART:20260311T160000Z',
        'DURATION:PT1H',
        'RECURRENCE-ID;RANGE=THISANDFUTURE:20260311T150000Z',
        'UID:from now on'
      )
    );
    const server = await feedServer(paths({ '/feed.ics': text }));
    const { source: feed, problems } = source();
    const busy = await feed.busyTimes([owner(`${server.url}/feed.ics`)], spring);
    expect(told(busy.get(repId)!)).toEqual(['busy Tue 10 Mar 10:00 – 11:00', 'busy Wed 11 Mar 10:00 – 11:00']);
    expect(problems).toEqual([{ repId, reason: 'unreadableEvents', count: 3 }]);
  });
});
