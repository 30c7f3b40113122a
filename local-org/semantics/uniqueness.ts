import { SalesforceError } from '../errors.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/**
 * Unique fields; records in the Recycle Bin do not count (assumed). The table's unique index says the same.
 * @throws SalesforceError DUPLICATE_VALUE naming the record that has the value
 */
export function checkUniqueness(save: Save): void {
  const { org, object, after, id } = save;
  for (const field of object.fields) {
    const value = after[field.name] ?? null;
    if (!field.unique || value === null || !changes(save, field.name)) continue;
    const other = org.rows.findBy(object, field.name, value).find((row) => row['Id'] !== id);
    if (!other) continue;
    throw new SalesforceError(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`
    );
  }
}
