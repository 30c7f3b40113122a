import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { Circuit } from '../../orchestrator/salesforce/circuit.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { ask, place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const minutes = (count: number): number => count * 60_000;
const sweep = async () => {
  const c = await world.baton.sweep.sweepOnce();
  if (process.env.W2)
    console.log(
      JSON.stringify(c),
      world.log
        .filter((l) => l.includes('background'))
        .map((l) => l.slice(0, 900))
        .join('\n')
    );
  return c;
};
const after = (ms: number) => {
  world.org.clock.advance(ms);
  return sweep();
};

type Row = Record<string, string | number | null>;
const handoffOf = async ({ handoffId }: HandoffAnswer) =>
  (await world.admin.sobject('Handoff__c').retrieve(handoffId)) as unknown as Row;
const offersOf = async ({ handoffId }: HandoffAnswer) =>
  (
    await world.admin.query<Record<string, string>>(
      'SELECT Id, Rep__c, Kind__c, Status__c, Starts_At__c, Ends_At__c, Turn_Key__c, Live_Key__c FROM Handoff_Offer__c ' +
        `WHERE Handoff__c = '${handoffId}' ORDER BY Offered_At__c, Name`
    )
  ).records;
const statusesOf = async (answer: HandoffAnswer) =>
  (await offersOf(answer)).map(({ Kind__c, Status__c }) => `${Kind__c} ${Status__c}`);

const ringing = async (callId: string) => (await place(world.service, westCall(callId))).answer;
const callback = async (callId: string) =>
  (await place(world.service, { ...westCall(callId), wish: 'callback' })).answer;
const proposed = async (callId: string) =>
  (await place(world.service, { ...westCall(callId), wish: 'meeting' })).answer;
const booked = async (callId: string) => {
  const { handoffId, nextStep } = await proposed(callId);
  return (await ask(world.service, 'POST', `/v1/handoffs/${handoffId}/booking`, { startsAt: nextStep.at })).answer;
};
const accepted = async (callId: string) => {
  const { handoffId, rep } = await ringing(callId);
  const report = { outcome: 'accepted', repId: rep!.id };
  return (await ask(world.service, 'POST', `/v1/handoffs/${handoffId}/outcome`, report)).answer;
};

/** Salesforce as one of its people uses it. */
async function as(userId: string): Promise<Connection> {
  const user = await world.admin.sobject('User').retrieve(userId);
  const { accessToken } = world.org.session(user['Username'] as string);
  return new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
}

const logged = (answer: HandoffAnswer, fields: object) =>
  world.admin.sobject('Task').create({ WhoId: answer.lead!.id, Subject: 'Talked', Status: 'Completed', ...fields });

/** Without the goodbye to the streaming API, which may come late. */
const apiRequests = () => world.org.requests.list().filter(({ path }) => !path.startsWith('/cometd')).length;

describe('ringing that nobody reports', () => {
  it('becomes a callback by the rep who was asked, 20 s after it has ended', async () => {
    const answer = await ringing('silence');
    expect(await after(39_000)).toEqual({});
    expect(await after(2_000)).toEqual({ ringTimedOut: 1 });
    expect(await statusesOf(answer)).toEqual(['Live No Answer', 'Callback Assigned']);
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
    expect(await sweep()).toEqual({});
  });
});

describe('a talk whose end nobody reports', () => {
  it('is over after half an hour', async () => {
    const answer = await accepted('talk');
    expect(await after(minutes(29))).toEqual({});
    expect(await after(minutes(2))).toEqual({ talkTimedOut: 1 });
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Completed' });
    expect(await offersOf(answer)).toMatchObject([{ Status__c: 'Completed', Live_Key__c: null }]);
  });
});

describe('a proposed meeting', () => {
  it('becomes a callback when the caller has chosen no time', async () => {
    const answer = await proposed('undecided');
    expect(await after(minutes(9))).toEqual({});
    expect(await after(minutes(1.1))).toEqual({ choiceTimedOut: 1 });
    expect(await statusesOf(answer)).toEqual(['Meeting Cancelled', 'Callback Assigned']);
  });
});

describe('a booked meeting', () => {
  const eventOf = async (answer: HandoffAnswer) => {
    const { Event_Id__c } = await handoffOf(answer);
    return world.admin.sobject('Event').retrieve(String(Event_Id__c));
  };
  const msTo = (instant: string) => Date.parse(instant) - world.org.clock.now().getTime();

  it('is completed when it is over', async () => {
    const answer = await booked('met');
    const { nextStep } = answer;
    const endsAt = nextStep.kind === 'meeting' ? nextStep.endsAt : '';
    expect(await after(msTo(endsAt) - 1_000)).toEqual({});
    expect(await after(1_000)).toEqual({ meetingOver: 1 });
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Completed' });
  });

  it('follows its Event when a person moves that', async () => {
    const answer = await booked('moved');
    const event = await eventOf(answer);
    const moved = { StartDateTime: '2026-12-03T18:00:00.000Z', EndDateTime: '2026-12-03T18:30:00.000Z' };
    const rep = await as(answer.rep!.id);
    expect(await sweep()).toEqual({});
    await rep.sobject('Event').update({ Id: event.Id!, ...moved });
    expect(await sweep()).toEqual({ meetingMoved: 1 });
    const open = (await offersOf(answer)).at(-1)!;
    expect([open['Starts_At__c'], open['Ends_At__c']].map((at) => new Date(at!).toISOString())).toEqual(
      Object.values(moved)
    );
    expect(open['Status__c']).toBe('Booked');
    const { Next_Step_At__c, Status__c } = await handoffOf(answer);
    expect([new Date(String(Next_Step_At__c)).toISOString(), Status__c]).toEqual([moved.StartDateTime, 'Meeting']);
    expect(await sweep()).toEqual({});
  });

  it('becomes a callback when a person deletes its Event', async () => {
    const [answer, other] = [await booked('deleted'), await booked('kept')];
    await (await as(answer.rep!.id)).sobject('Event').delete((await eventOf(answer)).Id!);
    expect(await sweep()).toEqual({ meetingDeleted: 1 });
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Callback', Rep__c: answer.rep!.id });
    expect(await handoffOf(other)).toMatchObject({ Status__c: 'Meeting' });
  });

  it('has taken place all the same when its Event is deleted afterwards', async () => {
    const answer = await booked('tidied');
    const { nextStep } = answer;
    world.org.clock.advance(msTo(nextStep.kind === 'meeting' ? nextStep.endsAt : '') + minutes(5));
    await world.admin.sobject('Event').delete((await eventOf(answer)).Id!);
    expect(await sweep()).toEqual({ meetingOver: 1 });
  });

  it('stands when its Event is not seen, as after the conversion of its lead', async () => {
    const answer = await booked('converted');
    const contact = await world.admin.sobject('Contact').create({ LastName: 'Rivera' });
    await world.admin.sobject('Event').update({ Id: (await eventOf(answer)).Id!, WhoId: contact.id });
    expect(await sweep()).toEqual({});
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Meeting' });
  });

  it('stands when somebody reaches the caller before it, and first contact is stamped once', async () => {
    const answer = await booked('early');
    world.org.clock.advance(minutes(3));
    await logged(answer, { TaskSubtype: 'Call' });
    const calledAt = world.org.clock.now().getTime();
    expect(await after(minutes(3))).toEqual({ firstContact: 1 });
    const { First_Contact_At__c, Status__c } = await handoffOf(answer);
    expect(Status__c).toBe('Meeting');
    expect(Math.abs(Date.parse(String(First_Contact_At__c)) - calledAt)).toBeLessThan(5_000);
    expect(await sweep()).toEqual({});
  });
});

describe('a callback', () => {
  it('is remembered to its owner once, before it is due', async () => {
    const answer = await callback('reminded');
    expect(await after(minutes(19))).toEqual({});
    expect(await after(minutes(1.1))).toEqual({ callbackReminder: 1 });
    expect(await after(minutes(1))).toEqual({});
    expect(await handoffOf(answer)).toMatchObject({ Reminded_At__c: expect.any(String), Status__c: 'Callback' });
  });

  it('that is not made goes to the next in turn, with its Task, and is remembered to them too', async () => {
    const answer = await callback('lapses');
    await after(minutes(21));
    expect(await after(minutes(9.5))).toEqual({ callbackLapsed: 1 });
    const offers = await offersOf(answer);
    expect(offers.map(({ Status__c }) => Status__c)).toEqual(['Lapsed', 'Assigned']);
    expect(offers[1]!['Rep__c']).not.toBe(answer.rep!.id);
    const handoff = await handoffOf(answer);
    expect(handoff).toMatchObject({ Rep__c: offers[1]!['Rep__c'], Reminded_At__c: null });
    const task = await world.admin.sobject('Task').retrieve(String(handoff['Task_Id__c']));
    expect(task).toMatchObject({ OwnerId: offers[1]!['Rep__c'], IsClosed: false });
    expect((await world.admin.sobject('Lead').retrieve(answer.lead!.id))['OwnerId']).toBe(offers[1]!['Rep__c']);
    expect(await after(minutes(21))).toEqual({ callbackReminder: 1 });
  });

  it('never comes back to who let it lapse, and stays when nobody is left', async () => {
    const answer = await callback('unloved');
    let lapses = 0;
    for (let lapsed = 1; lapsed > 0; lapses += lapsed) {
      lapsed = (await after(minutes(72 * 60))).callbackLapsed ?? 0;
    }
    const offers = await offersOf(answer);
    expect(new Set(offers.map(({ Rep__c }) => Rep__c)).size).toBe(offers.length);
    // The four of the team, at least; and all have had it when it rests.
    expect(lapses).toBeGreaterThanOrEqual(4);
    expect(offers.map(({ Status__c }) => Status__c)).toEqual(Array.from({ length: lapses }, () => 'Lapsed'));
    expect(await after(minutes(72 * 60))).toEqual({});
    const handoff = await handoffOf(answer);
    expect(handoff['Status__c']).toBe('Callback');
    const task = await world.admin.sobject('Task').retrieve(String(handoff['Task_Id__c']));
    expect(task['IsClosed']).toBe(false);
  });

  it('is kept when its Task is completed, at the time at which it was', async () => {
    const [answer, other] = [await callback('kept'), await callback('waiting')];
    const { Task_Id__c } = await handoffOf(answer);
    world.org.clock.advance(minutes(5));
    await (await as(answer.rep!.id)).sobject('Task').update({ Id: String(Task_Id__c), Status: 'Completed' });
    const closed = await world.admin.sobject('Task').retrieve(String(Task_Id__c));
    expect(await after(minutes(40))).toMatchObject({ contactMade: 1, callbackLapsed: 1 });
    expect(await handoffOf(answer)).toMatchObject({
      Status__c: 'Completed',
      First_Contact_At__c: closed['CompletedDateTime']
    });
    expect(await statusesOf(answer)).toEqual(['Callback Completed']);
    expect(await handoffOf(other)).toMatchObject({ Status__c: 'Callback', First_Contact_At__c: null });
  });

  it('is kept when anybody logs a call to the lead, which closes its Task', async () => {
    const answer = await callback('logged');
    await logged(answer, { TaskSubtype: 'Task', CallType: 'Outbound' });
    expect(await sweep()).toEqual({ contactMade: 1 });
    const { Task_Id__c } = await handoffOf(answer);
    expect(await world.admin.sobject('Task').retrieve(String(Task_Id__c))).toMatchObject({ Status: 'Completed' });
  });

  it('is still owed after an e-mail, a call that is only planned, and what the service itself logs', async () => {
    const answer = await callback('owed');
    await logged(answer, { TaskSubtype: 'Email' });
    await logged(answer, {});
    await logged(answer, { TaskSubtype: 'Call', Status: 'Not Started' });
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
  const press = async (answer: HandoffAnswer, Status__c: string) => {
    const [offer] = await offersOf(answer);
    await (await as(answer.rep!.id)).sobject('Handoff_Offer__c').update({ Id: offer!['Id']!, Status__c });
  };

  it('counts as accepted', async () => {
    const [answer, other] = [await ringing('pressed'), await ringing('not-pressed')];
    await press(answer, 'Accepted');
    expect(await sweep()).toEqual({ repAccepted: 1 });
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Accepted', First_Contact_At__c: expect.any(String) });
    expect(await handoffOf(other)).toMatchObject({ Status__c: 'Ringing' });
    expect(await after(1_000)).toEqual({});
  });

  it('counts as declined, and the next phone rings; a decline that was heard is not heard again', async () => {
    const answer = await ringing('declined');
    await press(answer, 'Declined');
    expect(await sweep()).toEqual({ repDeclined: 1 });
    expect(await statusesOf(answer)).toEqual(['Live Declined', 'Live Ringing']);
    expect(await sweep()).toEqual({});
  });
});

describe('leads that other channels bring to a queue', () => {
  const queueId = async (name: string) =>
    (await world.admin.query(`SELECT Id FROM Group WHERE DeveloperName = '${name}'`)).records[0]!.Id!;
  const leadIn = async (queue: string, LastName: string, fields: object = {}) =>
    (
      await world.admin
        .sobject('Lead')
        .create(
          { LastName, Company: 'Webform', Phone: '+14155550177', OwnerId: await queueId(queue), ...fields },
          { headers: { 'Sforce-Auto-Assign': 'FALSE' } }
        )
    ).id!;
  const leadOf = async (id: string) => world.admin.sobject('Lead').retrieve(id);

  it('get turns of its rotation and an owner who calls back, where the policy says so', async () => {
    const ids = [await leadIn('SMB_Inbound', 'First'), await leadIn('SMB_Inbound', 'Second')];
    const other = await leadIn('Enterprise_West', 'Other');
    expect(await sweep()).toEqual({ queueLead: 2 });
    const { records } = await world.admin.query<Record<string, string>>(
      'SELECT Handoff__r.Call_Id__c, Handoff__r.Status__c, Rep__c, Turn_Number__c, Kind__c, Status__c ' +
        'FROM Handoff_Offer__c ORDER BY Turn_Number__c'
    );
    expect(records).toMatchObject([
      { Handoff__r: { Call_Id__c: `lead:${ids[0]}`, Status__c: 'Callback' }, Turn_Number__c: 1, Kind__c: 'Callback' },
      { Handoff__r: { Call_Id__c: `lead:${ids[1]}`, Status__c: 'Callback' }, Turn_Number__c: 2, Kind__c: 'Callback' }
    ]);
    const owners = await Promise.all(ids.map(async (id) => (await leadOf(id))['OwnerId'] as string));
    expect(owners).toEqual(records.map(({ Rep__c }) => Rep__c));
    expect(new Set(owners).size).toBe(2);
    const tasks = await world.admin.query(`SELECT Id FROM Task WHERE WhoId IN ('${ids.join("','")}')`);
    expect(tasks.totalSize).toBe(2);
    expect((await leadOf(other))['OwnerId']).toBe(await queueId('Enterprise_West'));
    expect(await sweep()).toEqual({});
  });

  it('are given a few at a time, the oldest first', async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 7; number += 1) {
      ids.push(await leadIn('SMB_Inbound', `Number ${number}`));
      world.org.clock.advance(1_000);
    }
    expect(await sweep()).toEqual({ queueLead: 5 });
    const still = await Promise.all(ids.map(async (id) => ((await leadOf(id))['OwnerId'] as string).startsWith('00G')));
    expect(still).toEqual([false, false, false, false, false, true, true]);
    expect(await sweep()).toEqual({ queueLead: 2 });
  });

  it('are left to the voice agent whose call made them, and to whoever worked them before', async () => {
    await leadIn('SMB_Inbound', 'Calling', { Voice_Call_Id__c: 'being-routed' });
    const worked = await leadIn('SMB_Inbound', 'Worked');
    await world.admin.sobject('Handoff__c').create({
      Call_Id__c: 'earlier',
      Lead__c: worked,
      Status__c: 'Completed',
      Next_Step__c: 'Callback'
    });
    expect(await sweep()).toEqual({});
  });

  it('stay in a queue of which nobody can take anything, and do not hold up the others', async () => {
    const unrouted = await queueId('Unrouted_Leads');
    const { records } = await world.admin.query(`SELECT Id FROM GroupMember WHERE GroupId = '${unrouted}'`);
    await world.admin.sobject('GroupMember').delete(records.map(({ Id }) => Id!));
    for (let number = 1; number <= 6; number += 1) {
      await leadIn('Unrouted_Leads', `Stuck ${number}`);
    }
    world.org.clock.advance(1_000);
    const served = await leadIn('SMB_Inbound', 'Served');
    expect(await sweep()).toEqual({});
    expect(await sweep()).toEqual({ queueLead: 1 });
    expect(((await leadOf(served))['OwnerId'] as string).startsWith('005')).toBe(true);
    await world.admin.sobject('GroupMember').create({
      GroupId: unrouted,
      UserOrGroupId: (await leadOf(served))['OwnerId'] as string
    });
    expect(await sweep()).toEqual({});
    expect(await after(minutes(6))).toEqual({ queueLead: 5 });
  });
});

describe('two services that sweep at once', () => {
  it('act once between them', async () => {
    const { baton } = await world.startInstance();
    const silent = [await ringing('both-a'), await ringing('both-b'), await ringing('both-c')];
    const owed = await callback('both-d');
    const queue = await world.admin.query("SELECT Id FROM Group WHERE DeveloperName = 'SMB_Inbound'");
    const lead = await world.admin
      .sobject('Lead')
      .create(
        { LastName: 'Web', Company: 'Webform', OwnerId: queue.records[0]!.Id },
        { headers: { 'Sforce-Auto-Assign': 'FALSE' } }
      );
    world.org.clock.advance(minutes(31));
    const counts = await Promise.all([world.baton.sweep.sweepOnce(), baton.sweep.sweepOnce()]);
    const total = (kind: 'ringTimedOut' | 'callbackLapsed' | 'queueLead' | 'failed') =>
      counts.reduce((sum, each) => sum + (each[kind] ?? 0), 0);
    expect([total('ringTimedOut'), total('callbackLapsed'), total('queueLead'), total('failed')]).toEqual([3, 1, 1, 0]);
    for (const answer of silent) {
      expect(await statusesOf(answer)).toEqual(['Live No Answer', 'Callback Assigned']);
    }
    expect(await statusesOf(owed)).toEqual(['Callback Lapsed', 'Callback Assigned']);
    const given = await world.admin.query(`SELECT Id FROM Handoff__c WHERE Lead__c = '${lead.id}'`);
    expect(given.totalSize).toBe(1);
  });
});

describe('a service that starts again', () => {
  it('finds what fell due while it was down', async () => {
    const answer = await ringing('before-the-crash');
    await world.baton.stop();
    world.org.clock.advance(minutes(5));
    const { baton } = await world.startInstance();
    expect(await baton.sweep.sweepOnce()).toEqual({ ringTimedOut: 1 });
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
  });

  it('sweeps by itself once started, and no more once stopped', async () => {
    const answer = await ringing('by-itself');
    const swept: unknown[] = [];
    let wake = (): void => undefined;
    const { baton } = await world.startInstance({
      sweepEveryMs: 20,
      onSwept: (counts) => {
        swept.push(counts);
        wake();
      }
    });
    world.org.clock.advance(minutes(1));
    const acted = new Promise<void>((resolve) => (wake = resolve));
    baton.start();
    await acted;
    expect(swept).toEqual([{ ringTimedOut: 1 }]);
    expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
    await baton.stop();
    const before = apiRequests();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(apiRequests()).toBe(before);
  });
});

describe('a sweep in which something fails', () => {
  it('does the rest, tells what failed, and does that the next time', async () => {
    const answers = [await ringing('fail-a'), await ringing('fail-b'), await ringing('fail-c')];
    world.org.clock.advance(minutes(1));
    world.org.host.faults.add({
      kind: '503',
      match: { path: '/composite' },
      after: 1,
      times: 1,
      probability: 1,
      seed: 1
    });
    expect(await sweep()).toEqual({ ringTimedOut: 2, failed: 1 });
    expect(world.log.filter((line) => line.includes('sweeping: ringTimedOut'))).toHaveLength(1);
    expect(await sweep()).toEqual({ ringTimedOut: 1 });
    for (const answer of answers) {
      expect(await handoffOf(answer)).toMatchObject({ Status__c: 'Callback' });
    }
  });

  it('asks nothing of a Salesforce that is being spared, and says nothing', async () => {
    const { accessToken } = world.org.session();
    const connection = new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
    const circuit = new Circuit({ failures: 1 });
    const { baton } = await world.startInstance({ salesforce: new Salesforce(connection, { circuit }) });
    world.org.host.faults.add({ kind: '503', match: {}, after: 0, times: 1, probability: 1, seed: 1 });
    await expect(baton.warmUp()).rejects.toMatchObject({ code: 'salesforceUnavailable' });
    const before = world.org.requests.list().length;
    const lines = world.log.length;
    expect(await baton.sweep.sweepOnce()).toEqual({});
    expect(world.org.requests.list().length).toBe(before);
    expect(world.log.length).toBe(lines);
    circuit.stop();
  });
});

describe('one sweep that finds nothing', () => {
  it('costs one API call for the handoffs and one for the notices', async () => {
    await ringing('quiet');
    await booked('quiet-too');
    await sweep();
    world.org.requests.clear();
    expect(await sweep()).toEqual({});
    expect(world.org.requests.list().reduce((sum, { apiUsage }) => sum + apiUsage, 0)).toBe(2);
  });
});
