import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
// Nobody's phone rings any more from the test before.
beforeEach(() => world.org.clock.advance(60_000));

const leadsOf = async (callId: string) =>
  (await world.admin.query<{ Id: string }>(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = '${callId}'`)).records;

/** An account of the sample org with its owner. */
async function account() {
  const { records } = await world.admin.query<{ Id: string; Name: string; Website: string; OwnerId: string }>(
    "SELECT Id, Name, Website, OwnerId FROM Account WHERE Website != null AND Owner.IsActive = true AND Owner.Username LIKE '%@sample.example' ORDER BY Name LIMIT 1"
  );
  return records[0]!;
}

describe('a caller whose company is an account', () => {
  it('goes to the owner of the account, since the rules have an entry that keeps the owner', async () => {
    const known = await account();
    const domain = new URL(known.Website.includes('://') ? known.Website : `https://${known.Website}`).hostname;
    const call = westCall('known-account', {
      caller: { company: known.Name, email: `casey@${domain.replace(/^www\./, '')}` }
    });
    const { answer } = await place(world.service, call);
    const lead = await world.admin.sobject('Lead').retrieve(answer.lead!.id);
    expect(lead).toMatchObject({ OwnerId: known.OwnerId, Keep_Owner__c: true, Matched_Account__c: known.Id });
    expect(lead['Matched_On__c']).toContain('account by');
    expect(answer.because.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['matched', 'keptOwner']));
    expect(answer.rep!.id).toBe(known.OwnerId);
  });
});

describe('a caller who is an open lead', () => {
  it('is updated, not doubled, by phone; whoever works the lead keeps it', async () => {
    const first = (await place(world.service, westCall('open-lead-1'))).answer;
    world.org.clock.advance(60_000);
    const again = westCall('open-lead-2', {
      caller: { phone: first.briefing.caller.phone, email: null, lastName: 'Somebody Else' },
      qualification: { summary: 'Called again about the pilot.' }
    });
    const { answer } = await place(world.service, again);
    expect(answer.lead!.id).toBe(first.lead!.id);
    expect(answer.handoffId).not.toBe(first.handoffId);
    expect(answer.rep!.id).toBe(first.rep!.id);
    const lead = await world.admin.sobject('Lead').retrieve(first.lead!.id);
    expect(lead).toMatchObject({
      LastName: 'Rivera',
      Qualification_Summary__c: 'Called again about the pilot.',
      Voice_Call_Id__c: 'open-lead-1'
    });
    expect(await leadsOf('open-lead-2')).toHaveLength(0);
  });

  it('sent again, keeps the answer of the second call', async () => {
    const first = (await place(world.service, westCall('open-lead-3'))).answer;
    world.org.clock.advance(60_000);
    const again = westCall('open-lead-4', { caller: { phone: first.briefing.caller.phone } });
    const second = (await place(world.service, again)).answer;
    const { handoffId, lead, rep, nextStep, say, because } = second;
    expect((await place(world.service, again)).answer).toMatchObject({ handoffId, lead, rep, nextStep, say, because });
  });

  it('of a queue goes through the rules again, now that more is known', async () => {
    const { records } = await world.admin.query<{ Id: string }>(
      "SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = 'Unrouted_Leads'"
    );
    const call = westCall('queue-lead');
    const { phone } = call['caller'] as { phone: string };
    const { id } = (await world.admin.sobject('Lead').create(
      {
        LastName: 'Rivera',
        Company: 'NovaCorp',
        Phone: phone,
        Country: 'US',
        State: 'CA',
        PostalCode: '94105',
        OwnerId: records[0]!.Id
      },
      { headers: { 'Sforce-Auto-Assign': 'FALSE' } }
    )) as { id: string };
    const { answer } = await place(world.service, call);
    expect(answer.lead!.id).toBe(id);
    expect(answer.team!.name).toBe('Enterprise West');
    const { email } = call['caller'] as { email: string };
    expect(await world.admin.sobject('Lead').retrieve(id)).toMatchObject({ Email: email, LastName: 'Rivera' });
  });
});

describe("the org's own duplicate rule", () => {
  it('that blocks a new lead makes Baton use the lead that is there', async () => {
    const own = await startWorld(20_000, ['test/scenarios/blockingDuplicates']);
    try {
      const existing = (await own.admin.sobject('Lead').create({
        LastName: 'Rivera',
        Company: 'Elsewhere'
      })) as { id: string };
      const call = westCall('blocked', { caller: { email: null, company: 'Elsewhere', lastName: 'Rivera' } });
      const { status, answer } = await place(own.service, call);
      expect(status).toBe(200);
      expect(answer.lead!.id).toBe(existing.id);
    } finally {
      await own.close();
    }
  });
});
