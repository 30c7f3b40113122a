import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { QualifiedCall } from '../../../orchestrator/domain/call.ts';
import type { Database } from '../../../orchestrator/storage/database.ts';
import { Journal, orgsOf } from '../../../orchestrator/storage/journal.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';
import { westCall } from '../../scenarios/world.ts';
import { postgres, sqliteInFolder, type TestDatabase } from './testDatabases.ts';

const callOf = (callId: string): QualifiedCall => readQualifiedCall(westCall(callId), 'US');

describe.each([
  ['SQLite', sqliteInFolder],
  ['Postgres', postgres]
] as const)('the journal in %s', (_name, start) => {
  let server: TestDatabase;
  let database: Database;
  let second: Database;
  let now: Date;
  let journal: Journal;
  let org = 0;

  beforeAll(async () => {
    server = await start();
    database = await server.open();
    second = await server.open();
  });
  afterAll(() => server.close());
  beforeEach(() => {
    now = new Date('2026-11-23T09:00:00.000Z');
    org += 1;
    journal = new Journal(database, { org: `org ${org}`, now: () => now });
  });

  const later = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));
  /** The same journal as another instance sees it. */
  const elsewhere = () => new Journal(second, { org: `org ${org}`, now: () => now });
  const begin = async (callId: string) => (await journal.begin(callId, callOf(callId), now)).entry;
  /** A call that was answered without Salesforce and waits. */
  const answer = async (callId: string) => {
    await begin(callId);
    await journal.predicted(callId, { nextStep: 'callback' });
  };

  it('keeps a call as it was sent, until it is done', async () => {
    await begin('kept');
    expect(await elsewhere().read('kept')).toEqual({
      callId: 'kept',
      call: callOf('kept'),
      state: 'inHand',
      predicted: undefined,
      arrivedAt: '2026-11-23T09:00:00.000Z',
      attempts: 0,
      lastError: null,
      nextAttemptAt: '2026-11-23T09:00:00.000Z',
      position: expect.any(Number) as number
    });
    await begin('neighbour');
    await journal.done('kept');
    expect(await journal.read('kept')).toBeUndefined();
    expect(await journal.read('neighbour')).toBeDefined();
  });

  it('takes a call that begins again as it stands', async () => {
    await answer('again');
    const { entry, isNew } = await journal.begin('again', callOf('other'), later(60));
    expect(isNew).toBe(false);
    expect(entry).toMatchObject({
      call: { callId: 'again' },
      predicted: { nextStep: 'callback' },
      arrivedAt: '2026-11-23T09:00:00.000Z'
    });
  });

  it('lets one of many who begin a call at the same moment be the first', async () => {
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (index % 2 ? journal : elsewhere()).begin('burst', callOf('burst'), now))
    );
    expect(begun.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await journal.waiting(10)).toHaveLength(1);
  });

  it('keeps what was answered, and what became of it since', async () => {
    await answer('answered');
    expect((await journal.read('answered'))!.predicted).toEqual({ nextStep: 'callback' });
    await journal.update('answered', { nextStep: 'meeting', events: ['declined'] });
    expect((await journal.read('answered'))!.predicted).toEqual({ nextStep: 'meeting', events: ['declined'] });
  });

  it('says whether what became of an answer could be kept: what is struck out is not', async () => {
    await answer('kept');
    expect(await journal.update('kept', { nextStep: 'meeting' })).toBe(true);
    await journal.done('kept');
    expect(await journal.update('kept', { nextStep: 'meeting' })).toBe(false);
  });

  it('strikes out what was written, unless more has been told since it was claimed: that is due at once', async () => {
    await answer('written');
    await journal.written((await journal.claim('one', 60_000))!);
    expect(await journal.read('written')).toBeUndefined();

    await answer('told');
    const claimed = (await journal.claim('one', 60_000))!;
    await journal.update('told', { nextStep: 'meeting' });
    await journal.written(claimed);
    const again = (await journal.claim('one', 60_000))!;
    expect(again).toMatchObject({ callId: 'told', predicted: { nextStep: 'meeting' } });
    await journal.written(again);
    expect(await journal.read('told')).toBeUndefined();
  });

  it('lists what waits in order of arrival, page by page', async () => {
    for (const callId of ['c', 'a', 'b']) {
      await answer(callId);
    }
    const [first, ...rest] = await journal.waiting(1);
    expect([first!.callId, rest]).toEqual(['c', []]);
    expect((await journal.waiting(10, first!.position)).map(({ callId }) => callId)).toEqual(['a', 'b']);
  });

  it('knows nothing of the calls of another org', async () => {
    await answer('ours');
    const other = new Journal(database, { org: 'another org', now: () => now });
    expect(await other.read('ours')).toBeUndefined();
    expect(await other.waiting(10)).toEqual([]);
    expect(await other.claim('other', 1000)).toBeUndefined();
    await other.done('ours');
    expect(await other.retryAllFailed()).toBe(0);
    expect(await other.discard('ours')).toBe('notThere');
    expect(await journal.read('ours')).toBeDefined();
    expect(await orgsOf(database)).toContain(`org ${org}`);
  });

  it('counts what waits and what failed, and tells since when', async () => {
    expect(await journal.counts()).toEqual({ waiting: 0, failed: 0, oldestAt: null });
    await answer('refused');
    await journal.failed('refused', 'rejectedBySalesforce', 'no');
    later(10);
    await answer('waits');
    expect(await journal.counts()).toEqual({ waiting: 1, failed: 1, oldestAt: '2026-11-23T09:00:10.000Z' });
  });

  describe('being drained', () => {
    it('gives the oldest that is due, and each only once', async () => {
      await answer('first');
      await answer('second');
      expect((await journal.claim('one', 60_000))!.callId).toBe('first');
      expect((await journal.claim('one', 60_000))!.callId).toBe('second');
      expect(await journal.claim('one', 60_000)).toBeUndefined();
    });

    it('is done by one of two instances, in order', async () => {
      for (const callId of ['1', '2', '3', '4', '5', '6']) {
        await answer(callId);
      }
      const written: string[] = [];
      const drain = async (instance: Journal, name: string): Promise<void> => {
        for (let entry = await instance.claim(name, 60_000); entry; entry = await instance.claim(name, 60_000)) {
          written.push(entry.callId);
          await instance.done(entry.callId);
        }
      };
      await Promise.all([drain(journal, 'one'), drain(elsewhere(), 'two')]);
      expect(written).toEqual(['1', '2', '3', '4', '5', '6']);
    });

    it('gives a second instance nothing while the first is at it, though more is due', async () => {
      await answer('first');
      await answer('second');
      await journal.claim('one', 10_000);
      expect(await elsewhere().claim('two', 10_000)).toBeUndefined();
      expect((await journal.claim('one', 10_000))!.callId).toBe('second');
    });

    it('goes over to another instance when the first is not heard of any more', async () => {
      await answer('orphan');
      expect((await journal.claim('one', 10_000))!.state).toBe('inHand');
      later(9);
      expect(await elsewhere().claim('two', 10_000)).toBeUndefined();
      later(2);
      expect((await elsewhere().claim('two', 10_000))!.callId).toBe('orphan');
      expect(await journal.claim('one', 10_000)).toBeUndefined();
    });

    it('goes over at once when the first gives it up', async () => {
      await answer('given-up');
      await journal.claim('one', 10_000);
      await journal.release('one');
      expect((await elsewhere().claim('two', 10_000))!.callId).toBe('given-up');
    });

    it('leaves a call to the request that has just begun it, and takes it when that has died', async () => {
      await begin('in-flight');
      expect(await journal.claim('one', 1000)).toBeUndefined();
      later(31);
      expect((await journal.claim('one', 1000))!).toMatchObject({ callId: 'in-flight', predicted: undefined });
    });
  });

  describe('an attempt that failed', () => {
    it('is repeated later and later, and does not hold up those behind it', async () => {
      await answer('locked');
      await answer('behind');
      await journal.claim('one', 60_000);
      await journal.failed('locked', 'salesforceUnavailable', 'UNABLE_TO_LOCK_ROW');
      expect(await journal.read('locked')).toMatchObject({
        state: 'waiting',
        attempts: 1,
        lastError: { code: 'salesforceUnavailable', message: 'UNABLE_TO_LOCK_ROW' },
        nextAttemptAt: '2026-11-23T09:00:05.000Z'
      });
      expect((await journal.claim('one', 60_000))!.callId).toBe('behind');
      expect(await journal.claim('one', 60_000)).toBeUndefined();
      later(5);
      expect((await journal.claim('one', 60_000))!.callId).toBe('locked');
      await journal.failed('locked', 'salesforceUnavailable', 'again');
      expect(await journal.read('locked')).toMatchObject({ attempts: 2, nextAttemptAt: '2026-11-23T09:00:15.000Z' });
    });

    it('waits for a person when only a person can clear it', async () => {
      await answer('refused');
      await journal.failed('refused', 'rejectedBySalesforce', 'FIELD_CUSTOM_VALIDATION_EXCEPTION');
      expect(await journal.read('refused')).toMatchObject({ state: 'failed', nextAttemptAt: null });
      later(86_400);
      expect(await journal.claim('one', 1000)).toBeUndefined();
      expect(await journal.waiting(10)).toEqual([]);
      expect((await journal.list(10)).map(({ callId }) => callId)).toEqual(['refused']);
    });

    it('is repeated when a person says so: one call, or all that failed', async () => {
      for (const callId of ['a', 'b']) {
        await answer(callId);
        await journal.failed(callId, 'unknownField', 'no');
      }
      expect(await journal.retry('a')).toBe(true);
      expect((await journal.claim('one', 1000))!).toMatchObject({ callId: 'a', attempts: 1 });
      expect(await journal.claim('one', 1000)).toBeUndefined();
      expect(await journal.retryAllFailed()).toBe(1);
      expect((await journal.claim('one', 1000))!.callId).toBe('b');
      expect(await journal.retry('not-there')).toBe(false);
    });

    it('of a call that is gone by now changes nothing', async () => {
      await journal.failed('gone', 'salesforceUnavailable', 'late');
      expect(await journal.read('gone')).toBeUndefined();
    });
  });

  it('discards a call, but not while it is being written', async () => {
    await answer('unwanted');
    await journal.claim('one', 10_000);
    expect(await journal.discard('unwanted')).toBe('inHand');
    later(11);
    expect(await journal.discard('unwanted')).toBe('discarded');
    expect(await journal.discard('unwanted')).toBe('notThere');
  });
});
