import { SalesforceError } from '../errors.ts';
import type { OrgCore } from '../orgCore.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { insufficientAccess } from './objectRights.ts';
import type { Save } from './save.ts';

/**
 * Every id sent is of the right object and names a record that exists and that the user may see; owners are active and may own the object.
 * @throws SalesforceError FIELD_INTEGRITY_EXCEPTION, INVALID_CROSS_REFERENCE_KEY, INACTIVE_OWNER_OR_USER,
 *   INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY, INSUFFICIENT_ACCESS_OR_READONLY
 */
export function checkReferences(save: Save): void {
  const { org, object, given, after, before, kind, access } = save;
  for (const name of given.keys()) {
    const field = object.field(name);
    const id = after[name] ?? null;
    if (field?.type !== 'reference' || typeof id !== 'string') continue;
    if (kind === 'update' && id === before[name]) continue;
    checkReference(save, field, id);
    if (name === 'OwnerId') {
      if (kind === 'update' && !access.canTransferRecord(object.name, before)) throw insufficientAccess();
      checkOwner(org, object, id);
    }
  }
}

function checkReference({ org, access }: Save, field: Field, id: string): void {
  const parent = org.schema.objectOfId(id);
  if (!parent || !field.referenceTo.includes(parent.name)) {
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', `${field.label}: id value of incorrect type: ${id}`, {
      fields: [field.name]
    });
  }
  const row = org.rows.find(parent, id);
  if (!row || row['IsDeleted'] === 1) throw invalidCrossReference(field.name);
  if (!access.canSeeRecord(parent.name, row)) {
    throw new SalesforceError(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
      `insufficient access rights on cross-reference id: ${id}`,
      { fields: [field.name] }
    );
  }
}

export function invalidCrossReference(fieldName?: string): SalesforceError {
  return new SalesforceError(
    'INVALID_CROSS_REFERENCE_KEY',
    'invalid cross reference id',
    fieldName === undefined ? {} : { fields: [fieldName] }
  );
}

/**
 * A user must be active; a group must be a queue, and one for this object.
 * @throws SalesforceError INACTIVE_OWNER_OR_USER, INVALID_CROSS_REFERENCE_KEY
 */
export function checkOwner(org: OrgCore, object: SObjectType, ownerId: string): void {
  const owner = org.schema.objectOfId(ownerId);
  const row = owner && org.rows.find(owner, ownerId);
  if (!owner || !row) throw invalidCrossReference('OwnerId');
  if (owner.name === 'User' && row['IsActive'] !== 1) {
    throw new SalesforceError(
      'INACTIVE_OWNER_OR_USER',
      `operation performed with inactive user [${ownerId}] as owner of ${object.label.toLowerCase()}`
    );
  }
  if (owner.name === 'Group' && !queueTakes(org, ownerId, object.name)) {
    throw new SalesforceError(
      'INVALID_CROSS_REFERENCE_KEY',
      `Queue not associated with this SObject type: ${object.name}`,
      { fields: ['OwnerId'] }
    );
  }
}

export function queueTakes(org: OrgCore, groupId: string, objectName: string): boolean {
  const queueSobject = org.schema.object('QueueSobject');
  return (
    queueSobject !== undefined &&
    org.rows.findBy(queueSobject, 'QueueId', groupId).some((row) => row['SobjectType'] === objectName)
  );
}
