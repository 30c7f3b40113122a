/**
 * Objects, fields and picklists as the UI API describes them.
 */
import { createHash } from 'node:crypto';
import { SalesforceError } from '../errors.ts';
import type { Org, Session } from '../org.ts';
import { dataRoot } from '../soql/recordJson.ts';
import type { Field, FieldType, SObjectType } from '../state/schema.ts';
import { masterRecordTypeId } from './uiApiRecord.ts';

/** The UI API's names for field types; that an id is a String is assumed. */
const dataTypes: Readonly<Record<FieldType, string>> = {
  id: 'String',
  string: 'String',
  textarea: 'TextArea',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  boolean: 'Boolean',
  int: 'Int',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  base64: 'Base64',
  reference: 'Reference'
};

/**
 * An object as this user sees it; fields that the user cannot read are left out.
 * @throws SalesforceError NOT_FOUND when there is no such object or no Read on it
 */
export function objectInfo(org: Org, session: Session, objectName: string): Record<string, unknown> {
  const object = readableObject(org, session, objectName);
  const access = org.access(session);
  const fields = visibleFields(org, session, object);
  const info = {
    apiName: object.name,
    associateEntityType: null,
    associateParentEntity: null,
    childRelationships: org.schema.childRelationships(object.name).map((child) => ({
      childObjectApiName: child.childObject,
      fieldName: child.field,
      junctionIdListNames: [],
      junctionReferenceTo: [],
      relationshipName: child.name
    })),
    compactLayoutable: true,
    createable: object.createable && access.can(object.name, 'create'),
    custom: object.kind !== 'standard',
    defaultRecordTypeId: masterRecordTypeId,
    deletable: object.deletable && access.can(object.name, 'delete'),
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(fields.map((field) => [field.name, fieldInfo(org, session, object, field)])),
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: true,
    mruEnabled: true,
    nameFields: nameFields(object),
    queryable: object.queryable,
    recordTypeInfos: {
      [masterRecordTypeId]: {
        available: true,
        defaultRecordTypeMapping: true,
        master: true,
        name: 'Master',
        recordTypeId: masterRecordTypeId
      }
    },
    searchLayoutable: true,
    searchable: true,
    themeInfo: null,
    updateable: object.updateable && access.can(object.name, 'edit')
  };
  return { ...info, eTag: eTag(info) };
}

/** @throws SalesforceError NOT_FOUND for an unknown record type; INVALID_FIELD for a field that is not a picklist */
export function picklistValues(
  org: Org,
  session: Session,
  objectName: string,
  recordTypeId: string,
  fieldName: string,
  apiVersion: string
): Record<string, unknown> {
  const object = readableObject(org, session, objectName);
  requireMaster(recordTypeId);
  const field = visibleFields(org, session, object).find(
    (candidate) => candidate.name.toLowerCase() === fieldName.toLowerCase()
  );
  if (!field || !isPicklist(field)) {
    throw new SalesforceError(
      'INVALID_FIELD',
      `The field '${fieldName}' of the object '${object.name}' is not a picklist`
    );
  }
  const values = (field.picklistValues ?? [])
    .filter((entry) => entry.active)
    .map((entry) => ({ attributes: null, label: entry.label, validFor: [], value: entry.value }));
  const standard = (field.picklistValues ?? []).find((entry) => entry.defaultValue && entry.active);
  const url = `${dataRoot(apiVersion)}/ui-api/object-info/${object.name}/picklist-values/${masterRecordTypeId}/${field.name}`;
  return {
    controllerValues: {},
    defaultValue: standard ? { attributes: null, label: standard.label, validFor: [], value: standard.value } : null,
    eTag: eTag(values),
    url,
    values
  };
}

/** @throws SalesforceError NOT_FOUND for an unknown object or record type */
export function picklistValuesOfObject(
  org: Org,
  session: Session,
  objectName: string,
  recordTypeId: string,
  apiVersion: string
): Record<string, unknown> {
  const object = readableObject(org, session, objectName);
  requireMaster(recordTypeId);
  const fields = visibleFields(org, session, object).filter(isPicklist);
  const picklistFieldValues = Object.fromEntries(
    fields.map((field) => [field.name, picklistValues(org, session, object.name, recordTypeId, field.name, apiVersion)])
  );
  return { eTag: eTag(picklistFieldValues), picklistFieldValues };
}

function fieldInfo(org: Org, session: Session, object: SObjectType, field: Field): Record<string, unknown> {
  const access = org.access(session);
  const editable = access.canEditField(object.name, field.name);
  return {
    apiName: field.name,
    calculated: field.formula !== undefined,
    compound: false,
    compoundComponentName: null,
    compoundFieldName: null,
    controllerName: null,
    controllingFields: [],
    createable: field.createable && editable,
    custom: field.custom,
    dataType: dataTypes[field.type],
    defaultValue: null,
    defaultedOnCreate: field.defaultValue !== undefined || field.type === 'boolean' || field.name === 'OwnerId',
    digits: 0,
    externalId: field.externalId,
    extraTypeInfo: null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    highScaleNumber: false,
    htmlFormatted: false,
    inlineHelpText: field.helpText ?? null,
    label: field.label,
    length: field.length ?? 0,
    maskType: null,
    nameField: field.name === object.nameField,
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.precision ?? 0,
    reference: field.type === 'reference',
    referenceTargetField: null,
    referenceToInfos: field.referenceTo.flatMap((name) => {
      const target = org.schema.object(name);
      return target ? [{ apiName: target.name, nameFields: nameFields(target) }] : [];
    }),
    relationshipName: field.relationshipName ?? null,
    required: field.required,
    restrictedPicklist: field.restrictedPicklist,
    scale: field.scale ?? 0,
    searchPrefilterable: false,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable && editable
  };
}

/** A person's name is made of three fields. Source: recorded, lwc-recipes' fixtures for Contact. */
function nameFields(object: SObjectType): string[] {
  const parts = ['FirstName', 'LastName'].filter((name) => object.field(name));
  return parts.length === 2 ? [...parts, 'Name'] : [object.nameField];
}

function readableObject(org: Org, session: Session, name: string): SObjectType {
  const object = org.schema.object(name);
  if (!object || !org.access(session).can(object.name, 'read')) {
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }
  return object;
}

function visibleFields(org: Org, session: Session, object: SObjectType): Field[] {
  const access = org.access(session);
  return object.fields.filter((field) => access.canReadField(object.name, field.name));
}

function requireMaster(recordTypeId: string): void {
  if (recordTypeId.slice(0, 15) !== masterRecordTypeId.slice(0, 15)) {
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }
}

function isPicklist(field: Field): boolean {
  return field.type === 'picklist' || field.type === 'multipicklist';
}

function eTag(content: unknown): string {
  return createHash('md5').update(JSON.stringify(content)).digest('hex');
}
