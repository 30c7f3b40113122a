import { SalesforceError } from '../errors.ts';
import { noSuchColumn } from './fieldNames.ts';
import { insufficientAccess } from './objectRights.ts';
import type { Save } from './save.ts';

/** What users may not change of themselves without Manage Users (documented: Salesforce Help, "Edit Users"; the list is assumed). */
const administered = new Set(['ProfileId', 'UserRoleId', 'IsActive', 'Username', 'FederationIdentifier', 'UserType']);

/**
 * Every field sent may be written: it is visible to the user, and neither computed nor read-only.
 * @throws SalesforceError INVALID_FIELD for a hidden field, as if it did not exist; INVALID_FIELD_FOR_INSERT_UPDATE naming all others
 */
export function checkFieldRights({ object, kind, access, given }: Save): void {
  const readOnly: string[] = [];
  for (const name of given.keys()) {
    const field = object.field(name);
    if (!field) throw noSuchColumn(object, name);
    if (!access.canReadField(object.name, name)) throw noSuchColumn(object, name);
    const writable = kind === 'create' ? field.createable : field.updateable;
    if (!writable || !access.canEditField(object.name, name)) readOnly.push(name);
    else if (object.name === 'User' && administered.has(name) && !access.isAdmin) throw insufficientAccess();
  }
  if (readOnly.length === 0) return;
  throw new SalesforceError(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${readOnly.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
    { fields: readOnly }
  );
}
