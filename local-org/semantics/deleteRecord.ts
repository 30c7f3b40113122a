/** Deletes a record and does to its children what their lookups say. */
import { SalesforceError } from '../errors.ts';
import type { Session, StoredRow } from '../org.ts';
import type { OrgCore } from '../orgCore.ts';
import { toTheSecond } from '../state/clock.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { hasRecycleBin } from '../state/sobjectType.ts';
import { publishDeletion } from './changeEvents.ts';
import { checkSeriesDeletion } from './eventSeries.ts';
import { insufficientAccess } from './objectRights.ts';

/** @throws SalesforceError INSUFFICIENT_ACCESS_OR_READONLY, DELETE_FAILED when a child restricts it */
export function deleteRecord(org: OrgCore, session: Session, object: SObjectType, row: StoredRow): void {
  if (!object.deletable)
    throw new SalesforceError('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be deleted: ${object.label}`);
  if (!org.access(session).canDeleteRecord(object.name, row)) throw insufficientAccess();
  checkSeriesDeletion(object, row);
  removeWithChildren(org, session, object, row['Id'] as string);
}

/** Rights of children are not asked for: the parent's decide (documented: Salesforce Help, "Delete Records"). */
function removeWithChildren(org: OrgCore, session: Session, object: SObjectType, id: string): void {
  const children = childrenOf(org, object, id);
  const restricting = children.find(({ field }) => field.onParentDelete === 'restrict');
  if (restricting) {
    throw new SalesforceError(
      'DELETE_FAILED',
      `Your attempt to delete ${id} could not be completed because it is associated with the following ${restricting.object.labelPlural}: ${String(restricting.row['Id'])}`
    );
  }
  for (const child of children) {
    const childId = child.row['Id'] as string;
    if (child.field.onParentDelete === 'cascade') {
      const now = org.rows.find(child.object, childId);
      if (now && now['IsDeleted'] !== 1) removeWithChildren(org, session, child.object, childId);
    } else {
      org.rows.update(child.object, childId, { [child.field.name]: null });
    }
  }
  if (!hasRecycleBin(object)) org.rows.remove(object, id);
  else org.rows.update(object, id, { IsDeleted: 1, ...stamps(org, session, object) });
  publishDeletion(org, object, id, session.userId);
}

function stamps(org: OrgCore, session: Session, object: SObjectType): StoredRow {
  const now = toTheSecond(org.clock.now());
  const all: StoredRow = { LastModifiedById: session.userId, LastModifiedDate: now, SystemModstamp: now };
  return Object.fromEntries(Object.entries(all).filter(([name]) => object.field(name)));
}

/** Audit fields name who did something, and hold nobody back. */
const audit = new Set(['CreatedById', 'LastModifiedById']);

function childrenOf(
  org: OrgCore,
  parent: SObjectType,
  id: string
): { object: SObjectType; field: Field; row: StoredRow }[] {
  const found: { object: SObjectType; field: Field; row: StoredRow }[] = [];
  for (const object of org.schema.objects) {
    if (object.kind === 'platformEvent') continue;
    for (const field of object.fields) {
      if (field.type !== 'reference' || audit.has(field.name) || !field.referenceTo.includes(parent.name)) continue;
      for (const row of org.rows.findBy(object, field.name, id))
        // The main record of a series names itself.
        if (row['Id'] !== id) found.push({ object, field, row });
    }
  }
  return found;
}
