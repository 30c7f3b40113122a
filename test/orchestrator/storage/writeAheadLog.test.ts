import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databaseFile, openDatabase, type Database } from '../../../orchestrator/storage/database.ts';
import { Journal } from '../../../orchestrator/storage/journal.ts';
import { WriteAheadLog } from '../../../orchestrator/storage/writeAheadLog.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';
import { westCall } from '../../scenarios/world.ts';

let folder: string;
let database: Database;
let log: WriteAheadLog;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'baton-log-'));
  database = await openDatabase({ kind: 'file', folder });
  log = new WriteAheadLog(join(folder, databaseFile));
});
afterEach(async () => {
  await log.stop();
  await database.close();
  rmSync(folder, { recursive: true });
});

const file = (ending = '') => join(folder, `${databaseFile}${ending}`);
const logBytes = () => statSync(file('-wal')).size;
const isInFile = (callId: string) => readFileSync(file(), 'latin1').includes(`calls.example/${callId}`);
/** One call after another, each begun and struck out, and the last only begun. */
async function calls(count: number): Promise<void> {
  const journal = new Journal(database, { org: 'org' });
  for (let number = 1; number <= count; number += 1) {
    const callId = `call-${number}`;
    await journal.begin(callId, readQualifiedCall(westCall(callId), 'US'), new Date());
    if (number < count) await journal.done(callId);
  }
}

describe('the write-ahead log', () => {
  it('is not copied by a commit, however full: a thousand pages would be SQLite’s own measure', async () => {
    await calls(300);
    expect(logBytes()).toBeGreaterThan(1_100 * 4096);
    expect(isInFile('call-300')).toBe(false);
  });

  it('is copied while the database is in use, and stays', async () => {
    await calls(3);
    const before = logBytes();
    await log.copy();
    expect(isInFile('call-3')).toBe(true);
    expect(logBytes()).toBe(before);
  });

  it('is emptied while the database is in use, so that nothing of a call that is done stands in it', async () => {
    await calls(3);
    expect(readFileSync(file('-wal'), 'latin1')).toContain('calls.example/call-2');
    await log.empty();
    expect(logBytes()).toBe(0);
    expect(isInFile('call-2')).toBe(false);
    expect(isInFile('call-3')).toBe(true);
    await calls(4);
    expect(logBytes()).toBeGreaterThan(0);
  });
});
