import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalOrg } from '../../local-org/localOrg.ts';
import { createUser } from './createUser.ts';
import { channel, connected, create, newHandoff, publish, rep, replayIds, startOrg, states } from './streamingOrg.ts';

let org: LocalOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(() => org.close());

describe('a platform event', () => {
  it('arrives with its payload, replay id and uuid', async () => {
    const client = await connected(org);
    await client.subscribe(channel);
    await publish(org, 'accepted');
    const [event] = await client.events();
    expect(event).toMatchObject({
      channel,
      data: {
        schema: expect.stringMatching(/^[\w-]{22}$/),
        payload: {
          State__c: 'accepted',
          CreatedById: org.session().userId,
          CreatedDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        },
        event: { replayId: expect.any(Number), EventUuid: expect.stringMatching(/^[0-9a-f-]{36}$/) }
      }
    });
  });

  it('reaches every subscriber once, and not those who have unsubscribed', async () => {
    const [one, two, gone] = await Promise.all([connected(org), connected(org, rep), connected(org)]);
    for (const client of [one, two, gone]) await client.subscribe(channel);
    await gone.send({ channel: '/meta/unsubscribe', subscription: channel });
    await publish(org, 'declined');
    expect(states(await one.events())).toEqual(['declined']);
    expect(states(await two.events())).toEqual(['declined']);
    expect(await gone.pending()).toEqual([]);
  });

  it('is delivered once to a client that subscribes twice', async () => {
    const client = await connected(org);
    await client.subscribe(channel);
    await client.subscribe(channel);
    await publish(org, 'once');
    expect(states(await client.events())).toEqual(['once']);
    expect(await client.pending()).toEqual([]);
  });

  it('cannot be published over CometD', async () => {
    const client = await connected(org);
    await client.subscribe(channel);
    const [reply] = await client.send({ channel, data: { payload: { State__c: 'forged' } } });
    expect(reply).toMatchObject({
      successful: false,
      error: expect.stringMatching(/^403::.*does not support publishing/)
    });
    expect(await client.pending()).toEqual([]);
  });
});

describe('replay', () => {
  it('gives only new events for -1 and for no replay id', async () => {
    await publish(org, 'before');
    for (const replay of [-1, undefined]) {
      const client = await connected(org);
      await client.subscribe(channel, replay);
      await publish(org, 'after');
      expect(states(await client.events())).toEqual(['after']);
    }
  });

  it('gives all retained events for -2, then new ones in their order', async () => {
    await publish(org, 'first');
    const client = await connected(org);
    await client.subscribe(channel, -2);
    await publish(org, 'second');
    const events = await client.events();
    expect(states(events).slice(-2)).toEqual(['first', 'second']);
    expect(replayIds(events)).toEqual([...new Set(replayIds(events))].sort((a, b) => a - b));
  });

  it('gives the events after a replay id, without that one', async () => {
    const reader = await connected(org);
    await reader.subscribe(channel);
    await publish(org, 'seen');
    const [seen] = replayIds(await reader.events());
    await publish(org, 'missed 1');
    await publish(org, 'missed 2');
    const client = await connected(org);
    await client.subscribe(channel, seen);
    expect(states(await client.events())).toEqual(['missed 1', 'missed 2']);
  });

  it('does not send anything again to clients that did not ask', async () => {
    const quiet = await connected(org);
    await quiet.subscribe(channel);
    const replaying = await connected(org);
    await replaying.subscribe(channel, -2);
    expect((await replaying.events()).length).toBeGreaterThan(0);
    expect(await quiet.pending()).toEqual([]);
  });

  it.each([[-3], [999_999_999], ['latest'], [1.5]])('refuses the replay id %s', async (replay) => {
    const client = await connected(org);
    const reply = await client.subscribe(channel, replay);
    expect(reply).toMatchObject({
      successful: false,
      error: expect.stringContaining(`400::The replayId {${replay}} you provided was invalid.`)
    });
    await publish(org, 'unheard');
    expect(await client.pending()).toEqual([]);
  });
});

describe('a subscription', () => {
  it.each([
    '/event/No_Such_Event__e',
    '/event/handoff_event__e',
    '/event/Lead',
    '/data/AccountChangeEvent',
    '/data/NothingChangeEvent',
    '/somewhere/else'
  ])('to %s is refused, since there is no such channel', async (name) => {
    const reply = await (await connected(org)).subscribe(name);
    expect(reply).toMatchObject({
      successful: false,
      subscription: name,
      error: `400::The channel you requested to subscribe to does not exist {${name}}`
    });
  });

  it.each(['/topic/NewLeads', '/u/notices', '/systemTopic/TestResult', '/event/Mine__chn', '/data/Mine__chn'])(
    'to %s is refused by name',
    async (name) => {
      const reply = await (await connected(org)).subscribe(name);
      expect(reply).toMatchObject({ successful: false, error: expect.stringMatching(/^400::\(\(.*does not support/) });
      expect(reply?.error).toContain(name);
    }
  );

  it('to several channels opens none when one of them is refused', async () => {
    const client = await connected(org);
    const [reply] = await client.send({ channel: '/meta/subscribe', subscription: [channel, '/topic/X'] });
    expect(reply).toMatchObject({ successful: false });
    await publish(org, 'unheard');
    expect(await client.pending()).toEqual([]);
  });

  it('needs Read on the event', async () => {
    const outsider = createUser(org, 'outsider@sample.example');
    const reply = await (await connected(org, outsider)).subscribe(channel);
    expect(reply).toMatchObject({ successful: false, error: expect.stringMatching(/^403::/) });
    expect(await (await connected(org, rep)).subscribe(channel)).toMatchObject({ successful: true });
  });
});

describe('change events', () => {
  it('tell of a new record, and of what changed in it', async () => {
    const client = await connected(org);
    expect(await client.subscribe('/data/LeadChangeEvent')).toMatchObject({ successful: true });
    const id = await create(org, 'Lead', { LastName: 'Rivera', Company: 'NovaCorp' });
    const [created] = await client.events();
    expect(created?.data?.payload).toMatchObject({
      Name: { LastName: 'Rivera' },
      ChangeEventHeader: { entityName: 'Lead', changeType: 'CREATE', recordIds: [id] }
    });
  });

  it('of all objects come on one channel, in their order', async () => {
    const client = await connected(org);
    await client.subscribe('/data/ChangeEvents');
    await create(org, 'Lead', { LastName: 'Ada', Company: 'NovaCorp' });
    await create(org, 'Handoff__c', newHandoff());
    const events = await client.events();
    const headers = events.map(({ data }) => data?.payload.ChangeEventHeader as { entityName: string });
    expect(headers.map(({ entityName }) => entityName)).toEqual(['Lead', 'Handoff__c']);
    expect(events.every((event) => event.channel === '/data/ChangeEvents')).toBe(true);
  });

  it('are replayed on the channel of all objects too', async () => {
    const client = await connected(org);
    await client.subscribe('/data/ChangeEvents', -2);
    const events = await client.events();
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(replayIds(events)).toEqual([...replayIds(events)].sort((a, b) => a - b));
  });

  it('need View All on the object; on the channel of all objects the others are just left out', async () => {
    const client = await connected(org, rep);
    expect(await client.subscribe('/data/Handoff__ChangeEvent')).toMatchObject({
      successful: false,
      error: expect.stringMatching(/^403::/)
    });
    expect(await client.subscribe('/data/ChangeEvents', -2)).toMatchObject({ successful: true });
    expect(await client.pending()).toEqual([]);
  });

  it('leave out fields that the subscriber cannot read, also from the list of changed fields', async () => {
    const auditor = createUser(org, 'auditor@sample.example');
    grant(auditor, 'Auditor', {
      objectPermissions: {
        object: 'Handoff__c',
        allowRead: 'true',
        allowCreate: 'false',
        allowEdit: 'false',
        allowDelete: 'false',
        viewAllRecords: 'true',
        modifyAllRecords: 'false'
      },
      fieldPermissions: { field: 'Handoff__c.Score__c', readable: 'true', editable: 'false' }
    });
    const [reader, all] = await Promise.all([connected(org, auditor), connected(org)]);
    for (const client of [reader, all]) await client.subscribe('/data/Handoff__ChangeEvent');
    const id = await create(org, 'Handoff__c', newHandoff({ Score__c: 86, Team_Name__c: 'EMEA' }));
    const [seen, whole] = [(await reader.events())[0]?.data?.payload, (await all.events())[0]?.data?.payload];
    expect(whole).toMatchObject({ Score__c: 86, Team_Name__c: 'EMEA' });
    expect(seen).toMatchObject({ Score__c: 86, ChangeEventHeader: { recordIds: [id] } });
    expect(seen).not.toHaveProperty('Team_Name__c');

    org.org.records.update(org.session('admin@local-org.example'), 'Handoff__c', id, {
      Score__c: 90,
      Team_Name__c: 'SMB'
    });
    const header = (await reader.events())[0]?.data?.payload.ChangeEventHeader as { changedFields: string[] };
    expect(header.changedFields).toContain('Score__c');
    expect(header.changedFields).not.toContain('Team_Name__c');
  });
});

function grant(username: string, fullName: string, content: Record<string, unknown>): void {
  const outcome = org.org.metadata.deploy([
    {
      type: 'PermissionSet',
      fullName,
      filePath: `permissionsets/${fullName}.permissionset`,
      content: { label: fullName, ...content }
    }
  ]);
  expect(outcome.results.filter(({ success }) => !success)).toEqual([]);
  const admin = org.session('admin@local-org.example');
  const set = org.org.query(admin, `SELECT Id FROM PermissionSet WHERE Name = '${fullName}'`, { apiVersion: '66.0' });
  org.org.records.create(admin, 'PermissionSetAssignment', {
    AssigneeId: org.session(username).userId,
    PermissionSetId: set.records[0]?.Id
  });
}
