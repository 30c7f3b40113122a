import Libsql from 'libsql';
import { describe, expect, it } from 'vitest';
import type { SqliteDatabase } from 'kysely';
import { keptStatements } from '../../../orchestrator/storage/keptStatements.ts';

/** A database in memory, and what was prepared in it. */
function opened(): { database: SqliteDatabase; prepared: string[] } {
  const file = new Libsql(':memory:');
  file.exec('CREATE TABLE lead (id TEXT PRIMARY KEY, name TEXT)');
  const prepared: string[] = [];
  const prepare = (sql: string): ReturnType<SqliteDatabase['prepare']> => {
    prepared.push(sql);
    return file.prepare(sql);
  };
  return { database: keptStatements({ prepare, close: () => file.close() }), prepared };
}

const insert = 'insert into lead (id, name) values (?, ?)';
const select = 'select * from lead';

describe('A database that keeps its statements', () => {
  it('prepares each once, however often it runs and whatever it is given', () => {
    const { database, prepared } = opened();
    for (const id of ['a', 'b']) {
      database.prepare(insert).run([id, `Lead ${id}`]);
    }
    expect(database.prepare(select).all([])).toEqual([
      { id: 'a', name: 'Lead a' },
      { id: 'b', name: 'Lead b' }
    ]);
    database.prepare('delete from lead where id = ?').run(['a']);
    expect(database.prepare(select).all([])).toEqual([{ id: 'b', name: 'Lead b' }]);
    expect(prepared).toEqual([insert, select, 'delete from lead where id = ?']);
  });

  it('prepares one anew that has failed, and no other', () => {
    const { database, prepared } = opened();
    database.prepare(insert).run(['a', 'Lead a']);
    database.prepare(select).all([]);
    expect(() => database.prepare(insert).run(['a', 'Lead a'])).toThrow(/UNIQUE/);
    database.prepare(insert).run(['b', 'Lead b']);
    expect(database.prepare(select).all([])).toHaveLength(2);
    expect(prepared).toEqual([insert, select, insert]);
  });

  it('reads what another table looks like after a change of it', () => {
    const { database } = opened();
    database.prepare(insert).run(['a', 'Lead a']);
    expect(database.prepare(select).all([])).toEqual([{ id: 'a', name: 'Lead a' }]);
    database.prepare('alter table lead add column phone text').run([]);
    expect(database.prepare(select).all([])).toEqual([{ id: 'a', name: 'Lead a', phone: null }]);
  });

  it('prepares a PRAGMA each time, since it does its work then', () => {
    const { database, prepared } = opened();
    for (const value of [1, 2, 1]) {
      database.prepare(`PRAGMA synchronous = ${value}`).run([]);
    }
    expect(prepared).toHaveLength(3);
    expect(database.prepare('PRAGMA synchronous').all([])).toEqual([{ synchronous: 1 }]);
  });
});
