/**
 * When business hours are open. Opening times are times on the wall in the time zone of the hours: a shift begins and
 * ends when the clock first shows its times, so that one over a change of the clocks is an hour shorter or longer, and a
 * time that the clock jumps over counts from the jump. Where no hours are given, it is always open.
 */
import type { BusinessHours, Holiday, Interval, OpeningTimes } from '../domain/calendar.ts';
import { mergeIntervals, overlapOf, overlaps, withoutIntervals } from './intervals.ts';
import { dayOf, firstInstant, isoDate, minuteMs, weekdayOf, zoneNamed, type DayNumber } from './wallClock.ts';

/** How far ahead an opening is looked for. Holidays are known a little further. */
const horizonMs = 370 * 24 * 60 * minuteMs;

export function isOpen(hours: BusinessHours | undefined, atMs: number): boolean {
  return openIntervals(hours, { startMs: atMs, endMs: atMs + 1 }).length > 0;
}

/** The next instant at which it is open: this one when it is open now; null when it does not open within 370 days. */
export function nextOpening(hours: BusinessHours | undefined, atMs: number): number | null {
  for (const { startMs } of openings(hours, { startMs: atMs, endMs: atMs + horizonMs })) {
    return startMs;
  }
  return null;
}

/** The next instant at which it is closed: this one when it is closed now; null when it does not close within 370 days. */
export function closesAt(hours: BusinessHours | undefined, atMs: number): number | null {
  let openUntilMs = atMs;
  for (const { startMs, endMs } of openings(hours, { startMs: atMs, endMs: atMs + horizonMs })) {
    if (startMs > openUntilMs) {
      break;
    }
    openUntilMs = endMs;
  }
  return openUntilMs < atMs + horizonMs ? openUntilMs : null;
}

/** All opening times within a stretch, in order; those that touch, such as two whole days, are one. */
export function openIntervals(hours: BusinessHours | undefined, within: Interval): Interval[] {
  return mergeIntervals([...openings(hours, within)]);
}

/**
 * The instant by which it has been open for so many minutes. At the end of a shift that is the moment it closes, not the
 * next opening; of no minutes at all it is the next opening. Null when that takes more than 370 days.
 */
export function addBusinessMinutes(hours: BusinessHours | undefined, fromMs: number, minutes: number): number | null {
  let leftMs = minutes * minuteMs;
  for (const { startMs, endMs } of openings(hours, { startMs: fromMs, endMs: fromMs + horizonMs })) {
    if (leftMs <= endMs - startMs) {
      return startMs + leftMs;
    }
    leftMs -= endMs - startMs;
  }
  return null;
}

/** Minutes, and parts of them, for which it is open between two instants; 0 when the second is not after the first. */
export function businessMinutesBetween(hours: BusinessHours | undefined, fromMs: number, toMs: number): number {
  const open = openIntervals(hours, { startMs: fromMs, endMs: toMs });
  return open.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / minuteMs;
}

/**
 * The instant at which the n-th day after today that is a business day ends, e.g. Tuesday's closing for 2 on a Friday.
 * Where it is always open, every day is one. Null when there are not so many within 370 days.
 */
export function endOfBusinessDays(hours: BusinessHours | undefined, fromMs: number, days: number): number | null {
  if (!hours) {
    return fromMs + days * 24 * 60 * minuteMs;
  }
  const zone = zoneNamed(hours.timeZone);
  const today = dayOf(zone, fromMs);
  const last = dayOf(zone, fromMs + horizonMs);
  let left = days;
  for (let day = today + 1; day <= last; day += 1) {
    const open = openingsOfDay(hours, day);
    left -= open.length > 0 ? 1 : 0;
    if (left <= 0) {
      return open.at(-1)?.endMs ?? fromMs;
    }
  }
  return null;
}

/** Opening times day by day, so that who needs the first does not pay for a year of them. */
function* openings(hours: BusinessHours | undefined, within: Interval): Generator<Interval> {
  if (within.endMs <= within.startMs) {
    return;
  }
  if (!hours) {
    yield within;
    return;
  }
  const zone = zoneNamed(hours.timeZone);
  const last = dayOf(zone, within.endMs);
  for (let day = dayOf(zone, within.startMs); day <= last; day += 1) {
    for (const opening of openingsOfDay(hours, day)) {
      if (overlaps(opening, within)) {
        yield overlapOf(opening, within);
      }
    }
  }
}

/** What was worked out of hours, for as long as they are the same. */
interface Known {
  readonly closed: ReadonlyMap<string, readonly Holiday[]>;
  readonly days: Map<DayNumber, readonly Interval[]>;
}

/** Everyone of a team is looked at by the same hours, call after call. Hours never change: others take their place. */
const known = new WeakMap<BusinessHours, Known>();

function openingsOfDay(hours: BusinessHours, day: DayNumber): readonly Interval[] {
  const { closed, days }: Known = known.get(hours) ?? { closed: holidaysByDate(hours.holidays), days: new Map() };
  known.set(hours, { closed, days });
  const openings = days.get(day) ?? workedOut(hours, day, closed);
  days.set(day, openings);
  return openings;
}

function workedOut(hours: BusinessHours, day: DayNumber, closed: ReadonlyMap<string, readonly Holiday[]>): Interval[] {
  const times = hours.days[weekdayOf(day)];
  if (!times) {
    return [];
  }
  const holidays = closed.get(isoDate(day)) ?? [];
  if (holidays.some((holiday) => holiday.times === null)) {
    return [];
  }
  const zone = zoneNamed(hours.timeZone);
  const instants = ({ startMinute, endMinute }: OpeningTimes): Interval => ({
    startMs: firstInstant(zone, day, startMinute),
    endMs: firstInstant(zone, day, endMinute)
  });
  const shift = mergeIntervals([instants(times)]);
  return withoutIntervals(
    shift,
    holidays.flatMap((holiday) => (holiday.times ? [instants(holiday.times)] : []))
  );
}

function holidaysByDate(holidays: readonly Holiday[]): Map<string, Holiday[]> {
  const byDate = new Map<string, Holiday[]>();
  for (const holiday of holidays) {
    byDate.set(holiday.date, [...(byDate.get(holiday.date) ?? []), holiday]);
  }
  return byDate;
}
