import type { StoredValue } from '../org.ts';
import { historyNames, historyPrefix } from '../state/metadata/historyObject.ts';
import type { Field } from '../state/schema.ts';
import { changes } from './save.ts';
import type { Save } from './save.ts';

/**
 * History rows of tracked fields: one for the creation, one for each change, two for an owner (id and name). Long texts
 * leave no values. Source: Salesforce Help, "Field History Tracking" (documented); two rows for an owner are assumed.
 */
export function writeHistory(save: Save): void {
  const { object, kind } = save;
  if (!object.historyTracked) return;
  if (kind === 'create') {
    addRow(save, 'created', 'Text', null, null);
    return;
  }
  for (const field of object.fields) {
    if (!field.trackHistory || !changes(save, field.name)) continue;
    const values = [save.before[field.name] ?? null, save.after[field.name] ?? null] as const;
    if (field.type === 'textarea' && (field.length ?? 0) > 255) addRow(save, field.name, 'Text', null, null);
    else if (field.type === 'reference') addReferenceRows(save, field, values);
    else addRow(save, field.name, 'Text', ...values);
  }
}

function addReferenceRows(save: Save, field: Field, [before, after]: readonly [StoredValue, StoredValue]): void {
  const name = field.custom ? field.name : field.name.replace(/Id$/, '');
  addRow(save, name, 'EntityId', before, after);
  addRow(save, name, 'Text', nameOf(save, before), nameOf(save, after));
}

function nameOf({ org }: Save, id: StoredValue): StoredValue {
  const object = typeof id === 'string' ? org.schema.objectOfId(id) : undefined;
  return (object && org.rows.find(object, String(id))?.[object.nameField]) ?? null;
}

function addRow(
  { org, object, id, session, now }: Save,
  field: string,
  dataType: string,
  before: StoredValue,
  after: StoredValue
): void {
  const names = historyNames(object.name);
  const historyObject = org.schema.object(names.object);
  if (!historyObject) return;
  const text = (value: StoredValue): StoredValue => (value === null ? null : String(value).slice(0, 255));
  org.rows.insert(historyObject, {
    Id: org.mintId(historyPrefix),
    IsDeleted: 0,
    CreatedById: session.userId,
    CreatedDate: now,
    [names.parentField]: id,
    Field: field,
    DataType: dataType,
    OldValue: text(before),
    NewValue: text(after)
  });
}
