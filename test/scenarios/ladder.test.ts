import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { answerSchema } from '../../orchestrator/http/answerSchema.ts';
import { ask, emeaCall, place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
// Nobody's phone rings any more from the test before.
beforeEach(() => world.org.clock.advance(60_000));

const report = async (answer: HandoffAnswer, outcome: string, repId = answer.rep?.id) =>
  (await ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, { outcome, repId })).answer;

const offersOf = async (handoffId: string) =>
  (
    await world.admin.query<Record<string, string | null>>(
      'SELECT Rep__c, Kind__c, Status__c, Turn_Key__c, Live_Key__c FROM Handoff_Offer__c ' +
        `WHERE Handoff__c = '${handoffId}' ORDER BY Offered_At__c, Name`
    )
  ).records;

const taskOf = async (handoffId: string) => {
  const handoff = await world.admin.sobject('Handoff__c').retrieve(handoffId);
  return world.admin.sobject('Task').retrieve(handoff['Task_Id__c'] as string);
};

describe('a rep who does not answer', () => {
  it('is followed by the next of the team, never the same one twice, then by a meeting', async () => {
    const { answer: first } = await place(world.service, westCall('no-answer'));
    const second = await report(first, 'noAnswer');
    expect(second.nextStep.kind).toBe('transfer');
    expect(second.rep!.id).not.toBe(first.rep!.id);
    const third = await report(second, 'voicemail');
    expect([first.rep!.id, second.rep!.id]).not.toContain(third.rep?.id);
    const fourth = await report(third, 'busy');
    expect(fourth).toMatchObject({ phase: 'proposed', nextStep: { kind: 'meeting', booked: false } });
    expect(answerSchema.strict().safeParse(fourth).error).toBeUndefined();

    const offers = await offersOf(first.handoffId);
    expect(offers.map((offer) => [offer['Kind__c'], offer['Status__c']])).toEqual([
      ['Live', 'No Answer'],
      ['Live', 'Voicemail'],
      ['Live', 'Busy'],
      ['Meeting', 'Assigned']
    ]);
    expect(offers.map((offer) => offer['Live_Key__c'])).toEqual([null, null, null, null]);
    const lead = await world.admin.sobject('Lead').retrieve(first.lead!.id);
    expect(lead['OwnerId']).toBe(fourth.rep!.id);
  });

  it('reported twice is one outcome: the second report gets the next step that stands', async () => {
    const { answer: first } = await place(world.service, westCall('twice'));
    const second = await report(first, 'noAnswer');
    const again = await ask(world.service, 'POST', `/v1/handoffs/${first.handoffId}/outcome`, {
      outcome: 'noAnswer',
      repId: first.rep!.id
    });
    expect(again.headers['baton-repeated']).toBe('true');
    expect(again.answer.rep!.id).toBe(second.rep!.id);
    expect(await offersOf(first.handoffId)).toHaveLength(2);
  });
});

describe('a rep who accepts', () => {
  it('has the call; first contact is stamped, and the end completes the handoff', async () => {
    const { answer } = await place(world.service, westCall('accepts'));
    const accepted = await report(answer, 'accepted');
    expect(accepted).toMatchObject({ phase: 'accepted', nextStep: { kind: 'transfer', repId: answer.rep!.id } });
    const handoff = await world.admin.sobject('Handoff__c').retrieve(answer.handoffId);
    expect(handoff['First_Contact_At__c']).not.toBeNull();
    const ended = await report(answer, 'ended');
    expect(ended.phase).toBe('completed');
    const [offer] = await offersOf(answer.handoffId);
    expect(offer).toMatchObject({ Status__c: 'Completed', Live_Key__c: null });
  });
});

describe('a caller who leaves while the phone rings', () => {
  it('is owed a call by that rep, with a Task, and no further turn is taken', async () => {
    const { answer } = await place(world.service, westCall('leaves'));
    const left = await report(answer, 'callerLeft', undefined);
    expect(left).toMatchObject({ phase: 'callback', nextStep: { kind: 'callback', repId: answer.rep!.id } });
    const offers = await offersOf(answer.handoffId);
    expect(offers.map((offer) => [offer['Status__c'], offer['Turn_Key__c'] !== null])).toEqual([
      ['Caller Left', true],
      ['Assigned', false]
    ]);
    expect(await taskOf(answer.handoffId)).toMatchObject({
      OwnerId: answer.rep!.id,
      WhoId: answer.lead!.id,
      IsReminderSet: true,
      Status: 'Not Started'
    });
  });
});

describe('a meeting', () => {
  it('is offered at times that can be had, booked once, moved, and cancelled into a callback', async () => {
    const call = westCall('meets', { caller: { timeZone: 'America/Denver' } });
    const { answer } = await place(world.service, { ...call, wish: 'meeting' });
    expect(answer).toMatchObject({ phase: 'proposed', nextStep: { kind: 'meeting' } });
    const { slots } = (await ask(world.service, 'GET', `/v1/handoffs/${answer.handoffId}/slots`)).json as {
      slots: { startsAt: string; endsAt: string; rep: { id: string } }[];
    };
    expect(slots[0]!.startsAt).toBe(answer.nextStep.at);

    const book = (startsAt: string) =>
      ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/booking`, { startsAt });
    const booked = await book(slots[0]!.startsAt);
    expect(booked.answer).toMatchObject({ phase: 'booked', nextStep: { booked: true, at: slots[0]!.startsAt } });
    expect((await book(slots[0]!.startsAt)).headers['baton-repeated']).toBe('true');
    const events = () =>
      world.admin.query<Record<string, string>>(
        `SELECT OwnerId, WhoId, StartDateTime, ShowAs FROM Event WHERE WhoId = '${answer.lead!.id}'`
      );
    expect((await events()).records).toMatchObject([{ OwnerId: booked.answer.rep!.id, ShowAs: 'Busy' }]);

    const moved = await book(slots[1]!.startsAt);
    expect(moved.answer.nextStep.at).toBe(slots[1]!.startsAt);
    expect((await events()).totalSize).toBe(1);

    const cancelled = await ask(world.service, 'DELETE', `/v1/handoffs/${answer.handoffId}/booking`);
    expect(cancelled.answer).toMatchObject({ phase: 'callback', nextStep: { kind: 'callback' } });
    expect((await events()).records).toMatchObject([{ ShowAs: 'Free' }]);
  });

  it('cannot be had twice by two callers at one time, nor on top of an event that the rep has', async () => {
    const first = (await place(world.service, { ...westCall('meets-a'), wish: 'meeting' })).answer;
    const second = (await place(world.service, { ...westCall('meets-b'), wish: 'meeting' })).answer;
    const at = { startsAt: '2026-12-02T18:00:00.000Z', repId: first.rep!.id };
    const replies = await Promise.all(
      [first, second].map(({ handoffId }) => ask(world.service, 'POST', `/v1/handoffs/${handoffId}/booking`, at))
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    await world.admin.sobject('Event').create({
      OwnerId: first.rep!.id,
      Subject: 'Dentist',
      StartDateTime: '2026-12-03T18:00:00Z',
      EndDateTime: '2026-12-03T19:00:00Z',
      ShowAs: 'Busy'
    });
    const taken = await ask(world.service, 'POST', `/v1/handoffs/${second.handoffId}/booking`, {
      startsAt: '2026-12-03T18:30:00.000Z',
      repId: first.rep!.id
    });
    expect(taken).toMatchObject({ status: 409, error: { code: 'slotTaken' } });
  });
});

describe('a team whose only free rep is taken', () => {
  it('proposes a meeting instead of a callback without a time', async () => {
    await place(world.service, emeaCall('emea-1'));
    const { answer } = await place(world.service, emeaCall('emea-2'));
    expect(answer.nextStep.kind).toBe('meeting');
  });
});

describe('a backup team whose phones rang before, with nobody to report how it ended', () => {
  it('is asked all the same', async () => {
    const reps = await world.admin.query<{ Id: string }>(
      "SELECT Id FROM User WHERE Username IN ('priya.raman@sample.example', 'marcus.chen@sample.example', " +
        "'dana.whitfield@sample.example', 'tomas.herrera@sample.example')"
    );
    const take = (takes: boolean) =>
      Promise.all(reps.records.map(({ Id }) => world.admin.sobject('User').update({ Id, Takes_Transfers__c: takes })));
    const east = { caller: { state: 'NY', postalCode: '10001' } };
    const rung = [
      await place(world.service, westCall('east-1', east)),
      await place(world.service, westCall('east-2', east))
    ];
    expect(rung.map(({ answer }) => answer.team!.name)).toEqual(['Enterprise East', 'Enterprise East']);
    world.org.clock.advance(60_000);
    await take(false);
    try {
      const { status, answer } = await place(world.service, westCall('backup-after-silence'));
      expect(status).toBe(200);
      expect(rung.map(({ answer: { rep } }) => rep!.id)).toContain(answer.rep!.id);
    } finally {
      await take(true);
    }
  });
});
