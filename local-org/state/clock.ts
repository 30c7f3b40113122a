/** Time in the org: the machine's time moved by an offset, or standing still. */
import type { Clock } from '../org.ts';

/**
 * @param startAt what the clock shows at first; default: the machine's time
 * @param machineNow milliseconds since 1970-01-01 UTC as the machine sees them; default `Date.now`
 */
export function createClock(startAt?: Date, machineNow: () => number = Date.now): Clock {
  let offsetMs = startAt === undefined ? 0 : startAt.getTime() - machineNow();
  let frozenAt: number | undefined;
  const nowMs = (): number => frozenAt ?? machineNow() + offsetMs;
  const moveTo = (instantMs: number): void => {
    if (!Number.isFinite(instantMs)) throw new RangeError('The clock was given an instant that is not a date');
    if (frozenAt !== undefined) frozenAt = instantMs;
    offsetMs = instantMs - machineNow();
    tell();
  };
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    now: () => new Date(nowMs()),
    get frozen() {
      return frozenAt !== undefined;
    },
    set: (instant) => moveTo(instant.getTime()),
    advance: (milliseconds) => moveTo(nowMs() + milliseconds),
    freeze() {
      frozenAt = nowMs();
      tell();
    },
    resume() {
      if (frozenAt === undefined) return;
      offsetMs = frozenAt - machineNow();
      frozenAt = undefined;
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    }
  };
}

/** Salesforce keeps instants to the second; REST shows three zeros after it (assumed, from replies in public repositories). */
export function toTheSecond(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}.000Z`;
}
