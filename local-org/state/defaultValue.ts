/** What a field holds on a row that does not name it. */
import type { StoredValue } from '../org.ts';
import type { Field } from './schema.ts';

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
