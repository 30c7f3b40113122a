import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { journalCommand } from '../../../orchestrator/cli/journal.ts';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { openDatabase, type Database } from '../../../orchestrator/storage/database.ts';
import { Journal } from '../../../orchestrator/storage/journal.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';
import { westCall } from '../../scenarios/world.ts';
import { startBaton, type Ended } from './runBaton.ts';

const folder = mkdtempSync(join(tmpdir(), 'baton-journal-command-'));
const url = 'https://org.example';
const ours = { BATON_DATA_DIR: folder, SF_INSTANCE_URL: url, SF_ACCESS_TOKEN: 'token' };
/** What a running service has open while people look at its journal. */
let database: Database;
let journal: Journal;

beforeAll(async () => {
  database = await openDatabase({ kind: 'file', folder });
  journal = new Journal(database, { org: url });
  await begin(journal, 'waits');
  await journal.predicted('waits', { say: 'Jamie, we will call you back' });
  for (const callId of ['refused-1', 'refused-2']) {
    await begin(journal, callId);
    await journal.failed(callId, 'rejectedBySalesforce', 'Not for jamie@novacorp.example');
  }
  const other = new Journal(database, { org: 'https://another.example' });
  await begin(other, 'of-another-org');
  await other.failed('of-another-org', 'unknownField', 'no');
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const begin = (of: Journal, callId: string) => of.begin(callId, readQualifiedCall(westCall(callId), 'US'), new Date());
/** The command in this process, as bin/baton.ts runs it; a process of its own takes seconds. */
async function baton(args: readonly string[], environment: Record<string, string> = ours): Promise<Ended> {
  const said = { out: '', err: '' };
  const capture = (name: 'out' | 'err') => (text: string | Uint8Array) => {
    said[name] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(capture('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(capture('err'));
  Object.entries({ DATABASE_URL: undefined, ...environment }).forEach(([name, value]) => vi.stubEnv(name, value));
  process.exitCode = undefined;
  let exitCode = 0;
  try {
    const command = journalCommand();
    [command, ...command.commands].forEach((each) => each.exitOverride());
    await command.parseAsync(args, { from: 'user' });
    exitCode = Number(process.exitCode ?? 0);
  } catch (error) {
    exitCode = error instanceof CommanderError ? 2 : 1;
    said.err += (error as Error).message;
    said.err += error instanceof BatonError ? error.next : '';
  } finally {
    process.exitCode = undefined;
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
  return { exitCode, ...said };
}
const json = async (args: readonly string[]): Promise<unknown> => JSON.parse((await baton([...args, '--json'])).out);

describe('baton journal', () => {
  it('lists what waits and what failed, beside a running service, and names no caller', async () => {
    const { out, exitCode } = await baton([]);
    expect(exitCode).toBe(0);
    expect(out.split('\n').map((line) => line.replace(/\s+/g, ' '))).toEqual([
      'CALL STATE AGE ANSWERED ATTEMPTS LAST ERROR NEXT ATTEMPT',
      expect.stringMatching(/^waits waiting \d+ s yes 0 due$/),
      expect.stringMatching(/^refused-1 failed \d+ s no 1 rejectedBySalesforce none: retry or discard it$/),
      expect.stringMatching(/^refused-2 failed \d+ s no 1 rejectedBySalesforce none: retry or discard it$/),
      ''
    ]);
    for (const args of [[], ['--json'], ['show', 'refused-1'], ['show', 'waits', '--json']]) {
      expect((await baton(args)).out).not.toMatch(/jamie|rivera|novacorp|\+1415/i);
    }
  });

  it('is a command of baton, and lists when told nothing else', async () => {
    const { out, exitCode } = await startBaton(['journal'], ours).ended;
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^CALL +STATE[^]*\nwaits /);
  });

  it('names the caller, and what Salesforce said, to who asks for it', async () => {
    expect((await baton(['--show-caller'])).out).toMatch(/waits .*Jamie Rivera, NovaCorp, \+1415/);
    const shown = await json(['show', 'refused-1', '--show-caller']);
    expect(shown).toMatchObject({
      call: { caller: { lastName: 'Rivera' } },
      lastError: { code: 'rejectedBySalesforce', message: 'Not for jamie@novacorp.example' }
    });
  });

  it('prints JSON for programs', async () => {
    expect(await json(['list', '--limit', '1'])).toEqual([
      {
        callId: 'waits',
        state: 'waiting',
        arrivedAt: expect.any(String) as string,
        answered: true,
        attempts: 0,
        lastError: null,
        nextAttemptAt: expect.any(String) as string
      }
    ]);
    expect(await json(['show', 'refused-2'])).toMatchObject({ state: 'failed', attempts: 1, nextAttemptAt: null });
  });

  it('retries one call, or all that failed, of the org of the settings', async () => {
    expect((await baton(['retry', 'refused-1'])).out).toContain('One call is due now');
    expect((await journal.read('refused-1'))!.state).toBe('waiting');
    expect((await journal.read('refused-2'))!.state).toBe('failed');
    expect((await baton(['retry', '--all-failed'])).out).toContain('One call is due now');
    expect((await journal.read('refused-2'))!.state).toBe('waiting');
    expect((await baton(['retry', '--all-failed'])).out).toBe('Nothing has failed.\n');
  });

  it('discards a call only when that is confirmed, and not while it is being written', async () => {
    const unconfirmed = await baton(['discard', 'refused-2']);
    expect(unconfirmed).toMatchObject({ exitCode: 2, err: expect.stringContaining('add --yes') as string });
    await begin(journal, 'in-hand');
    const held = await baton(['discard', 'in-hand', '--yes']);
    expect(held).toMatchObject({ exitCode: 1, err: expect.stringContaining('at this moment') as string });
    expect(await baton(['discard', 'refused-2', '--yes'])).toMatchObject({ exitCode: 0 });
    expect(await journal.read('refused-2')).toBeUndefined();
    expect(await journal.read('in-hand')).toBeDefined();
  });

  it('says of a call that it does not hold where to look', async () => {
    const { exitCode, err } = await baton(['show', 'unheard-of']);
    expect(exitCode).toBe(1);
    expect(err).toContain('The journal holds no call unheard-of.');
    expect(err).toContain('look for its Lead');
  });

  it('shows the calls of every org when the settings name none', async () => {
    expect((await baton([], { BATON_DATA_DIR: folder })).out).toContain('of-another-org');
    expect((await baton([])).out).not.toContain('of-another-org');
  });

  it('makes no database where there is none', async () => {
    const empty = join(folder, 'empty');
    const { out, err, exitCode } = await baton(['--json'], { BATON_DATA_DIR: empty });
    expect({ out, exitCode }).toEqual({ out: '[]\n', exitCode: 0 });
    expect(err).toContain(`There is no journal in ${empty} yet.`);
  });

  it.each([
    ['retry', /give the id of a call, or --all-failed/],
    ['retry waits --all-failed', /give the id of a call, or --all-failed/],
    ['list --limit none', /whole number/]
  ])('refuses `%s`', async (args, text) => {
    expect(await baton(args.split(' '))).toMatchObject({ exitCode: 2, err: expect.stringMatching(text) as string });
  });
});
