import { SalesforceError } from '../errors.ts';
import type { StoredRow } from '../org.ts';
import type { FullAccess, OrgCore } from '../orgCore.ts';
import { normalizeId } from '../state/idChecksum.ts';
import type { SObjectType } from '../state/schema.ts';

/**
 * The object of this name, if the user may read it.
 * @throws SalesforceError NOT_FOUND, as for an object that does not exist
 */
export function readableObject(org: OrgCore, access: FullAccess, objectName: string): SObjectType {
  const object = org.schema.object(objectName);
  if (object && access.can(object.name, object.kind === 'platformEvent' ? 'create' : 'read')) return object;
  throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
}

/**
 * The stored row of a record that the user may see.
 * @throws SalesforceError MALFORMED_ID, NOT_FOUND (also for a record that the user may not see), ENTITY_IS_DELETED
 */
export function findRecord(org: OrgCore, access: FullAccess, object: SObjectType, id: string): StoredRow {
  const normalized = normalizeId(id);
  if (normalized === undefined || org.schema.objectOfId(normalized)?.name !== object.name) {
    // A history object shares its prefix with others.
    if (normalized === undefined || org.schema.objectOfId(normalized) || !object.name.endsWith('History')) {
      throw new SalesforceError('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${id}`, {
        fields: ['Id']
      });
    }
  }
  const row = object.kind === 'platformEvent' ? undefined : org.rows.find(object, normalized);
  if (!row || !access.canSeeRecord(object.name, row)) throw recordNotFound(id);
  if (row['IsDeleted'] === 1) throw new SalesforceError('ENTITY_IS_DELETED', 'entity is deleted');
  return row;
}

function recordNotFound(id: string): SalesforceError {
  return new SalesforceError('NOT_FOUND', `Provided external ID field does not exist or is not accessible: ${id}`);
}
