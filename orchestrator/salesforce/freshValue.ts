/**
 * A value of the org that changes rarely: served from memory, read again in the background when it is older than its
 * age limit, so that no caller waits for it. When a reading fails, the last value stays.
 */
export class FreshValue<T> {
  private readonly read: () => Promise<T>;
  private readonly maxAgeMs: number;
  private readonly onError: (error: unknown) => void;
  private value: T | undefined;
  private readAtMs = 0;
  private reading: Promise<void> | undefined;

  constructor(options: { read: () => Promise<T>; maxAgeMs: number; onError: (error: unknown) => void }) {
    this.read = options.read;
    this.maxAgeMs = options.maxAgeMs;
    this.onError = options.onError;
  }

  /** The value; waits only for the very first reading, and throws when that fails. */
  async get(): Promise<T> {
    if (this.value === undefined) {
      await this.refresh();
    } else if (Date.now() - this.readAtMs > this.maxAgeMs) {
      this.refresh().catch(this.onError);
    }
    return this.value!;
  }

  /** The value without waiting; undefined before the first reading. */
  get known(): T | undefined {
    return this.value;
  }

  /** Reads now; several at once share one reading. */
  refresh(): Promise<void> {
    this.reading ??= this.read()
      .then((value) => {
        this.value = value;
        this.readAtMs = Date.now();
      })
      .finally(() => {
        this.reading = undefined;
      });
    return this.reading;
  }
}
