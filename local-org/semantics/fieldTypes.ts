import { idOfExternalReference } from './externalReferences.ts';
import { storedValue } from './fieldValues.ts';
import type { Save } from './save.ts';

/** Converts every value sent into its stored form; see {@link storedValue} for what it throws. */
export function convertValues({ org, object, given, after }: Save): void {
  for (const [name, value] of given) {
    const field = object.field(name);
    if (!field) continue;
    const isReference =
      field.type === 'reference' && typeof value === 'object' && value !== null && !Array.isArray(value);
    after[name] = isReference
      ? idOfExternalReference(org, field, value as Record<string, unknown>)
      : storedValue(field, value);
  }
}
