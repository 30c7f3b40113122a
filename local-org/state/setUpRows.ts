/** Rows that the org writes for itself: what metadata makes, and what is there at birth. */
import type { StoredRow } from '../org.ts';
import type { OrgCore } from '../orgCore.ts';
import { toTheSecond } from './clock.ts';
import { defaultOf } from './defaultValue.ts';
import type { SObjectType } from './schema.ts';

/** @throws TypeError when the org has no such object; that is a defect */
export function objectNamed(org: OrgCore, name: string): SObjectType {
  const object = org.schema.object(name);
  if (!object) throw new TypeError(`The org has no object ${name}`);
  return object;
}

/**
 * Makes sure that there is a row with these values: writes it anew, or changes the one that has the same key.
 * @param key fields that say which row is meant
 * @param values the other fields; those not named keep their value, or get their default on a new row
 * @returns the row's id
 */
export function putRow(org: OrgCore, objectName: string, key: StoredRow, values: StoredRow = {}): string {
  const object = objectNamed(org, objectName);
  const now = toTheSecond(org.clock.now());
  const present = findRow(org, object, key);
  if (present) {
    const changed = Object.entries(values).filter(([name, value]) => (present[name] ?? null) !== value);
    if (changed.length > 0)
      org.rows.update(object, present['Id'] as string, {
        ...Object.fromEntries(changed),
        ...stamp(object, org.systemUserId, now)
      });
    return present['Id'] as string;
  }
  const id = (key['Id'] as string | undefined) ?? org.mintId(object.keyPrefix);
  const defaults = Object.fromEntries(object.fields.map((field) => [field.name, defaultOf(field)]));
  const created = { CreatedById: org.systemUserId, CreatedDate: now, IsDeleted: 0 };
  org.rows.insert(object, {
    ...defaults,
    ...created,
    ...stamp(object, org.systemUserId, now),
    ...values,
    ...key,
    Id: id
  });
  return id;
}

export function findRow(org: OrgCore, object: SObjectType, key: StoredRow): StoredRow | undefined {
  const [[name, value] = ['Id', null], ...others] = Object.entries(key);
  return org.rows.findBy(object, name, value).find((row) => others.every(([other, wanted]) => row[other] === wanted));
}

function stamp(object: SObjectType, userId: string, now: string): StoredRow {
  const all: StoredRow = { LastModifiedById: userId, LastModifiedDate: now, SystemModstamp: now };
  return Object.fromEntries(Object.entries(all).filter(([name]) => object.field(name)));
}
