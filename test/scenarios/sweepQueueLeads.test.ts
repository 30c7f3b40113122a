import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readQueueLead } from '../../orchestrator/salesforce/queueLeads.ts';
import { startTrace } from '../../orchestrator/salesforce/trace.ts';
import { handoffsAtWork, minutes } from './handoffsAtWork.ts';
import { startWorld, type World } from './world.ts';

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

describe('leads that other channels bring to a queue', () => {
  const leadIn = async (queue: string, LastName: string, fields: object = {}) =>
    (
      await world.admin
        .sobject('Lead')
        .create(
          { LastName, Company: 'Webform', Phone: '+14155550177', OwnerId: await at.queueId(queue), ...fields },
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
    expect((await leadOf(other))['OwnerId']).toBe(await at.queueId('Enterprise_West'));
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

  it('are looked at once more before they are given away: somebody may have been faster', async () => {
    const { salesforce } = world.baton.router;
    const request = { deadlineMs: 20_000, country: 'US', trace: startTrace() };
    const [waits, called, given, left] = [
      await leadIn('SMB_Inbound', 'Waits'),
      await leadIn('SMB_Inbound', 'Called', { Voice_Call_Id__c: 'just-now' }),
      await leadIn('SMB_Inbound', 'Given'),
      await leadIn('SMB_Inbound', 'Left')
    ];
    const { userId } = world.org.session('priya.raman@sample.example');
    await world.admin
      .sobject('Lead')
      .update({ Id: left, OwnerId: userId }, { headers: { 'Sforce-Auto-Assign': 'FALSE' } });
    await world.admin.sobject('Handoff__c').create({ Call_Id__c: 'other', Lead__c: given, Next_Step__c: 'Callback' });
    const read = (id: string) => readQueueLead(salesforce, id, request);
    expect(await read(waits)).toMatchObject({
      call: { callId: `lead:${waits}` },
      team: { developerName: 'SMB_Inbound' }
    });
    expect(await Promise.all([called, given, left].map(read))).toEqual([undefined, undefined, undefined]);
    await world.admin.sobject('Lead').delete(waits);
    expect(await read(waits)).toBeUndefined();
  });

  it('stay in a queue of which nobody can take anything, and do not hold up the others', async () => {
    const unrouted = await at.queueId('Unrouted_Leads');
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
    expect(await at.after(minutes(6))).toEqual({ queueLead: 5 });
  });
});
