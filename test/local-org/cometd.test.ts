import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { BayeuxClient, type BayeuxReply } from './bayeuxClient.ts';
import { createUser } from './createUser.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const sampleOrg = { metadata: [root('force-app'), root('sample-org')], seed: root('sample-org/data') };
const channel = '/event/Handoff_Event__e';
const rep = 'priya.raman@sample.example';

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg(sampleOrg);
});
afterAll(() => org.close());

const tokenOf = (username?: string): string => org.session(username).accessToken;
const connected = (username?: string): Promise<BayeuxClient> => BayeuxClient.connected(org.url, tokenOf(username));

async function create(object: string, record: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${org.url}/services/data/v66.0/sobjects/${object}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json' },
    body: JSON.stringify(record)
  });
  const reply = (await response.json()) as { id: string };
  expect(response.status, JSON.stringify(reply)).toBe(201);
  return reply.id;
}

const publish = (state: string): Promise<string> => create('Handoff_Event__e', { State__c: state });
const newHandoff = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  Call_Id__c: randomUUID(),
  Next_Step__c: 'Callback',
  ...more
});
const states = (events: BayeuxReply[]): unknown[] => events.map(({ data }) => data?.payload.State__c);
const replayIds = (events: BayeuxReply[]): number[] => events.map(({ data }) => data?.event.replayId ?? 0);

describe('the handshake', () => {
  it.each(['OAuth', 'Bearer'])('accepts a token after %s and announces replay', async (scheme) => {
    const [reply] = await new BayeuxClient(org.url, `${scheme} ${tokenOf()}`).handshake();
    expect(reply).toMatchObject({
      channel: '/meta/handshake',
      successful: true,
      version: '1.0',
      supportedConnectionTypes: ['long-polling'],
      clientId: expect.stringMatching(/\w+/),
      ext: { replay: true },
      advice: { reconnect: 'retry', interval: 0, timeout: 110_000 }
    });
  });

  it('refuses an unknown token as Salesforce does', async () => {
    const [reply] = await new BayeuxClient(org.url, 'OAuth 00D000000000000!nobody').handshake();
    expect(reply).toMatchObject({
      channel: '/meta/handshake',
      successful: false,
      error: '403::Handshake denied',
      ext: { sfdc: { failureReason: '401::Authentication invalid' } },
      advice: { reconnect: 'none' }
    });
    expect(reply?.clientId).toBeUndefined();
  });

  it('says so when there is no token', async () => {
    const [reply] = await new BayeuxClient(org.url, undefined).handshake();
    expect(reply?.ext).toMatchObject({ sfdc: { failureReason: '401::Request requires authentication' } });
  });

  it('refuses a client that only speaks WebSocket', async () => {
    const client = new BayeuxClient(org.url, `OAuth ${tokenOf()}`);
    const offer = { version: '1.0', supportedConnectionTypes: ['websocket'] };
    const [reply] = await client.send({ channel: '/meta/handshake', ...offer });
    expect(reply).toMatchObject({ successful: false, error: '400::Invalid connection type {websocket}' });
  });
});

describe('the endpoint', () => {
  it('refuses the GET with which clients try a WebSocket, and stays up', async () => {
    const response = await fetch(`${org.url}/cometd/66.0`, { headers: { authorization: `OAuth ${tokenOf()}` } });
    expect(response.status).toBe(400);
    await expect(connected()).resolves.toMatchObject({ clientId: expect.stringMatching(/\w+/) });
  });

  it.each([
    ['/cometd', /API version in the URI is mandatory/],
    ['/cometd/23.0', /Unsupported API version/]
  ])('refuses %s', async (path, message) => {
    const response = await fetch(`${org.url}${path}`, { method: 'POST', body: '[]' });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(message);
  });

  it('serves a path that begins with two slashes', async () => {
    const response = await fetch(`${org.url}//cometd/66.0/handshake`, {
      method: 'POST',
      headers: { authorization: `OAuth ${tokenOf()}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }])
    });
    expect(await response.json()).toMatchObject([{ successful: true }]);
  });

  it('leaves other paths to the REST API', async () => {
    const response = await fetch(`${org.url}/cometdish`);
    expect(await response.text()).not.toMatch(/long-polling/);
  });
});

describe('a poll', () => {
  it('is answered at once when the client asks for no timeout', async () => {
    const client = await connected();
    await client.subscribe(channel);
    expect(await client.pending()).toEqual([]);
  });

  it('is held until an event comes', async () => {
    const client = await connected();
    await client.subscribe(channel);
    const poll = client.events();
    await publish('ringing');
    expect(states(await poll)).toEqual(['ringing']);
  });

  it('is answered when the org closes', async () => {
    const other = await createLocalOrg(sampleOrg);
    const client = await BayeuxClient.connected(other.url, other.session().accessToken);
    await client.subscribe(channel);
    const held = client.events();
    // A request that was sent after the poll and has been answered shows that the poll is being held.
    await fetch(`${other.url}/services/data`);
    const [events] = await Promise.all([held, other.close()]);
    expect(events).toEqual([]);
  });

  it('tells a client that the org does not know to shake hands again', async () => {
    const client = await connected();
    const [reply] = await client.send({
      channel: '/meta/connect',
      connectionType: 'long-polling',
      clientId: 'from-before-the-restart'
    });
    expect(reply).toMatchObject({
      successful: false,
      error: '403::Unknown client',
      advice: { reconnect: 'handshake', interval: 0 }
    });
  });

  it("does not serve another user's client", async () => {
    const mine = await connected();
    const other = await connected(rep);
    const [reply] = await other.send({
      channel: '/meta/connect',
      connectionType: 'long-polling',
      clientId: mine.clientId
    });
    expect(reply).toMatchObject({ successful: false, error: '403::Unknown client' });
  });

  it('ends for good when the token is revoked', async () => {
    const accessToken = tokenOf(rep);
    const client = await BayeuxClient.connected(org.url, accessToken);
    org.host.sessions.end(accessToken);
    const [reply] = await client.send({ channel: '/meta/connect', connectionType: 'long-polling' });
    expect(reply).toMatchObject({
      successful: false,
      error: '401::Authentication invalid',
      advice: { reconnect: 'none', interval: 0 }
    });
  });
});

describe('a platform event', () => {
  it('arrives with its payload, replay id and uuid', async () => {
    const client = await connected();
    await client.subscribe(channel);
    await publish('accepted');
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
    const [one, two, gone] = await Promise.all([connected(), connected(rep), connected()]);
    for (const client of [one, two, gone]) await client.subscribe(channel);
    await gone.send({ channel: '/meta/unsubscribe', subscription: channel });
    await publish('declined');
    expect(states(await one.events())).toEqual(['declined']);
    expect(states(await two.events())).toEqual(['declined']);
    expect(await gone.pending()).toEqual([]);
  });

  it('is delivered once to a client that subscribes twice', async () => {
    const client = await connected();
    await client.subscribe(channel);
    await client.subscribe(channel);
    await publish('once');
    expect(states(await client.events())).toEqual(['once']);
    expect(await client.pending()).toEqual([]);
  });

  it('cannot be published over CometD', async () => {
    const client = await connected();
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
    await publish('before');
    for (const replay of [-1, undefined]) {
      const client = await connected();
      await client.subscribe(channel, replay);
      await publish('after');
      expect(states(await client.events())).toEqual(['after']);
    }
  });

  it('gives all retained events for -2, then new ones in their order', async () => {
    await publish('first');
    const client = await connected();
    await client.subscribe(channel, -2);
    await publish('second');
    const events = await client.events();
    expect(states(events).slice(-2)).toEqual(['first', 'second']);
    expect(replayIds(events)).toEqual([...new Set(replayIds(events))].sort((a, b) => a - b));
  });

  it('gives the events after a replay id, without that one', async () => {
    const reader = await connected();
    await reader.subscribe(channel);
    await publish('seen');
    const [seen] = replayIds(await reader.events());
    await publish('missed 1');
    await publish('missed 2');
    const client = await connected();
    await client.subscribe(channel, seen);
    expect(states(await client.events())).toEqual(['missed 1', 'missed 2']);
  });

  it('does not send anything again to clients that did not ask', async () => {
    const quiet = await connected();
    await quiet.subscribe(channel);
    const replaying = await connected();
    await replaying.subscribe(channel, -2);
    expect((await replaying.events()).length).toBeGreaterThan(0);
    expect(await quiet.pending()).toEqual([]);
  });

  it.each([[-3], [999_999_999], ['latest'], [1.5]])('refuses the replay id %s', async (replay) => {
    const client = await connected();
    const reply = await client.subscribe(channel, replay);
    expect(reply).toMatchObject({
      successful: false,
      error: expect.stringContaining(`400::The replayId {${replay}} you provided was invalid.`)
    });
    await publish('unheard');
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
    const reply = await (await connected()).subscribe(name);
    expect(reply).toMatchObject({
      successful: false,
      subscription: name,
      error: `400::The channel you requested to subscribe to does not exist {${name}}`
    });
  });

  it.each(['/topic/NewLeads', '/u/notices', '/systemTopic/TestResult', '/event/Mine__chn', '/data/Mine__chn'])(
    'to %s is refused by name',
    async (name) => {
      const reply = await (await connected()).subscribe(name);
      expect(reply).toMatchObject({ successful: false, error: expect.stringMatching(/^400::\(\(.*does not support/) });
      expect(reply?.error).toContain(name);
    }
  );

  it('to several channels opens none when one of them is refused', async () => {
    const client = await connected();
    const [reply] = await client.send({ channel: '/meta/subscribe', subscription: [channel, '/topic/X'] });
    expect(reply).toMatchObject({ successful: false });
    await publish('unheard');
    expect(await client.pending()).toEqual([]);
  });

  it('needs Read on the event', async () => {
    const outsider = createUser(org, 'outsider@sample.example');
    const reply = await (await connected(outsider)).subscribe(channel);
    expect(reply).toMatchObject({ successful: false, error: expect.stringMatching(/^403::/) });
    expect(await (await connected(rep)).subscribe(channel)).toMatchObject({ successful: true });
  });
});

describe('change events', () => {
  it('tell of a new record, and of what changed in it', async () => {
    const client = await connected();
    expect(await client.subscribe('/data/LeadChangeEvent')).toMatchObject({ successful: true });
    const id = await create('Lead', { LastName: 'Rivera', Company: 'NovaCorp' });
    const [created] = await client.events();
    expect(created?.data?.payload).toMatchObject({
      Name: { LastName: 'Rivera' },
      ChangeEventHeader: { entityName: 'Lead', changeType: 'CREATE', recordIds: [id] }
    });
  });

  it('of all objects come on one channel, in their order', async () => {
    const client = await connected();
    await client.subscribe('/data/ChangeEvents');
    await create('Lead', { LastName: 'Ada', Company: 'NovaCorp' });
    await create('Handoff__c', newHandoff());
    const events = await client.events();
    const headers = events.map(({ data }) => data?.payload.ChangeEventHeader as { entityName: string });
    expect(headers.map(({ entityName }) => entityName)).toEqual(['Lead', 'Handoff__c']);
    expect(events.every((event) => event.channel === '/data/ChangeEvents')).toBe(true);
  });

  it('are replayed on the channel of all objects too', async () => {
    const client = await connected();
    await client.subscribe('/data/ChangeEvents', -2);
    const events = await client.events();
    expect(events.length).toBeGreaterThanOrEqual(3);
    expect(replayIds(events)).toEqual([...replayIds(events)].sort((a, b) => a - b));
  });

  it('need View All on the object; on the channel of all objects the others are just left out', async () => {
    const client = await connected(rep);
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
    const [reader, all] = await Promise.all([connected(auditor), connected()]);
    for (const client of [reader, all]) await client.subscribe('/data/Handoff__ChangeEvent');
    const id = await create('Handoff__c', newHandoff({ Score__c: 86, Team_Name__c: 'EMEA' }));
    const [seen, whole] = [(await reader.events())[0]?.data?.payload, (await all.events())[0]?.data?.payload];
    expect(whole).toMatchObject({ Score__c: 86, Team_Name__c: 'EMEA' });
    expect(seen).toMatchObject({ Score__c: 86, ChangeEventHeader: { recordIds: [id] } });
    expect(seen).not.toHaveProperty('Team_Name__c');

    org.org.records.update(org.session(), 'Handoff__c', id, { Score__c: 90, Team_Name__c: 'SMB' });
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
