/**
 * /_local/clock: what time it is in the org.
 */
import { z } from 'zod';
import type { ApiRequest, ApiResponse, Operation } from '../api/operation.ts';
import type { Org } from '../org.ts';
import { controlBody, controlOperation } from './controlRequest.ts';

/** Applied in this order: freeze or resume, set, advanceMs; so a clock that is set and frozen shows the very instant. */
const clockInput = z
  .strictObject({
    set: z.iso.datetime({ offset: true }).optional(),
    advanceMs: z.int().optional(),
    freeze: z.literal(true).optional(),
    resume: z.literal(true).optional()
  })
  .refine((input) => !(input.freeze && input.resume), 'freeze and resume exclude each other');

function change(org: Org, request: ApiRequest): ApiResponse {
  const { set, advanceMs, freeze, resume } = controlBody(clockInput, request);
  if (freeze) org.clock.freeze();
  if (resume) org.clock.resume();
  if (set !== undefined) org.clock.set(new Date(set));
  if (advanceMs !== undefined) org.clock.advance(advanceMs);
  return show(org);
}

function show(org: Org): ApiResponse {
  return { status: 200, body: { now: org.clock.now().toISOString(), frozen: org.clock.frozen } };
}

export const operations: Operation[] = [
  controlOperation('GET', '/clock', 'Tells the time in the org, and whether it stands still', show),
  controlOperation(
    'POST',
    '/clock',
    'Changes it: {"set"?: instant, "advanceMs"?, "freeze"?: true, "resume"?: true}',
    change
  )
];
