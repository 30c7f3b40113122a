/** When calls come. */
import { dayOf, firstInstant, zoneNamed } from '../routing/wallClock.ts';
import { weighed, type Chance } from './chance.ts';
import { daysOf, weekdayFromMonday, type Period } from './period.ts';

/**
 * Of a hundred calls of a weekday so many come in each hour of the caller's own clock: two humps, late in the morning and
 * after lunch, as call centres for businesses know them. Assumed: an org with enough calls of its own has its own hours.
 */
const usualHours: readonly number[] = [
  0, 0, 0, 0, 0, 0, 0.5, 1.5, 5, 10, 12.5, 11.5, 8.5, 9.5, 11, 10.5, 8.5, 5.5, 2.5, 1.5, 1, 0.5, 0, 0
];

/** Calls of a Saturday or Sunday for each call of a weekday. */
const weekendShare = 0.08;

export const usualHoursInWords =
  'calls come from 6 to 22 where the caller is, most from 9 to 17, and on a weekend day 8 for every 100 of a weekday';

/** When the call of this number comes, by the usual hours. @param callerTimeZone null when unknown: the period's */
export function usualArrival(
  index: number,
  callerTimeZone: string | null,
  { period, chance }: { period: Period; chance: Chance }
): number {
  const day = weighed(
    daysOf(period),
    (each) => (weekdayFromMonday(each) < 5 ? 1 : weekendShare),
    chance('day', index)
  )!;
  const hour = weighed(
    usualHours.map((weight, at) => ({ weight, at })),
    ({ weight }) => weight,
    chance('hour', index)
  )!.at;
  const minute = hour * 60 + Math.floor(chance('minute', index) * 60);
  const atMs = firstInstant(zoneNamed(callerTimeZone ?? period.timeZone), day, minute) + secondOf(index, chance);
  return within(atMs, period);
}

/** The day, and which of the past calls of its weekday, that the call of this number takes after. */
export function pastArrival(
  index: number,
  pastMs: readonly number[],
  { period, chance }: { period: Period; chance: Chance }
): { past: number; atMs: number } {
  const zone = zoneNamed(period.timeZone);
  const byWeekday = pastByWeekday(pastMs, period.timeZone);
  const days = daysOf(period);
  // A period without a weekday on which calls came, e.g. a single Sunday, takes after any call.
  const hasAny = days.some((day) => byWeekday[weekdayFromMonday(day)]!.length > 0);
  const day = weighed(days, (each) => (hasAny ? byWeekday[weekdayFromMonday(each)]!.length : 1), chance('day', index))!;
  const alike = hasAny ? byWeekday[weekdayFromMonday(day)]! : pastMs.map((_, at) => at);
  const past = alike[Math.floor(chance('past', index) * alike.length)]!;
  const midnightMs = firstInstant(zone, dayOf(zone, pastMs[past]!), 0);
  const minutes = Math.floor((pastMs[past]! - midnightMs) / 60_000) + Math.floor((chance('minute', index) - 0.5) * 30);
  const minute = Math.min(24 * 60 - 1, Math.max(0, minutes));
  return { past, atMs: within(firstInstant(zone, day, minute) + secondOf(index, chance), period) };
}

const known = new WeakMap<readonly number[], number[][]>();

function pastByWeekday(pastMs: readonly number[], timeZone: string): number[][] {
  let byWeekday = known.get(pastMs);
  if (!byWeekday) {
    byWeekday = Array.from({ length: 7 }, (): number[] => []);
    pastMs.forEach((atMs, at) => byWeekday![weekdayFromMonday(dayOf(zoneNamed(timeZone), atMs))]!.push(at));
    known.set(pastMs, byWeekday);
  }
  return byWeekday;
}

function secondOf(index: number, chance: Chance): number {
  return Math.floor(chance('second', index) * 60) * 1000;
}

/** A day in Tokyo begins before one in Chicago: what falls out of the period comes a week later or earlier. */
function within(atMs: number, { startMs, endMs }: Period): number {
  const weekMs = 7 * 24 * 3_600_000;
  if (atMs < startMs) {
    return Math.min(atMs + weekMs, endMs - 1000);
  }
  return atMs >= endMs ? Math.max(atMs - weekMs, startMs) : atMs;
}
