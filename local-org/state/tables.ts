/** One SQLite table for each object that has records. See StoredValue in org.ts for how values are kept. */
import type Database from 'libsql';
import { quoted } from './database.ts';
import { componentKey, MetadataProblem, notSupported } from './metadata/metadataProblem.ts';
import type { MetadataProblems } from './metadata/metadataProblem.ts';
import type { Field, Schema, SObjectType } from './schema.ts';

/** Platform events are published and never stored. */
function hasTable(object: SObjectType): boolean {
  return object.kind !== 'platformEvent';
}

/**
 * Makes the tables fit the schema: new tables, columns and indexes; columns and tables that the schema no longer has are
 * dropped. Called inside the transaction of the deploy.
 * @throws MetadataProblem naming the field, when values that should be unique are not
 */
export function fitTables(db: Database.Database, schema: Schema): void {
  const present = new Map(tableNames(db).map((name) => [name, columnsOf(db, name)]));
  for (const object of schema.objects.filter(hasTable)) {
    const columns = present.get(object.name);
    present.delete(object.name);
    if (columns) fitColumns(db, object, columns);
    else createTable(db, object);
    fitIndexes(db, object);
  }
  for (const name of present.keys()) db.exec(`DROP TABLE ${quoted(name)}`);
}

/**
 * Fields whose values would have to be converted to be stored as the new schema stores them, as problems of the fields'
 * components. Objects that are new have none.
 */
export function storageConflicts(before: Schema, after: Schema): MetadataProblems {
  const problems: MetadataProblems = new Map();
  for (const object of after.objects) {
    for (const field of object.fields) {
      const previous = before.object(object.name)?.field(field.name);
      if (!previous || columnType(previous) === columnType(field)) continue;
      const { message } = notSupported(
        `a change of how ${object.name}.${field.name} is stored; delete the field first`
      );
      problems.set(componentKey({ type: 'CustomField', fullName: `${object.name}.${field.name}` }), message);
    }
  }
  return problems;
}

function tableNames(db: Database.Database): string[] {
  const rows = db
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    .all();
  return (rows as { name: string }[]).map((row) => row.name);
}

/** Column name to its definition, as it stands in the table's SQL. */
function columnsOf(db: Database.Database, table: string): Map<string, string> {
  const { sql } = db.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) as {
    sql: string;
  };
  const definitions = sql.slice(sql.indexOf('(') + 1, sql.lastIndexOf(')')).split(',');
  return new Map(
    definitions.map((definition) => {
      const [, name = '', type = ''] = /^\s*"(\w+)"\s+(.*\S)\s*$/.exec(definition) ?? [];
      return [name, type];
    })
  );
}

function createTable(db: Database.Database, object: SObjectType): void {
  const columns = columnDefinitions(object).map(([name, type]) => `${quoted(name)} ${type}`);
  db.exec(`CREATE TABLE ${quoted(object.name)} (${columns.join(', ')})`);
}

function fitColumns(db: Database.Database, object: SObjectType, present: Map<string, string>): void {
  const wanted = columnDefinitions(object);
  for (const [name, type] of wanted) {
    const now = present.get(name);
    present.delete(name);
    if (now === undefined) addColumn(db, object, name, type);
    else if (now !== type) throw new Error(`${object.name}.${name} is stored as ${now}, and the schema wants ${type}`);
  }
  for (const name of present.keys()) {
    db.exec(
      `DROP INDEX IF EXISTS ${indexName(object, name)}; ALTER TABLE ${quoted(object.name)} DROP COLUMN ${quoted(name)}`
    );
  }
}

/** A new checkbox is false on records that exist; every other new field is blank on them (documented). */
function addColumn(db: Database.Database, object: SObjectType, name: string, type: string): void {
  db.exec(`ALTER TABLE ${quoted(object.name)} ADD COLUMN ${quoted(name)} ${type}`);
  if (object.field(name)?.type === 'boolean') db.exec(`UPDATE ${quoted(object.name)} SET ${quoted(name)} = 0`);
}

function columnDefinitions(object: SObjectType): [string, string][] {
  const columns = object.fields.map((field): [string, string] => [field.name, columnType(field)]);
  return object.field('IsDeleted') ? columns : [...columns, ['IsDeleted', 'INTEGER DEFAULT 0']];
}

function columnType(field: Field): string {
  switch (field.type) {
    case 'id':
      return 'TEXT PRIMARY KEY';
    case 'boolean':
      return field.name === 'IsDeleted' ? 'INTEGER DEFAULT 0' : 'INTEGER';
    case 'int':
      return 'INTEGER';
    case 'double':
    case 'currency':
    case 'percent':
      return 'REAL';
    case 'reference':
    case 'date':
    case 'datetime':
    case 'time':
      return 'TEXT';
    default:
      return field.caseSensitive ? 'TEXT COLLATE BINARY' : 'TEXT COLLATE NOCASE';
  }
}

/** Lookups and external ids are found by index. The uniqueness of the save ladder is the index's too, as a last line. */
function fitIndexes(db: Database.Database, object: SObjectType): void {
  const rows = db
    .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL")
    .all(object.name);
  const present = new Map((rows as { name: string; sql: string }[]).map((row) => [row.name, row.sql]));
  for (const field of object.fields) {
    const name = indexName(object, field.name);
    const sql = indexSql(object, field);
    if (present.get(name) === sql) continue;
    if (present.has(name)) db.exec(`DROP INDEX ${name}`);
    if (sql === undefined) continue;
    try {
      db.exec(sql);
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
      throw new MetadataProblem(`Cannot make ${object.name}.${field.name} unique: records have duplicate values`);
    }
  }
}

function indexName(object: SObjectType, fieldName: string): string {
  return `index_${object.name}_${fieldName}`;
}

function indexSql(object: SObjectType, field: Field): string | undefined {
  if (field.type === 'id') return undefined;
  const on = `ON ${quoted(object.name)} (${quoted(field.name)})`;
  if (field.unique) return `CREATE UNIQUE INDEX ${indexName(object, field.name)} ${on} WHERE IsDeleted = 0`;
  if (field.type === 'reference' || field.externalId) return `CREATE INDEX ${indexName(object, field.name)} ${on}`;
  return undefined;
}
