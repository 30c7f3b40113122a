import type { StoredValue } from '../org.ts';
import type { Field } from '../state/schema.ts';
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

/** Default values are literals: what else a formula might give is refused when the field is deployed. */
export function defaultOf(field: Field): StoredValue {
  const preset = field.picklistValues?.find(({ defaultValue, active }) => defaultValue && active);
  if (preset) return preset.value;
  const { defaultValue } = field;
  if (defaultValue === undefined) return field.type === 'boolean' ? 0 : null;
  if (field.type === 'boolean') return /^true$/i.test(defaultValue) ? 1 : 0;
  if (['int', 'double', 'currency', 'percent'].includes(field.type)) return Number(defaultValue);
  return /^(["'])(.*)\1$/s.exec(defaultValue)?.[2] ?? defaultValue;
}

/** Whether the default is a literal that {@link defaultOf} reads. */
export function isLiteralDefault(field: Pick<Field, 'type'>, defaultValue: string): boolean {
  if (field.type === 'boolean') return /^(true|false)$/i.test(defaultValue);
  if (['int', 'double', 'currency', 'percent'].includes(field.type)) return /^-?\d+(\.\d+)?$/.test(defaultValue);
  return (
    ['string', 'textarea', 'email', 'phone', 'url'].includes(field.type) && /^"[^"\\]*"$|^'[^'\\]*'$/.test(defaultValue)
  );
}
