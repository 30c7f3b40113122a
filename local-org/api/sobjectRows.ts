/**
 * Single records: /sobjects/Lead and /sobjects/Lead/00Q….
 */
import type { Org } from '../org.ts';
import { dataRoot, recordToJson } from '../soql/recordJson.ts';
import { invalidSession } from './authentication.ts';
import { saveOptionsOf } from './saveOptions.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { fieldsToRead, fieldValues, idOfPath, nameList, objectOfPath } from './sobjectBody.ts';

/** The session of a request that needs one. */
export function sessionOf(request: ApiRequest): NonNullable<ApiRequest['session']> {
  if (!request.session) throw invalidSession();
  return request.session;
}

function create(org: Org, request: ApiRequest): ApiResponse {
  const object = objectOfPath(org, request.params['object']);
  const options = saveOptionsOf(request);
  const { id, eventUuid } = org.records.create(sessionOf(request), object.name, fieldValues(request.body), options);
  return {
    status: 201,
    headers: { Location: `${dataRoot(request.apiVersion)}/sobjects/${object.name}/${id}` },
    body: { id, success: true, errors: eventUuid === undefined ? [] : [enqueued(eventUuid)] }
  };
}

/**
 * The `error` that stands in the reply to a published event, although it succeeded.
 * Source: documented, Platform Events Developer Guide, "Publish Event Messages with Salesforce APIs".
 */
export function enqueued(eventUuid: string) {
  return { statusCode: 'OPERATION_ENQUEUED', message: eventUuid, fields: [] };
}

function read(org: Org, request: ApiRequest): ApiResponse {
  const session = sessionOf(request);
  const object = objectOfPath(org, request.params['object']);
  const row = org.records.read(session, object.name, idOfPath(request.params['id']));
  const fields = fieldsToRead(org.access(session), object, nameList(request.query.get('fields')));
  return { status: 200, body: recordToJson(org, object.name, row, fields, request.apiVersion) };
}

function update(org: Org, request: ApiRequest): ApiResponse {
  const object = objectOfPath(org, request.params['object']);
  const id = idOfPath(request.params['id']);
  const options = saveOptionsOf(request);
  org.records.update(sessionOf(request), object.name, id, fieldValues(request.body, 'Id'), options);
  return { status: 204 };
}

function remove(org: Org, request: ApiRequest): ApiResponse {
  const object = objectOfPath(org, request.params['object']);
  org.records.delete(sessionOf(request), object.name, idOfPath(request.params['id']));
  return { status: 204 };
}

/** The bytes of a file's version. */
function content(org: Org, request: ApiRequest): ApiResponse {
  const row = org.records.read(sessionOf(request), 'ContentVersion', idOfPath(request.params['id']));
  return {
    status: 200,
    contentType: 'application/octetstream',
    body: Buffer.from(String(row['VersionData']), 'base64')
  };
}

/** Addresses below an object that hold no record; without these rows they would be taken for an id. */
const notRecords = ['deleted', 'updated', 'listviews', 'quickActions', 'defaultValues', 'relevantItems', 'eventSchema'];

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/sobjects/:object',
    summary: 'Creates a record, or publishes a platform event; runs the active assignment rule unless told otherwise',
    support: 'supported',
    source: 'documented REST API Developer Guide, "sObject Basic Information", "Assignment Rule Header"',
    inComposite: true,
    handle: create
  },
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects/:object/:id',
    summary: 'Reads a record, all fields or those named in `fields`',
    support: 'supported',
    source: 'documented REST API Developer Guide, "sObject Rows"',
    inComposite: true,
    handle: read
  },
  {
    method: 'PATCH',
    at: 'data',
    path: '/sobjects/:object/:id',
    summary: 'Updates a record; runs the active assignment rule unless told otherwise',
    support: 'supported',
    note: 'conditional headers are refused',
    source: 'documented REST API Developer Guide, "sObject Rows"',
    inComposite: true,
    handle: update
  },
  {
    method: 'DELETE',
    at: 'data',
    path: '/sobjects/:object/:id',
    summary: 'Deletes a record',
    support: 'supported',
    source: 'documented REST API Developer Guide, "sObject Rows"',
    inComposite: true,
    handle: remove
  },
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects/ContentVersion/:id/VersionData',
    summary: 'Reads the content of a file',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Get Blob Data"',
    handle: content
  },
  ...notRecords.map((name): Operation => ({
    method: 'GET',
    at: 'data',
    path: `/sobjects/:object/${name}`,
    summary: `Lists ${name} of an object`,
    support: 'refused',
    note: 'not served',
    source: 'documented REST API Developer Guide, "Reference"'
  }))
];
