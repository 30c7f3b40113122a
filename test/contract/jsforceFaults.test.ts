import { randomUUID } from 'node:crypto';
import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { apiVersion, connect, sampleOrg } from './orgUnderTest.ts';

let local: LocalOrg;
let connection: Connection;
const root = `/services/data/v${apiVersion}`;
const caller = { LastName: 'Rivera', Company: 'NovaCorp' };

beforeAll(async () => {
  local = await createLocalOrg(sampleOrg);
  connection = connect(local.url, local.session('admin@local-org.example').accessToken);
});

afterEach(() => local.host.faults.remove());

afterAll(() => local.close());

/** What the endpoints answer, each its part; an error is a list. */
interface ControlReply {
  accessToken: string;
  requests: unknown;
  emails: unknown;
}

async function control(method: string, path: string, body?: unknown) {
  const reply = await fetch(`${local.url}/_local${path}`, {
    method,
    // What curl -d says of any body.
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  const text = await reply.text();
  const isJson = text.startsWith('{') || text.startsWith('[');
  return { status: reply.status, text, body: (isJson ? JSON.parse(text) : undefined) as Partial<ControlReply> };
}

const found = async (callId: string): Promise<number> =>
  (await connection.query(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = '${callId}'`)).totalSize;

describe('A client of a failing org', () => {
  it('sees the daily limit', async () => {
    await control('POST', '/faults', { kind: 'daily-limit', times: 1 });
    await expect(connection.sobject('Lead').create(caller)).rejects.toMatchObject({
      errorCode: 'REQUEST_LIMIT_EXCEEDED'
    });
    await expect(connection.sobject('Lead').create(caller)).resolves.toMatchObject({ success: true });
  });

  it('sees a 503 on a write at once, as jsforce does not repeat it', async () => {
    await control('POST', '/faults', { kind: '503', match: { method: 'POST' } });
    await expect(connection.sobject('Lead').create(caller)).rejects.toMatchObject({ errorCode: 'SERVER_UNAVAILABLE' });
    expect(local.host.faults.list()[0]?.met).toBe(1);
  });

  it('is refused by name without a repeat: 501 is not a status that jsforce tries again', async () => {
    local.requests.clear();
    await expect(connection.request(`${root}/recent`)).rejects.toMatchObject({ errorCode: 'LOCAL_ORG_UNSUPPORTED' });
    expect(local.requests.list()).toHaveLength(1);
  });

  it('loses the reply of work that was done, and an upsert of the same key finds it', async () => {
    const callId = randomUUID();
    const lead = { ...caller, Voice_Call_Id__c: callId };
    await control('POST', '/faults', { kind: 'drop', drop: 'after', match: { method: 'PATCH' }, times: 1 });
    await expect(connection.sobject('Lead').upsert(lead, 'Voice_Call_Id__c')).rejects.toThrow();
    expect(await found(callId)).toBe(1);
    expect(await connection.sobject('Lead').upsert(lead, 'Voice_Call_Id__c')).toMatchObject({ created: false });
    expect(await found(callId)).toBe(1);
  });

  it('loses the connection before the work, and nothing is written', async () => {
    const callId = randomUUID();
    await control('POST', '/faults', { kind: 'drop', match: { method: 'POST', path: '/sobjects/Lead' }, times: 1 });
    await expect(connection.sobject('Lead').create({ ...caller, Voice_Call_Id__c: callId })).rejects.toThrow();
    expect(await found(callId)).toBe(0);
  });

  it('meets a row lock on one subrequest, and all is undone', async () => {
    const callId = randomUUID();
    await control('POST', '/faults', { kind: 'row-lock', match: { path: '/sobjects/Task' }, times: 1 });
    const reply = await connection.requestPost<{ compositeResponse: { body: { errorCode: string }[] }[] }>(
      '/composite',
      {
        allOrNone: true,
        compositeRequest: [
          {
            method: 'POST',
            url: `${root}/sobjects/Lead`,
            referenceId: 'lead',
            body: { ...caller, Voice_Call_Id__c: callId }
          },
          { method: 'POST', url: `${root}/sobjects/Task`, referenceId: 'task', body: { Subject: 'Call' } }
        ]
      }
    );
    expect(reply.compositeResponse.map(({ body }) => body[0]?.errorCode)).toEqual([
      'PROCESSING_HALTED',
      'UNABLE_TO_LOCK_ROW'
    ]);
    expect(await found(callId)).toBe(0);
  });

  it('has its session ended, logs in again, and the write goes through once', async () => {
    const callId = randomUUID();
    await control('POST', '/faults', { kind: 'expired-session', times: 1 });
    const refreshing = new jsforce.Connection({
      instanceUrl: local.url,
      accessToken: local.session('admin@local-org.example').accessToken,
      version: apiVersion,
      refreshFn: (_connection, done) => void done(null, local.session('admin@local-org.example').accessToken)
    });
    expect(await refreshing.sobject('Lead').create({ ...caller, Voice_Call_Id__c: callId })).toMatchObject({
      success: true
    });
    expect(await found(callId)).toBe(1);
  });

  it('is told what is wrong with a fault rule', async () => {
    const { status, body } = await control('POST', '/faults', { kind: 'slow' });
    expect(status).toBe(400);
    expect(body).toMatchObject([{ errorCode: 'INVALID_INPUT', message: expect.stringContaining('ms') as string }]);
  });
});

describe('The control endpoints', () => {
  it('open a session for a user, or for the integration user', async () => {
    const { body } = await control('POST', '/session', {});
    expect(body).toMatchObject({ instanceUrl: local.url, userId: expect.stringMatching(/^005/) as string });
    const as = connect(local.url, body.accessToken ?? '');
    expect(await as.identity()).toMatchObject({ username: 'integration@local-org.example' });
  });

  it('name the users when there is no such one', async () => {
    const { status, body } = await control('POST', '/session', { username: 'nobody@sample.example' });
    expect(status).toBe(404);
    expect(body).toMatchObject([{ message: expect.stringContaining('admin@local-org.example') as string }]);
  });

  it('refuse a key that they do not know', async () => {
    expect((await control('POST', '/session', { user: 'x' })).status).toBe(400);
  });

  it('move the clock, which new records show', async () => {
    await control('POST', '/clock', { set: '2027-02-03T04:05:06Z', freeze: true });
    const { id } = await connection.sobject('Lead').create(caller);
    expect(await connection.sobject('Lead').retrieve(id ?? '')).toMatchObject({
      CreatedDate: '2027-02-03T04:05:06.000+0000'
    });
    const { body } = await control('POST', '/clock', { advanceMs: 60_000 });
    expect(body).toEqual({ now: '2027-02-03T04:06:06.000Z', frozen: true });
    await control('POST', '/clock', { resume: true });
  });

  it('show what clients have sent, with the subrequests of a composite', async () => {
    await control('DELETE', '/requests');
    await connection.requestPost('/composite', {
      compositeRequest: [{ method: 'GET', url: `${root}/limits`, referenceId: 'limits' }]
    });
    const { body } = await control('GET', '/requests');
    expect(body.requests).toMatchObject([
      {
        method: 'POST',
        path: `${root}/composite`,
        status: 200,
        user: 'admin@local-org.example',
        apiUsage: 1,
        subrequests: [{ method: 'GET', url: `${root}/limits`, status: 200 }]
      }
    ]);
  });

  it('keep the e-mails that the org would have sent', async () => {
    const inputs = [
      { recipientAddresses: 'priya@sample.example', emailSubject: 'A caller waits', emailBody: 'Call back by noon.' }
    ];
    const reply = await connection.requestPost('/actions/standard/emailSimple', { inputs });
    expect(reply).toMatchObject([{ actionName: 'emailSimple', isSuccess: true }]);
    const { body } = await control('GET', '/outbox');
    expect(body.emails).toMatchObject([
      { to: ['priya@sample.example'], subject: 'A caller waits', body: 'Call back by noon.' }
    ]);
  });

  it('send no e-mail that lacks a recipient, or has an input that the org does not know', async () => {
    const before = local.host.outbox.emails.length;
    const send = (input: Record<string, unknown>) =>
      connection.requestPost('/actions/standard/emailSimple', { inputs: [input] });
    await expect(send({ emailSubject: 'x', emailBody: 'y' })).rejects.toThrow();
    await expect(
      send({ recipientAddresses: 'a@b.example', emailSubject: 'x', emailBody: 'y', emailTemplateId: '00X' })
    ).rejects.toThrow();
    expect(local.host.outbox.emails).toHaveLength(before);
  });

  it('list themselves in plain words', async () => {
    const { text } = await control('GET', '');
    expect(text).toContain('POST   /_local/session');
  });

  it('send the org back to its beginning, with sessions that still work', async () => {
    const { id } = await connection.sobject('Lead').create(caller);
    const users = (await connection.query('SELECT Id FROM User')).totalSize;
    expect((await control('POST', '/reset')).status).toBe(200);
    await expect(connection.sobject('Lead').retrieve(id ?? '')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
    expect((await connection.query('SELECT Id FROM User')).totalSize).toBe(users);
    await control('POST', '/reset', { seed: false });
    expect((await connection.query('SELECT Id FROM User')).totalSize).toBeLessThan(users);
    await control('POST', '/seed');
    expect((await connection.query('SELECT Id FROM User')).totalSize).toBe(users);
  });
});
