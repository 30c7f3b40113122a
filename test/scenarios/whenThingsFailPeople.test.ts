/** What happens to a caller when a person does not do what was hoped for. Named as in docs/when-things-fail.md. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { handoffsAtWork, minutes } from './handoffsAtWork.ts';
import { ask, startWorld, type Reply, type World } from './world.ts';

let world: World;
let at: ReturnType<typeof handoffsAtWork>;
beforeEach(async () => {
  world = await startWorld();
  at = handoffsAtWork(world);
});
afterEach(() => world.close());

const report = (answer: HandoffAnswer, outcome: string): Promise<Reply> => {
  const told = { outcome, repId: answer.rep!.id };
  return ask(world.service, 'POST', `/v1/handoffs/${answer.handoffId}/outcome`, told);
};
const nobodyTakes = async (repIds: readonly string[]) =>
  world.admin.sobject('User').update(repIds.map((Id) => ({ Id, Takes_Transfers__c: false })));
const everybody = async () =>
  (await world.admin.query('SELECT Id FROM User WHERE Takes_Transfers__c = true')).records.map(({ Id }) => Id!);
const taskOf = async (answer: HandoffAnswer) =>
  world.admin.sobject('Task').retrieve(String((await at.handoffOf(answer))['Task_Id__c']));

describe('the rep does not answer', () => {
  it('rings the next one, and after the last offers a time to meet', async () => {
    const first = await at.ringing('rings-out');
    expect(first.say).toMatch(new RegExp(`^I'm putting you through to ${first.rep!.name} now\\.`));
    const { answer: second } = await report(first, 'noAnswer');
    expect([second.phase, second.rep!.id === first.rep!.id]).toEqual(['ringing', false]);
    const { answer: third } = await report(second, 'voicemail');
    const { answer: last } = await report(third, 'busy');
    expect(last).toMatchObject({ phase: 'proposed', nextStep: { kind: 'meeting', booked: false } });
    expect(last.say).toContain('Shall I book that, or would another time suit you better?');
    expect(await at.statusesOf(first)).toEqual(['Live No Answer', 'Live Voicemail', 'Live Busy', 'Meeting Assigned']);
  });
});

describe('the rep declines in Salesforce while the phone rings', () => {
  it('moves the call on to somebody else, and the late report of the phone changes nothing', async () => {
    const answer = await at.ringing('declines');
    await at.press(answer, 'Declined');
    expect(await at.after(0)).toEqual({ repDeclined: 1 });
    const { answer: next } = await ask(world.service, 'GET', `/v1/handoffs/${answer.handoffId}`);
    expect([next.phase, next.rep!.id === answer.rep!.id]).toEqual(['ringing', false]);
    const late = await report(answer, 'noAnswer');
    expect(late.answer.rep!.id).toBe(next.rep!.id);
    expect(await at.statusesOf(answer)).toEqual(['Live Declined', 'Live Ringing']);
  });
});

describe('everyone is away', () => {
  it('offers a time with somebody who can be there, and says why nobody was rung', async () => {
    await nobodyTakes(await everybody());
    const answer = await at.ringing('away');
    expect(answer).toMatchObject({ phase: 'proposed', nextStep: { kind: 'meeting' } });
    expect(answer.because.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['nobodyFree', 'backupTeam']));
    expect(new Set(answer.passedOver.map(({ rule }) => rule))).toEqual(new Set(['takesNoTransfers']));
  });

  it('still rings the one who is not', async () => {
    const all = await everybody();
    const answer = await at.ringing('before');
    const free = answer.rep!.id;
    await report(answer, 'ended');
    world.org.clock.advance(minutes(1));
    await nobodyTakes(all.filter((id) => id !== free));
    expect((await at.ringing('one-left')).rep!.id).toBe(free);
  });
});

describe('it is off-hours', () => {
  it('offers a time of the next business day', async () => {
    // A Friday evening in San Francisco.
    world.org.clock.set(new Date('2026-12-05T03:00:00Z'));
    const answer = await at.ringing('friday');
    expect(answer).toMatchObject({ phase: 'proposed', nextStep: { kind: 'meeting' } });
    const first = new Date(answer.nextStep.at);
    expect([first.getUTCDay(), first >= new Date('2026-12-07T13:00:00Z')]).toEqual([1, true]);
    expect(answer.passedOver.map(({ rule }) => rule)).toContain('offHours');
  });

  it('counts the time of a callback in business hours', async () => {
    world.org.clock.set(new Date('2026-12-05T03:00:00Z'));
    const { nextStep } = await at.callback('friday-callback');
    expect(new Date(nextStep.at) >= new Date('2026-12-07T13:00:00Z')).toBe(true);
  });
});

describe('the caller leaves', () => {
  it('is owed a call by the rep whose phone rang, with a Task, and no further turn is taken', async () => {
    const answer = await at.ringing('leaves');
    const { answer: left } = await report(answer, 'callerLeft');
    expect(left).toMatchObject({ phase: 'callback', nextStep: { kind: 'callback', repId: answer.rep!.id } });
    expect(await at.statusesOf(answer)).toEqual(['Live Caller Left', 'Callback Assigned']);
    const turns = (await at.offersOf(answer)).map(({ Turn_Key__c }) => Turn_Key__c !== null);
    expect(turns).toEqual([true, false]);
    expect(await taskOf(answer)).toMatchObject({ OwnerId: answer.rep!.id, IsReminderSet: true });
  });

  it('does so as well while choosing a time', async () => {
    const answer = await at.proposed('leaves-choosing');
    const { answer: left } = await report(answer, 'callerLeft');
    expect(left.nextStep).toMatchObject({ kind: 'callback', repId: answer.rep!.id });
  });
});

describe('the caller chooses no time', () => {
  it('is called back by the rep whose times were offered', async () => {
    const answer = await at.proposed('undecided');
    expect(await at.after(minutes(9))).toEqual({});
    expect(await at.after(minutes(1.1))).toEqual({ choiceTimedOut: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
  });
});

describe('two callers want one slot', () => {
  it('gives it to one, and asks the other to choose again', async () => {
    const callers = [await at.proposed('wants-a'), await at.proposed('wants-b')];
    const slot = { startsAt: '2026-12-02T18:00:00.000Z', repId: callers[0]!.rep!.id };
    const book = ({ handoffId }: HandoffAnswer, wish: object) =>
      ask(world.service, 'POST', `/v1/handoffs/${handoffId}/booking`, wish);
    const replies = await Promise.all(callers.map((caller) => book(caller, slot)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    const loser = replies.findIndex(({ status }) => status === 409);
    expect(replies[loser]!.error.code).toBe('slotTaken');
    const url = `/v1/handoffs/${callers[loser]!.handoffId}/slots`;
    const { slots } = (await ask(world.service, 'GET', url)).json as {
      slots: { startsAt: string; rep: { id: string } }[];
    };
    expect(slots.filter(({ startsAt, rep }) => startsAt === slot.startsAt && rep.id === slot.repId)).toEqual([]);
    const { startsAt, rep } = slots[0]!;
    expect((await book(callers[loser]!, { startsAt, repId: rep.id })).status).toBe(200);
  });
});

describe('a callback lapses', () => {
  it('is reminded of, then given to the next in turn, and never back', async () => {
    const answer = await at.callback('lapses');
    expect(await at.after(minutes(21))).toEqual({ callbackReminder: 1 });
    expect(await at.after(minutes(9.5))).toEqual({ callbackLapsed: 1 });
    const owner = (await at.handoffOf(answer))['Rep__c'];
    expect(owner).not.toBe(answer.rep!.id);
    expect(await taskOf(answer)).toMatchObject({ OwnerId: owner, IsClosed: false });
    await at.after(minutes(24 * 60));
    const asked = (await at.offersOf(answer)).map(({ Rep__c }) => Rep__c);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThan(2);
  });
});

describe('the voice agent never reports', () => {
  it('20 s after the ringing the rep who was asked owes a call', async () => {
    const answer = await at.ringing('silence');
    expect(await at.after(39_000)).toEqual({});
    expect(await at.after(2_000)).toEqual({ ringTimedOut: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
    expect(await at.statusesOf(answer)).toEqual(['Live No Answer', 'Callback Assigned']);
  });

  it('of the end of a talk, which is over after half an hour', async () => {
    const answer = await at.accepted('talk');
    expect(await at.after(minutes(31))).toEqual({ talkTimedOut: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Completed' });
  });
});

describe('the clock changes between promise and due time', () => {
  /** A callback of Enterprise West is due after 30 minutes of its hours: 8:00 to 18:00 in San Francisco. */
  const dueAfter = async (promisedAt: string): Promise<string> => {
    world.org.clock.set(new Date(promisedAt));
    return (await at.callback('dst')).nextStep.at.slice(0, 16);
  };

  it('is due at the same time on the wall when the clock goes back over the weekend', async () => {
    // Friday at 17:45; half of the time is left for Monday from 8:00.
    expect(await dueAfter('2026-10-31T00:45:00Z')).toBe('2026-11-02T16:15');
  });

  it('and when it goes forward', async () => {
    expect(await dueAfter('2027-03-13T01:45:00Z')).toBe('2027-03-15T15:15');
  });

  it('as over a weekend on which it does not change', async () => {
    expect(await dueAfter('2027-03-06T01:45:00Z')).toBe('2027-03-08T16:15');
  });
});
