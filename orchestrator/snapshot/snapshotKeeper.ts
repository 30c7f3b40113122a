/** Keeps a snapshot of the org at hand: fresh while Salesforce answers, the last one known while it does not. */
import { snapshotVersion, type OrgSnapshot } from './orgSnapshot.ts';

/** Where the snapshot outlives the process. */
export interface KeptOnDisk {
  save(snapshot: OrgSnapshot): Promise<void>;
  load(version: number): Promise<OrgSnapshot | undefined>;
}

export interface SnapshotKeeperOptions {
  /** Reads the org. @param previous what was known before, so that what changes rarely need not be read again */
  read: (previous: OrgSnapshot | undefined) => Promise<OrgSnapshot>;
  store: KeptOnDisk;
  /** Between readings, in milliseconds; up to a fifth longer, so that several instances spread. Default 60,000. */
  refreshMs?: number;
  /** After a change, how long others may follow before the org is read. Default 2,000. */
  settleMs?: number;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** 0 to 1. Default `Math.random`. */
  random?: () => number;
  /** Hears of each reading, and how long it took. */
  onRead?: (snapshot: OrgSnapshot, tookMs: number) => void;
  /** Hears of readings and savings that failed; the last snapshot stays. */
  onError?: (error: unknown) => void;
}

export class SnapshotKeeper {
  private readonly options: Required<SnapshotKeeperOptions>;
  private snapshot: OrgSnapshot | undefined;
  private reading: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private settling: NodeJS.Timeout | undefined;
  private isRunning = false;

  constructor(options: SnapshotKeeperOptions) {
    this.options = {
      refreshMs: 60_000,
      settleMs: 2_000,
      now: () => new Date(),
      random: Math.random,
      onRead: () => undefined,
      onError: () => undefined,
      ...options
    };
  }

  /**
   * Takes the snapshot from the disk, then reads the org, and again at every interval.
   * @returns when there is a snapshot, or the first reading has failed; it never throws
   */
  async start(): Promise<void> {
    this.isRunning = true;
    try {
      this.snapshot ??= await this.options.store.load(snapshotVersion);
    } catch (error) {
      this.options.onError(error);
    }
    const read = this.refresh().catch(this.options.onError);
    this.plan();
    if (!this.snapshot) {
      await read;
    }
  }

  /** The latest; undefined when there has never been one. */
  current(): OrgSnapshot | undefined {
    return this.snapshot;
  }

  /** Milliseconds since it was read; undefined without one. */
  ageMs(): number | undefined {
    return this.snapshot && this.options.now().getTime() - Date.parse(this.snapshot.readAt);
  }

  /** Something in the org has changed: it is read again in a moment, once for many changes. */
  changed(): void {
    if (!this.isRunning || this.settling !== undefined) {
      return;
    }
    this.settling = setTimeout(() => {
      this.settling = undefined;
      this.refresh().catch(this.options.onError);
    }, this.options.settleMs);
    this.settling.unref();
  }

  /** Reads the org now; several at once share one reading. @throws BatonError; the last snapshot stays */
  refresh(): Promise<void> {
    this.reading ??= this.readOnce().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** Ends the readings, and waits for the one that runs. */
  async stop(): Promise<void> {
    this.isRunning = false;
    clearTimeout(this.timer);
    clearTimeout(this.settling);
    this.settling = undefined;
    await this.reading?.catch(() => undefined);
  }

  private async readOnce(): Promise<void> {
    const startedAt = performance.now();
    const snapshot = await this.options.read(this.snapshot);
    this.snapshot = snapshot;
    this.options.onRead(snapshot, performance.now() - startedAt);
    await this.options.store.save(snapshot).catch(this.options.onError);
  }

  private plan(): void {
    const { refreshMs, random, onError } = this.options;
    this.timer = setTimeout(
      () => {
        this.refresh()
          .catch(onError)
          .finally(() => {
            if (this.isRunning) {
              this.plan();
            }
          });
      },
      refreshMs * (1 + random() / 5)
    );
    this.timer.unref();
  }
}
