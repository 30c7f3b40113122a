import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StandingMessage } from '../../../orchestrator/domain/noticeQueue.ts';
import { SlackSender, type SlackOptions } from '../../../orchestrator/notices/slackSender.ts';
import { exampleMeeting, exampleNotice } from './exampleNotice.ts';
import { startFakeSlack, type FakeSlack } from './fakeSlack.ts';

const atStart = new Date('2026-12-03T20:00:00Z');
let now = atStart;
let slack: FakeSlack;
beforeEach(async () => {
  now = atStart;
  slack = await startFakeSlack();
  slack.people.set('rosa@sample.example', 'U0ROSA');
});
afterEach(() => slack.close());

const deadline = { deadlineMs: 5000 };
const sender = (options: Partial<SlackOptions> = {}): SlackSender =>
  new SlackSender({ botToken: 'xoxb-test', apiUrl: slack.apiUrl, hearsPresses: true, now: () => now, ...options });

const standing = (reference: string): StandingMessage => {
  const { id, channel, kind, lead, caller } = exampleNotice();
  return { id, channel, kind, lead, caller, reference, offerId: 'a03000000000001AAA', offerStatus: 'noAnswer' };
};

interface Element {
  action_id: string;
  value?: string;
  url?: string;
}
const buttonsOf = (blocks: unknown): Element[] =>
  (blocks as { type: string; elements: Element[] }[]).find(({ type }) => type === 'actions')?.elements ?? [];

describe('Slack with a bot token', () => {
  it('gets a direct message to the rep, found by e-mail, with Accept, Decline and a link', async () => {
    const outcome = await sender().send(exampleNotice(), deadline);
    expect(outcome).toEqual({ kind: 'sent', reference: expect.stringMatching(/^D0ROSA \d+\.\d+$/) as string });
    const [posted] = slack.of('chat.postMessage');
    expect(posted).toMatchObject({ authorization: 'Bearer xoxb-test', body: { channel: 'U0ROSA' } });
    const [message] = slack.messages.values();
    expect(buttonsOf(message!.blocks)).toMatchObject([
      { action_id: 'baton_accept', value: 'a03000000000001AAA' },
      { action_id: 'baton_decline', value: 'a03000000000001AAA' },
      { action_id: 'baton_open_lead', url: 'https://org.example/lightning/r/Lead/00Q000000000001AAA/view' }
    ]);
  });

  it('shows only the link for a meeting, which nobody accepts, and keeps no place of the message', async () => {
    expect(await sender().send(exampleMeeting(), deadline)).toEqual({ kind: 'sent', reference: null });
    const [message] = slack.messages.values();
    expect(buttonsOf(message!.blocks)).toMatchObject([{ action_id: 'baton_open_lead' }]);
  });

  it('shows only the link where presses cannot be heard', async () => {
    const deaf = sender({ hearsPresses: false });
    expect(await deaf.send(exampleNotice(), deadline)).toEqual({ kind: 'sent', reference: null });
    const [message] = slack.messages.values();
    expect(buttonsOf(message!.blocks)).toMatchObject([{ action_id: 'baton_open_lead' }]);
  });

  it('is asked once an hour who a rep is', async () => {
    const one = sender();
    await one.send(exampleNotice(), deadline);
    await one.send(exampleMeeting(), deadline);
    expect(slack.of('users.lookupByEmail')).toHaveLength(1);
    now = new Date(atStart.getTime() + 3_600_001);
    await one.send(exampleMeeting(), deadline);
    expect(slack.of('users.lookupByEmail')).toHaveLength(2);
  });

  it('is asked again five minutes after it knew nobody of that address', async () => {
    slack.people.clear();
    const one = sender();
    expect(await one.send(exampleNotice(), deadline)).toMatchObject({ kind: 'failed', retryable: false });
    slack.people.set('rosa@sample.example', 'U0ROSA');
    expect(await one.send(exampleNotice(), deadline)).toMatchObject({ kind: 'failed' });
    now = new Date(atStart.getTime() + 300_001);
    expect(await one.send(exampleNotice(), deadline)).toMatchObject({ kind: 'sent' });
  });

  it('says how long to wait when it is asked too often', async () => {
    const one = sender();
    await one.send(exampleMeeting(), deadline);
    slack.next.push({ status: 429, headers: { 'retry-after': '30' }, body: '' });
    expect(await one.send(exampleNotice(), deadline)).toMatchObject({
      kind: 'failed',
      retryable: true,
      retryAfterMs: 30_000
    });
    expect(slack.of('chat.postMessage')).toHaveLength(2);
  });

  it.each([
    ['channel_not_found', false],
    ['invalid_auth', false],
    ['internal_error', true]
  ])('that answers %s is tried again: %s', async (error, retryable) => {
    slack.next.push({ status: 200, body: { ok: false, error } });
    const outcome = await sender().send(exampleNotice(), deadline);
    expect(outcome).toMatchObject({ kind: 'failed', error: `Slack answered ${error}.`, retryable });
  });

  it('that does not answer is given up at the deadline, and tried again later', async () => {
    slack.next.push('hang');
    const outcome = await sender().send(exampleNotice(), { deadlineMs: 50 });
    expect(outcome).toMatchObject({ kind: 'failed', error: 'Slack could not be reached.', retryable: true });
  });
});

describe('the message of an offer that has ended', () => {
  it('says why and loses its buttons', async () => {
    const one = sender();
    const outcome = await one.send(exampleNotice(), deadline);
    const reference = outcome.kind === 'sent' ? outcome.reference! : '';
    expect(await one.retract(standing(reference), deadline)).toMatchObject({ kind: 'sent' });
    const message = slack.messages.get(reference)!;
    expect(buttonsOf(message.blocks)).toEqual([]);
    expect(message.text).toContain('Jamie Rivera of NovaCorp: it rang out.');
  });

  it('is left alone once it is gone, but tried again when Slack has a bad moment', async () => {
    const one = sender();
    const gone = await one.retract(standing('D0ROSA 1.1'), deadline);
    expect(gone).toMatchObject({ kind: 'failed', retryable: false });
    slack.next.push({ status: 503, body: '' });
    const later = await one.retract(standing('D0ROSA 1.1'), deadline);
    expect(later).toMatchObject({ kind: 'failed', retryable: true });
  });
});

describe('an incoming webhook', () => {
  it('alone gets one line that names the rep', async () => {
    const webhook = sender({ botToken: undefined, webhookUrl: slack.webhookUrl });
    expect(await webhook.send(exampleNotice(), deadline)).toEqual({ kind: 'sent', reference: null });
    const [line] = slack.of('webhook');
    expect(line!.body['text']).toContain('*Rosa Ortiz*: Call for you: Jamie Rivera of NovaCorp');
  });

  it('stands in for a rep who is not in Slack, and stays silent about one who is', async () => {
    const both = sender({ webhookUrl: slack.webhookUrl });
    await both.send(exampleNotice(), deadline);
    expect(slack.of('webhook')).toHaveLength(0);
    const rep = { ...exampleNotice().rep, email: 'new@sample.example' };
    expect(await both.send(exampleNotice({ rep }), deadline)).toEqual({ kind: 'sent', reference: null });
    expect(slack.of('webhook')).toHaveLength(1);
  });

  it.each([
    [404, false],
    [429, true],
    [500, true]
  ])('that answers %s is tried again: %s', async (status, retryable) => {
    slack.next.push({ status, body: 'no_service' });
    const webhook = sender({ botToken: undefined, webhookUrl: slack.webhookUrl });
    const outcome = await webhook.send(exampleNotice(), deadline);
    expect(outcome).toMatchObject({ kind: 'failed', error: `Slack answered HTTP ${status}.`, retryable });
  });
});
