/**
 * A SQLite database that keeps the statements it has prepared: each call needs the same few. One that is prepared anew each
 * time costs as much as its work, and its memory waits for the garbage collector.
 */
import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** More different statements than the service has; whoever makes more does without. */
const mostKept = 100;

/** What changes the same rows whenever it runs. A PRAGMA does its work while it is prepared. */
const canBeKept = /^\s*(?:select|insert|update|delete)\b/i;

export function keptStatements(database: SqliteDatabase): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(sql) {
      const known = kept.get(sql);
      if (known) {
        return known;
      }
      const statement = database.prepare(sql);
      if (!canBeKept.test(sql) || kept.size >= mostKept) {
        return statement;
      }
      const own = new KeptStatement(statement, () => kept.delete(sql));
      kept.set(sql, own);
      return own;
    },
    close() {
      kept.clear();
      database.close();
    }
  };
}

/** One that failed is prepared anew: nobody tells in what state it was left. */
class KeptStatement implements SqliteStatement {
  readonly reader: boolean;
  private readonly statement: SqliteStatement;
  private readonly forget: () => void;

  constructor(statement: SqliteStatement, forget: () => void) {
    this.statement = statement;
    this.reader = statement.reader;
    this.forget = forget;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.whole(() => this.statement.all(parameters));
  }

  run(parameters: readonly unknown[]): ReturnType<SqliteStatement['run']> {
    return this.whole(() => this.statement.run(parameters));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    // Whoever stops half-way leaves it in use.
    this.forget();
    return this.statement.iterate(parameters);
  }

  private whole<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.forget();
      throw error;
    }
  }
}
