/**
 * /_local/faults: what shall go wrong.
 */
import { z } from 'zod';
import type { ApiRequest, ApiResponse, Operation } from '../api/operation.ts';
import type { Host } from '../api/host.ts';
import type { Org } from '../org.ts';
import { controlBody, controlOperation } from './controlRequest.ts';
import { faultRule } from './faults.ts';

const ruleList = z.strictObject({ rules: z.array(faultRule).min(1) });

function add(_org: Org, request: ApiRequest, host: Host): ApiResponse {
  const isList = typeof request.body === 'object' && request.body !== null && 'rules' in request.body;
  const added = isList ? controlBody(ruleList, request).rules : [controlBody(faultRule, request)];
  return { status: 201, body: { rules: added.map((rule) => host.faults.add(rule)) } };
}

function remove(_org: Org, request: ApiRequest, host: Host): ApiResponse {
  const { id } = controlBody(z.strictObject({ id: z.int().optional() }), request);
  return { status: 200, body: { removed: host.faults.remove(id) } };
}

export const operations: Operation[] = [
  controlOperation('GET', '/faults', 'Lists the fault rules, and how often each was met', (_org, _request, host) => ({
    status: 200,
    body: { rules: host.faults.list() }
  })),
  controlOperation(
    'POST',
    '/faults',
    'Adds a rule, or {"rules": […]}: {"kind": "slow" (with "ms") | "503" | "drop" ("drop": "before" | "after") | "expired-session" | "row-lock" | "daily-limit", "match"?: {"method"?, "path"?}, "times"?, "after"?, "probability"?, "seed"?}',
    add
  ),
  controlOperation('DELETE', '/faults', 'Removes all rules, or one: {"id"}', remove)
];
