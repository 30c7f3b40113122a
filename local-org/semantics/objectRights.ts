import { SalesforceError } from '../errors.ts';
import type { Save } from './save.ts';

/**
 * The object and the record may be written by this user.
 * @throws SalesforceError CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, INSUFFICIENT_ACCESS_OR_READONLY
 */
export function checkObjectRights({ object, kind, access, before }: Save): void {
  const writable = kind === 'create' ? object.createable : object.updateable;
  const verb = kind === 'create' ? 'inserted' : 'updated';
  if (!writable)
    throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${verb}: ${object.label}`);
  if (kind === 'create' && access.can(object.name, 'create')) return;
  if (kind === 'update' && access.canEditRecord(object.name, before)) return;
  throw insufficientAccess();
}

export function insufficientAccess(): SalesforceError {
  return new SalesforceError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}
