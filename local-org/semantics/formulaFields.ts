/** What formulas see of a record: the types of its fields, and its values. */
import type { FieldInfo, FieldTypes, LeadValues } from '../../assignment-rules/index.ts';
import type { StoredRow, StoredValue } from '../org.ts';
import type { Field, Schema, SObjectType } from '../state/schema.ts';

/** Fields of the object, and of the running user as `User.X`. */
export function fieldTypesOf(object: SObjectType, schema: Schema): FieldTypes {
  const user = schema.object('User');
  return (name) => {
    const [first = '', ...rest] = name.split('.');
    const field = rest.length === 0 ? object.field(first) : first === 'User' ? user?.field(rest.join('.')) : undefined;
    return field && infoOf(field);
  };
}

/** An id in a formula is text (documented: Salesforce Help, "Formula Operators and Functions", CASESAFEID). */
function infoOf(field: Field): FieldInfo | undefined {
  if (field.type === 'base64') return undefined;
  return { type: field.type === 'reference' || field.type === 'id' ? 'string' : field.type };
}

/** Values of a stored row by field name in any case. Ids show their 15 characters, as they do in formulas (documented). */
export function formulaValues(object: SObjectType, row: StoredRow): LeadValues {
  return (name) => {
    const field = object.field(name);
    return field && formulaValue(field, row[field.name] ?? null);
  };
}

/** The same as a plain record, for the running user. */
export function formulaRecord(object: SObjectType, row: StoredRow): Record<string, StoredValue | boolean> {
  return Object.fromEntries(object.fields.map((field) => [field.name, formulaValue(field, row[field.name] ?? null)]));
}

function formulaValue(field: Field, stored: StoredValue): StoredValue | boolean {
  if (field.type === 'boolean') return stored === 1;
  if ((field.type === 'reference' || field.type === 'id') && typeof stored === 'string') return stored.slice(0, 15);
  return stored;
}
