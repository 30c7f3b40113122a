/**
 * Salesforce's `Name` object: what a relationship to several objects (`Owner`, `Who`, `What`) shows in SOQL without
 * TYPEOF, whichever record it points to.
 * Source: documented, SOQL and SOSL Reference, "Understanding Polymorphic Keys and Relationships" and Object
 * Reference, "Name". That a queue's type reads `Queue` is assumed from samples.
 */
import type { SObjectType, FieldType } from '../state/schema.ts';
import { quoteName } from './sqlFragment.ts';
import type { ColumnField } from './column.ts';

const nameFields: readonly (readonly [name: string, type: FieldType])[] = [
  ['Id', 'id'],
  ['Alias', 'string'],
  ['Email', 'email'],
  ['FirstName', 'string'],
  ['IsActive', 'boolean'],
  ['LastName', 'string'],
  ['Name', 'string'],
  ['Phone', 'phone'],
  ['ProfileId', 'reference'],
  ['Title', 'string'],
  ['Type', 'picklist'],
  ['UserRoleId', 'reference'],
  ['Username', 'string']
];

/** One object that the relationship may point to, joined under an alias. */
export interface NameTarget {
  readonly object: SObjectType;
  readonly alias: string;
  canRead(fieldName: string): boolean;
}

/** The SQL of a field of the Name object; undefined when it has no such field. */
export function nameObjectField(
  targets: readonly NameTarget[],
  fieldName: string
): { field: ColumnField; sql: string } | undefined {
  const found = nameFields.find(([name]) => name.toLowerCase() === fieldName.toLowerCase());
  if (!found) return undefined;
  const [name, type] = found;
  const field: ColumnField = {
    name,
    type,
    label: name,
    custom: false,
    filterable: true,
    sortable: true,
    caseSensitive: false,
    referenceTo: []
  };
  return { field, sql: name === 'Type' ? typeSql(targets) : coalesceSql(targets, name) };
}

function typeSql(targets: readonly NameTarget[]): string {
  const branches = targets.map(
    ({ object, alias }) => `WHEN ${alias}."Id" IS NOT NULL THEN '${object.name === 'Group' ? 'Queue' : object.name}'`
  );
  return branches.length ? `(CASE ${branches.join(' ')} END)` : 'NULL';
}

function coalesceSql(targets: readonly NameTarget[], name: string): string {
  const columns = targets.flatMap((target) => {
    const own = target.object.field(name === 'Name' ? target.object.nameField : name);
    return own && target.canRead(own.name) ? [`${target.alias}.${quoteName(own.name)}`] : [];
  });
  return columns.length > 1 ? `COALESCE(${columns.join(', ')})` : (columns[0] ?? 'NULL');
}
