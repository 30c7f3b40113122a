import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { faultRule, type FaultRuleInput } from '../../local-org/control/faults.ts';
import type { LocalOrg } from '../../local-org/localOrg.ts';
import { BayeuxClient } from './bayeuxClient.ts';
import { channel, connected, publish, rep, startOrg, states, tokenOf } from './streamingOrg.ts';

let org: LocalOrg;
beforeAll(async () => {
  org = await startOrg();
});
afterAll(() => org.close());

describe('the handshake', () => {
  it.each(['OAuth', 'Bearer'])('accepts a token after %s and announces replay', async (scheme) => {
    const [reply] = await new BayeuxClient(org.url, `${scheme} ${tokenOf(org)}`).handshake();
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
    const client = new BayeuxClient(org.url, `OAuth ${tokenOf(org)}`);
    const offer = { version: '1.0', supportedConnectionTypes: ['websocket'] };
    const [reply] = await client.send({ channel: '/meta/handshake', ...offer });
    expect(reply).toMatchObject({ successful: false, error: '400::Invalid connection type {websocket}' });
  });
});

describe('the endpoint', () => {
  it('refuses the GET with which clients try a WebSocket, and stays up', async () => {
    const response = await fetch(`${org.url}/cometd/66.0`, { headers: { authorization: `OAuth ${tokenOf(org)}` } });
    expect(response.status).toBe(400);
    await expect(connected(org)).resolves.toMatchObject({ clientId: expect.stringMatching(/\w+/) });
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
      headers: { authorization: `OAuth ${tokenOf(org)}`, 'content-type': 'application/json' },
      body: JSON.stringify([{ channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] }])
    });
    expect(await response.json()).toMatchObject([{ successful: true }]);
  });

  it('leaves other paths to the REST API', async () => {
    const response = await fetch(`${org.url}/cometdish`);
    expect(await response.text()).not.toMatch(/long-polling/);
  });
});

describe('a fault', () => {
  const path = '/cometd/66.0';
  const last = () => org.requests.list().findLast((request) => request.path === path);
  beforeEach(() => org.requests.clear());
  afterEach(() => org.host.faults.remove());

  function add(rule: FaultRuleInput): void {
    org.host.faults.add(faultRule.parse({ match: { path: '/cometd' }, times: 1, ...rule }));
  }

  it('is not needed for a request to be in the log', async () => {
    await connected(org, rep);
    expect(last()).toMatchObject({
      method: 'POST',
      status: 200,
      userId: org.session(rep).userId,
      apiUsage: 0,
      faults: []
    });
  });

  it('answers 503 instead of faye', async () => {
    add({ kind: '503' });
    await expect(connected(org)).rejects.toThrow('503 Server is unavailable');
    expect(last()).toMatchObject({ status: 503, faults: ['503'] });
  });

  it('cuts the connection before the work is done', async () => {
    const client = await connected(org);
    add({ kind: 'drop' });
    await expect(client.subscribe(channel)).rejects.toThrow('fetch failed');
    expect(last()).toMatchObject({ status: null, faults: ['drop'] });
    await publish(org, 'ringing');
    expect(await client.pending()).toEqual([]);
  });

  it('cuts the connection after the work is done', async () => {
    const client = await connected(org);
    add({ kind: 'drop', drop: 'after' });
    await expect(client.subscribe(channel)).rejects.toThrow('fetch failed');
    await publish(org, 'ringing');
    expect(states(await client.pending())).toEqual(['ringing']);
  });

  it('makes the answer wait', async () => {
    add({ kind: 'slow', ms: 30 });
    await connected(org);
    expect(last()?.ms).toBeGreaterThanOrEqual(29);
  });

  it('ends the session, which CometD tells in its own way', async () => {
    const client = await connected(org);
    add({ kind: 'expired-session' });
    const [reply] = await client.send({ channel: '/meta/connect', connectionType: 'long-polling' });
    expect(reply).toMatchObject({ successful: false, error: '401::Authentication invalid' });
    expect(last()).toMatchObject({ status: 200, faults: ['expired-session'] });
    const [again] = await client.handshake();
    expect(again?.successful).toBe(false);
  });

  it('of another kind, or for another path, leaves streaming alone', async () => {
    add({ kind: 'row-lock' });
    add({ kind: '503', match: { path: '/services/data' } });
    await connected(org);
    expect(org.host.faults.list().map(({ met }) => met)).toEqual([0, 0]);
  });
});

describe('a poll', () => {
  it('is answered at once when the client asks for no timeout', async () => {
    const client = await connected(org);
    await client.subscribe(channel);
    expect(await client.pending()).toEqual([]);
  });

  it('is held until an event comes', async () => {
    const client = await connected(org);
    await client.subscribe(channel);
    const poll = client.events();
    await publish(org, 'ringing');
    expect(states(await poll)).toEqual(['ringing']);
  });

  it('is answered when the org closes', async () => {
    const other = await startOrg();
    const client = await BayeuxClient.connected(other.url, other.session().accessToken);
    await client.subscribe(channel);
    const held = client.events();
    // A request that was sent after the poll and has been answered shows that the poll is being held.
    await fetch(`${other.url}/services/data`);
    const [events] = await Promise.all([held, other.close()]);
    expect(events).toEqual([]);
  });

  it('tells a client that the org does not know to shake hands again', async () => {
    const client = await connected(org);
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
    const mine = await connected(org);
    const other = await connected(org, rep);
    const [reply] = await other.send({
      channel: '/meta/connect',
      connectionType: 'long-polling',
      clientId: mine.clientId
    });
    expect(reply).toMatchObject({ successful: false, error: '403::Unknown client' });
  });

  it('ends for good when the token is revoked', async () => {
    const accessToken = tokenOf(org, rep);
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
