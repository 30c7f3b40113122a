/**
 * What the library must know about a field before it may compare it. The names of types are those of a describe;
 * a formula field has the type of its value.
 */
export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'time'
  | 'reference';

export interface FieldInfo {
  readonly type: FieldType;
  /**
   * Lookups only: the name that a rule compares with, e.g. the label of a record type, for the id in the field.
   * Without it a criterion on the lookup is refused.
   */
  readonly nameOf?: (id: string) => string | undefined;
}

/**
 * Looks a field up by its API name, case-insensitively: `Country` is a field of Lead, `User.Country` one of the running
 * user. Undefined when there is no such field, which makes a rule that uses it not compile.
 */
export type FieldTypes = (fieldName: string) => FieldInfo | undefined;

/** How a field's values are compared; several types share a family. */
export type FieldFamily = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'multi' | 'lookup' | 'uncomparable';

const families: Readonly<Record<FieldType, FieldFamily>> = {
  id: 'uncomparable',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  picklist: 'text',
  multipicklist: 'multi',
  boolean: 'boolean',
  int: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'uncomparable',
  reference: 'lookup'
};

export function familyOf(type: FieldType): FieldFamily {
  return families[type];
}

/** Types of a describe that rules compare as another one. */
const sameAs: Readonly<Record<string, FieldType>> = { combobox: 'picklist' };

/** The type as which rules compare a field, by its type in a describe; undefined for one that they cannot compare. */
export function fieldTypeOf(described: string): FieldType | undefined {
  return sameAs[described] ?? (Object.hasOwn(families, described) ? (described as FieldType) : undefined);
}
