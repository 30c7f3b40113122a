/**
 * Records by an external id: /sobjects/Lead/Voice_Call_Id__c/c-0001, and what else stands at that depth.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, StoredRow } from '../org.ts';
import { dataRoot, recordToJson } from '../soql/recordJson.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { saveOptionsOf } from './saveOptions.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { fieldsToRead, fieldValues, isIdOf, nameList, objectOfPath } from './sobjectBody.ts';
import { sessionOf } from './sobjectRows.ts';

/**
 * @throws SalesforceError NOT_FOUND when the field is unknown or no external id; LOCAL_ORG_UNSUPPORTED when the path is
 *   `/sobjects/Lead/00Q…/Owner`, a relationship
 */
function externalIdField(object: SObjectType, name: string | undefined): Field {
  if (name !== undefined && isIdOf(object, name))
    throw unsupported('paths along a relationship (/sobjects/:object/:id/:relationship)');
  const field = object.field(name ?? '');
  if (!field || (!field.externalId && field.type !== 'id')) {
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }
  return field;
}

/** Upsert by `Id` is an update in disguise, and nobody's path to a record: refused by name. */
function upsert(org: Org, request: ApiRequest): ApiResponse {
  const object = objectOfPath(org, request.params['object']);
  const field = externalIdField(object, request.params['field']);
  if (field.type === 'id') throw unsupported('an upsert by Id: PATCH /sobjects/:object/:id');
  const value = request.params['value'] ?? '';
  const values = fieldValues(request.body, field.name);
  const updateOnly = /^true$/i.test(request.query.get('updateOnly') ?? 'false');
  const { id, created } = org.records.upsert(sessionOf(request), object.name, field.name, value, values, {
    ...saveOptionsOf(request),
    updateOnly
  });
  const location = `${dataRoot(request.apiVersion)}/sobjects/${object.name}/${id}`;
  return {
    status: created ? 201 : 200,
    headers: created ? { Location: location } : {},
    body: { id, success: true, errors: [], created }
  };
}

/** Ids of the undeleted records that bear this value, oldest first, as far as the user may see them. */
function find(org: Org, request: ApiRequest): { object: SObjectType; rows: StoredRow[] } {
  const object = objectOfPath(org, request.params['object']);
  const field = externalIdField(object, request.params['field']);
  const session = sessionOf(request);
  const access = org.access(session);
  if (!access.can(object.name, 'read') || !access.canReadField(object.name, field.name)) {
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }
  const found = org.db
    .prepare(`SELECT * FROM "${object.name}" WHERE "${field.name}" = ? AND IsDeleted = 0 ORDER BY Id`)
    .all(request.params['value'] ?? '') as StoredRow[];
  return { object, rows: found.filter((row) => access.canSeeRecord(object.name, row)) };
}

function read(org: Org, request: ApiRequest): ApiResponse {
  const { object, rows } = find(org, request);
  const addresses = rows.map((row) => `${dataRoot(request.apiVersion)}/sobjects/${object.name}/${row['Id']}`);
  if (rows.length > 1) return { status: 300, body: addresses };
  const row = rows[0];
  if (!row) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  const access = org.access(sessionOf(request));
  const fields = fieldsToRead(access, object, nameList(request.query.get('fields')));
  return { status: 200, body: recordToJson(org, object.name, row, fields, request.apiVersion) };
}

function remove(org: Org, request: ApiRequest): ApiResponse {
  const { object, rows } = find(org, request);
  if (rows.length > 1) {
    return {
      status: 300,
      body: rows.map((row) => `${dataRoot(request.apiVersion)}/sobjects/${object.name}/${row['Id']}`)
    };
  }
  const id = rows[0]?.['Id'];
  if (typeof id !== 'string') throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  org.records.delete(sessionOf(request), object.name, id);
  return { status: 204 };
}

const source = 'documented REST API Developer Guide, "sObject Rows by External ID"';

export const operations: Operation[] = [
  {
    method: 'PATCH',
    at: 'data',
    path: '/sobjects/:object/:field/:value',
    summary: 'Creates the record or updates it, by an external id; `updateOnly=true` never creates',
    support: 'partial',
    note: 'an upsert by Id is refused; the reply to an update is 200 with `created: false`, as since version 46.0',
    source,
    inComposite: true,
    handle: upsert
  },
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects/:object/:field/:value',
    summary: 'Reads a record by an external id; 300 with addresses when several bear it',
    support: 'partial',
    note: 'paths along a relationship are refused',
    source,
    inComposite: true,
    handle: read
  },
  {
    method: 'DELETE',
    at: 'data',
    path: '/sobjects/:object/:field/:value',
    summary: 'Deletes a record by an external id',
    support: 'supported',
    source,
    inComposite: true,
    handle: remove
  }
];
