/**
 * What the org's objects are: global describe, basic information, full describe.
 */
import { SalesforceError } from '../errors.ts';
import type { Access, Org, StoredRow } from '../org.ts';
import { dataRoot, recordToJson } from '../soql/recordJson.ts';
import type { SObjectType } from '../state/schema.ts';
import { describeField } from './describeField.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { fieldsToRead, objectOfPath } from './sobjectBody.ts';
import { sessionOf } from './sobjectRows.ts';

/** Keys that global describe and full describe share. Source: documented SOAP API, "DescribeGlobalSObjectResult". */
function summary(object: SObjectType, access: Access, apiVersion: string): Record<string, unknown> {
  const address = `${dataRoot(apiVersion)}/sobjects/${object.name}`;
  const isEvent = object.kind === 'platformEvent';
  const urls: Record<string, string> = {
    sobject: address,
    describe: `${address}/describe`,
    rowTemplate: `${address}/{ID}`
  };
  if (isEvent) delete urls['rowTemplate'];
  return {
    activateable: false,
    associateEntityType: object.name.endsWith('History') ? 'History' : null,
    associateParentEntity: null,
    createable: object.createable && access.can(object.name, 'create'),
    custom: object.kind !== 'standard',
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable && access.can(object.name, 'delete'),
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.kind === 'standard' || object.kind === 'custom',
    mergeable: false,
    mruEnabled: false,
    name: object.name,
    queryable: object.queryable,
    replicateable: false,
    retrieveable: !isEvent,
    searchable: false,
    triggerable: false,
    undeletable: false,
    updateable: object.updateable && access.can(object.name, 'edit'),
    urls
  };
}

function visibleObject(org: Org, request: ApiRequest): { object: SObjectType; access: Access } {
  const object = objectOfPath(org, request.params['object']);
  const access = org.access(sessionOf(request));
  if (!access.can(object.name, 'read')) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  return { object, access };
}

function globalDescribe(org: Org, request: ApiRequest): ApiResponse {
  const access = org.access(sessionOf(request));
  const visible = org.schema.objects.filter((object) => access.can(object.name, 'read'));
  const sobjects = [...visible]
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((object) => summary(object, access, request.apiVersion));
  return { status: 200, body: { encoding: 'UTF-8', maxBatchSize: 200, sobjects } };
}

/** The metadata of the object, and the records that this user saw last: the org keeps no such list, so its newest. */
function basicInformation(org: Org, request: ApiRequest): ApiResponse {
  const { object, access } = visibleObject(org, request);
  const recentItems = object.kind === 'platformEvent' ? [] : newestRecords(org, object, access, request.apiVersion);
  return { status: 200, body: { objectDescribe: summary(object, access, request.apiVersion), recentItems } };
}

function newestRecords(org: Org, object: SObjectType, access: Access, apiVersion: string): unknown[] {
  const names = fieldsToRead(access, object, undefined).filter((name) => name === 'Id' || name === object.nameField);
  const order = object.field('CreatedDate') ? 'CreatedDate DESC, Id DESC' : 'Id DESC';
  const visible = access.visibleRows(object.name, 'o');
  const rows = org.db
    .prepare(
      `SELECT o.* FROM "${object.name}" o WHERE o.IsDeleted = 0 AND (${visible?.sql ?? '1'}) ORDER BY ${order} LIMIT 5`
    )
    .all(...(visible?.parameters ?? [])) as StoredRow[];
  return rows.map((row) => recordToJson(org, object.name, row, names, apiVersion));
}

function describe(org: Org, request: ApiRequest): ApiResponse {
  const { object, access } = visibleObject(org, request);
  const address = `${dataRoot(request.apiVersion)}/sobjects/${object.name}`;
  const fields = object.fields
    .filter((field) => access.canReadField(object.name, field.name))
    .map((field) => {
      const editable = access.canEditField(object.name, field.name);
      const seen = { ...field, createable: field.createable && editable, updateable: field.updateable && editable };
      return describeField(seen, field.name === object.nameField);
    });
  const childRelationships = org.schema.childRelationships(object.name).map(({ name, childObject, field }) => {
    const lookup = org.schema.object(childObject)?.field(field);
    return {
      cascadeDelete: lookup?.onParentDelete === 'cascade',
      childSObject: childObject,
      deprecatedAndHidden: false,
      field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: name,
      restrictedDelete: lookup?.onParentDelete === 'restrict'
    };
  });
  return {
    status: 200,
    body: {
      ...summary(object, access, request.apiVersion),
      actionOverrides: [],
      childRelationships,
      compactLayoutable: object.kind === 'standard' || object.kind === 'custom',
      defaultImplementation: null,
      extendedBy: null,
      extendsInterfaces: null,
      fields,
      implementedBy: null,
      implementsInterfaces: null,
      listviewable: null,
      lookupLayoutable: null,
      namedLayoutInfos: [],
      networkScopeFieldName: null,
      recordTypeInfos: [masterRecordType(`${address}/describe/layouts/012000000000000AAA`)],
      searchLayoutable: false,
      sobjectDescribeOption: 'FULL',
      supportedScopes: [{ label: 'All', name: 'everything' }]
    }
  };
}

/** Every object has this one; the org has no other record types. */
function masterRecordType(layout: string) {
  return {
    active: true,
    available: true,
    defaultRecordTypeMapping: true,
    developerName: 'Master',
    master: true,
    name: 'Master',
    recordTypeId: '012000000000000AAA',
    urls: { layout }
  };
}

export const operations: Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects',
    summary: 'Lists the objects that the user may read',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Describe Global"',
    inComposite: true,
    handle: globalDescribe
  },
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects/:object',
    summary: 'Describes an object briefly',
    support: 'partial',
    note: 'recentItems are the newest records: the org does not keep who looked at what',
    source: 'documented REST API Developer Guide, "sObject Basic Information"',
    inComposite: true,
    handle: basicInformation
  },
  {
    method: 'GET',
    at: 'data',
    path: '/sobjects/:object/describe',
    summary: 'Describes an object with its fields and child relationships, as far as the user may see them',
    support: 'partial',
    note: 'layouts, record types other than Master and dependent picklists are not modelled',
    source: 'documented REST API Developer Guide, "sObject Describe"',
    inComposite: true,
    handle: describe
  }
];
