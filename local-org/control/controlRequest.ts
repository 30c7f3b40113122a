/**
 * Bodies and rows of the control endpoints.
 */
import { z } from 'zod';
import { SalesforceError } from '../errors.ts';
import type { ApiRequest, Operation } from '../api/operation.ts';

/**
 * The body, checked. No body counts as an empty object.
 * @throws SalesforceError INVALID_INPUT with what is wrong, in double parentheses: these endpoints are no Salesforce's
 */
export function controlBody<T extends z.ZodType>(schema: T, request: ApiRequest): z.output<T> {
  const parsed = schema.safeParse(request.body ?? {});
  if (parsed.success) return parsed.data;
  throw new SalesforceError('INVALID_INPUT', `((${z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' ')}))`);
}

/** One row below /_local. */
export function controlOperation(
  method: Operation['method'],
  path: string,
  summary: string,
  handle: NonNullable<Operation['handle']>
): Operation {
  const source = 'assumed: an endpoint of the local org, which Salesforce does not have';
  return { method, at: 'control', path, summary, support: 'supported', source, auth: 'none', counted: false, handle };
}
