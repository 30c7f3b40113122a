import { SalesforceError } from '../errors.ts';
import type { OrgCore } from '../orgCore.ts';
import type { Field } from '../state/schema.ts';

/**
 * The id of the parent that `{ "External__c": "value" }` names. Source: REST API Developer Guide, "Insert or Update
 * (Upsert) a Record Using an External ID" (documented; the words of the errors are assumed).
 * @throws SalesforceError INVALID_FIELD when the reference is not one external id, or finds none or several
 */
export function idOfExternalReference(
  org: OrgCore,
  field: Field,
  reference: Readonly<Record<string, unknown>>
): string {
  const type = (reference['attributes'] as { type?: unknown } | undefined)?.type;
  const [parentName, ...others] = typeof type === 'string' ? [type] : field.referenceTo;
  const parent = org.schema.object(parentName ?? '');
  const keys = Object.keys(reference).filter((key) => key !== 'attributes');
  const key = parent?.field(keys[0] ?? '');
  if (!parent || others.length > 0 || keys.length !== 1 || !key?.externalId) {
    throw new SalesforceError(
      'INVALID_FIELD',
      `More than 1 field provided in an external foreign key reference in entity: ${parentName}`,
      { fields: [field.name] }
    );
  }
  const value = reference[keys[0] as string];
  const found = typeof value === 'string' || typeof value === 'number' ? org.rows.findBy(parent, key.name, value) : [];
  if (found.length === 1) return found[0]?.['Id'] as string;
  throw new SalesforceError(
    'INVALID_FIELD',
    `Foreign key external ID: ${String(value)} not found for field ${key.name} in entity ${parent.name}`,
    { fields: [field.name] }
  );
}
