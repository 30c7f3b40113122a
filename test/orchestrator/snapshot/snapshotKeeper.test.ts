import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { snapshotVersion, type OrgSnapshot } from '../../../orchestrator/snapshot/orgSnapshot.ts';
import { SnapshotKeeper, type SnapshotKeeperOptions } from '../../../orchestrator/snapshot/snapshotKeeper.ts';
import { openDatabase, type Database } from '../../../orchestrator/storage/database.ts';
import { SnapshotStore } from '../../../orchestrator/storage/snapshotStore.ts';

const start = new Date('2026-11-23T09:00:00.000Z');
const snapshotAt = (readAt: Date, name = 'read'): OrgSnapshot => ({
  version: snapshotVersion,
  readAt: readAt.toISOString(),
  setupReadAt: readAt.toISOString(),
  instanceUrl: `https://${name}.example`,
  runningUser: { id: 'integration', timeZone: 'UTC', values: {}, types: {} },
  teams: [],
  users: [],
  policies: [],
  hours: [],
  lastTurns: {},
  rules: { xml: null, why: 'not read' },
  lead: { fields: [], recordTypes: [] }
});

let database: Database;
let store: SnapshotStore<OrgSnapshot>;
let reads: (OrgSnapshot | undefined)[];
let failure: Error | undefined;
let errors: unknown[];
let keepers: SnapshotKeeper[];

beforeEach(async () => {
  vi.useFakeTimers({ now: start });
  database = await openDatabase({ kind: 'memory' });
  store = new SnapshotStore<OrgSnapshot>(database, { org: 'org' });
  reads = [];
  errors = [];
  keepers = [];
  failure = undefined;
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(keepers.map((keeper) => keeper.stop()));
  await database.close();
});

const keeperWith = (options: Partial<SnapshotKeeperOptions> = {}): SnapshotKeeper => {
  const keeper = new SnapshotKeeper({
    read: (previous) => {
      reads.push(previous);
      return failure ? Promise.reject(failure) : Promise.resolve(snapshotAt(new Date()));
    },
    store,
    random: () => 0,
    onError: (error) => void errors.push(error),
    ...options
  });
  keepers.push(keeper);
  return keeper;
};

describe('the keeper of the snapshot', () => {
  it('reads at start, then every minute, each time from what it knew before, and keeps it on disk', async () => {
    const keeper = keeperWith();
    await keeper.start();
    expect(keeper.current()!.readAt).toBe('2026-11-23T09:00:00.000Z');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(keeper.current()!.readAt).toBe('2026-11-23T09:01:00.000Z');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads.map((previous) => previous?.readAt)).toEqual([
      undefined,
      '2026-11-23T09:00:00.000Z',
      '2026-11-23T09:01:00.000Z'
    ]);
    expect((await store.load(snapshotVersion))!.readAt).toBe('2026-11-23T09:02:00.000Z');
  });

  it('uses the one on disk when Salesforce is down from the start, and tells its age', async () => {
    await store.save(snapshotAt(new Date(start.getTime() - 3_600_000), 'kept'));
    failure = new Error('down');
    const keeper = keeperWith();
    await keeper.start();
    expect(keeper.current()!.instanceUrl).toBe('https://kept.example');
    expect(keeper.ageMs()).toBe(3_600_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(errors).toEqual([failure]);
  });

  it('has none when there is none on disk either, and goes on looking', async () => {
    failure = new Error('down');
    const keeper = keeperWith();
    await keeper.start();
    expect([keeper.current(), keeper.ageMs()]).toEqual([undefined, undefined]);
    failure = undefined;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(keeper.current()).toBeDefined();
  });

  it('stays with the last one while readings fail', async () => {
    const keeper = keeperWith();
    await keeper.start();
    failure = new Error('down');
    await vi.advanceTimersByTimeAsync(180_000);
    expect(keeper.current()!.readAt).toBe('2026-11-23T09:00:00.000Z');
    expect([keeper.ageMs(), errors.length]).toEqual([180_000, 3]);
  });

  it('reads once for many changes that come together', async () => {
    const keeper = keeperWith();
    await keeper.start();
    for (let change = 0; change < 50; change += 1) keeper.changed();
    await vi.advanceTimersByTimeAsync(1999);
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(reads).toHaveLength(2);
    keeper.changed();
    await vi.advanceTimersByTimeAsync(2000);
    expect(reads).toHaveLength(3);
  });

  it('reads once for many who want it read', async () => {
    const keeper = keeperWith();
    await Promise.all([keeper.refresh(), keeper.refresh(), keeper.refresh()]);
    expect(reads).toHaveLength(1);
  });

  it('goes on when the disk fails', async () => {
    const keeper = keeperWith({
      store: { load: () => Promise.reject(new Error('disk')), save: () => Promise.reject(new Error('disk')) }
    });
    await keeper.start();
    expect(keeper.current()).toBeDefined();
    expect(errors).toHaveLength(2);
  });

  it('that is stopped reads no more', async () => {
    const keeper = keeperWith();
    await keeper.start();
    keeper.changed();
    await keeper.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(reads).toHaveLength(1);
  });
});

describe('the store of the snapshot', () => {
  it('keeps the newest, whoever saves last', async () => {
    await store.save(snapshotAt(start, 'newer'));
    await store.save(snapshotAt(new Date(start.getTime() - 1), 'older'));
    expect((await store.load(snapshotVersion))!.instanceUrl).toBe('https://newer.example');
  });

  it('gives none of another org, and none of another version', async () => {
    await store.save(snapshotAt(start));
    expect(await new SnapshotStore(database, { org: 'another' }).load(snapshotVersion)).toBeUndefined();
    expect(await store.load(snapshotVersion + 1)).toBeUndefined();
  });
});
