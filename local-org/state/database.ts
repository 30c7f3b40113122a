/**
 * The SQLite database that holds everything the org knows, and prepared statements kept for the next time.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { StoredRow, StoredValue } from '../org.ts';

/**
 * Opens the org's database, and makes the tables that are the org's own; their names begin with `_`, as no object's does.
 * @param directory folder of the file `org.sqlite`, made if missing; in memory without one
 */
export function openDatabase(directory?: string): Database.Database {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const db = new Database(directory === undefined ? ':memory:' : join(directory, 'org.sqlite'));
  if (directory !== undefined) {
    db.pragma('journal_mode = WAL');
    // A killed process loses nothing; a power cut may lose the last commits, which is enough for a development org.
    db.pragma('synchronous = NORMAL');
  }
  db.exec(`
    CREATE TABLE IF NOT EXISTS _sequences (name TEXT PRIMARY KEY, reserved INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS _components (
      type TEXT NOT NULL, fullName TEXT NOT NULL, filePath TEXT NOT NULL, content TEXT NOT NULL,
      PRIMARY KEY (type, fullName)
    );
    CREATE TABLE IF NOT EXISTS _keyPrefixes (objectName TEXT PRIMARY KEY, keyPrefix TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS _events (
      replayId INTEGER PRIMARY KEY, channel TEXT NOT NULL, eventUuid TEXT NOT NULL, payload TEXT NOT NULL, publishedAt TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS _events_of_channel ON _events (channel, replayId);
    CREATE TABLE IF NOT EXISTS _seeded (name TEXT PRIMARY KEY);
  `);
  return db;
}

/** Runs SQL with bound parameters; each text is prepared once. */
export interface Statements {
  run(sql: string, ...parameters: StoredValue[]): void;
  get(sql: string, ...parameters: StoredValue[]): StoredRow | undefined;
  all(sql: string, ...parameters: StoredValue[]): StoredRow[];
}

/** Texts kept at most: more than the org's own statements, so that only made-up ones are ever dropped. */
const keptStatements = 2000;

export function keepStatements(db: Database.Database): Statements {
  const prepared = new Map<string, Database.Statement>();
  const statement = (sql: string): Database.Statement => {
    const known = prepared.get(sql);
    if (known) return known;
    if (prepared.size >= keptStatements) prepared.clear();
    const fresh = db.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  };
  return {
    run: (sql, ...parameters) => void statement(sql).run(...parameters),
    get: (sql, ...parameters) => withoutTimings(statement(sql).get(...parameters)),
    all: (sql, ...parameters) => statement(sql).all(...parameters) as StoredRow[]
  };
}

/** libsql adds its own `_metadata` to a single row. */
function withoutTimings(row: unknown): StoredRow | undefined {
  if (!row) return undefined;
  delete (row as Record<string, unknown>)['_metadata'];
  return row as StoredRow;
}

/** A name as SQL identifier. Names of objects and fields are checked when they are deployed, so none has a quote. */
export function quoted(name: string): string {
  return `"${name}"`;
}
