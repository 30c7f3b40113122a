/**
 * Errors on the wire.
 */
import { SalesforceError } from '../errors.ts';
import type { ApiResponse } from './operation.ts';

/**
 * The JSON array that Salesforce sends. What is not a {@link SalesforceError} is a defect of the local org: it is
 * answered as UNKNOWN_EXCEPTION with its message, in double parentheses.
 */
export function errorReply(error: unknown): ApiResponse {
  if (!(error instanceof SalesforceError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: 500, body: [{ message: `((${message}))`, errorCode: 'UNKNOWN_EXCEPTION' }] };
  }
  // An external id that several records bear is answered with the list of their addresses, not with an error.
  const matches = error.extra?.['matches'];
  if (error.status === 300 && Array.isArray(matches)) return { status: 300, body: matches };
  return { status: error.status, body: [error.toJSON()] };
}

/** One error inside a collection's result: `statusCode` where a single record's reply has `errorCode`. */
export function collectionError(error: unknown): { statusCode: string; message: string; fields: readonly string[] } {
  if (error instanceof SalesforceError) {
    return { statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] };
  }
  throw error;
}
