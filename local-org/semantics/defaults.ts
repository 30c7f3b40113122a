import type { StoredValue } from '../org.ts';
import { defaultOf } from '../state/defaultValue.ts';
import type { Save } from './save.ts';

/**
 * Fields that a create does not name get their defaults; one that is named stays blank. A blank owner is the running user.
 * Source: Object Reference, "Field Types", defaults (documented).
 */
export function applyDefaults({ object, kind, given, after, session, now }: Save): void {
  if (kind === 'update') {
    after['LastModifiedById'] = session.userId;
    after['LastModifiedDate'] = now;
    after['SystemModstamp'] = now;
    return;
  }
  for (const field of object.fields) {
    if (given.has(field.name) && (after[field.name] ?? null) !== null) continue;
    if (given.has(field.name) && !field.required) continue;
    const value = defaultOf(field);
    if (value !== null) after[field.name] = value;
  }
  const system: Record<string, StoredValue> = {
    IsDeleted: 0,
    CreatedById: session.userId,
    CreatedDate: now,
    LastModifiedById: session.userId,
    LastModifiedDate: now,
    SystemModstamp: now
  };
  for (const [name, value] of Object.entries(system)) if (object.field(name)) after[name] = value;
  if (object.field('OwnerId') && (after['OwnerId'] ?? null) === null) after['OwnerId'] = session.userId;
}
