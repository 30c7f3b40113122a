/** Reads and writes rows as they are stored, without any of the checks and effects of a save. */
import type { StoredRow, StoredValue } from '../org.ts';
import { quoted } from './database.ts';
import type { Statements } from './database.ts';
import type { SObjectType } from './schema.ts';

export interface RowStore {
  /** The row, deleted or not. */
  find(object: SObjectType, id: string): StoredRow | undefined;
  /** Undeleted rows whose field has the value, compared as the field is (see caseSensitive), oldest first. */
  findBy(object: SObjectType, fieldName: string, value: StoredValue): StoredRow[];
  /** Undeleted rows whose field is blank, oldest first. */
  findBlank(object: SObjectType, fieldName: string): StoredRow[];
  insert(object: SObjectType, row: StoredRow): void;
  /** Writes these fields only. */
  update(object: SObjectType, id: string, changes: StoredRow): void;
  /** Takes the row away for good. */
  remove(object: SObjectType, id: string): void;
  /** Called after each write with the name of its object. */
  onWrite(listener: (objectName: string) => void): void;
}

export function createRowStore(statements: Statements): RowStore {
  const listeners: ((objectName: string) => void)[] = [];
  const insertSql = new WeakMap<SObjectType, { sql: string; names: readonly string[] }>();
  const written = (object: SObjectType): void => {
    for (const listener of listeners) listener(object.name);
  };
  const insertionOf = (object: SObjectType): { sql: string; names: readonly string[] } => {
    const known = insertSql.get(object);
    if (known) return known;
    const names = object.fields.map((field) => field.name);
    const sql = `INSERT INTO ${quoted(object.name)} (${names.map(quoted).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    const insertion = { sql, names };
    insertSql.set(object, insertion);
    return insertion;
  };
  return {
    find: (object, id) => statements.get(`SELECT * FROM ${quoted(object.name)} WHERE Id = ?`, id),
    findBy: (object, fieldName, value) =>
      statements.all(
        `SELECT * FROM ${quoted(object.name)} WHERE ${quoted(fieldName)} = ? AND IsDeleted = 0 ORDER BY Id`,
        value
      ),
    findBlank: (object, fieldName) =>
      statements.all(
        `SELECT * FROM ${quoted(object.name)} WHERE ${quoted(fieldName)} IS NULL AND IsDeleted = 0 ORDER BY Id`
      ),
    insert(object, row) {
      const { sql, names } = insertionOf(object);
      statements.run(sql, ...names.map((name) => row[name] ?? null));
      written(object);
    },
    update(object, id, changes) {
      const names = Object.keys(changes);
      if (names.length === 0) return;
      const assignments = names.map((name) => `${quoted(name)} = ?`).join(', ');
      statements.run(
        `UPDATE ${quoted(object.name)} SET ${assignments} WHERE Id = ?`,
        ...names.map((name) => changes[name] ?? null),
        id
      );
      written(object);
    },
    remove(object, id) {
      statements.run(`DELETE FROM ${quoted(object.name)} WHERE Id = ?`, id);
      written(object);
    },
    onWrite: (listener) => void listeners.push(listener)
  };
}
