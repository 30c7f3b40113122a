/**
 * A record as a client sends it.
 */
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import { objectBody } from './requestBody.ts';

/**
 * The object that a path names.
 * @throws SalesforceError NOT_FOUND `The requested resource does not exist`
 */
export function objectOfPath(org: Org, name: string | undefined): SObjectType {
  const object = org.schema.object(name ?? '');
  if (!object) throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  return object;
}

/**
 * Field values of a record in a body, `attributes` apart. A field may stand once only, whatever its case.
 * @param forbidden field that the address gives already, e.g. `Id`
 * @throws SalesforceError INVALID_FIELD when the body names the forbidden field; JSON_PARSER_ERROR when it is no object
 */
export function fieldValues(body: unknown, forbidden?: string): Record<string, unknown> {
  const { attributes: _attributes, ...values } = objectBody(body);
  const seen = new Set<string>();
  for (const name of Object.keys(values)) {
    const lower = name.toLowerCase();
    if (lower === forbidden?.toLowerCase()) {
      throw new SalesforceError('INVALID_FIELD', `The ${forbidden} field should not be specified in the sobject data.`);
    }
    if (seen.has(lower)) throw new SalesforceError('INVALID_FIELD', `Duplicate field '${name}' in the sobject data`);
    seen.add(lower);
  }
  return values;
}

const idPattern = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/;

/** @throws SalesforceError NOT_FOUND when this cannot be a record's id */
export function idOfPath(id: string | undefined): string {
  if (id !== undefined && idPattern.test(id)) return id;
  throw new SalesforceError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
}

/** Whether this may be a record id of the object: of the right form, with the object's key prefix. */
export function isIdOf(object: SObjectType, text: string): boolean {
  return idPattern.test(text) && text.startsWith(object.keyPrefix);
}

/**
 * Fields to read: the names given, or all that the user may read.
 * @param list value of `fields=`, names separated by commas
 * @throws SalesforceError INVALID_FIELD for a field that the object does not have or the user may not read
 */
export function fieldsToRead(
  access: { canReadField(objectName: string, fieldName: string): boolean },
  object: SObjectType,
  names: readonly string[] | undefined
): string[] {
  if (names === undefined) {
    return object.fields.filter((field) => access.canReadField(object.name, field.name)).map((field) => field.name);
  }
  return names.map((name) => {
    const field = object.field(name);
    if (!field || !access.canReadField(object.name, field.name)) {
      throw new SalesforceError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`);
    }
    return field.name;
  });
}

/** Names in a comma-separated parameter; undefined when it is missing. */
export function nameList(parameter: string | null): string[] | undefined {
  if (parameter === null) return undefined;
  return parameter
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
