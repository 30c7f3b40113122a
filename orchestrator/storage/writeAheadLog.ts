/**
 * Copies what SQLite has logged into its file, on another thread (libsql's asynchronous interface). Left to SQLite, the
 * commit that fills the log's thousandth page would do it, twice waiting for the disk: with three commits a call that is
 * some ten milliseconds in every hundred and sixty calls, for all callers who are on the line at that moment.
 */
import Libsql from 'libsql/promise';

/** Between two looks for what has been logged. Copying waits for no writer, and no writer for it. */
const copyEveryMs = 2_000;
/** How long the log may hold what has been struck out. */
const emptyEveryMs = 60_000;

/**
 * Pages in the log at which a commit copies them after all: only when the thread has not for long, as on a disk that
 * cannot follow. 80 MB.
 */
export const mostLoggedPages = 20_000;

export class WriteAheadLog {
  private readonly path: string;
  private connection: AsyncConnection | undefined;
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private emptiedAtMs = performance.now();

  /** @param path of a database that another connection of this process keeps open */
  constructor(path: string) {
    this.path = path;
  }

  start(): void {
    this.plan();
  }

  /** Ends when what is under way has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.underWay;
    clearTimeout(this.timer);
    this.connection?.close();
    this.connection = undefined;
  }

  /** Copies everything that has been committed, and goes on with the same log. */
  async copy(): Promise<void> {
    await this.run('PASSIVE');
  }

  /**
   * Copies, and cuts the log to nothing: what is deleted is overwritten in the file, and now stands nowhere. Writers wait
   * for the little that was written since the copy; where one is at work, the log stays until it is tried again.
   */
  async empty(): Promise<void> {
    await this.copy();
    await this.run('TRUNCATE');
  }

  private async run(mode: 'PASSIVE' | 'TRUNCATE'): Promise<void> {
    this.connection ??= new Libsql(this.path, {}) as AsyncConnection;
    await this.connection.exec(`PRAGMA wal_checkpoint(${mode})`);
  }

  private plan(): void {
    this.timer = setTimeout(() => {
      // What cannot be done now is done later, or by the commits themselves, which say why not.
      this.underWay = this.tend().catch(() => undefined);
      void this.underWay.then(() => this.plan());
    }, copyEveryMs).unref();
  }

  private async tend(): Promise<void> {
    if (performance.now() - this.emptiedAtMs < emptyEveryMs) {
      return this.copy();
    }
    await this.empty();
    this.emptiedAtMs = performance.now();
  }
}

/** What its types leave untold. */
interface AsyncConnection {
  exec(sql: string): Promise<void>;
  close(): void;
}
