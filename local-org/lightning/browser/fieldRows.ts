/** A record's fields as label and value, in the user's own format. */
import { element } from './element.ts';
import { page } from './page.ts';
import type { RecordValue, UiRecord } from './recordReads.ts';

export interface ObjectInfo {
  readonly apiName: string;
  readonly label: string;
  readonly nameFields: readonly string[];
  readonly fields: Readonly<Record<string, { readonly label: string; readonly dataType: string }>>;
}

/** Every field that has a value. */
export function fieldRows(info: ObjectInfo, record: UiRecord): readonly Node[] {
  const rows = Object.entries(info.fields)
    .map(([name, { label, dataType }]) => ({ label, text: shown(record.fields[name], dataType) }))
    .filter(({ text }) => text !== '')
    .map(({ label, text }) =>
      element(
        'div',
        { class: 'slds-form-element slds-form-element_readonly host-field' },
        element('dt', { class: 'slds-form-element__label' }, label),
        element('dd', { class: 'slds-form-element__static slds-hyphenate' }, text)
      )
    );
  return [element('dl', { class: 'host-fields' }, ...rows)];
}

export function shown(field: RecordValue | undefined, dataType: string): string {
  const value = field?.value;
  if (value === null || value === undefined || value === '') return '';
  if (dataType === 'DateTime' && typeof value === 'string') {
    return new Intl.DateTimeFormat(page.user.locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: page.user.timeZone
    }).format(new Date(value));
  }
  if (dataType === 'Boolean') return value === true ? 'Yes' : 'No';
  if (typeof field?.displayValue === 'string') return field.displayValue;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
