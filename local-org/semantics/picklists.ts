import { SalesforceError } from '../errors.ts';
import type { Field } from '../state/schema.ts';
import type { Save } from './save.ts';

/**
 * Restricted picklists take their active values only, in any case, and store them as defined. A value that the record
 * already had is kept even when it is not active any more (documented: Salesforce Help, "Restricted Picklists").
 * @throws SalesforceError INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST
 */
export function checkPicklists({ object, given, after, before }: Save): void {
  for (const name of given.keys()) {
    const field = object.field(name);
    const value = after[name] ?? null;
    if (!field?.picklistValues || typeof value !== 'string') continue;
    const parts = field.type === 'multipicklist' ? value.split(';') : [value];
    const stored = parts.map((part) => definedValue(field, part) ?? part);
    after[name] = stored.join(';');
    if (!field.restrictedPicklist || value === before[name]) continue;
    const bad = stored.find((part) => definedValue(field, part) === undefined);
    if (bad !== undefined) throw badValue(field, bad);
  }
}

function definedValue(field: Field, value: string): string | undefined {
  return field.picklistValues?.find((one) => one.active && one.value.toLowerCase() === value.toLowerCase())?.value;
}

function badValue(field: Field, value: string): SalesforceError {
  return new SalesforceError(
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    `${field.label}: bad value for restricted picklist field: ${value}`,
    {
      fields: [field.name]
    }
  );
}
