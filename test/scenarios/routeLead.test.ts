import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerSchema } from '../../orchestrator/http/answerSchema.ts';
import { ask, emeaCall, place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
// Nobody's phone rings any more from the test before.
beforeEach(() => world.org.clock.advance(60_000));

describe('a qualified call', () => {
  it("becomes a Lead that the org's assignment rules give to a team, and a free rep of the team takes it", async () => {
    const { status, answer } = await place(world.service, westCall('first'));
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      callId: 'first',
      owner: { type: 'user' },
      team: { name: 'Enterprise West' },
      nextStep: { kind: 'transfer', ringSeconds: expect.any(Number) as number }
    });
    expect(answerSchema.strict().safeParse(answer).error).toBeUndefined();

    const lead = await world.admin.sobject('Lead').retrieve(answer.lead!.id);
    expect(lead).toMatchObject({
      Voice_Call_Id__c: 'first',
      LastName: 'Rivera',
      Company: 'NovaCorp',
      Phone: answer.briefing.caller.phone,
      NumberOfEmployees: 1400,
      Qualification_Score__c: 86,
      Campaign_Code__c: 'expo',
      OwnerId: answer.rep!.id
    });
  });

  it('leaves a handoff, an offer with its turn and its ledger, and the reasons', async () => {
    const { answer } = await place(world.service, westCall('second'));
    const [handoff] = (
      await world.admin.query<Record<string, string>>(
        `SELECT Id, Status__c, Next_Step__c, Rep__c, Lead__c, Because__c FROM Handoff__c WHERE Call_Id__c = 'second'`
      )
    ).records;
    expect(handoff).toMatchObject({
      Id: answer.handoffId,
      Status__c: 'Ringing',
      Next_Step__c: 'Transfer',
      Rep__c: answer.rep!.id,
      Lead__c: answer.lead!.id
    });
    expect(JSON.parse(handoff!['Because__c']!)).toEqual(answer.because);
    const offers = await world.admin.query<Record<string, string>>(
      `SELECT Turn_Key__c, Turn_Number__c, Ledger__c, Status__c FROM Handoff_Offer__c WHERE Handoff__c = '${answer.handoffId}'`
    );
    expect(offers.totalSize).toBe(1);
    const [offer] = offers.records;
    expect(offer!['Turn_Key__c']).toBe(`${answer.team!.id}:${offer!['Turn_Number__c']}`);
    const { balances } = JSON.parse(offer!['Ledger__c']!) as { balances: Record<string, number> };
    expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0)).toBe(0);
  });

  const composites = () =>
    world.org.requests.list().filter(({ path }) => path === '/services/data/v66.0/composite').length;

  it('costs two API calls once the caller is known, and one more to know them', async () => {
    const told = westCall('counted');
    const { phone, email, company, country, postalCode } = told['caller'] as Record<string, string>;
    const started = { phone, email, company, country, postalCode };
    await vi.waitUntil(async () => {
      const { json } = await ask(world.service, 'POST', '/v1/calls/counted/started', started);
      return (json as { known: boolean | null }).known !== null;
    });
    world.org.requests.clear();
    await place(world.service, told);
    expect(composites()).toBe(2);
    world.org.requests.clear();
    await place(world.service, westCall('counted-unknown'));
    expect(composites()).toBe(3);
  });

  it('goes to another rep than the one whose phone rings for the call before', async () => {
    const first = await place(world.service, westCall('ringing-1'));
    const second = await place(world.service, westCall('ringing-2'));
    expect(second.answer.rep!.id).not.toBe(first.answer.rep!.id);
  });

  it('sent again, gets the same answer and changes nothing', async () => {
    const before = await place(world.service, westCall('again'));
    const fields = 'OwnerId, LastModifiedDate, SystemModstamp';
    const read = async () =>
      (await world.admin.query(`SELECT ${fields} FROM Lead WHERE Voice_Call_Id__c = 'again'`)).records;
    const lead = await read();
    const after = await place(world.service, westCall('again'));
    expect(after.answer).toEqual(before.answer);
    expect(await read()).toEqual(lead);
    expect((await world.admin.query(`SELECT Id FROM Handoff__c WHERE Call_Id__c = 'again'`)).totalSize).toBe(1);
  });

  it('sent again with another caller in it, still gets the answer of the first', async () => {
    const before = await place(world.service, emeaCall('mixed'));
    const after = await place(world.service, emeaCall('mixed', { lastName: 'Other', company: 'Another' }));
    expect(after.answer).toEqual(before.answer);
    expect(after.answer.nextStep).toMatchObject({ kind: 'transfer', ringSeconds: 25 });
  });

  it('sent twice at the same moment, to two services, is handed off once', async () => {
    const other = await world.startService();
    const [one, two] = await Promise.all([place(world.service, westCall('twice')), place(other, westCall('twice'))]);
    expect(one.answer.handoffId).toBe(two.answer.handoffId);
    expect(one.answer.rep).toEqual(two.answer.rep);
    expect((await world.admin.query(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = 'twice'`)).totalSize).toBe(1);
    expect((await world.admin.query(`SELECT Id FROM Handoff__c WHERE Call_Id__c = 'twice'`)).totalSize).toBe(1);
  });

  it('publishes an event that holds ids and a state, and nothing personal', async () => {
    const { answer } = await place(world.service, westCall('event'));
    const events = world.org.org.events.retained('/event/Handoff_Event__e', 0);
    const { payload } = events.at(-1)!;
    expect(payload).toMatchObject({
      Handoff_Id__c: answer.handoffId,
      Lead_Id__c: answer.lead!.id,
      Rep_Id__c: answer.rep!.id,
      State__c: 'ringing'
    });
    expect(JSON.stringify(payload)).not.toMatch(/Rivera|NovaCorp|4155550142/);
  });

  it('leaves no name, number or address in the log', async () => {
    await place(world.service, westCall('logged'));
    await place(world.service, { ...westCall('logged-badly'), 'Rivera +14155550142': 1 });
    const hostile = `${'x'.repeat(80)}\n    at Jamie Rivera +14155550142`;
    await place(world.service, westCall('logged-hostile', { custom: { Campaign_Code__c: hostile } }));
    const log = world.log.join('\n');
    expect(log).toContain('call routed');
    expect(log).toContain('request refused');
    expect(log).not.toMatch(/Rivera|NovaCorp|4155550142|novacorp\.example/);
  });

  it('with the owner kept by the rules of the org, goes to whoever owns the lead', async () => {
    const lead = await world.admin.sobject('Lead').describe();
    expect(lead.fields.map(({ name }) => name)).toContain('Keep_Owner__c');
    const { answer } = await place(world.service, westCall('kept', { custom: { Keep_Owner__c: true } }));
    // Kept on create means: with the user who created it, which is the service itself.
    expect(answer).toMatchObject({ team: null, rep: null, nextStep: { kind: 'callback' } });
    expect(answer.because[0]!.rule).toBe('ownedByService');
  });
});
