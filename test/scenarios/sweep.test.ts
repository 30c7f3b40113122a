import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { handoffsAtWork, minutes } from './handoffsAtWork.ts';
import { place, startWorld, westCall, type World } from './world.ts';

let world: World;
let at: ReturnType<typeof handoffsAtWork>;
beforeEach(async () => {
  world = await startWorld();
  // Otherwise a busy machine would move it on.
  world.org.clock.freeze();
  at = handoffsAtWork(world);
});
afterEach(() => world.close());

const sweep = () => world.baton.sweep.sweepOnce();

describe('ringing that nobody reports', () => {
  it('becomes a callback by the rep who was asked, 20 s after it has ended', async () => {
    const answer = await at.ringing('silence');
    expect(await at.after(39_000)).toEqual({});
    expect(await at.after(2_000)).toEqual({ ringTimedOut: 1 });
    expect(await at.statusesOf(answer)).toEqual(['Live No Answer', 'Callback Assigned']);
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
    expect(await sweep()).toEqual({});
  });
});

describe('a talk whose end nobody reports', () => {
  it('is over after half an hour', async () => {
    const answer = await at.accepted('talk');
    expect(await at.after(minutes(29))).toEqual({});
    expect(await at.after(minutes(2))).toEqual({ talkTimedOut: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Completed' });
    expect(await at.offersOf(answer)).toMatchObject([{ Status__c: 'Completed', Live_Key__c: null }]);
  });
});

describe('a proposed meeting', () => {
  it('becomes a callback when the caller has chosen no time', async () => {
    const answer = await at.proposed('undecided');
    expect(await at.after(minutes(9))).toEqual({});
    expect(await at.after(minutes(1.1))).toEqual({ choiceTimedOut: 1 });
    expect(await at.statusesOf(answer)).toEqual(['Meeting Cancelled', 'Callback Assigned']);
  });
});

describe('a booked meeting', () => {
  const eventOf = async (answer: HandoffAnswer) => {
    const { Event_Id__c } = await at.handoffOf(answer);
    return world.admin.sobject('Event').retrieve(String(Event_Id__c));
  };
  const msTo = (instant: string) => Date.parse(instant) - world.org.clock.now().getTime();

  it('is completed when it is over', async () => {
    const answer = await at.booked('met');
    const { nextStep } = answer;
    const endsAt = nextStep.kind === 'meeting' ? nextStep.endsAt : '';
    expect(await at.after(msTo(endsAt) - 1_000)).toEqual({});
    expect(await at.after(1_000)).toEqual({ meetingOver: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Completed' });
  });

  it('follows its Event when a person moves that', async () => {
    const answer = await at.booked('moved');
    const event = await eventOf(answer);
    const moved = { StartDateTime: '2026-12-03T18:00:00.000Z', EndDateTime: '2026-12-03T18:30:00.000Z' };
    const rep = await at.as(answer.rep!.id);
    expect(await sweep()).toEqual({});
    await rep.sobject('Event').update({ Id: event.Id!, ...moved });
    expect(await sweep()).toEqual({ meetingMoved: 1 });
    const open = (await at.offersOf(answer)).at(-1)!;
    expect([open['Starts_At__c'], open['Ends_At__c']].map((at) => new Date(at!).toISOString())).toEqual(
      Object.values(moved)
    );
    expect(open['Status__c']).toBe('Booked');
    const { Next_Step_At__c, Status__c } = await at.handoffOf(answer);
    expect([new Date(String(Next_Step_At__c)).toISOString(), Status__c]).toEqual([moved.StartDateTime, 'Meeting']);
    expect(await sweep()).toEqual({});
  });

  it('becomes a callback when a person deletes its Event', async () => {
    const [answer, other] = [await at.booked('deleted'), await at.booked('kept')];
    await (await at.as(answer.rep!.id)).sobject('Event').delete((await eventOf(answer)).Id!);
    expect(await sweep()).toEqual({ meetingDeleted: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
    expect(await at.handoffOf(other)).toMatchObject({ Status__c: 'Meeting' });
  });

  it('has taken place all the same when its Event is deleted afterwards', async () => {
    const answer = await at.booked('tidied');
    const { nextStep } = answer;
    world.org.clock.advance(msTo(nextStep.kind === 'meeting' ? nextStep.endsAt : '') + minutes(5));
    await world.admin.sobject('Event').delete((await eventOf(answer)).Id!);
    expect(await sweep()).toEqual({ meetingOver: 1 });
  });

  it('stands when its Event is not seen, as after the conversion of its lead', async () => {
    const answer = await at.booked('converted');
    const contact = await world.admin.sobject('Contact').create({ LastName: 'Rivera' });
    await world.admin.sobject('Event').update({ Id: (await eventOf(answer)).Id!, WhoId: contact.id });
    expect(await sweep()).toEqual({});
    expect(await at.handoffOf(answer)).toMatchObject({ Status__c: 'Meeting' });
  });

  it('stands when somebody reaches the caller before it, and first contact is stamped once', async () => {
    const answer = await at.booked('early');
    world.org.clock.advance(minutes(3));
    await at.logged(answer, { TaskSubtype: 'Call' });
    const calledAt = world.org.clock.now().getTime();
    expect(await at.after(minutes(3))).toEqual({ firstContact: 1 });
    const { First_Contact_At__c, Status__c } = await at.handoffOf(answer);
    expect(Status__c).toBe('Meeting');
    expect(Math.abs(Date.parse(String(First_Contact_At__c)) - calledAt)).toBeLessThan(5_000);
    expect(await sweep()).toEqual({});
  });
});

describe('a callback', () => {
  it('is remembered to its owner once, before it is due', async () => {
    const answer = await at.callback('reminded');
    expect(await at.after(minutes(19))).toEqual({});
    expect(await at.after(minutes(1.1))).toEqual({ callbackReminder: 1 });
    expect(await at.after(minutes(1))).toEqual({});
    expect(await at.handoffOf(answer)).toMatchObject({ Reminded_At__c: expect.any(String), Status__c: 'Callback' });
  });

  it('that is not made goes to the next in turn, with its Task, and is remembered to them too', async () => {
    const answer = await at.callback('lapses');
    await at.after(minutes(21));
    expect(await at.after(minutes(9.5))).toEqual({ callbackLapsed: 1 });
    const offers = await at.offersOf(answer);
    expect(offers.map(({ Status__c }) => Status__c)).toEqual(['Lapsed', 'Assigned']);
    expect(offers[1]!['Rep__c']).not.toBe(answer.rep!.id);
    const handoff = await at.handoffOf(answer);
    expect(handoff).toMatchObject({ Rep__c: offers[1]!['Rep__c'], Reminded_At__c: null });
    const task = await world.admin.sobject('Task').retrieve(String(handoff['Task_Id__c']));
    expect(task).toMatchObject({ OwnerId: offers[1]!['Rep__c'], IsClosed: false });
    expect((await world.admin.sobject('Lead').retrieve(answer.lead!.id))['OwnerId']).toBe(offers[1]!['Rep__c']);
    expect(await at.after(minutes(21))).toEqual({ callbackReminder: 1 });
  });

  it('never comes back to who let it lapse, and stays when nobody is left', async () => {
    const answer = await at.callback('unloved');
    let lapses = 0;
    for (let lapsed = 1; lapsed > 0; lapses += lapsed) {
      lapsed = (await at.after(minutes(72 * 60))).callbackLapsed ?? 0;
    }
    const offers = await at.offersOf(answer);
    expect(new Set(offers.map(({ Rep__c }) => Rep__c)).size).toBe(offers.length);
    // The four of the team, at least; and all have had it when it rests.
    expect(lapses).toBeGreaterThanOrEqual(4);
    expect(offers.map(({ Status__c }) => Status__c)).toEqual(Array.from({ length: lapses }, () => 'Lapsed'));
    expect(await at.after(minutes(72 * 60))).toEqual({});
    const handoff = await at.handoffOf(answer);
    expect(handoff['Status__c']).toBe('Callback');
    const task = await world.admin.sobject('Task').retrieve(String(handoff['Task_Id__c']));
    expect(task['IsClosed']).toBe(false);
  });

  it('is kept when its Task is completed, at the time at which it was', async () => {
    const [answer, other] = [await at.callback('kept'), await at.callback('waiting')];
    const { Task_Id__c } = await at.handoffOf(answer);
    world.org.clock.advance(minutes(5));
    await (await at.as(answer.rep!.id)).sobject('Task').update({ Id: String(Task_Id__c), Status: 'Completed' });
    const closed = await world.admin.sobject('Task').retrieve(String(Task_Id__c));
    expect(await at.after(minutes(40))).toMatchObject({ contactMade: 1, callbackLapsed: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({
      Status__c: 'Completed',
      First_Contact_At__c: closed['CompletedDateTime']
    });
    expect(await at.statusesOf(answer)).toEqual(['Callback Completed']);
    expect(await at.handoffOf(other)).toMatchObject({ Status__c: 'Callback', First_Contact_At__c: null });
  });

  it('is kept when anybody logs a call to the lead, which closes its Task', async () => {
    const answer = await at.callback('logged');
    await at.logged(answer, { TaskSubtype: 'Task', CallType: 'Outbound' });
    expect(await sweep()).toEqual({ contactMade: 1 });
    const { Task_Id__c } = await at.handoffOf(answer);
    expect(await world.admin.sobject('Task').retrieve(String(Task_Id__c))).toMatchObject({ Status: 'Completed' });
  });

  it('is still owed after an e-mail, a call that is only planned, and what the service itself logs', async () => {
    const answer = await at.callback('owed');
    await at.logged(answer, { TaskSubtype: 'Email' });
    await at.logged(answer, {});
    await at.logged(answer, { TaskSubtype: 'Call', Status: 'Not Started' });
    const { accessToken } = world.org.session();
    const service = new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
    await service.sobject('Task').create({
      WhoId: answer.lead!.id,
      Subject: 'Inbound call to the voice agent',
      Status: 'Completed',
      CallType: 'Inbound'
    });
    expect(await sweep()).toEqual({});
  });

  it('is still owed to a known lead after a call from before', async () => {
    const lead = await world.admin
      .sobject('Lead')
      .create({ LastName: 'Rivera', Company: 'NovaCorp', Email: 'jr@novacorp.example' });
    await world.admin
      .sobject('Task')
      .create({ WhoId: lead.id!, Subject: 'Talked', Status: 'Completed', TaskSubtype: 'Call' });
    world.org.clock.advance(minutes(10));
    const call = westCall('again', { caller: { email: 'jr@novacorp.example' } });
    const { answer } = await place(world.service, { ...call, wish: 'callback' });
    expect(answer.lead!.id).toBe(lead.id);
    expect(await sweep()).toEqual({});
  });
});

describe('what a rep pressed in Salesforce while nobody listened', () => {
  it('counts as accepted', async () => {
    const [answer, other] = [await at.ringing('pressed'), await at.ringing('not-pressed')];
    await at.press(answer, 'Accepted');
    expect(await sweep()).toEqual({ repAccepted: 1 });
    expect(await at.handoffOf(answer)).toMatchObject({
      Status__c: 'Accepted',
      First_Contact_At__c: expect.any(String)
    });
    expect(await at.handoffOf(other)).toMatchObject({ Status__c: 'Ringing' });
    expect(await at.after(1_000)).toEqual({});
  });

  it('counts as declined, and the next phone rings; a decline that was heard is not heard again', async () => {
    const answer = await at.ringing('declined');
    await at.press(answer, 'Declined');
    expect(await sweep()).toEqual({ repDeclined: 1 });
    expect(await at.statusesOf(answer)).toEqual(['Live Declined', 'Live Ringing']);
    world.org.requests.clear();
    expect(await sweep()).toEqual({});
    // What is due is read, and nothing else is asked.
    expect(world.org.requests.list().reduce((sum, { apiUsage }) => sum + apiUsage, 0)).toBe(1);
  });
});
