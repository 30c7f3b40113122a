/** Sets of instants as intervals: half-open, in milliseconds of the epoch. Results are in order and do not touch. */
import type { Interval } from '../domain/calendar.ts';

/** The same instants in as few intervals as there can be; intervals that touch become one, empty ones go away. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (endMs <= startMs) {
      continue;
    }
    if (last && startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, endMs);
    } else {
      merged.push({ startMs, endMs });
    }
  }
  return merged;
}

/** What is in `intervals` and in none of `taken`. */
export function withoutIntervals(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const gone = mergeIntervals(taken);
  return mergeIntervals(intervals).flatMap(({ startMs, endMs }) => {
    const left: Interval[] = [];
    let fromMs = startMs;
    for (const hole of gone) {
      if (hole.endMs <= fromMs || hole.startMs >= endMs) {
        continue;
      }
      if (hole.startMs > fromMs) {
        left.push({ startMs: fromMs, endMs: hole.startMs });
      }
      fromMs = hole.endMs;
    }
    return fromMs < endMs ? [...left, { startMs: fromMs, endMs }] : left;
  });
}

/** What is in both. */
export function commonIntervals(some: readonly Interval[], others: readonly Interval[]): Interval[] {
  const [a, b] = [mergeIntervals(some), mergeIntervals(others)];
  const common: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i]!, b[j]!];
    if (overlaps(one, other)) {
      common.push(overlapOf(one, other));
    }
    if (one.endMs < other.endMs) {
      i += 1;
    } else {
      j += 1;
    }
  }
  return common;
}

/** The part that two intervals share; empty or turned round when they share none. */
export function overlapOf(a: Interval, b: Interval): Interval {
  return { startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) };
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs < b.endMs && b.startMs < a.endMs;
}
