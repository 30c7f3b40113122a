import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultRuleInput } from '../../local-org/control/faults.ts';
import { Connection } from 'jsforce';
import { Router } from '../../orchestrator/routeLead.ts';
import { Salesforce } from '../../orchestrator/salesforce/salesforce.ts';
import { place, startWorld, westCall, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const control = (method: string, path: string, body?: unknown) =>
  fetch(`${world.org.url}/_local${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  });
const fault = async (rule: FaultRuleInput) => expect((await control('POST', '/faults', rule)).ok).toBe(true);
afterEach(async () => {
  await control('DELETE', '/faults');
});

const found = async (object: string, field: string, callId: string) =>
  (await world.admin.query(`SELECT Id FROM ${object} WHERE ${field} = '${callId}'`)).totalSize;
const leads = (callId: string) => found('Lead', 'Voice_Call_Id__c', callId);
const handoffs = (callId: string) => found('Handoff__c', 'Call_Id__c', callId);
const composite = { method: 'POST', path: '/composite' };

describe('a reply of Salesforce that is lost after the work was done', () => {
  it.each([
    ['first', 0],
    ['second', 1]
  ])('on the %s call is told as retryable, and the call sent again is handed off once', async (which, after) => {
    const callId = `lost-${which}`;
    await fault({ kind: 'drop', drop: 'after', match: composite, after, times: 1 });
    const { status, error } = await place(world.service, westCall(callId));
    expect({ status, code: error.code }).toEqual({ status: 503, code: 'salesforceUnavailable' });
    const again = await place(world.service, westCall(callId));
    expect(again.status).toBe(200);
    expect([await leads(callId), await handoffs(callId)]).toEqual([1, 1]);
  });
});

describe('Salesforce', () => {
  it('that hangs is given up at the deadline, and the caller is told to send again', async () => {
    const service = await world.startService(500);
    await service.inject('/readyz');
    await fault({ kind: 'slow', ms: 60_000, match: composite });
    const { status, error } = await place(service, westCall('slow'));
    expect({ status, code: error.code }).toEqual({ status: 503, code: 'salesforceTimeout' });
  });

  it.each([
    ['503', 'salesforceUnavailable'],
    ['daily-limit', 'salesforceLimit'],
    ['expired-session', 'salesforceAuthentication']
  ] as const)('that answers %s is told as %s, and nothing is written', async (kind, code) => {
    // Not the shared service: an ended session would end it for the tests after this one.
    const service = await world.startService();
    await fault({ kind, match: composite, times: 1 });
    const { status, error } = await place(service, westCall(`fault-${kind}`));
    expect({ status, code: error.code }).toEqual({ status: 503, code });
    expect(await leads(`fault-${kind}`)).toBe(0);
  });

  it('that locks a row for a moment is asked again', async () => {
    await fault({ kind: 'row-lock', match: { method: 'POST', path: '/sobjects/Handoff__c' }, times: 1 });
    const { status, answer } = await place(world.service, westCall('locked'));
    expect(status).toBe(200);
    expect(await handoffs('locked')).toBe(1);
    expect(answer.rep).not.toBeNull();
  });
});

describe('the readiness of the service', () => {
  it('is told while Salesforce answers, and what to do while it does not', async () => {
    expect((await world.service.inject('/readyz')).json()).toEqual({ status: 'ready', salesforce: 'up' });
    const service = await world.startService();
    await fault({ kind: 'drop', match: { path: '/describe' } });
    const reply = await service.inject('/readyz');
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({ status: 'not ready', code: 'salesforceUnavailable' });
  });

  it('asks Salesforce once for many who ask', async () => {
    const service = await world.startService();
    await service.inject('/readyz');
    world.org.requests.clear();
    await Promise.all(Array.from({ length: 20 }, () => service.inject('/readyz')));
    expect(world.org.requests.list().map(({ path }) => path)).toEqual([]);
  });

  it('names the right that the integration user lacks', async () => {
    const { accessToken } = world.org.session('priya.raman@sample.example');
    const connection = new Connection({ instanceUrl: world.org.url, accessToken, version: '66.0' });
    const router = new Router({ salesforce: new Salesforce(connection) });
    await expect(router.ready()).rejects.toMatchObject({ code: 'salesforcePermission' });
  });

  it('differs from its being alive', async () => {
    await fault({ kind: 'drop', match: {} });
    expect((await world.service.inject('/healthz')).statusCode).toBe(200);
  });
});
