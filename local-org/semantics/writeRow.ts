import type { Save } from './save.ts';

/** Writes the record: a new row, or the fields that changed. */
export function writeRow({ org, object, kind, id, before, after }: Save): void {
  if (kind === 'create') {
    org.rows.insert(object, after);
    return;
  }
  const changed = Object.entries(after).filter(([name, value]) => value !== (before[name] ?? null));
  org.rows.update(object, id, Object.fromEntries(changed));
}
