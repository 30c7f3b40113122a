/** Which of many possible times to say to a caller. */

/**
 * Offers a choice of days and of times of day, not ten starts of one morning. The times are grouped by half-day; each
 * round takes from every half-day, the soonest first, its earliest time that is an hour or more from those already taken
 * there. When no half-day has one left, the rest follow, earliest first. So the earliest of all is always taken.
 * @param candidates in order of time
 * @param halfDayOf the half-day that a time belongs to, e.g. `2026-11-27 morning`
 * @param take takes a time, or says that it can no longer be had
 */
export function takeSpread<T extends { startMs: number }>(
  candidates: readonly T[],
  options: { limit: number; halfDayOf: (candidate: T) => string; take: (candidate: T) => boolean }
): void {
  const { limit, halfDayOf, take } = options;
  if (limit === 1) {
    candidates.find(take);
    return;
  }
  const halfDays = new Map<string, { left: T[]; takenMs: number[] }>();
  for (const candidate of candidates) {
    const key = halfDayOf(candidate);
    const halfDay = halfDays.get(key) ?? { left: [], takenMs: [] };
    halfDay.left.push(candidate);
    halfDays.set(key, halfDay);
  }
  let taken = 0;
  /** One round; whether it took any. */
  const round = (apartMs: number): boolean => {
    let tookAny = false;
    for (const halfDay of halfDays.values()) {
      while (taken < limit) {
        const next = halfDay.left.findIndex(({ startMs }) =>
          halfDay.takenMs.every((takenMs) => Math.abs(startMs - takenMs) >= apartMs)
        );
        if (next < 0) {
          break;
        }
        const [candidate] = halfDay.left.splice(next, 1);
        if (take(candidate!)) {
          halfDay.takenMs.push(candidate!.startMs);
          taken += 1;
          tookAny = true;
          break;
        }
      }
    }
    return tookAny;
  };
  while (round(hourMs));
  const rest = [...halfDays.values()].flatMap(({ left }) => left).sort((a, b) => a.startMs - b.startMs);
  for (const candidate of rest) {
    taken += taken < limit && take(candidate) ? 1 : 0;
  }
}

const hourMs = 60 * 60_000;
