import { SalesforceError } from '../errors.ts';
import type { SObjectType } from '../state/schema.ts';
import type { Save } from './save.ts';

/** Sorts the values sent by field; see {@link byFieldName} for what it throws. */
export function readFieldNames({ object, values, given }: Save): void {
  for (const [name, value] of byFieldName(object, values)) given.set(name, value);
}

/**
 * The values sent, keyed by the fields' API names; `attributes` is no field.
 * @throws SalesforceError INVALID_FIELD for the first name that is no field of the object, or stands twice
 */
function byFieldName(object: SObjectType, values: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const given = new Map<string, unknown>();
  for (const [name, value] of Object.entries(values)) {
    if (name === 'attributes') continue;
    const field = object.field(name) ?? fieldOfRelationship(object, name, value);
    if (!field) throw noSuchColumn(object, name);
    if (given.has(field.name))
      throw new SalesforceError('INVALID_FIELD', `Duplicate field specified: ${field.name}`, { fields: [field.name] });
    given.set(field.name, value);
  }
  return given;
}

export function noSuchColumn(object: SObjectType, name: string): SalesforceError {
  return new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
}

/** `{ "Lead__r": { "Voice_Call_Id__c": "c-1" } }` gives the lookup by an external id of its parent (documented: REST API, upsert). */
function fieldOfRelationship(object: SObjectType, name: string, value: unknown) {
  if (typeof value !== 'object' || value === null) return undefined;
  return object.fields.find((field) => field.relationshipName?.toLowerCase() === name.toLowerCase());
}
