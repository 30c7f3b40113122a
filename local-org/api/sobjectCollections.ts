/**
 * /composite/sobjects: up to 200 records in one request, saved each for itself or all together.
 */
import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { recordToJson } from '../soql/recordJson.ts';
import type { SObjectType } from '../state/schema.ts';
import { saveOptionsOf } from './saveOptions.ts';
import { collectionError } from './errorReply.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { objectBody } from './requestBody.ts';
import { fieldsToRead, fieldValues, nameList, objectOfPath } from './sobjectBody.ts';
import { enqueued, sessionOf } from './sobjectRows.ts';

/** Source: documented REST API Developer Guide, "sObject Collections": 200 records to save, 2,000 to read. */
const maxRecordsToSave = 200;
const maxRecordsToRead = 2_000;

type CollectionError = { statusCode: string; message: string; fields: readonly string[] };
type SaveResult = { id?: string; success: boolean; errors: CollectionError[]; created?: boolean };

class RolledBack extends Error {}

/**
 * Saves each item in a savepoint of its own, in order. With `allOrNone` one failure undoes all, and those that had not
 * failed themselves report ALL_OR_NONE_OPERATION_ROLLED_BACK.
 */
function saveEach<T>(org: Org, items: readonly T[], allOrNone: boolean, save: (item: T) => SaveResult): SaveResult[] {
  const results: SaveResult[] = [];
  try {
    org.transaction(() => {
      for (const item of items) {
        try {
          results.push(org.transaction(() => save(item)));
        } catch (error) {
          results.push({ success: false, errors: [collectionError(error)] });
        }
      }
      if (allOrNone && results.some(({ success }) => !success)) throw new RolledBack();
    });
    return results;
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    const message = 'Record rolled back because not all records were valid and the request was using AllOrNone header';
    const errors = [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK', message, fields: [] }];
    return results.map((result) => (result.success ? { success: false, errors } : result));
  }
}

function readCollection(body: unknown): { allOrNone: boolean; records: Record<string, unknown>[] } {
  const { allOrNone, records, ...rest } = objectBody(body);
  const unknown = Object.keys(rest)[0];
  if (unknown) throw new SalesforceError('JSON_PARSER_ERROR', `Unrecognized field "${unknown}"`);
  if (allOrNone !== undefined && typeof allOrNone !== 'boolean')
    throw new SalesforceError('JSON_PARSER_ERROR', 'allOrNone must be true or false');
  if (!Array.isArray(records)) throw new SalesforceError('JSON_PARSER_ERROR', 'records must be an array');
  limitRecords(records.length, maxRecordsToSave);
  return { allOrNone: allOrNone === true, records: records.map(objectBody) };
}

/** Salesforce's code for too many records; its text is as recorded in public repositories. */
function limitRecords(count: number, max: number): void {
  if (count > max) {
    throw new SalesforceError('LIMIT_EXCEEDED', `Record limit reached. Cannot process more than ${max} records.`);
  }
}

function typeOf(org: Org, record: Record<string, unknown>): SObjectType {
  const attributes = record['attributes'] as { type?: unknown } | undefined;
  const type = attributes?.type;
  const object = typeof type === 'string' ? org.schema.object(type) : undefined;
  if (!object) throw new SalesforceError('INVALID_TYPE', `sObject type '${String(type)}' is not supported.`);
  return object;
}

/** The record's id, under `Id` or `id`, and its other values. */
function splitId(record: Record<string, unknown>): { id: string; values: Record<string, unknown> } {
  const values = fieldValues(record);
  const key = Object.keys(values).find((name) => name.toLowerCase() === 'id');
  const id = key === undefined ? undefined : values[key];
  if (key !== undefined) delete values[key];
  if (typeof id !== 'string')
    throw new SalesforceError('MISSING_ARGUMENT', 'Id not specified in an update call', { fields: ['Id'] });
  return { id, values };
}

function create(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const options = saveOptionsOf(request);
  const { allOrNone, records } = readCollection(request.body);
  const results = saveEach(org, records, allOrNone, (record) => {
    const { id, eventUuid } = org.records.create(session, typeOf(org, record).name, fieldValues(record), options);
    return { id, success: true, errors: eventUuid === undefined ? [] : [enqueued(eventUuid)] };
  });
  return { status: 200, body: results };
}

function update(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const options = saveOptionsOf(request);
  const { allOrNone, records } = readCollection(request.body);
  const results = saveEach(org, records, allOrNone, (record) => {
    const { id, values } = splitId(record);
    org.records.update(session, typeOf(org, record).name, id, values, options);
    return { id, success: true, errors: [] };
  });
  return { status: 200, body: results };
}

function upsert(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const object = objectOfPath(org, request.params['object']);
  const field = object.field(request.params['field'] ?? '');
  if (!field?.externalId) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  const options = saveOptionsOf(request);
  const { allOrNone, records } = readCollection(request.body);
  const results = saveEach(org, records, allOrNone, (record) => {
    if (typeOf(org, record).name !== object.name) {
      throw new SalesforceError('INVALID_TYPE', `The record's type must be ${object.name}, as in the address`);
    }
    const values = fieldValues(record);
    const key = Object.keys(values).find((name) => name.toLowerCase() === field.name.toLowerCase());
    const externalId = key === undefined ? undefined : values[key];
    if (key !== undefined) delete values[key];
    if ((typeof externalId !== 'string' && typeof externalId !== 'number') || externalId === '') {
      throw new SalesforceError('MISSING_ARGUMENT', `${field.name} not specified`);
    }
    const { id, created } = org.records.upsert(session, object.name, field.name, String(externalId), values, options);
    return { id, success: true, errors: [], created };
  });
  return { status: 200, body: results };
}

function remove(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const ids = nameList(request.query.get('ids'));
  if (!ids || ids.length === 0) throw new SalesforceError('MISSING_ARGUMENT', 'The ids parameter is required');
  limitRecords(ids.length, maxRecordsToSave);
  const body = request.body === undefined ? {} : objectBody(request.body);
  const allOrNone = /^true$/i.test(request.query.get('allOrNone') ?? '') || body['allOrNone'] === true;
  const results = saveEach(org, ids, allOrNone, (id) => {
    org.records.delete(session, objectOfId(org, id).name, id);
    return { id, success: true, errors: [] };
  });
  return { status: 200, body: results };
}

function objectOfId(org: Org, id: string): SObjectType {
  const object = org.schema.objectOfId(id);
  if (!object) throw new SalesforceError('MALFORMED_ID', `malformed id ${id}`);
  return object;
}

/** Records in the order of the ids; null for one that the user cannot see, or that is not there. */
function retrieve(org: Org, request: ApiRequest, ids: readonly string[], names: readonly string[]): ApiResponse {
  const session: Session = sessionOf(request);
  const object = objectOfPath(org, request.params['object']);
  limitRecords(ids.length, maxRecordsToRead);
  const fields = fieldsToRead(org.access(session), object, names);
  const records = ids.map((id) => {
    try {
      return recordToJson(org, object.name, org.records.read(session, object.name, id), fields, request.apiVersion);
    } catch (error) {
      if (error instanceof SalesforceError && error.status === 404) return null;
      throw error;
    }
  });
  return { status: 200, body: records };
}

function retrieveByGet(org: Org, request: ApiRequest): ApiResponse {
  const ids = nameList(request.query.get('ids'));
  const fields = nameList(request.query.get('fields'));
  if (!ids || !fields) throw new SalesforceError('MISSING_ARGUMENT', 'The ids and fields parameters are required');
  return retrieve(org, request, ids, fields);
}

function retrieveByPost(org: Org, request: ApiRequest): ApiResponse {
  const { ids, fields } = objectBody(request.body);
  const areNames = (list: unknown): list is string[] =>
    Array.isArray(list) && list.every((item) => typeof item === 'string');
  if (!areNames(ids) || !areNames(fields))
    throw new SalesforceError('JSON_PARSER_ERROR', 'ids and fields must be arrays of strings');
  return retrieve(org, request, ids, fields);
}

const source = 'documented REST API Developer Guide, "sObject Collections"';
const row = (
  method: Operation['method'],
  path: string,
  summary: string,
  handle: Operation['handle'],
  inComposite = true
): Operation => ({ method, at: 'data', path, summary, support: 'supported', source, inComposite, handle });

export const operations: Operation[] = [
  row('POST', '/composite/sobjects', 'Creates up to 200 records, or publishes events', create),
  row('PATCH', '/composite/sobjects', 'Updates up to 200 records', update),
  row('DELETE', '/composite/sobjects', 'Deletes up to 200 records', remove),
  row('PATCH', '/composite/sobjects/:object/:field', 'Upserts up to 200 records by an external id', upsert),
  row('GET', '/composite/sobjects/:object', 'Reads up to 2,000 records by id', retrieveByGet),
  row('POST', '/composite/sobjects/:object', 'Reads up to 2,000 records by id, named in the body', retrieveByPost)
];
