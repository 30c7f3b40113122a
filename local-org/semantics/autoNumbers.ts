import type { Save } from './save.ts';

/** Numbers new records. A save that fails later has used its number up, as in Salesforce (assumed). */
export function numberRecord({ org, object, kind, after }: Save): void {
  if (kind === 'update') return;
  for (const field of object.fields) {
    if (!field.autoNumber) continue;
    const { format, start } = field.autoNumber;
    const number = org.autoNumbers.next(`autoNumber:${object.name}.${field.name}`, start);
    after[field.name] = format.replace(/\{(0+)\}/, (_, zeros: string) => String(number).padStart(zeros.length, '0'));
  }
}
