/** The caller's invitation, from the booking to what arrives in the caller's mailbox. */
import { Connection } from 'jsforce';
import nodeIcal, { type VEvent } from 'node-ical';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutboxEmail } from '../../local-org/api/outbox.ts';
import { faultRule } from '../../local-org/control/faults.ts';
import type { Baton } from '../../orchestrator/baton.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { createNoticeChannels } from '../../orchestrator/noticeChannels.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { ask, place, startWorld, westCall, type World } from './world.ts';

let world: World;
let instance: Awaited<ReturnType<World['startInstance']>>;

/** An instance whose settings switch e-mail on, and Slack not. */
async function startMailing(): Promise<typeof instance> {
  const { accessToken } = world.org.session();
  const salesforce = new Salesforce(new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' }));
  const settings = {
    email: true,
    slackWebhookUrl: undefined,
    slackBotToken: undefined,
    slackSigningSecret: undefined,
    slackApiUrl: undefined
  };
  const { senders } = createNoticeChannels(salesforce, settings, () => world.org.clock.now());
  return world.startInstance({ noticeSenders: senders });
}

beforeEach(async () => {
  world = await startWorld();
  instance = await startMailing();
});
afterEach(() => world.close());

const address = 'jamie@novacorp.example';
const sent = async (): Promise<OutboxEmail[]> => {
  await instance.baton.notices.idle();
  const reply = await fetch(`${world.org.url}/_local/outbox`);
  return ((await reply.json()) as { emails: OutboxEmail[] }).emails;
};
const toCaller = async (): Promise<OutboxEmail[]> => (await sent()).filter(({ to }) => to.includes(address));
const noticesTo = async (channel: string): Promise<Record<string, unknown>[]> =>
  (
    await world.admin.query(
      'SELECT Kind__c, Status__c, Attempts__c, Last_Error__c FROM Handoff_Notice__c ' +
        `WHERE Channel__c = '${channel}' ORDER BY CreatedDate, Name`
    )
  ).records;

/** What a calendar makes of the mail's one attachment. */
function meetingOf(mail: OutboxEmail | undefined): { event: VEvent; method: string } {
  expect(mail?.attachments.map(({ name }) => name)).toEqual(['invite.ics']);
  const text = Buffer.from(mail!.attachments[0]!.base64, 'base64').toString('utf8');
  const event = Object.values(nodeIcal.parseICS(text)).find((each) => each?.type === 'VEVENT') as VEvent;
  return { event, method: /^METHOD:(\w+)/m.exec(text)![1]! };
}

async function propose(callId: string, caller: object = { email: address }): Promise<HandoffAnswer> {
  const call = { ...westCall(callId, { caller }), wish: 'meeting' };
  const { status, answer, error } = await place(instance.service, call);
  expect(status, JSON.stringify(error)).toBe(200);
  return answer;
}
const book = async ({ handoffId }: HandoffAnswer, startsAt: string, repId?: string): Promise<HandoffAnswer> => {
  const reply = await ask(instance.service, 'POST', `/v1/handoffs/${handoffId}/booking`, { startsAt, repId });
  expect(reply.status, JSON.stringify(reply.json)).toBe(200);
  return reply.answer;
};
const cancel = async ({ handoffId }: HandoffAnswer): Promise<HandoffAnswer> =>
  (await ask(instance.service, 'DELETE', `/v1/handoffs/${handoffId}/booking`)).answer;
describe('a booked meeting', () => {
  it('is in the caller’s mailbox, in their own time, for their calendar', async () => {
    const proposed = await propose('booked', { email: address, timeZone: 'America/Denver' });
    expect(await toCaller()).toEqual([]);
    const { rep, nextStep, handoffId } = await book(proposed, '2026-12-02T18:00:00.000Z');

    const mails = await toCaller();
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    const user = await world.admin.sobject('User').retrieve(rep!.id);
    expect(mail).toMatchObject({ to: [address], cc: [], bcc: [], subject: `Your meeting with ${rep!.name}` });
    expect(mail!.body).toContain('When: Wednesday, December 2, 11:00 AM to 11:45 AM MST (America/Denver)');
    expect(mail!.body).toContain(`To move or cancel it, write to ${user['Email']}.`);
    const { event, method } = meetingOf(mail);
    expect(method).toBe('REQUEST');
    expect(event.uid).toBe(`${handoffId}@baton`);
    expect(event.start.toISOString()).toBe(nextStep.at);
    expect(event.end?.toISOString()).toBe(nextStep.kind === 'meeting' ? nextStep.endsAt : '');
    expect(JSON.stringify(event.organizer)).toContain(String(user['Email']));
    expect(JSON.stringify(event.attendee)).toContain(address);
    expect(await noticesTo('Invitation')).toMatchObject([
      { Kind__c: 'Booked', Status__c: 'Sent', Last_Error__c: null }
    ]);
  });

  it('is told in the rep’s time, which it names, when nobody knows the caller’s', async () => {
    const nowhere = { email: address, country: null, state: null, postalCode: null, phone: null };
    await book(await propose('nowhere', nowhere), '2026-12-02T18:00:00.000Z');
    expect((await toCaller())[0]!.body).toContain('12:00 PM to 12:30 PM CST (America/Chicago)');
  });

  it('tells the company’s own rep at the real time too, and neither mail in place of the other', async () => {
    const { rep } = await book(await propose('rep'), '2026-12-02T18:00:00.000Z');
    const user = await world.admin.sobject('User').retrieve(rep!.id);
    const mails = (await sent()).filter(({ to }) => to.includes(String(user['Email'])));
    expect(mails.map(({ subject }) => subject)).toEqual(['Meeting booked: Jamie Rivera of NovaCorp']);
    expect(mails[0]!.body).toContain('When: Wednesday, December 2, 10:00 AM to 10:45 AM PST');
    expect(mails[0]!.attachments).toEqual([]);
    expect(await noticesTo('Email')).toHaveLength(1);
  });

  it('holds nothing that only the company should read', async () => {
    await book(await propose('discreet'), '2026-12-02T18:00:00.000Z');
    const [mail] = await toCaller();
    const text = mail!.body + Buffer.from(mail!.attachments[0]!.base64, 'base64').toString('utf8');
    expect(text).not.toMatch(/pilot voice AI|Score|86|lightning/);
  });

  it('of a caller without an address is told to the rep alone, and no word to the caller is kept', async () => {
    await book(await propose('no-address', { email: null }), '2026-12-02T18:00:00.000Z');
    expect(await sent()).toHaveLength(1);
    expect(await noticesTo('Invitation')).toEqual([]);
    expect(await noticesTo('Email')).toHaveLength(1);
  });

  it('leaves its file on the lead', async () => {
    const { lead } = await book(await propose('file'), '2026-12-02T18:00:00.000Z');
    await sent();
    const { records } = await world.admin.query('SELECT Title, FirstPublishLocationId FROM ContentVersion');
    expect(records).toMatchObject([{ FirstPublishLocationId: lead!.id }]);
  });
});

describe('a meeting that changes', () => {
  it('has one UID and ever higher numbers, through moves, cancellation and a new booking', async () => {
    const proposed = await propose('journey');
    await book(proposed, '2026-12-02T18:00:00.000Z');
    await toCaller();
    const moved = await book(proposed, '2026-12-03T19:00:00.000Z');
    await toCaller();
    await cancel(proposed);
    await toCaller();
    await book(proposed, '2026-12-04T18:00:00.000Z');

    const mails = await toCaller();
    expect(mails.map(({ subject }) => subject.replace(moved.rep!.name, 'Rep'))).toEqual([
      'Your meeting with Rep',
      'New time for your meeting with Rep',
      'Cancelled: your meeting with Rep',
      'Your meeting with Rep'
    ]);
    const meetings = mails.map(meetingOf);
    expect(meetings.map(({ method }) => method)).toEqual(['REQUEST', 'REQUEST', 'CANCEL', 'REQUEST']);
    expect(new Set(meetings.map(({ event }) => event.uid)).size).toBe(1);
    const numbers = meetings.map(({ event }) => Number(event.sequence));
    expect(numbers.every((number, index) => index === 0 || number > numbers[index - 1]!)).toBe(true);
    expect(meetings.map(({ event }) => event.start.toISOString())).toEqual([
      '2026-12-02T18:00:00.000Z',
      '2026-12-03T19:00:00.000Z',
      '2026-12-03T19:00:00.000Z',
      '2026-12-04T18:00:00.000Z'
    ]);
    expect(meetings[2]!.event.status).toBe('CANCELLED');
  });

  it('is told once: the same booking sent again and a second cancellation send nothing', async () => {
    const proposed = await propose('again');
    await book(proposed, '2026-12-02T18:00:00.000Z');
    await book(proposed, '2026-12-02T18:00:00.000Z');
    expect(await toCaller()).toHaveLength(1);
    await cancel(proposed);
    await cancel(proposed);
    await instance.baton.sweep.sweepOnce();
    expect(await toCaller()).toHaveLength(2);
  });

  it('is told to the caller when a person moves it in the calendar, and when a person deletes it there', async () => {
    const proposed = await propose('by-hand');
    await book(proposed, '2026-12-02T18:00:00.000Z');
    const eventId = String((await world.admin.sobject('Handoff__c').retrieve(proposed.handoffId))['Event_Id__c']);
    await world.admin.sobject('Event').update({
      Id: eventId,
      StartDateTime: '2026-12-03T20:00:00.000Z',
      EndDateTime: '2026-12-03T20:30:00.000Z'
    });
    await instance.baton.sweep.sweepOnce();
    await world.admin.sobject('Event').delete(eventId);
    await instance.baton.sweep.sweepOnce();
    const meetings = (await toCaller()).map(meetingOf);
    expect(meetings.map(({ method, event }) => [method, event.start.toISOString()])).toEqual([
      ['REQUEST', '2026-12-02T18:00:00.000Z'],
      ['REQUEST', '2026-12-03T20:00:00.000Z'],
      ['CANCEL', '2026-12-03T20:00:00.000Z']
    ]);
    expect((await noticesTo('Email')).map(({ Kind__c }) => Kind__c)).toEqual(['Booked', 'Moved', 'Cancelled']);
  });

  it('to another rep is one meeting that moved to the caller, and two meetings to the reps', async () => {
    const first = await book(await propose('other-rep'), '2026-12-02T18:00:00.000Z');
    await toCaller();
    const { records } = await world.admin.query<{ Id: string; Email: string; Name: string }>(
      'SELECT Id, Name, Email FROM User WHERE Id IN (SELECT UserOrGroupId FROM GroupMember WHERE Group.DeveloperName = ' +
        `'Enterprise_West') AND Id != '${first.rep!.id}' AND IsActive = true ORDER BY Name`
    );
    const [other] = records;
    await book(first, '2026-12-03T19:00:00.000Z', other!.Id);
    const [, moved] = await toCaller();
    expect(moved!.subject).toBe(`New time for your meeting with ${other!.Name}`);
    expect(meetingOf(moved).event.uid).toBe(`${first.handoffId}@baton`);
    expect(JSON.stringify(meetingOf(moved).event.organizer)).toContain(other!.Email);
    expect((await noticesTo('Email')).map(({ Kind__c }) => Kind__c).sort()).toEqual(['Booked', 'Booked', 'Cancelled']);
  });

  it('that has taken place is not called off', async () => {
    await book(await propose('met'), '2026-12-02T18:00:00.000Z');
    await toCaller();
    world.org.clock.advance(Date.parse('2026-12-02T18:46:00Z') - world.org.clock.now().getTime());
    expect(await instance.baton.sweep.sweepOnce()).toMatchObject({ meetingOver: 1 });
    expect(await toCaller()).toHaveLength(1);
  });
});

describe('an invitation that could not be sent at once', () => {
  it('is sent by one of two instances that sweep at once', async () => {
    const silent = await world.startInstance({
      noticeSenders: [
        {
          channel: 'invitation',
          send: () => Promise.resolve({ kind: 'failed', error: 'down', retryable: true, retryAfterMs: 0 })
        }
      ]
    });
    const { handoffId } = await propose('two');
    await ask(silent.service, 'POST', `/v1/handoffs/${handoffId}/booking`, { startsAt: '2026-12-02T18:00:00.000Z' });
    await silent.baton.notices.idle();
    expect(await toCaller()).toEqual([]);
    const other = await startMailing();
    world.org.clock.advance(60_000);
    const batons: Baton[] = [instance.baton, other.baton];
    await Promise.all(batons.map((each) => each.notices.sweep()));
    expect(await toCaller()).toHaveLength(1);
    expect(await noticesTo('Invitation')).toMatchObject([{ Status__c: 'Sent', Attempts__c: 2 }]);
  });

  it('leaves one file however often the mail is tried', async () => {
    const proposed = await propose('tried');
    world.org.host.faults.add(faultRule.parse({ kind: '503', match: { path: 'emailSimple' } }));
    await book(proposed, '2026-12-02T18:00:00.000Z');
    await instance.baton.notices.idle();
    expect(await toCaller()).toEqual([]);
    world.org.host.faults.remove();
    world.org.clock.advance(60_000);
    await instance.baton.notices.sweep();
    expect(await toCaller()).toHaveLength(1);
    expect((await world.admin.query('SELECT Id FROM ContentVersion')).totalSize).toBe(1);
  });
});
