import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApiUsage } from '../../../local-org/api/apiUsage.ts';
import type { Host } from '../../../local-org/api/host.ts';
import { createOAuthClients } from '../../../local-org/api/oauthClients.ts';
import type { Operation } from '../../../local-org/api/operation.ts';
import { createOutbox } from '../../../local-org/api/outbox.ts';
import { createRouter } from '../../../local-org/api/router.ts';
import { createServer } from '../../../local-org/api/server.ts';
import { createSessions } from '../../../local-org/api/sessions.ts';
import { createFaults, faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createRequestLog } from '../../../local-org/control/requestLog.ts';
import { SalesforceError } from '../../../local-org/errors.ts';
import type { Clock, Org } from '../../../local-org/org.ts';

const data = '/services/data/v66.0';
let now = new Date('2026-11-03T14:20:05Z');
let handled: string[] = [];
let app: FastifyInstance;
let host: Host;
let token: string;
let url: string;

const row = (
  method: Operation['method'],
  path: string,
  handle: Operation['handle'],
  more: Partial<Operation> = {}
): Operation => ({
  method,
  at: 'data',
  path,
  summary: 'a test',
  support: 'supported',
  source: 'assumed for the test',
  handle,
  ...more
});

/** Operations of which each stands for a way in which the pipeline treats a request. */
const operations: Operation[] = [
  row('GET', '/things/:id', (_org, { params, query, session }) => {
    handled.push(params['id'] ?? '');
    return { status: 200, body: { id: params['id'], query: Object.fromEntries(query), userId: session?.userId } };
  }),
  row('POST', '/things', (_org, { body }) => {
    handled.push('created');
    return { status: 201, body: body ?? null, headers: { Location: `${data}/things/1` } };
  }),
  row('PATCH', '/things/:id', () => ({ status: 204 })),
  row('GET', '/broken', () => {
    throw new TypeError('a defect');
  }),
  row('GET', '/wrong', () => {
    throw new SalesforceError('REQUIRED_FIELD_MISSING', 'Required fields are missing: [Company]', {
      fields: ['Company']
    });
  }),
  row('GET', '/ui-api/things', () => ({ status: 200, body: [] })),
  row('GET', '/refused', undefined, { support: 'refused' }),
  row('GET', '/open', () => ({ status: 200, body: 'text' }), { at: 'root', auth: 'none' }),
  row('GET', '/clock', () => ({ status: 200, body: {} }), { at: 'control', auth: 'none' })
];

beforeEach(async () => {
  handled = [];
  now = new Date('2026-11-03T14:20:05Z');
  const clock = { now: () => now } as Clock;
  host = {
    sessions: createSessions('00D000000000001AAA'),
    apiUsage: createApiUsage(clock, 3),
    clients: createOAuthClients(),
    outbox: createOutbox(),
    faults: createFaults(),
    requestLog: createRequestLog(),
    dispatch: () => ({ status: 500 }),
    reset: () => undefined,
    seed: () => undefined
  };
  token = host.sessions.open('005000000000001AAA').accessToken;
  app = createServer(Promise.resolve({ org: {} as Org, host, router: createRouter(operations) }));
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(() => app.close());

async function ask(method: string, path: string, options: { body?: BodyInit; headers?: Record<string, string> } = {}) {
  const headers = { Authorization: `Bearer ${token}`, ...options.headers };
  const reply = await fetch(url + path, { method, headers, body: options.body });
  const text = await reply.text();
  return {
    status: reply.status,
    headers: reply.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown)
  };
}

const json = { 'Content-Type': 'application/json' };
const fault = (rule: FaultRuleInput): void => void host.faults.add(faultRule.parse(rule));
const code = (body: unknown): unknown => (body as { errorCode: string }[])[0]?.errorCode;

describe('The pipeline', () => {
  it('finds the operation, with decoded parameters, query and user', async () => {
    const { status, body } = await ask('GET', `${data}/things/c%2F1?fields=a%2Cb`);
    expect(status).toBe(200);
    expect(body).toEqual({ id: 'c/1', query: { fields: 'a,b' }, userId: '005000000000001AAA' });
  });

  it('takes a path that begins with two slashes, as sf sends it', async () => {
    expect((await ask('GET', `/${data}/things/1`)).status).toBe(200);
  });

  it('takes a slash at the end', async () => {
    expect((await ask('GET', `${data}/things/1/?q=x`)).status).toBe(200);
  });

  it('takes PATCH as a POST with _HttpMethod, for clients that know no PATCH', async () => {
    expect((await ask('POST', `${data}/things/1?_HttpMethod=PATCH`)).status).toBe(204);
  });

  it('answers HEAD like GET without a body', async () => {
    const reply = await ask('HEAD', `${data}/things/1`);
    expect([reply.status, reply.body]).toEqual([200, undefined]);
  });

  it('answers an error as a list of one, with the fields at fault', async () => {
    const { status, body } = await ask('GET', `${data}/wrong`);
    expect(status).toBe(400);
    expect(body).toEqual([
      { message: 'Required fields are missing: [Company]', errorCode: 'REQUIRED_FIELD_MISSING', fields: ['Company'] }
    ]);
  });

  it('says that a defect of its own is one', async () => {
    const { status, body } = await ask('GET', `${data}/broken`);
    expect([status, body]).toEqual([500, [{ message: '((a defect))', errorCode: 'UNKNOWN_EXCEPTION' }]]);
  });

  it('inflates a compressed body', async () => {
    const { body } = await ask('POST', `${data}/things`, {
      body: gzipSync('{"a":1}'),
      headers: { ...json, 'Content-Encoding': 'gzip' }
    });
    expect(body).toEqual({ a: 1 });
  });
});

describe('What is not there', () => {
  it.each([`${data}/jobs/nothing`, '/services/nothing', `${data}/refused`])('is refused by name: %s', async (path) => {
    const { status, body } = await ask('GET', path);
    expect([status, code(body)]).toEqual([501, 'LOCAL_ORG_UNSUPPORTED']);
    expect(JSON.stringify(body)).toContain(path.replace(data, ''));
  });

  it.each(['/services/data/v49.0/things/1', '/services/data/v68.0/things/1', '/favicon.ico'])(
    'is not found: %s',
    async (path) => {
      const { status, body } = await ask('GET', path);
      expect([status, code(body)]).toEqual([404, 'NOT_FOUND']);
    }
  );

  it('is a method on a known path: 405 with those that there are', async () => {
    const { status, body } = await ask('DELETE', `${data}/things/1`);
    expect([status, body]).toEqual([
      405,
      [{ message: "HTTP Method 'DELETE' not allowed. Allowed are HEAD,GET,PATCH", errorCode: 'METHOD_NOT_ALLOWED' }]
    ]);
  });
});

describe('The session', () => {
  it.each(['Bearer', 'OAuth', 'bearer'])('may stand after %s', async (scheme) => {
    expect((await ask('GET', `${data}/things/1`, { headers: { Authorization: `${scheme} ${token}` } })).status).toBe(
      200
    );
  });

  it.each([
    ['unknown', 'Bearer 00D!x', 'INVALID_SESSION_ID'],
    ['of another scheme', 'Basic eDp5', 'INVALID_AUTH_HEADER']
  ])('that is %s is refused with 401', async (_case, Authorization, errorCode) => {
    const { status, body } = await ask('GET', `${data}/things/1`, { headers: { Authorization } });
    expect([status, code(body)]).toEqual([401, errorCode]);
    expect(handled).toEqual([]);
  });

  it('is not asked for where none is needed', async () => {
    expect((await fetch(`${url}/open`)).status).toBe(200);
  });

  it('is checked before the body, so that a request wrong in both is answered 401', async () => {
    const { status } = await ask('POST', `${data}/things`, {
      body: '{',
      headers: { ...json, Authorization: 'Bearer x' }
    });
    expect(status).toBe(401);
  });

  it('is checked after the path, so that a wrong version is not found whoever asks', async () => {
    expect((await ask('GET', '/services/data/v99.0/x', { headers: { Authorization: 'Bearer x' } })).status).toBe(404);
  });
});

describe('The body', () => {
  it('that is no JSON is JSON_PARSER_ERROR', async () => {
    const { status, body } = await ask('POST', `${data}/things`, { body: '{"a":', headers: json });
    expect([status, code(body), handled]).toEqual([400, 'JSON_PARSER_ERROR', []]);
  });

  it('of an unknown type is UNSUPPORTED_MEDIA_TYPE', async () => {
    const { status, body } = await ask('POST', `${data}/things`, {
      body: 'a',
      headers: { 'Content-Type': 'text/csv' }
    });
    expect([status, code(body)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('in XML is refused by name', async () => {
    const { status } = await ask('POST', `${data}/things`, {
      body: '<a/>',
      headers: { 'Content-Type': 'application/xml' }
    });
    expect(status).toBe(501);
  });
});

describe('The daily limit', () => {
  it('stands on each counted reply, also on an error', async () => {
    expect((await ask('GET', `${data}/things/1`)).headers.get('Sforce-Limit-Info')).toBe('api-usage=1/3');
    expect((await ask('GET', `${data}/wrong`)).headers.get('Sforce-Limit-Info')).toBe('api-usage=2/3');
  });

  it('does not count the UI API', async () => {
    expect((await ask('GET', `${data}/ui-api/things`)).headers.get('Sforce-Limit-Info')).toBeNull();
    expect(host.apiUsage.used()).toBe(0);
  });

  it('refuses the first request above it, until a day has passed', async () => {
    for (const id of ['1', '2', '3']) await ask('GET', `${data}/things/${id}`);
    const { status, body } = await ask('GET', `${data}/things/4`);
    expect([status, body]).toEqual([
      403,
      [{ message: 'TotalRequests Limit exceeded.', errorCode: 'REQUEST_LIMIT_EXCEEDED' }]
    ]);
    expect(handled).toEqual(['1', '2', '3']);
    now = new Date('2026-11-04T14:45:00Z');
    expect((await ask('GET', `${data}/things/5`)).status).toBe(200);
  });
});

describe('A fault', () => {
  it.each([
    ['503', 503, 'SERVER_UNAVAILABLE'],
    ['row-lock', 400, 'UNABLE_TO_LOCK_ROW'],
    ['daily-limit', 403, 'REQUEST_LIMIT_EXCEEDED']
  ] as const)('of kind %s answers instead of the work, once', async (kind, status, errorCode) => {
    fault({ kind, times: 1 });
    const { body, ...reply } = await ask('POST', `${data}/things`, { body: '{}', headers: json });
    expect([reply.status, code(body), handled]).toEqual([status, errorCode, []]);
    expect((await ask('POST', `${data}/things`, { body: '{}', headers: json })).status).toBe(201);
  });

  it('of kind expired-session ends the session for good', async () => {
    fault({ kind: 'expired-session', times: 1 });
    const { status, body } = await ask('GET', `${data}/things/1`);
    expect([status, body]).toEqual([401, [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }]]);
    expect((await ask('GET', `${data}/things/1`)).status).toBe(401);
  });

  it('of kind drop cuts the connection before the work', async () => {
    fault({ kind: 'drop', times: 1 });
    await expect(ask('POST', `${data}/things`, { body: '{}', headers: json })).rejects.toThrow();
    expect(handled).toEqual([]);
    expect(host.requestLog.list()).toMatchObject([{ status: null, faults: ['drop'] }]);
  });

  it('of kind drop can lose the reply of work that is done', async () => {
    fault({ kind: 'drop', drop: 'after', times: 1 });
    await expect(ask('POST', `${data}/things`, { body: '{}', headers: json })).rejects.toThrow();
    expect(handled).toEqual(['created']);
  });

  it('of kind slow makes the answer wait', async () => {
    fault({ kind: 'slow', ms: 60 });
    const startedAt = performance.now();
    await ask('GET', `${data}/things/1`);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);
  });

  it('leaves the control endpoints alone', async () => {
    fault({ kind: '503' });
    expect((await fetch(`${url}/_local/clock`)).status).toBe(200);
  });
});

describe('The request log', () => {
  it('tells method, path, status, user and usage, and hides tokens', async () => {
    await ask('GET', `${data}/things/1?oauth_token=secret&q=SELECT+Id`);
    await ask('GET', `${data}/wrong`);
    expect(host.requestLog.list()).toMatchObject([
      {
        method: 'GET',
        path: `${data}/things/1`,
        query: 'oauth_token=***&q=SELECT+Id',
        status: 200,
        userId: '005000000000001AAA',
        apiUsage: 1
      },
      { path: `${data}/wrong`, status: 400 }
    ]);
  });

  it('leaves out the control endpoints', async () => {
    await fetch(`${url}/_local/clock`);
    expect(host.requestLog.list()).toEqual([]);
  });
});

describe('The control endpoints', () => {
  it.each([{ Host: 'attacker.example' }, { Origin: 'https://attacker.example' }])(
    'do not answer a page of another site: %j',
    async (headers) => {
      // fetch sets Host itself, so inject, whose socket counts as this machine's.
      const reply = await app.inject({
        method: 'GET',
        url: '/_local/clock',
        headers: { host: '127.0.0.1', ...lowerCase(headers) }
      });
      expect(reply.statusCode).toBe(403);
      expect(
        (await app.inject({ method: 'GET', url: '/_local/clock', headers: { host: 'localhost:8311' } })).statusCode
      ).toBe(200);
    }
  );
});

function lowerCase(headers: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value ?? '']));
}
