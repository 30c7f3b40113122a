/** Change events of the objects that the service follows, as faye's client hears them. */
import { randomUUID } from 'node:crypto';
import type { Connection } from 'jsforce';
import { Replay } from 'jsforce/lib/api/streaming/extension.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { connect, sampleOrg } from './orgUnderTest.ts';

interface Payload extends Record<string, unknown> {
  readonly ChangeEventHeader: {
    readonly entityName: string;
    readonly changeType: string;
    readonly recordIds: readonly string[];
    readonly changedFields: readonly string[];
    readonly nulledFields: readonly string[];
  };
}

let local: LocalOrg;
let admin: Connection;

const member = (entity: string) => ({
  type: 'PlatformEventChannelMember',
  fullName: `ChangeEvents_${entity}ChangeEvent`,
  filePath: 'test',
  content: { eventChannel: 'ChangeEvents', selectedEntity: `${entity}ChangeEvent` }
});

beforeAll(async () => {
  local = await createLocalOrg(sampleOrg);
  admin = connect(local.url, local.session('admin@local-org.example').accessToken);
  const members = ['Task', 'Event', 'User', 'Lead'];
  expect(local.org.metadata.deploy(members.map((name) => member(name)))).toMatchObject({ success: true });
  // The sample org lets the integration user see everybody's calendar; here it must ask for the rights one by one.
  const soql = "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'Baton_Calendars'";
  const given = (await admin.query<{ Id: string }>(soql)).records;
  await admin.sobject('PermissionSetAssignment').destroy(given.map(({ Id }) => Id));
});
afterAll(() => local.close());

const clients: { disconnect(): void }[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});

/** Subscribes; the function gives the changes of one record, when there are so many. */
async function listen(channel: string, from = admin) {
  const client = from.streaming.createClient([new Replay(channel, -1)]);
  clients.push(client as unknown as { disconnect(): void });
  const heard: Payload[] = [];
  let wake = (): void => undefined;
  await client.subscribe(channel, ({ payload }: { payload: Payload }) => {
    heard.push(payload);
    wake();
  });
  return async (id: string, count: number): Promise<Payload[]> => {
    const ours = () => heard.filter(({ ChangeEventHeader }) => ChangeEventHeader.recordIds.includes(id));
    while (ours().length < count) await new Promise<void>((resolve) => (wake = resolve));
    return ours();
  };
}

const soon = '2026-12-01T15:00:00Z';

describe('A change event', () => {
  it.each<[object: string, channel: string, first: Record<string, unknown>, then: Record<string, unknown>]>([
    ['Lead', 'Lead', { LastName: 'Rivera', Company: 'NovaCorp', Title: 'CTO' }, { Title: null, Company: 'Nova' }],
    ['Task', 'Task', { Subject: 'Call back', ActivityDate: '2026-12-01' }, { Status: 'Completed' }],
    ['Event', 'Event', { Subject: 'Demo', StartDateTime: soon, DurationInMinutes: 30 }, { ShowAs: 'Free' }],
    ['Handoff__c', 'Handoff__', { Call_Id__c: randomUUID(), Next_Step__c: 'Callback' }, { Next_Step__c: 'Meeting' }]
  ])('of a %s names the record, and what has changed', async (object, channel, first, then) => {
    const changesOf = await listen(`/data/${channel}ChangeEvent`);
    const id = (await admin.sobject(object).create(first)).id ?? '';
    await admin.sobject(object).update({ Id: id, ...then });
    await admin.sobject(object).destroy(id);
    const [created, updated, deleted] = await changesOf(id, 3);
    expect(created?.ChangeEventHeader).toMatchObject({ entityName: object, changeType: 'CREATE', changedFields: [] });
    expect(updated?.ChangeEventHeader).toMatchObject({ changeType: 'UPDATE', recordIds: [id] });
    expect(updated?.ChangeEventHeader.changedFields).toEqual(expect.arrayContaining(Object.keys(then)));
    expect(updated).toMatchObject(then);
    const untouched = Object.keys(first).filter((name) => !(name in then));
    for (const name of untouched) expect(updated).not.toHaveProperty(name);
    expect(deleted?.ChangeEventHeader).toMatchObject({ changeType: 'DELETE', recordIds: [id] });
  });

  it('of an offer and of a user name the record, and what has changed', async () => {
    const [offers, users] = [await listen('/data/Handoff_Offer__ChangeEvent'), await listen('/data/UserChangeEvent')];
    const handoff = await admin.sobject('Handoff__c').create({ Call_Id__c: randomUUID(), Next_Step__c: 'Transfer' });
    const offer = await admin.sobject('Handoff_Offer__c').create({ Handoff__c: handoff.id, Status__c: 'Ringing' });
    await admin.sobject('Handoff_Offer__c').update({ Id: offer.id ?? '', Status__c: 'Accepted' });
    const [, accepted] = await offers(offer.id ?? '', 2);
    expect(accepted?.ChangeEventHeader).toMatchObject({
      entityName: 'Handoff_Offer__c',
      changedFields: expect.arrayContaining(['Status__c']) as string[]
    });
    const soql = "SELECT Id FROM User WHERE Username = 'priya.raman@sample.example'";
    const id = (await admin.query<{ Id: string }>(soql)).records[0]?.Id ?? '';
    await admin.sobject('User').update({ Id: id, Title: 'Head of Sales' });
    expect((await users(id, 1))[0]).toMatchObject({
      Title: 'Head of Sales',
      ChangeEventHeader: { entityName: 'User', changeType: 'UPDATE', recordIds: [id] }
    });
  });

  it('of an event says when by ActivityDateTime and DurationInMinutes: start and end are in none', async () => {
    const changesOf = await listen('/data/EventChangeEvent');
    const first = { Subject: 'Demo', StartDateTime: soon, DurationInMinutes: 30 };
    const id = (await admin.sobject('Event').create(first)).id ?? '';
    const [created] = await changesOf(id, 1);
    expect(created).toMatchObject({ ActivityDateTime: '2026-12-01T15:00:00.000Z', DurationInMinutes: 30 });
    expect(created).not.toHaveProperty('StartDateTime');
    expect(created).not.toHaveProperty('EndDateTime');
  });

  it('names the fields that were emptied', async () => {
    const changesOf = await listen('/data/TaskChangeEvent');
    const id = (await admin.sobject('Task').create({ Subject: 'Call', ActivityDate: '2026-12-01' })).id ?? '';
    await admin.sobject('Task').update({ Id: id, ActivityDate: null });
    expect((await changesOf(id, 2))[1]?.ChangeEventHeader).toMatchObject({ nulledFields: ['ActivityDate'] });
  });

  it.each([
    ['/data/TaskChangeEvent', 'ViewAllData'],
    ['/data/EventChangeEvent', 'ViewAllData'],
    ['/data/UserChangeEvent', 'ViewAllUsers']
  ])('on %s is for those who have %s', async (channel, permission) => {
    const service = connect(local.url, local.accessToken);
    await expect(listen(channel, service)).rejects.toMatchObject({
      message: expect.stringContaining(channel) as string
    });
    const name = `Grants_${permission}`;
    local.org.metadata.deploy([
      {
        type: 'PermissionSet',
        fullName: name,
        filePath: 'test',
        content: { label: name, userPermissions: { enabled: 'true', name: permission } }
      }
    ]);
    const [set] = (await admin.query<{ Id: string }>(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`)).records;
    const { id } = await admin.sobject('PermissionSetAssignment').create({
      AssigneeId: local.session().userId,
      PermissionSetId: set?.Id
    });
    await expect(listen(channel, service)).resolves.toBeTypeOf('function');
    await admin.sobject('PermissionSetAssignment').destroy(id ?? '');
  });
});
