/**
 * Errors on the wire.
 */
import { SalesforceError } from '../errors.ts';
import type { ApiResponse } from './operation.ts';

/**
 * The JSON array that Salesforce sends. What is not a {@link SalesforceError} is a defect of the local org: it is
 * answered as UNKNOWN_EXCEPTION with its message, in double parentheses.
 * @param path of the request, whose version root stands before the addresses of several matches
 */
export function errorReply(error: unknown, path: string): ApiResponse {
  if (!(error instanceof SalesforceError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 500, body: [{ message: `((${message}))`, errorCode: 'UNKNOWN_EXCEPTION' }] };
  }
  // An external id that several records bear is answered with the list of their addresses, not with an error.
  const matches = error.extra?.['matches'];
  if (error.status === 300 && Array.isArray(matches)) {
    const root = /^\/services\/data\/v[\d.]+/.exec(path)?.[0] ?? '';
    return { status: 300, body: matches.map((match: string) => `${root}${match}`) };
  }
  return { status: error.status, body: [withRoot(error.toJSON(), path)] };
}

/** An error with the records it names under the version's root. */
function withRoot(error: Record<string, unknown>, path: string): Record<string, unknown> {
  if (error['duplicateResut'] === undefined) return error;
  const root = /^\/services\/data\/v[\d.]+/.exec(path)?.[0] ?? '';
  return JSON.parse(JSON.stringify(error), (key, value: unknown) =>
    key === 'url' && typeof value === 'string' ? `${root}${value}` : value
  ) as Record<string, unknown>;
}

/** One error inside a collection's result: `statusCode` where a single record's reply has `errorCode`. */
export function collectionError(error: unknown): { statusCode: string; message: string; fields: readonly string[] } {
  if (error instanceof SalesforceError) {
    return { statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] };
  }
  throw error;
}
