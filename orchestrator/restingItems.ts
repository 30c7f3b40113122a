/** What failed lately is left alone for a while, so that it neither holds up the rest nor costs a request each time. */
const firstRestMs = 30_000;
const longestRestMs = 15 * 60_000;

/** Ids by how often they failed in a row. The first failure is tried again at once, then after 30 s, 1 min, to 15 min. */
export class RestingItems {
  private readonly failed = new Map<string, { times: number; untilMs: number }>();

  /** @param nowMs milliseconds of the epoch, as all times here */
  isResting(id: string, nowMs: number): boolean {
    return (this.failed.get(id)?.untilMs ?? -Infinity) > nowMs;
  }

  failedAt(id: string, nowMs: number): void {
    const times = (this.failed.get(id)?.times ?? 0) + 1;
    const restMs = times === 1 ? 0 : Math.min(longestRestMs, firstRestMs * 2 ** (times - 2));
    this.failed.set(id, { times, untilMs: nowMs + restMs });
  }

  /** Left alone until then, without having failed. */
  restUntil(id: string, untilMs: number): void {
    this.failed.set(id, { times: this.failed.get(id)?.times ?? 0, untilMs });
  }

  succeeded(id: string): void {
    this.failed.delete(id);
  }

  resting(nowMs: number): string[] {
    return [...this.failed].flatMap(([id, { untilMs }]) => (untilMs > nowMs ? id : []));
  }

  /** Forgets those whose rest ended long ago: they are not found any more. */
  forgetOld(nowMs: number): void {
    for (const [id, { untilMs }] of this.failed) {
      if (untilMs + 2 * longestRestMs < nowMs) {
        this.failed.delete(id);
      }
    }
  }
}
