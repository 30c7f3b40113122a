/**
 * Prepared statements, kept for each database by their SQL. Rows come as arrays in the order of the columns.
 */
import type Database from 'libsql';
import type { StoredValue } from '../org.ts';
import { RecentlyUsed } from './recentlyUsed.ts';
import type { SqlFragment } from './sqlFragment.ts';

export type RawRow = readonly StoredValue[];

const prepared = new WeakMap<Database.Database, RecentlyUsed<string, Database.Statement>>();

/** All rows of a query. SQLite prepares a kept statement anew by itself when a table has changed. */
export function allRows(db: Database.Database, query: SqlFragment): RawRow[] {
  let statements = prepared.get(db);
  if (!statements) prepared.set(db, (statements = new RecentlyUsed(500)));
  const statement = statements.get(query.sql) ?? statements.set(query.sql, db.prepare(query.sql).raw(true));
  return statement.all(...query.parameters) as RawRow[];
}
