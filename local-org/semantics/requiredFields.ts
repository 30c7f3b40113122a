import { SalesforceError } from '../errors.ts';
import type { Save } from './save.ts';

/** @throws SalesforceError REQUIRED_FIELD_MISSING naming every required field that would be blank */
export function checkRequired({ object, kind, given, after }: Save): void {
  const missing = object.fields
    .filter((field) => field.required && (kind === 'create' || given.has(field.name)))
    .filter((field) => (after[field.name] ?? null) === null)
    .map((field) => field.name);
  if (missing.length === 0) return;
  throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, {
    fields: missing
  });
}
