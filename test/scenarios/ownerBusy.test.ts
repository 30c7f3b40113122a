import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld(undefined, ['test/scenarios/backupForOwners']);
});
afterAll(() => world.close());

describe('a caller whose account has an owner who cannot take the call now', () => {
  it('is rung through to the backup team, and without an answer there meets the owner, not whoever rang first', async () => {
    const { records } = await world.admin.query<{ Name: string; Website: string; OwnerId: string }>(
      'SELECT Name, Website, OwnerId FROM Account WHERE Website != null AND Owner.IsActive = true ' +
        "AND Owner.Username LIKE '%@sample.example' ORDER BY Name LIMIT 1"
    );
    const { Name, Website, OwnerId } = records[0]!;
    await world.admin.sobject('User').update({ Id: OwnerId, Takes_Transfers__c: false });
    const domain = new URL(Website.includes('://') ? Website : `https://${Website}`).hostname.replace(/^www\./, '');
    const call = westCall('owner-busy', { caller: { company: Name, email: `casey@${domain}` } });

    let { answer } = await place(world.service, call);
    const rung: string[] = [];
    while (answer.nextStep.kind === 'transfer') {
      rung.push(answer.rep!.id);
      const url = `/v1/handoffs/${answer.handoffId}/outcome`;
      ({ answer } = await ask(world.service, 'POST', url, { outcome: 'noAnswer', repId: answer.rep!.id }));
    }
    expect(rung.length).toBeGreaterThan(0);
    expect(rung).not.toContain(OwnerId);
    expect(answer).toMatchObject({ nextStep: { kind: 'meeting', booked: false }, rep: { id: OwnerId } });
    expect((await world.admin.sobject('Lead').retrieve(answer.lead!.id))['OwnerId']).toBe(OwnerId);
  });
});
