/**
 * The small database that outlives Salesforce's absence: SQLite in a folder, or Postgres where several instances share
 * one. docs/decisions/0010-journal-and-snapshot.md tells why, and what a commit costs.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import Libsql from 'libsql';
import pg from 'pg';
import { keptStatements } from './keptStatements.ts';
import { migrate } from './migrations.ts';
import { failureOf, withNamedFailures } from './namedFailures.ts';
import type { Tables } from './tables.ts';
import { mostLoggedPages, WriteAheadLog } from './writeAheadLog.ts';

export type DatabaseAddress =
  /** The file `baton.sqlite` in this folder; the folder is made, readable by its owner alone. */
  | { kind: 'file'; folder: string }
  /** `postgres://…`; shared by several instances. */
  | { kind: 'postgres'; url: string }
  /** Gone with the process, for an org that is gone with it too. */
  | { kind: 'memory' };

export const databaseFile = 'baton.sqlite';

/** How long a statement waits for another process, such as `baton journal` beside the service. */
const busyTimeoutMs = 2_000;
/** Connections that one instance keeps to Postgres. */
const poolSize = 4;
const connectTimeoutMs = 5_000;

export class Database {
  readonly db: Kysely<Tables>;
  private readonly engine: 'sqlite' | 'postgres';
  private readonly log: WriteAheadLog | undefined;

  /** @param log of a database in a file */
  constructor(db: Kysely<Tables>, engine: 'sqlite' | 'postgres', log?: WriteAheadLog) {
    this.db = db;
    this.engine = engine;
    this.log = log;
    log?.start();
  }

  /**
   * Runs work whose commit must outlive a power cut. All else outlives the death of the process, which costs a tenth:
   * SQLite then leaves it to the system to bring the write-ahead log to the disk. Postgres makes no difference.
   */
  durably<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    if (this.engine === 'postgres') {
      return work(this.db);
    }
    return this.db.connection().execute(async (connection) => {
      await sql`PRAGMA synchronous = FULL`.execute(connection);
      try {
        return await work(connection);
      } finally {
        await sql`PRAGMA synchronous = NORMAL`.execute(connection);
      }
    });
  }

  async close(): Promise<void> {
    // Not left to SQLite: it does nothing of the kind while a statement waits to be collected as garbage.
    await this.log?.empty().catch(() => undefined);
    await this.log?.stop();
    await this.db.destroy();
  }
}

/**
 * Opens the database and brings its tables up to date.
 * @throws BatonError `journalUnusable` that says what is wrong: out of reach, damaged, read-only, full
 */
export async function openDatabase(address: DatabaseAddress): Promise<Database> {
  const database = address.kind === 'postgres' ? openPostgres(address.url) : openSqlite(address);
  try {
    if (address.kind === 'file') {
      await checkFile(database, join(address.folder, databaseFile));
    }
    await migrate(database.db, address.kind === 'postgres' ? 'postgres' : 'sqlite');
  } catch (error) {
    await database.close().catch(() => undefined);
    throw error;
  }
  return database;
}

function openPostgres(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'baton'
  });
  // A connection that breaks while nobody uses it; the next statement opens another, or says what is wrong.
  pool.on('error', () => undefined);
  const dialect = withNamedFailures(new PostgresDialect({ pool }), 'The database of DATABASE_URL');
  return new Database(new Kysely<Tables>({ dialect }), 'postgres');
}

function openSqlite(address: { kind: 'file'; folder: string } | { kind: 'memory' }): Database {
  const path = address.kind === 'memory' ? ':memory:' : join(address.folder, databaseFile);
  const name = address.kind === 'memory' ? 'The journal' : `The journal ${resolve(path)}`;
  let file: Libsql.Database;
  try {
    if (address.kind === 'file') {
      mkdirSync(address.folder, { recursive: true, mode: 0o700 });
    }
    file = new Libsql(path, { timeout: busyTimeoutMs });
    if (address.kind === 'file') {
      // It holds callers' names and numbers.
      chmodSync(path, 0o600);
      file.pragma('journal_mode = WAL');
      file.pragma(`wal_autocheckpoint = ${mostLoggedPages}`);
    }
    file.pragma('synchronous = NORMAL');
    // What is deleted is overwritten: an entry's personal data must not stay behind in free pages.
    file.pragma('secure_delete = ON');
  } catch (error) {
    throw failureOf(error, name);
  }
  const dialect = withNamedFailures(new SqliteDialect({ database: keptStatements(file) }), name);
  const log = address.kind === 'file' ? new WriteAheadLog(path) : undefined;
  return new Database(new Kysely<Tables>({ dialect }), 'sqlite', log);
}

/** Looks for damage before anybody relies on the file; the journal is small, so this takes milliseconds. */
async function checkFile({ db }: Database, path: string): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`PRAGMA quick_check(1)`.execute(db);
  const found = rows[0]?.quick_check;
  if (found !== 'ok') {
    throw failureOf({ code: 'SQLITE_CORRUPT', message: found ?? 'no answer' }, `The journal ${resolve(path)}`);
  }
}
