/**
 * Who sees and changes tasks and events through the records that they are about. Source: Salesforce Help, "Organization-Wide
 * Sharing Defaults", Activity (documented): with Private, those who may read the records of an activity see it, and its
 * owner alone changes it; with Controlled by Parent, whoever may do a thing to these records may do it to the activity. An
 * activity about nothing is its owner's.
 */
import type { StoredRow, StoredValue } from '../org.ts';
import type { FullAccess } from '../orgCore.ts';
import type { OrgModel } from '../orgModel.ts';
import { quoted } from '../state/database.ts';
import type { Statements } from '../state/database.ts';
import type { SObjectType } from '../state/schema.ts';

const parentFields = ['WhoId', 'WhatId'];

/** Whether the object's records are seen through those that they are about. */
export function followsParents(object: SObjectType): boolean {
  return (object.name === 'Task' || object.name === 'Event') && object.sharing !== 'publicRead';
}

/** Whether the activity is about something, and all that it is about passes. */
export function parentsPass(
  model: OrgModel,
  statements: Statements,
  row: StoredRow,
  passes: (objectName: string, parent: StoredRow) => boolean
): boolean {
  const ids = parentFields.flatMap((field) => row[field] ?? []);
  return (
    ids.length > 0 &&
    ids.every((id) => {
      const object = model.schema.objectOfId(String(id));
      const parent = object && statements.get(`SELECT * FROM ${quoted(object.name)} WHERE Id = ?`, id);
      return object !== undefined && parent !== undefined && passes(object.name, parent);
    })
  );
}

/** The same for seeing, as SQL over the activity's table under the alias. */
export function parentsVisible(
  model: OrgModel,
  object: SObjectType,
  alias: string,
  visibleRows: FullAccess['visibleRows']
): { sql: string; parameters: StoredValue[] } {
  const parameters: StoredValue[] = [];
  const conditions = parentFields.map((field) => {
    const column = `${alias}.${quoted(field)}`;
    const targets = (object.field(field)?.referenceTo ?? []).flatMap((name) => model.schema.object(name) ?? []);
    const seen = targets.map((target, index) => {
      const inner = visibleRows(target.name, `${alias}_${field}${index}`);
      parameters.push(...(inner?.parameters ?? []));
      const parent = `${alias}_${field}${index}`;
      return `EXISTS (SELECT 1 FROM ${quoted(target.name)} ${parent} WHERE ${parent}.Id = ${column} AND ${inner?.sql ?? '1'})`;
    });
    return `(${column} IS NULL OR ${seen.join(' OR ')})`;
  });
  const about = parentFields.map((field) => `${alias}.${quoted(field)} IS NOT NULL`).join(' OR ');
  return { sql: `((${about}) AND ${conditions.join(' AND ')})`, parameters };
}
