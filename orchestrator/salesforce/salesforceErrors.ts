/** Salesforce's and jsforce's errors in our catalogue's words. */
import { BatonError, type BatonErrorCode, type FieldProblem } from '../domain/errors.ts';
import type { SubrequestError } from './composite.ts';

const codes: Readonly<Record<string, BatonErrorCode>> = {
  INVALID_SESSION_ID: 'salesforceAuthentication',
  INVALID_AUTH_HEADER: 'salesforceAuthentication',
  invalid_grant: 'salesforceAuthentication',
  invalid_client: 'salesforceAuthentication',
  invalid_client_id: 'salesforceAuthentication',
  API_DISABLED_FOR_ORG: 'salesforceAuthentication',
  REQUEST_LIMIT_EXCEEDED: 'salesforceLimit',
  INVALID_FIELD: 'salesforcePermission',
  INVALID_TYPE: 'salesforcePermission',
  SERVER_UNAVAILABLE: 'salesforceUnavailable',
  UNABLE_TO_LOCK_ROW: 'salesforceUnavailable',
  QUERY_TIMEOUT: 'salesforceUnavailable',
  UNKNOWN_EXCEPTION: 'salesforceUnavailable'
};

/** Codes that blame a value of the record. */
const refusals = new Set([
  'CANNOT_EXECUTE_FLOW_TRIGGER',
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'DUPLICATES_DETECTED',
  'DUPLICATE_VALUE',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'FIELD_FILTER_VALIDATION_EXCEPTION',
  'FIELD_INTEGRITY_EXCEPTION',
  'INACTIVE_OWNER_OR_USER',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_EMAIL_ADDRESS',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'JSON_PARSER_ERROR',
  'MALFORMED_ID',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'REQUIRED_FIELD_MISSING',
  'STRING_TOO_LONG'
]);

/** Codes that say of a record of Baton's own that the integration user lacks a right, or the org a field. */
const missingRights = new Set([
  'INSUFFICIENT_ACCESS',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_TYPE',
  'NOT_FOUND',
  'TRANSFER_REQUIRES_READ'
]);

/**
 * Why the org did not take a caller's Lead. Its values came from the request, so they may be the caller's fault.
 * @param pathOf names the request's field for a Salesforce field, e.g. `caller.company` for `Company`
 */
export function fromLeadInsert(errors: readonly SubrequestError[], pathOf: (field: string) => string): BatonError {
  const [first] = errors;
  const unknown = /No such column '([^']+)'/.exec(first?.message ?? '')?.[1];
  if (first && first.errorCode === 'INVALID_FIELD' && unknown) {
    const path = pathOf(unknown);
    const message = `The org has no Lead field ${unknown} that the integration user may write.`;
    return path.startsWith('custom.')
      ? new BatonError('unknownField', `Unknown Lead field: ${unknown}.`, { fields: [{ path, message }] })
      : new BatonError('salesforcePermission', message, { cause: first });
  }
  if (first && refusals.has(first.errorCode)) {
    const fields = errors.flatMap(({ fields: named = [], message }): FieldProblem[] =>
      named.map((field) => ({ path: pathOf(field), message }))
    );
    const message = `Salesforce refused the record: ${first.message}`;
    return new BatonError('rejectedBySalesforce', message, { fields, cause: first });
  }
  return fromSubrequest(errors);
}

/** Why a subrequest on Baton's own account failed: never the caller's fault. */
export function fromSubrequest(errors: readonly SubrequestError[]): BatonError {
  const [first] = errors;
  if (!first) {
    return new BatonError('salesforceUnavailable', 'Salesforce answered without saying what failed.');
  }
  const code = missingRights.has(first.errorCode) ? 'salesforcePermission' : (codes[first.errorCode] ?? 'unexpected');
  return new BatonError(code, `Salesforce answered ${first.errorCode}: ${first.message}`, { cause: first });
}

/** Whatever jsforce threw: an API error, a network error, a deadline that passed. */
export function fromThrown(error: unknown): BatonError {
  if (error instanceof BatonError) {
    return error;
  }
  const { name = '', message = String(error), code = '', errorCode = '' } = error as Record<string, string>;
  if (name === 'AbortError' || code === 'ETIMEDOUT' || name === 'TimeoutError') {
    return new BatonError('salesforceTimeout', 'Salesforce did not answer in time.', { cause: error });
  }
  // jsforce keeps only the text of what went wrong when it logs in again.
  if (message.startsWith('Unable to refresh session')) {
    return new BatonError('salesforceAuthentication', message, { cause: error });
  }
  const known = codes[errorCode] ?? codes[name];
  if (known) {
    return new BatonError(known, `Salesforce answered ${errorCode || name}: ${message}`, { cause: error });
  }
  const status = /^ERROR_HTTP_(\d+)$/.exec(errorCode || name)?.[1];
  if (status === '401') {
    return new BatonError('salesforceAuthentication', 'Salesforce refused the access token.', { cause: error });
  }
  // 420 is an org that is locked or gone, 429 one that asks for patience.
  if (
    status?.startsWith('5') ||
    status === '420' ||
    status === '429' ||
    /^E[A-Z]+$/.test(code) ||
    name === 'FetchError'
  ) {
    return new BatonError('salesforceUnavailable', `Salesforce is out of reach: ${code || status || message}.`, {
      cause: error
    });
  }
  return new BatonError('unexpected', message, { cause: error });
}
