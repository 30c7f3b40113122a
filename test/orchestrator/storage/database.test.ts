import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BatonError } from '../../../orchestrator/domain/errors.ts';
import { databaseFile, openDatabase, type Database } from '../../../orchestrator/storage/database.ts';
import { Journal } from '../../../orchestrator/storage/journal.ts';
import { failureOf } from '../../../orchestrator/storage/namedFailures.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';
import { westCall } from '../../scenarios/world.ts';
import { postgres, sqliteInFolder } from './testDatabases.ts';

let parent: string;
let folder: string;
const opened: Database[] = [];
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'baton-database-'));
  folder = join(parent, 'data');
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  rmSync(parent, { recursive: true });
});
const open = async (): Promise<Database> => {
  const database = await openDatabase({ kind: 'file', folder });
  opened.push(database);
  return database;
};
const refusal = () => open().then(undefined, (error: unknown) => error as BatonError);
const begin = (journal: Journal, callId: string) =>
  journal.begin(callId, readQualifiedCall(westCall(callId), 'US'), new Date());

describe('the database in a folder', () => {
  it('is for the eyes of the user who runs the service alone', async () => {
    await open();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, databaseFile)).mode & 0o777).toBe(0o600);
  });

  it('keeps a call when the process is killed in the middle of its work', async () => {
    const writer = fileURLToPath(new URL('journalWriter.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', writer, folder], {
      stdio: ['ignore', 'pipe', 'inherit']
    });
    let said = '';
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('call-40\n') && !child.killed) {
          child.kill('SIGKILL');
        }
      });
      child.once('close', () => resolve());
    });
    const told = said.split('\n').slice(0, -1);
    const kept = await new Journal(await open(), { org: 'org' }).list(10_000);
    expect(told.length).toBeGreaterThan(40);
    expect(kept.map(({ callId }) => callId).slice(0, told.length)).toEqual(told);
    expect(kept[39]).toMatchObject({ call: { caller: { company: 'NovaCorp' } }, predicted: { answered: 39 } });
    expect(kept[38]!.predicted).toBeUndefined();
  });

  it('holds nothing personal of a call that is done, not even in the free space of the file', async () => {
    const database = await open();
    const journal = new Journal(database, { org: 'org' });
    for (const callId of ['done', 'waits']) {
      await begin(journal, callId);
    }
    const bytes = () => readFileSync(join(folder, databaseFile), 'latin1');
    await journal.done('done');
    opened.length = 0;
    await database.close();
    expect(bytes()).toContain('calls.example/waits');
    expect(bytes()).not.toContain('calls.example/done');
  });

  it('brings the log to the disk before it says that an answer without Salesforce is kept', async () => {
    const database = await open();
    const levels: unknown[] = [];
    const level = async (db: Database['db']) => {
      const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(db);
      levels.push(rows[0]!.synchronous);
    };
    await level(database.db);
    await database.durably((db) => level(db));
    await expect(database.durably(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    await level(database.db);
    const [normal, full] = [1, 2];
    expect(levels).toEqual([normal, full, normal]);
  });

  it('that is damaged is refused, and the reader told what to do', async () => {
    const journal = new Journal(await open(), { org: 'org' });
    await Promise.all(Array.from({ length: 50 }, (_, index) => begin(journal, `call-${index}`)));
    await opened.pop()!.close();
    const file = join(folder, databaseFile);
    truncateSync(file, statSync(file).size - 8192);
    const error = await refusal();
    expect(error).toMatchObject({ code: 'journalUnusable', message: expect.stringContaining(file) as string });
    expect((error as BatonError).message).toMatch(/is damaged/);
    expect((error as BatonError).next).toContain('.recover');
  });

  it('that is something else is refused and left as it is', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, databaseFile), 'this is no database, but somebody needs it');
    expect(await refusal()).toMatchObject({
      code: 'journalUnusable',
      message: expect.stringContaining('is no SQLite database') as string
    });
    expect(readFileSync(join(folder, databaseFile), 'utf8')).toBe('this is no database, but somebody needs it');
  });

  it('that cannot be made is refused with the reason', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    expect(await refusal()).toMatchObject({ message: expect.stringContaining('a file stands where') as string });
  });

  it.each([
    ['SQLITE_READONLY_DBMOVED', /cannot be written/],
    ['SQLITE_FULL', /the disk is full/],
    ['SQLITE_IOERR_FSYNC', /reports an error/],
    ['57P01', /is shutting down/],
    ['28P01', /refuses the password/],
    ['XX000', /does not work/]
  ])('failing with %s says so', (code, text) => {
    expect(failureOf({ code, message: 'details' }, 'The journal').message).toMatch(text);
  });
});

describe('a Postgres database', () => {
  it('that is out of reach is told as such, without its password', async () => {
    const url = 'postgres://baton:a-secret@127.0.0.1:9/baton';
    const error = await openDatabase({ kind: 'postgres', url }).catch((thrown: unknown) => thrown as BatonError);
    expect(error).toMatchObject({
      code: 'journalUnusable',
      message: expect.stringContaining('nobody listens') as string
    });
    expect(JSON.stringify([error, (error as BatonError).message])).not.toContain('a-secret');
  });
});

describe('the tables', () => {
  it('are the same in SQLite and in Postgres', async () => {
    const shapes = await Promise.all(
      [sqliteInFolder, postgres].map(async (start) => {
        const server = await start();
        try {
          const tables = await (await server.open()).db.introspection.getTables();
          return tables
            .map(({ name, columns }) => ({
              name,
              columns: columns
                .map((column) => ({
                  name: column.name,
                  isNullable: column.isNullable,
                  type: column.dataType.toLowerCase().replace('int4', 'integer')
                }))
                .sort((a, b) => a.name.localeCompare(b.name))
            }))
            .sort((a, b) => a.name.localeCompare(b.name));
        } finally {
          await server.close();
        }
      })
    );
    const [sqlite, inPostgres] = shapes;
    expect(sqlite!.map(({ name }) => name)).toEqual(['journal', 'lease', 'live_offer', 'snapshot']);
    // SQLite says of a primary key that it may be null, though it never is.
    const known = (tables: typeof sqlite) =>
      tables!.map(({ name, columns }) => ({
        name,
        columns: columns.map((column) =>
          /^(position|org)$/.test(column.name) ? { ...column, isNullable: false } : column
        )
      }));
    expect(known(sqlite)).toEqual(known(inPostgres));
  });

  it('are made once, whoever comes first, and found as they are by those who come later', async () => {
    await begin(new Journal(await open(), { org: 'org' }), 'before');
    expect(await new Journal(await open(), { org: 'org' }).read('before')).toBeDefined();
  });
});
