import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import type { CallerFacts } from '../../orchestrator/domain/match.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { startTrace } from '../../orchestrator/salesforce/trace.ts';
import { StartedCalls } from '../../orchestrator/startedCalls.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const hourMs = 3_600_000;

let org: LocalOrg;
let salesforce: Salesforce;
beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0
  });
  const { accessToken } = org.session();
  salesforce = new Salesforce(new Connection({ instanceUrl: org.url, accessToken, version: '66.0' }));
});
afterAll(() => org.close());

const nobody: CallerFacts = { phone: null, email: null, company: null, postalCode: null, country: null };
const harriet: CallerFacts = { ...nobody, phone: '+442079460188' };

let nowMs: number;
let calls: StartedCalls;
let failures: unknown[];
let lookups: number;
beforeEach(() => {
  nowMs = Date.parse('2026-12-01T12:00:00Z');
  failures = [];
  lookups = 0;
  calls = startedCalls();
});

function startedCalls(options: { maxCalls?: number; deadlineMs?: number } = {}): StartedCalls {
  return new StartedCalls({
    salesforce,
    now: () => new Date(nowMs),
    onError: (error) => failures.push(error),
    onLookedUp: ({ apiCalls }) => {
      lookups += apiCalls;
    },
    ...options
  });
}

/** Waits until the lookup that began is done. */
const settled = (callId: string, facts: CallerFacts) =>
  vi.waitUntil(() => calls.begin(callId, facts) !== null, { timeout: 10_000 });

async function find(callId: string, facts: CallerFacts, deadlineMs = 20_000) {
  const trace = startTrace();
  const match = await calls.find(callId, facts, { deadlineMs, trace, country: 'US' });
  return { ...match, apiCalls: trace.apiCalls };
}

const control = (method: string, body?: unknown) =>
  fetch(`${org.url}/_local/faults`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
const fault = async (kind: string, more: object = {}) =>
  expect((await control('POST', { kind, match: { path: '/composite' }, ...more })).ok).toBe(true);
afterEach(async () => {
  await control('DELETE');
});

describe('a call that has begun', () => {
  it('tells at once that it does not know the caller yet, and later whether the org does', async () => {
    expect(calls.begin('known', harriet)).toBeNull();
    await settled('known', harriet);
    expect(calls.begin('known', harriet)).toBe(true);
    const stranger = { ...nobody, phone: '+14155550199' };
    await settled('stranger', stranger);
    expect(calls.begin('stranger', stranger)).toBe(false);
  });

  it('told again as it was asks Salesforce once', async () => {
    calls.begin('twice', harriet);
    calls.begin('twice', harriet);
    await settled('twice', harriet);
    calls.begin('twice', nobody);
    expect(lookups).toBe(1);
  });

  it('told again with the company looks up what is new, and keeps what it knows', async () => {
    await settled('more', harriet);
    const company = { ...nobody, company: 'Thameside Retail Group' };
    await settled('more', company);
    expect(lookups).toBe(2);
    expect(await find('more', { ...harriet, ...company, phone: harriet.phone })).toMatchObject({
      contact: { name: 'Harriet Cole' },
      apiCalls: 0
    });
  });

  it('of which nothing is known asks nothing and is not remembered', () => {
    expect(calls.begin('withheld', nobody)).toBeNull();
    expect(calls.size).toBe(0);
  });
});

describe('the call once it has been qualified', () => {
  it('costs nothing more when nothing is new', async () => {
    await settled('same', harriet);
    expect(await find('same', harriet)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 0 });
  });

  it('asks for what is new alone, and for everything when the number was another', async () => {
    const stranger = { ...nobody, phone: '+14155550199' };
    await settled('new', stranger);
    expect(await find('new', { ...stranger, company: 'Fernhill Software' })).toMatchObject({
      account: { name: 'Fernhill Software' },
      apiCalls: 1
    });
    expect(await find('new', harriet)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 1 });
  });

  it('waits for a lookup that is still running', async () => {
    calls.begin('running', harriet);
    expect(await find('running', harriet)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 0 });
  });

  it('waits for it no longer than half of its deadline, then asks anew', async () => {
    await fault('slow', { ms: 60_000, times: 1 });
    calls.begin('hanging', harriet);
    expect(await find('hanging', harriet, 4000)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 1 });
  });

  it('gives up at its deadline when Salesforce hangs for both', async () => {
    await fault('slow', { ms: 60_000 });
    calls.begin('dead', harriet);
    const startedAt = performance.now();
    await expect(find('dead', harriet, 400)).rejects.toMatchObject({ code: 'salesforceTimeout' });
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('asks anew when the lookup failed, and one told again looks up again', async () => {
    await fault('503', { times: 1 });
    calls.begin('failed', harriet);
    await vi.waitUntil(() => failures.length > 0);
    expect(failures).toMatchObject([{ code: 'salesforceUnavailable' }]);
    expect(await find('failed', harriet)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 1 });
    await settled('failed', harriet);
    expect(calls.begin('failed', harriet)).toBe(true);
  });

  it('that was never begun is looked up like any other', async () => {
    expect(await find('unknown', harriet)).toMatchObject({ contact: { name: 'Harriet Cole' }, apiCalls: 1 });
  });
});

describe('what is remembered', () => {
  it('is forgotten after two hours, and not before', async () => {
    await settled('old', harriet);
    nowMs += 2 * hourMs - 1;
    expect(await find('old', harriet)).toMatchObject({ apiCalls: 0 });
    nowMs += 1;
    expect(await find('old', harriet)).toMatchObject({ apiCalls: 1 });
    expect(calls.size).toBe(0);
  });

  it('is bounded: the oldest call goes first', async () => {
    calls = startedCalls({ maxCalls: 2 });
    for (const callId of ['first', 'second', 'third']) {
      await settled(callId, harriet);
    }
    expect(calls.size).toBe(2);
    expect(await find('first', harriet)).toMatchObject({ apiCalls: 1 });
    expect(await find('second', harriet)).toMatchObject({ apiCalls: 0 });
  });
});
