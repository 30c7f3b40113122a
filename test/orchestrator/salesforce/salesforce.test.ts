import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Connection } from 'jsforce';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BatonError } from '../../../orchestrator/domain/errors.ts';
import { Circuit } from '../../../orchestrator/salesforce/circuit.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../../orchestrator/salesforce/trace.ts';

/** Answers as this test wants, and remembers who asked. */
let answer: (request: IncomingMessage, reply: ServerResponse) => void;
let paths: string[];
let connections: number;
let ended: number;
let server: Server;
let salesforce: Salesforce;
let url: string;

beforeEach(async () => {
  paths = [];
  connections = 0;
  ended = 0;
  server = createServer((request, reply) => {
    paths.push(request.url ?? '');
    answer(request, reply);
  });
  server.on('connection', (socket) => {
    connections += 1;
    socket.once('close', () => (ended += 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  salesforce = new Salesforce(new Connection({ instanceUrl: url, accessToken: 'token', version: '66.0' }));
});
afterEach(
  () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    })
);

const json = (reply: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
  reply.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers }).end(JSON.stringify(body));
const get = (deadlineMs = 5000) => salesforce.get<unknown>('/limits', { deadlineMs, trace: startTrace() });
const refusal = (attempt: Promise<unknown>) => attempt.then(undefined, (error: unknown) => error as BatonError);

describe('a request to Salesforce', () => {
  it('goes over a connection that stays open', async () => {
    answer = (_request, reply) => json(reply, { ok: true });
    for (let count = 0; count < 5; count += 1) await get();
    expect(connections).toBe(1);
  });

  it('that only reads is sent again when the connection kept from before is closed', async () => {
    answer = (_request, reply) => json(reply, { ok: true });
    await get();
    answer = (request) => {
      answer = (_request, reply) => json(reply, { ok: 'again' });
      request.socket.destroy();
    };
    expect(await get()).toEqual({ ok: 'again' });
  });

  it('that writes is not, kept connection or not: it may have been done', async () => {
    const write = () => salesforce.post('/composite', {}, { deadlineMs: 5000, trace: startTrace() });
    answer = (_request, reply) => json(reply, {});
    await write();
    answer = (request) => request.socket.destroy();
    expect(await refusal(write())).toMatchObject({ code: 'salesforceUnavailable' });
    expect(await refusal(write())).toMatchObject({ code: 'salesforceUnavailable' });
    expect(paths).toHaveLength(3);
  });

  it('is given up at its deadline, and its connection with it', async () => {
    answer = () => undefined;
    const error = await refusal(get(50));
    expect(error).toMatchObject({ code: 'salesforceTimeout' });
    await vi.waitUntil(() => ended === 1);
  });

  it('is not answered by what comes after the headers of another: a body cut off is an error', async () => {
    answer = (_request, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      reply.write('{"ok":');
      setImmediate(() => reply.destroy());
    };
    expect(await refusal(get())).toMatchObject({ code: 'salesforceUnavailable' });
  });

  it('takes what comes compressed', async () => {
    answer = (_request, reply) =>
      reply
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
        .end(gzipSync('{"ok":"compressed"}'));
    expect(await get()).toEqual({ ok: 'compressed' });
  });

  it('follows the pages of a query within one deadline', async () => {
    answer = (request, reply) =>
      request.url!.includes('page2')
        ? json(reply, { records: [{ Id: 2 }], done: true })
        : json(reply, { records: [{ Id: 1 }], done: false, nextRecordsUrl: '/services/data/v66.0/query/page2' });
    const trace = startTrace();
    expect(await salesforce.query('SELECT Id FROM Lead', { deadlineMs: 5000, trace })).toEqual([{ Id: 1 }, { Id: 2 }]);
    expect(trace.apiCalls).toBe(2);
  });

  it('tells how many of the org’s API calls are used up', async () => {
    expect(salesforce.apiUsage).toBeUndefined();
    answer = (_request, reply) => json(reply, {}, 200, { 'sforce-limit-info': 'api-usage=18/15000' });
    await get();
    expect(salesforce.apiUsage).toEqual({ used: 18, limit: 15_000 });
  });

  it.each([
    [400, [{ errorCode: 'INVALID_FIELD', message: 'No such column' }], 'salesforcePermission'],
    [403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }], 'salesforceLimit'],
    [401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired' }], 'salesforceAuthentication'],
    [503, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'busy' }], 'salesforceUnavailable'],
    [502, 'Bad gateway', 'salesforceUnavailable'],
    [420, '', 'salesforceUnavailable'],
    [418, 'teapot', 'unexpected']
  ])('that is answered %i is an error by its code', async (status, body, code) => {
    answer = (_request, reply) => json(reply, body, status);
    expect(await refusal(get())).toMatchObject({ code });
  });

  it('that is answered with a page for people is no composite response', async () => {
    answer = (_request, reply) => reply.writeHead(200, { 'content-type': 'text/html' }).end('<html>Maintenance</html>');
    const composite = salesforce.composite([], { allOrNone: true, deadlineMs: 5000, trace: startTrace() });
    expect(await refusal(composite)).toMatchObject({ code: 'salesforceUnavailable' });
  });
});

describe('a Salesforce that is down', () => {
  let circuit: Circuit;
  beforeEach(() => {
    circuit = new Circuit();
    salesforce = new Salesforce(new Connection({ instanceUrl: url, accessToken: 'token', version: '66.0' }), {
      circuit
    });
  });
  afterEach(() => circuit.stop());

  it('is not asked by callers any more, and found again when it is back', async () => {
    let isDown = true;
    answer = (_request, reply) =>
      isDown
        ? json(reply, [{ errorCode: 'SERVER_UNAVAILABLE', message: 'down' }], 503)
        : json(reply, { compositeResponse: [] });
    for (let count = 0; count < 3; count += 1) await refusal(get());
    const trace = startTrace();
    expect(await refusal(salesforce.get('/limits', { deadlineMs: 5000, trace }))).toMatchObject({
      code: 'salesforceUnavailable'
    });
    expect([paths.length, trace.apiCalls]).toEqual([3, 0]);
    isDown = false;
    await vi.waitUntil(() => circuit.status.state === 'closed', { timeout: 5000 });
    expect(paths.slice(3)).toEqual(['/services/data/v66.0/composite']);
    await get();
  });
});
