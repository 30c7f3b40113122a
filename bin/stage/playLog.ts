/** What happened in one play, as the visitor reads it: kept, so that a page that comes late or again sees all of it. */

/** A named line of an answer: `agent says`, `because`. */
export interface LogRow {
  readonly name: string;
  readonly text: string;
}

export type LogEntry =
  /** What somebody did, or what is going on. */
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'request';
      readonly method: string;
      readonly path: string;
      readonly text: string;
      readonly body?: unknown;
    }
  | { readonly kind: 'answer'; readonly status: number; readonly ms: number; readonly rows: readonly LogRow[] }
  /** News by the stream of the handoff's events. */
  | { readonly kind: 'news'; readonly rows: readonly LogRow[] }
  /** A rep's phone rings: this rep has to be on screen. */
  | {
      readonly kind: 'ringing';
      readonly repId: string;
      readonly repName: string;
      readonly seconds: number;
      readonly text: string;
    }
  | { readonly kind: 'quiet' }
  | { readonly kind: 'failed'; readonly text: string; readonly next: string }
  | { readonly kind: 'ended'; readonly text: string };

export class PlayLog {
  readonly entries: LogEntry[] = [];
  private readonly waiting = new Set<() => void>();

  add(entry: LogEntry): void {
    this.entries.push(entry);
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }

  /** Whether nothing comes any more. */
  get isClosed(): boolean {
    const last = this.entries.at(-1)?.kind;
    return last === 'ended' || last === 'failed';
  }

  /** Entries from the nth on, as they come, until the play is over. @param signal ends the reading */
  async *from(nth: number, signal?: AbortSignal): AsyncGenerator<{ index: number; entry: LogEntry }> {
    for (let index = nth; !signal?.aborted; index += 1) {
      while (index >= this.entries.length) {
        if (this.isClosed || signal?.aborted) return;
        await this.change(signal);
      }
      yield { index, entry: this.entries[index]! };
    }
  }

  private async change(signal?: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const changed = new Promise<void>((resolve) => (wake = resolve));
    this.waiting.add(wake);
    signal?.addEventListener('abort', wake);
    await changed;
    signal?.removeEventListener('abort', wake);
  }
}
