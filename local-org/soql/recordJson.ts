/**
 * Stored values as the REST API shows them.
 */
import type { Org, StoredRow, StoredValue } from '../org.ts';
import type { Field } from '../state/schema.ts';

/** Base of all REST resources of one version, e.g. `/services/data/v66.0`. */
export function dataRoot(apiVersion: string): string {
  return `/services/data/v${apiVersion}`;
}

/**
 * One stored value in REST JSON: booleans as true and false, datetimes as `2026-11-03T14:20:05.000+0000` (the UI API
 * and events write `Z` instead), blank as null, all else as stored.
 * Source: REST API Developer Guide, "Date and Time", and field types.
 */
export function restValue(
  field: Pick<Field, 'type'>,
  stored: StoredValue | undefined
): string | number | boolean | null {
  if (stored === null || stored === undefined) return null;
  if (field.type === 'boolean') return stored === 1;
  if (field.type === 'datetime') return String(stored).replace(/Z$/, '+0000');
  return stored;
}

/** Where the content of a file is, which stands in the record in its place (documented: REST API, "Get Blob Data"). */
export function contentAddress(
  objectName: string,
  id: StoredValue | undefined,
  fieldName: string,
  apiVersion: string
): string {
  return `${dataRoot(apiVersion)}/sobjects/${objectName}/${id}/${fieldName}`;
}

/** The `attributes` of a record: its type and its address. */
export function recordAttributes(objectName: string, id: StoredValue | undefined, apiVersion: string) {
  return { type: objectName, url: `${dataRoot(apiVersion)}/sobjects/${objectName}/${id}` };
}

/**
 * A stored row as a record in REST JSON: `attributes`, then the fields named, in that order and by their API names.
 * @param fieldNames fields of the object in any case; one that the object does not have is left out, so check first
 */
export function recordToJson(
  org: Pick<Org, 'schema'>,
  objectName: string,
  row: StoredRow,
  fieldNames: readonly string[],
  apiVersion: string
): Record<string, unknown> {
  const object = org.schema.object(objectName);
  const record: Record<string, unknown> = {
    attributes: recordAttributes(object?.name ?? objectName, row['Id'], apiVersion)
  };
  for (const name of fieldNames) {
    const field = object?.field(name);
    if (!field) continue;
    record[field.name] =
      field.type === 'base64'
        ? contentAddress(objectName, row['Id'], field.name, apiVersion)
        : restValue(field, row[field.name]);
  }
  return record;
}
