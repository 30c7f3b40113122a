/**
 * Every error the local org answers with, in Salesforce's words.
 *
 * Handlers throw {@link SalesforceError}; the wire (api/server.ts) turns it into the JSON array that Salesforce sends.
 * What the local org does not do is refused by {@link unsupported}, before any state changes.
 */

/** HTTP status of each error code. Source: REST API Developer Guide, "Status Codes and Error Responses", unless noted in docs. */
const errorStatus = {
  ALL_OR_NONE_OPERATION_ROLLED_BACK: 400,
  BATCH_PROCESSING_HALTED: 412,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 400,
  DELETE_FAILED: 400,
  DUPLICATE_VALUE: 400,
  DUPLICATES_DETECTED: 400,
  ENTITY_IS_DELETED: 404,
  EXCEEDED_ID_LIMIT: 400,
  FIELD_CUSTOM_VALIDATION_EXCEPTION: 400,
  FIELD_INTEGRITY_EXCEPTION: 400,
  INACTIVE_OWNER_OR_USER: 400,
  INSUFFICIENT_ACCESS: 403,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 400,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
  INVALID_AUTH_HEADER: 401,
  INVALID_CROSS_REFERENCE_KEY: 400,
  INVALID_EMAIL_ADDRESS: 400,
  INVALID_FIELD: 400,
  INVALID_FIELD_FOR_INSERT_UPDATE: 400,
  INVALID_ID_FIELD: 400,
  INVALID_INPUT: 400,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 400,
  INVALID_QUERY_FILTER_OPERATOR: 400,
  INVALID_QUERY_LOCATOR: 400,
  INVALID_SESSION_ID: 401,
  INVALID_TYPE: 400,
  INVALID_TYPE_FOR_OPERATION: 400,
  INVALID_TYPE_ON_FIELD_IN_RECORD: 400,
  JSON_PARSER_ERROR: 400,
  LIMIT_EXCEEDED: 400,
  LOCAL_ORG_UNSUPPORTED: 501,
  MALFORMED_ID: 400,
  MALFORMED_QUERY: 400,
  METHOD_NOT_ALLOWED: 405,
  MISSING_ARGUMENT: 400,
  NOT_FOUND: 404,
  NUMBER_OUTSIDE_VALID_RANGE: 400,
  PROCESSING_HALTED: 400,
  QUERY_TIMEOUT: 400,
  REQUEST_LIMIT_EXCEEDED: 403,
  REQUIRED_FIELD_MISSING: 400,
  SERVER_UNAVAILABLE: 503,
  STRING_TOO_LONG: 400,
  UNABLE_TO_LOCK_ROW: 400,
  UNKNOWN_EXCEPTION: 500,
  UNSUPPORTED_MEDIA_TYPE: 415
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** One error as Salesforce reports it: `errorCode`, `message`, and the API names of the `fields` at fault where it names them. */
export class SalesforceError extends Error {
  readonly errorCode: ErrorCode;
  /** HTTP status; defaults to the status of the code in {@link errorStatus}. */
  readonly status: number;
  readonly fields: readonly string[] | undefined;
  /** Further keys of the error object on the wire, e.g. `duplicateResut`. */
  readonly extra: Readonly<Record<string, unknown>> | undefined;

  constructor(
    errorCode: ErrorCode,
    message: string,
    options: { fields?: readonly string[]; status?: number; extra?: Record<string, unknown> } = {}
  ) {
    super(message);
    this.name = 'SalesforceError';
    this.errorCode = errorCode;
    this.status = options.status ?? errorStatus[errorCode];
    this.fields = options.fields;
    this.extra = options.extra;
  }

  /** The object that stands in the JSON array of a REST error reply. */
  toJSON(): Record<string, unknown> {
    return {
      ...this.extra,
      message: this.message,
      errorCode: this.errorCode,
      ...(this.fields ? { fields: [...this.fields] } : {})
    };
  }
}

/**
 * Refuses by name what the local org does not do. The message stands in double parentheses so that nobody takes it for
 * Salesforce's own.
 * @param what a noun phrase: `SOQL TYPEOF`, `POST /jobs/query`
 */
export function unsupported(what: string): SalesforceError {
  return new SalesforceError(
    'LOCAL_ORG_UNSUPPORTED',
    `((The local org does not support ${what}. See local-org/FIDELITY.md.))`
  );
}
