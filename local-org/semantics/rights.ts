/** Rights that permission sets and profiles give. Source: Metadata API Developer Guide, PermissionSet (documented). */
import { MetadataProblem, notSupported } from '../state/metadata/metadataProblem.ts';
import { contentsIn, flagIn, requiredText } from '../state/metadata/elements.ts';
import type { MetadataComponent } from '../state/metadataStore.ts';
import type { Field, Schema, SObjectType } from '../state/schema.ts';

export type ObjectRight = 'read' | 'create' | 'edit' | 'delete' | 'viewAll' | 'modifyAll';

/** All names are in lower case. */
export interface Rights {
  readonly objects: ReadonlyMap<string, ReadonlySet<ObjectRight>>;
  /** `lead.timeline__c` to what may be done with it. */
  readonly fields: ReadonlyMap<string, { readonly read: boolean; readonly edit: boolean }>;
  readonly userPermissions: ReadonlySet<string>;
}

const objectFlags: readonly [element: string, right: ObjectRight][] = [
  ['allowRead', 'read'],
  ['allowCreate', 'create'],
  ['allowEdit', 'edit'],
  ['allowDelete', 'delete'],
  ['viewAllRecords', 'viewAll'],
  ['modifyAllRecords', 'modifyAll']
];

/** Each right needs those after it (documented: Salesforce Help, "Object Permissions"). */
const needs: Readonly<Partial<Record<ObjectRight, readonly ObjectRight[]>>> = {
  create: ['read'],
  edit: ['read'],
  delete: ['read', 'edit'],
  viewAll: ['read'],
  modifyAll: ['read', 'edit', 'delete', 'viewAll']
};

/** Address fields share the field permission of their compound (documented: Object Reference, "Address Compound Fields"). */
const addressParts = ['Street', 'City', 'State', 'PostalCode', 'Country', 'Latitude', 'Longitude'];

/** Elements without effect on records. */
const inert = new Set([
  'fullName',
  'label',
  'description',
  'hasActivationRequired',
  'license',
  'tabSettings',
  'applicationVisibilities',
  'classAccesses',
  'pageAccesses',
  'customPermissions',
  'recordTypeVisibilities',
  'flowAccesses',
  'externalDataSourceAccesses'
]);

/** @throws MetadataProblem for an unknown object or field, and for what a permission set may not hold */
export function rightsOf({ content }: MetadataComponent, schema: Schema): Rights {
  const objects = new Map<string, Set<ObjectRight>>();
  const fields = new Map<string, { read: boolean; edit: boolean }>();
  const userPermissions = new Set<string>();
  requiredText(content, 'label');
  for (const element of Object.keys(content)) {
    if (inert.has(element) || element.startsWith('@_') || element.startsWith('#')) continue;
    if (!['objectPermissions', 'fieldPermissions', 'userPermissions', 'customMetadataTypeAccesses'].includes(element)) {
      throw notSupported(`${element} in a permission set`);
    }
  }
  for (const permission of contentsIn(content, 'objectPermissions')) {
    const object = objectNamed(schema, requiredText(permission, 'object'));
    // Rights on these are user permissions (documented: Salesforce Help, "User Permissions"; the text is assumed).
    if (['Task', 'Event', 'User'].includes(object.name))
      throw new MetadataProblem(`In field: object - no object permissions for ${object.name}`);
    const given = objectFlags.filter(([element]) => flagIn(permission, element)).map(([, right]) => right);
    for (const right of given) {
      const missing = needs[right]?.find((other) => !given.includes(other));
      if (missing)
        throw new MetadataProblem(`Permission ${right} on ${object.name} depends on permission(s): ${missing}`);
    }
    objects.set(object.name.toLowerCase(), new Set(given));
  }
  for (const access of contentsIn(content, 'customMetadataTypeAccesses')) {
    const object = objectNamed(schema, requiredText(access, 'name'));
    if (flagIn(access, 'enabled')) objects.set(object.name.toLowerCase(), new Set(['read']));
  }
  for (const permission of contentsIn(content, 'fieldPermissions')) {
    const granted = { read: flagIn(permission, 'readable'), edit: flagIn(permission, 'editable') };
    if (granted.edit && !granted.read)
      throw new MetadataProblem(`Field ${requiredText(permission, 'field')} is editable and not readable`);
    for (const [object, field] of permittedFields(schema, requiredText(permission, 'field'))) {
      if (granted.edit && field.formula !== undefined)
        throw new MetadataProblem(
          `You cannot deploy an editable permission to a formula field: ${object.name}.${field.name}`
        );
      fields.set(`${object.name}.${field.name}`.toLowerCase(), granted);
    }
  }
  for (const permission of contentsIn(content, 'userPermissions')) {
    if (flagIn(permission, 'enabled')) userPermissions.add(requiredText(permission, 'name').toLowerCase());
  }
  return { objects, fields, userPermissions };
}

function objectNamed(schema: Schema, name: string): SObjectType {
  const object = schema.object(name);
  if (!object) throw new MetadataProblem(`In field: object - no CustomObject named ${name} found`);
  return object;
}

/** The fields that one `field` of a permission set stands for. */
function permittedFields(schema: Schema, name: string): [SObjectType, Field][] {
  const [objectName = '', fieldName = ''] = name.split('.');
  const noSuchField = new MetadataProblem(`In field: field - no CustomField named ${name} found`);
  if (objectName === 'Activity')
    return ['Task', 'Event'].flatMap((activity) => permittedFields(schema, `${activity}.${fieldName}`));
  const object = schema.object(objectName);
  if (!object) throw noSuchField;
  const compound = /^(.*)Address$/.exec(fieldName);
  if (compound && !object.field(fieldName)) {
    const parts = addressParts.flatMap((part) => object.field(`${compound[1]}${part}`) ?? []);
    if (parts.length === 0) throw noSuchField;
    return parts.map((field) => [object, field]);
  }
  const field = object.field(fieldName);
  if (!field) throw noSuchField;
  if (!isPermissionable(object, field))
    throw new MetadataProblem(`You cannot deploy to a required field: ${object.name}.${field.name}`);
  return [[object, field]];
}

/** Parts of a record that every reader of the object sees: they have no field permission. */
const alwaysThere = new Set([
  'Id',
  'IsDeleted',
  'CreatedById',
  'CreatedDate',
  'LastModifiedById',
  'LastModifiedDate',
  'SystemModstamp',
  'OwnerId',
  'Name',
  'FirstName',
  'LastName',
  'Salutation',
  'IsConverted',
  'IsUnreadByOwner',
  'LastActivityDate',
  'StageName',
  'CloseDate',
  'IsClosed',
  'IsWon'
]);

/**
 * Whether access to the field is given by field permissions: custom fields that are not required, and standard fields of
 * sales objects that are not parts of the record's name or system fields (documented for describe's `permissionable`; the
 * list for standard fields is assumed). Activities and set-up objects count as a whole.
 */
export function isPermissionable(object: SObjectType, field: Field): boolean {
  if (field.required) return false;
  if (field.custom) return object.kind === 'standard' || object.kind === 'custom';
  return ['Account', 'Contact', 'Lead', 'Opportunity'].includes(object.name) && !alwaysThere.has(field.name);
}
