/** Short forms to declare fields of standard objects. A label is made from the name unless given. */
import type { Field, FieldType, PicklistValue } from './schema.ts';

export type FieldMore = Partial<Omit<Field, 'name' | 'type'>>;

/** A field with the usual properties: optional, writable, filterable, not unique. */
export function declareField(name: string, type: FieldType, more: FieldMore = {}): Field {
  return {
    name,
    type,
    label: labelOf(name),
    custom: false,
    required: false,
    unique: false,
    caseSensitive: false,
    externalId: false,
    restrictedPicklist: false,
    referenceTo: [],
    createable: true,
    updateable: true,
    filterable: true,
    sortable: type !== 'multipicklist',
    trackHistory: false,
    ...more
  };
}

export const readOnly = { createable: false, updateable: false } as const;

export const text = (name: string, length: number, more?: FieldMore): Field =>
  declareField(name, 'string', { length, ...more });

/** Text areas of more than 255 characters cannot be filtered or sorted by (documented: SOQL and SOSL Reference). */
export const textArea = (name: string, length: number, more?: FieldMore): Field =>
  declareField(name, 'textarea', { length, filterable: length <= 255, sortable: length <= 255, ...more });

export const email = (name: string, more?: FieldMore): Field => declareField(name, 'email', { length: 80, ...more });
export const phone = (name: string, more?: FieldMore): Field => declareField(name, 'phone', { length: 40, ...more });
export const url = (name: string, more?: FieldMore): Field => declareField(name, 'url', { length: 255, ...more });
export const boolean = (name: string, more?: FieldMore): Field =>
  declareField(name, 'boolean', { defaultValue: 'false', ...more });
export const int = (name: string, digits: number, more?: FieldMore): Field =>
  declareField(name, 'int', { precision: digits, scale: 0, ...more });
export const date = (name: string, more?: FieldMore): Field => declareField(name, 'date', more);
export const dateTime = (name: string, more?: FieldMore): Field => declareField(name, 'datetime', more);
export const time = (name: string, more?: FieldMore): Field => declareField(name, 'time', more);

/** The content of a file. Queries and records show its address; there the bytes are. */
export const base64 = (name: string, more?: FieldMore): Field =>
  declareField(name, 'base64', { filterable: false, sortable: false, ...more });

/** @param precision all digits; @param scale those after the point */
export const decimal = (
  type: 'double' | 'currency' | 'percent',
  name: string,
  precision: number,
  scale: number,
  more?: FieldMore
): Field => declareField(name, type, { precision, scale, ...more });

/**
 * A picklist. Standard ones accept other values through the API unless restricted (documented: Object Reference,
 * "Picklist").
 * @param values labels that are their own API names; the default one is marked by a leading `*`
 */
export const picklist = (name: string, values: readonly string[], more?: FieldMore): Field =>
  declareField(name, 'picklist', { length: 255, picklistValues: values.map(picklistValue), ...more });

function picklistValue(marked: string): PicklistValue {
  const value = marked.replace(/^\*/, '');
  return { value, label: value, active: true, defaultValue: value !== marked };
}

/** A reference; its relationship is named as the field without `Id`. */
export const lookup = (name: string, to: string | readonly string[], more?: FieldMore): Field =>
  declareField(name, 'reference', {
    referenceTo: typeof to === 'string' ? [to] : to,
    relationshipName: name.replace(/Id$/, ''),
    onParentDelete: 'clear',
    label: labelOf(name.replace(/Id$/, '')),
    ...more
  });

function labelOf(name: string): string {
  return name
    .replace(/Id$/, ' ID')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/\s+/g, ' ')
    .trim();
}
