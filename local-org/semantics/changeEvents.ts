import { randomUUID } from 'node:crypto';
import type { StoredRow, StoredValue } from '../org.ts';
import type { OrgCore } from '../orgCore.ts';
import type { Field, SObjectType } from '../state/schema.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/** Fields that no change event names among its changes, or carries under another form. */
const left = new Set(['Id', 'IsDeleted', 'SystemModstamp']);

/**
 * Fields that follow from others, and stand in no change event. Source: the fields of EventChangeEvent (documented: Field
 * Reference Guide); those of tasks are assumed to be left out alike.
 */
const derived: Readonly<Record<string, ReadonlySet<string>>> = {
  Event: new Set([
    'StartDateTime',
    'EndDateTime',
    'EndDate',
    'EventSubtype',
    'IsArchived',
    'IsRecurrence2',
    'IsRecurrence2Exception',
    'Recurrence2PatternStartDate',
    'Recurrence2PatternTimeZone'
  ]),
  Task: new Set(['IsArchived', 'IsClosed', 'IsHighPriority'])
};

/**
 * Publishes a change event for objects that ask for them. Source: Change Data Capture Developer Guide, "Change Event
 * Message Structure" (documented); commitNumber and transactionKey have its form and a value of our own.
 */
export function publishChange(save: Save): void {
  const { org, object, kind, id, session, after } = save;
  if (!object.changeEvents) return;
  const fields = object.fields.filter(
    (field) =>
      !left.has(field.name) &&
      !derived[object.name]?.has(field.name) &&
      field.formula === undefined &&
      field.type !== 'base64'
  );
  if (kind === 'create') {
    publish(
      org,
      object,
      'CREATE',
      id,
      session.userId,
      payloadOf(
        fields.filter((field) => isSet(after, field)),
        after
      ),
      []
    );
    return;
  }
  const changed = fields.filter((field) => changes(save, field.name));
  publish(
    org,
    object,
    'UPDATE',
    id,
    session.userId,
    payloadOf(changed, after),
    changed.map((field) => field.name)
  );
}

export function publishDeletion(org: OrgCore, object: SObjectType, id: string, userId: string): void {
  if (object.changeEvents) publish(org, object, 'DELETE', id, userId, {}, []);
}

function isSet(row: StoredRow, field: Field): boolean {
  return (row[field.name] ?? null) !== null;
}

function payloadOf(fields: readonly Field[], row: StoredRow): Record<string, unknown> {
  const isPerson = row['LastName'] !== undefined;
  const payload: Record<string, unknown> = {};
  for (const field of fields) {
    if (isPerson && ['FirstName', 'LastName', 'Salutation'].includes(field.name)) continue;
    payload[field.name] =
      isPerson && field.name === 'Name' ? nameParts(row) : eventValue(field, row[field.name] ?? null);
  }
  return payload;
}

/** The name of a person is a compound of its parts (documented). */
function nameParts(row: StoredRow): Record<string, StoredValue> {
  const parts = ['Salutation', 'FirstName', 'LastName'].map((part) => [part, row[part] ?? null] as const);
  return Object.fromEntries(parts.filter(([, value]) => value !== null));
}

export function eventValue(field: Field, stored: StoredValue): StoredValue | boolean {
  return field.type === 'boolean' ? stored === 1 : stored;
}

function publish(
  org: OrgCore,
  object: SObjectType,
  changeType: 'CREATE' | 'UPDATE' | 'DELETE',
  id: string,
  userId: string,
  payload: Record<string, unknown>,
  changedFields: string[]
): void {
  const header = {
    entityName: object.name,
    recordIds: [id],
    changeType,
    changeOrigin: '',
    transactionKey: randomUUID(),
    sequenceNumber: 1,
    commitTimestamp: org.clock.now().getTime(),
    commitNumber: org.clock.now().getTime(),
    commitUser: userId,
    nulledFields: changedFields.filter((name) => payload[name] === null),
    diffFields: [],
    changedFields
  };
  org.events.publish(`/data/${object.name.replace(/__c$/, '__')}ChangeEvent`, {
    ChangeEventHeader: header,
    ...payload
  });
}
