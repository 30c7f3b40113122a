import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emeaCall, place, startWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const idOf = async (soql: string): Promise<string> => (await world.admin.query<{ Id: string }>(soql)).records[0]!.Id;

describe('a queue that holds a public group', () => {
  it('shares its work with the people of the group, each once', async () => {
    const queue = await idOf("SELECT Id FROM Group WHERE DeveloperName = 'EMEA' AND Type = 'Queue'");
    const noah = await idOf("SELECT Id FROM User WHERE Username = 'noah.brooks@sample.example'");
    const oliver = await idOf("SELECT Id FROM User WHERE Username = 'oliver.pemberton@sample.example'");
    const { id: group } = await world.admin
      .sobject('Group')
      .create({ Name: 'Night Shift', DeveloperName: 'Night_Shift', Type: 'Regular' });
    for (const member of [noah, oliver]) {
      await world.admin.sobject('GroupMember').create({ GroupId: group!, UserOrGroupId: member });
    }
    await world.admin.sobject('GroupMember').create({ GroupId: queue, UserOrGroupId: group! });

    const first = await place(world.service, emeaCall('nested-1'));
    const second = await place(world.service, emeaCall('nested-2'));
    expect([first.status, second.status]).toEqual([200, 200]);
    expect([first.answer.rep!.id, second.answer.rep!.id].sort()).toEqual([noah, oliver].sort());
    const everyone = [
      first.answer.rep!,
      ...first.answer.passedOver.map(({ repId, repName }) => ({ id: repId, name: repName }))
    ];
    expect(new Set(everyone.map(({ id }) => id)).size).toBe(everyone.length);
    expect(everyone).toHaveLength(4);
  });
});
