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
  INSUFFICIENT_ACCESS: 'salesforcePermission',
  INSUFFICIENT_ACCESS_OR_READONLY: 'salesforcePermission',
  INVALID_TYPE: 'salesforcePermission',
  SERVER_UNAVAILABLE: 'salesforceUnavailable',
  UNABLE_TO_LOCK_ROW: 'salesforceUnavailable',
  QUERY_TIMEOUT: 'salesforceUnavailable',
  UNKNOWN_EXCEPTION: 'salesforceUnavailable'
};

/** Codes that blame a value of the record. */
const refusals = new Set([
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'DUPLICATES_DETECTED',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'FIELD_FILTER_VALIDATION_EXCEPTION',
  'FIELD_INTEGRITY_EXCEPTION',
  'INACTIVE_OWNER_OR_USER',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_EMAIL_ADDRESS',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'JSON_PARSER_ERROR',
  'MALFORMED_ID',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'REQUIRED_FIELD_MISSING',
  'STRING_TOO_LONG'
]);

/**
 * An error that a subrequest reported.
 * @param pathOf names the request's field for a Salesforce field, e.g. `caller.company` for `Company`
 */
export function fromSubrequest(errors: readonly SubrequestError[], pathOf: (field: string) => string): BatonError {
  const [first] = errors;
  if (!first) {
    return new BatonError('salesforceUnavailable', 'Salesforce answered without saying what failed.');
  }
  const unknown = /No such column '([^']+)'/.exec(first.message)?.[1];
  if (first.errorCode === 'INVALID_FIELD' && unknown) {
    const fields = [
      { path: pathOf(unknown), message: `The org has no Lead field ${unknown} that the integration user may write.` }
    ];
    return new BatonError('unknownField', `Unknown Lead field: ${unknown}.`, { fields });
  }
  if (refusals.has(first.errorCode)) {
    const fields = errors.flatMap(({ fields: named = [], message }): FieldProblem[] =>
      named.map((field) => ({ path: pathOf(field), message }))
    );
    return new BatonError('rejectedBySalesforce', `Salesforce refused the record: ${first.message}`, {
      fields,
      cause: first
    });
  }
  return new BatonError(
    codes[first.errorCode] ?? 'unexpected',
    `Salesforce answered ${first.errorCode}: ${first.message}`,
    {
      cause: first
    }
  );
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
  if (status?.startsWith('5') || /^E[A-Z]+$/.test(code) || name === 'FetchError') {
    return new BatonError('salesforceUnavailable', `Salesforce is out of reach: ${code || status || message}.`, {
      cause: error
    });
  }
  return new BatonError('unexpected', message, { cause: error });
}
