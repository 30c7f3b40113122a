/**
 * /_local/reset, seed, requests, outbox, and the index of them all.
 */
import { z } from 'zod';
import type { ApiRequest, ApiResponse, Operation } from '../api/operation.ts';
import type { Host } from '../api/host.ts';
import { findUser } from '../api/users.ts';
import type { Org } from '../org.ts';
import * as clockControl from './clockControl.ts';
import { controlBody, controlOperation } from './controlRequest.ts';
import * as faultControl from './faultControl.ts';
import * as sessionControl from './sessionControl.ts';

function reset(_org: Org, request: ApiRequest, host: Host): ApiResponse {
  const { seed } = controlBody(z.strictObject({ seed: z.boolean().default(true) }), request);
  host.reset({ seed });
  return { status: 200, body: { reset: true, seeded: seed } };
}

function seed(_org: Org, _request: ApiRequest, host: Host): ApiResponse {
  host.seed();
  return { status: 200, body: { seeded: true } };
}

function requests(org: Org, _request: ApiRequest, host: Host): ApiResponse {
  const names = new Map<string, string | null>();
  const nameOf = (userId: string | null): string | null => {
    if (userId === null) return null;
    if (!names.has(userId)) names.set(userId, findUser(org, userId)?.username ?? null);
    return names.get(userId) ?? null;
  };
  return {
    status: 200,
    body: { requests: host.requestLog.list().map((entry) => ({ ...entry, user: nameOf(entry.userId) })) }
  };
}

function clearRequests(_org: Org, _request: ApiRequest, host: Host): ApiResponse {
  host.requestLog.clear();
  return { status: 204 };
}

function index(org: Org): ApiResponse {
  const lines = operations.map(
    ({ method, path, summary }) => `${method.padEnd(6)} /_local${path === '/' ? '' : path}  ${summary}`
  );
  const text = [
    `The local org at ${org.url}. These endpoints are its own; Salesforce has none of them.`,
    '',
    ...lines,
    ''
  ].join('\n');
  return { status: 200, body: text };
}

export const operations: Operation[] = [
  controlOperation('GET', '/', 'Shows this list', index),
  ...sessionControl.operations,
  controlOperation(
    'POST',
    '/reset',
    'Sends the org back to its state after start-up: {"seed"?: false} leaves the sample data out',
    reset
  ),
  controlOperation('POST', '/seed', 'Loads the sample data; a second time changes nothing', seed),
  ...clockControl.operations,
  ...faultControl.operations,
  controlOperation('GET', '/requests', 'Shows the last 10,000 requests, oldest first', requests),
  controlOperation('DELETE', '/requests', 'Forgets them', clearRequests),
  controlOperation('GET', '/outbox', 'Shows the e-mails that the org would have sent', (_org, _request, host) => ({
    status: 200,
    body: { emails: host.outbox.emails }
  })),
  controlOperation('DELETE', '/outbox', 'Empties the outbox', (_org, _request, host) => {
    host.outbox.clear();
    return { status: 204 };
  })
];
