/**
 * The User Interface API for single records, which Lightning Data Service calls.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, SaveOptions, Session } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectInfo, picklistValues, picklistValuesOfObject } from './uiApiObjectInfo.ts';
import { fieldTree, readableFields, recordRepresentation } from './uiApiRecord.ts';
import { writeError } from './uiApiWriteError.ts';

const guide = 'documented User Interface API Developer Guide';

export const operations: readonly Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/records/:id',
    summary: 'Read a record for a page: `fields` and `optionalFields`, with lookups nested',
    support: 'partial',
    note: 'layoutTypes, modes and childRelationships are refused; displayValue of numbers is formatted by assumption',
    source: `${guide}, "Get a Record"; recorded in the fixtures of lwc-recipes`,
    handle: getRecord
  },
  {
    method: 'POST',
    at: 'data',
    path: '/ui-api/records',
    summary: 'Create a record from a page; assignment rules run only with useDefaultRule',
    support: 'partial',
    note: 'The reply holds all fields that the user can read, without nested lookups; no duplicate rules; no e-mail is sent',
    source: `${guide}, "Create a Record"`,
    handle: createRecord
  },
  {
    method: 'PATCH',
    at: 'data',
    path: '/ui-api/records/:id',
    summary: 'Update a record from a page; assignment rules run only with useDefaultRule',
    support: 'partial',
    note: 'As for create; If-Unmodified-Since is refused',
    source: `${guide}, "Update a Record"`,
    handle: updateRecord
  },
  {
    method: 'DELETE',
    at: 'data',
    path: '/ui-api/records/:id',
    summary: 'Delete a record',
    support: 'supported',
    source: `${guide}, "Delete a Record"`,
    handle: deleteRecord
  },
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/object-info/:object',
    summary: 'Describe an object and its fields for a page',
    support: 'partial',
    note: 'One master record type; no themes, dependent picklists or record types',
    source: `${guide}, "Get Object Metadata"; recorded in the fixtures of lwc-recipes`,
    handle: (org, request) => ({ status: 200, body: objectInfo(org, sessionOf(request), request.params.object ?? '') })
  },
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/object-info/:object/picklist-values/:recordTypeId',
    summary: "Values of all an object's picklists",
    support: 'partial',
    note: 'Only the master record type; no dependent picklists',
    source: `${guide}, "Get Values for All Picklist Fields of a Record Type"`,
    handle: (org, request) => ({
      status: 200,
      body: picklistValuesOfObject(
        org,
        sessionOf(request),
        request.params.object ?? '',
        request.params.recordTypeId ?? '',
        request.apiVersion
      )
    })
  },
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/object-info/:object/picklist-values/:recordTypeId/:field',
    summary: 'Values of one picklist',
    support: 'partial',
    note: 'Only the master record type; no dependent picklists',
    source: `${guide}, "Get Values for a Picklist Field"`,
    handle: (org, request) => ({
      status: 200,
      body: picklistValues(
        org,
        sessionOf(request),
        request.params.object ?? '',
        request.params.recordTypeId ?? '',
        request.params.field ?? '',
        request.apiVersion
      )
    })
  },
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/record-ui/:ids',
    summary: 'Layout, metadata and data of records in one reply',
    support: 'refused',
    note: 'The local org has no layouts',
    source: `${guide}, "Get Record Data and Object Metadata"`
  },
  {
    method: 'GET',
    at: 'data',
    path: '/ui-api/records/batch/:ids',
    summary: 'Read several records for a page',
    support: 'refused',
    note: 'Read them one by one',
    source: `${guide}, "Get a Batch of Records"`
  }
];

function getRecord(org: Org, request: ApiRequest): ApiResponse {
  const { object, id } = recordNamed(org, request);
  for (const parameter of ['layoutTypes', 'modes', 'childRelationships', 'pageSize']) {
    if (request.query.has(parameter)) throw unsupported(`${parameter} on GET /ui-api/records`);
  }
  const required = list(request.query, 'fields');
  const optional = list(request.query, 'optionalFields');
  if (required.length + optional.length === 0) {
    throw new SalesforceError('MISSING_ARGUMENT', 'Specify fields, optionalFields, or layoutTypes.');
  }
  const tree = fieldTree(object.name, required, optional);
  return { status: 200, body: recordRepresentation(org, sessionOf(request), object, id, tree, request.apiVersion) };
}

function createRecord(org: Org, request: ApiRequest): ApiResponse {
  const input = recordInput(request, ['apiName']);
  const object = typeof input.apiName === 'string' ? org.schema.object(input.apiName) : undefined;
  if (!object)
    throw new SalesforceError('INVALID_TYPE', `Object [${String(input.apiName)}] is not supported in UI API`);
  const session = sessionOf(request);
  return saving(object, () => {
    const { id } = org.records.create(session, object.name, input.fields, input.options);
    return { status: 201, body: afterSave(org, session, object, id, request) };
  });
}

function updateRecord(org: Org, request: ApiRequest): ApiResponse {
  const { object, id } = recordNamed(org, request);
  if (request.headers['if-unmodified-since']) throw unsupported('If-Unmodified-Since on PATCH /ui-api/records');
  const input = recordInput(request, []);
  const session = sessionOf(request);
  return saving(object, () => {
    org.records.update(session, object.name, id, input.fields, input.options);
    return { status: 200, body: afterSave(org, session, object, id, request) };
  });
}

function deleteRecord(org: Org, request: ApiRequest): ApiResponse {
  const { object, id } = recordNamed(org, request);
  org.records.delete(sessionOf(request), object.name, id);
  return { status: 204 };
}

/** What the user can read of the record now: nothing but its id when the save has given it away. */
function afterSave(org: Org, session: Session, object: SObjectType, id: string, request: ApiRequest): unknown {
  try {
    return recordRepresentation(org, session, object, id, readableFields(org, session, object), request.apiVersion);
  } catch (error) {
    if (error instanceof SalesforceError && error.errorCode === 'NOT_FOUND') {
      return { apiName: object.name, childRelationships: {}, fields: {}, id };
    }
    throw error;
  }
}

/** A save that a rule of the org rejects is answered in the shape of the UI API; a refusal by name stays what it is. */
function saving(object: SObjectType, save: () => ApiResponse): ApiResponse {
  try {
    return save();
  } catch (error) {
    if (error instanceof SalesforceError && error.errorCode !== 'LOCAL_ORG_UNSUPPORTED')
      return writeError(error, object);
    throw error;
  }
}

interface RecordInput {
  readonly apiName: unknown;
  readonly fields: Record<string, unknown>;
  readonly options: SaveOptions;
}

/**
 * Reads a body such as `{ "fields": { "Name": "…" }, "useDefaultRule": true }`. Assignment rules stay off unless
 * `useDefaultRule` is true. Source: documented, User Interface API Developer Guide, "Record Input".
 */
function recordInput(request: ApiRequest, alsoKnown: readonly string[]): RecordInput {
  const body = request.body;
  if (!isObject(body) || !isObject(body.fields)) {
    throw new SalesforceError('JSON_PARSER_ERROR', "The request body must be a JSON object with 'fields'");
  }
  const known = [
    'fields',
    'allowSaveOnDuplicate',
    'useDefaultRule',
    'triggerUserEmail',
    'triggerOtherEmail',
    ...alsoKnown
  ];
  const unknown = Object.keys(body).find((key) => !known.includes(key));
  if (unknown) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${unknown}"`);
  for (const flag of ['triggerUserEmail', 'triggerOtherEmail']) {
    if (body[flag] === true) throw unsupported(`${flag} on /ui-api/records`);
  }
  return {
    apiName: body.apiName,
    fields: body.fields,
    options: {
      autoAssign: { kind: body.useDefaultRule === true ? 'active' : 'off' },
      allowDuplicates: body.allowSaveOnDuplicate === true
    }
  };
}

function recordNamed(org: Org, request: ApiRequest): { object: SObjectType; id: string } {
  const id = request.params.id ?? '';
  const object = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/.test(id) ? org.schema.objectOfId(id) : undefined;
  if (!object) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  return { object, id };
}

function list(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sessionOf(request: ApiRequest): Session {
  if (!request.session) throw new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid');
  return request.session;
}
