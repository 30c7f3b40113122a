/** The occurrences of a repeating event, by the recurrence rules of RFC 5545. */
import { DateTime } from 'luxon';
import { RRuleTemporal } from 'rrule-temporal';
import type { Interval } from '../domain/calendar.ts';

/** When something begins, on the clock of a place. */
export interface WallTime {
  /** `20261225T090000` */
  local: string;
  /** IANA name. */
  timeZone: string;
}

/**
 * Frequencies below a day are refused: no calendar that people keep has them, and one rule could stand for a hundred
 * thousand occurrences.
 */
const frequencies: Readonly<Record<string, 'days' | 'weeks' | undefined>> = {
  DAILY: 'days',
  WEEKLY: 'weeks',
  MONTHLY: undefined,
  YEARLY: undefined
};

/** Longest stretch for which a rule is expanded, so that nobody's rule can keep the process busy. */
const longestMs = 400 * 24 * 3_600_000;

/**
 * The instants at which the rule makes the event begin within a stretch of time, in milliseconds of the epoch, earliest
 * first. Wall-clock times hold across daylight-saving changes; a time that a change skips moves forward by the change.
 * @param rule as in iCalendar, with or without `RRULE:`, e.g. `FREQ=WEEKLY;BYDAY=MO;COUNT=4`
 * @param first when the series begins; an occurrence only when the rule matches it
 * @throws Error when the rule cannot be read or repeats more often than daily
 */
export function occurrences(rule: string, first: WallTime, within: Interval): number[] {
  const parts = partsOf(rule);
  const frequency = parts.get('FREQ') ?? '';
  if (!(frequency in frequencies)) {
    throw new Error(`The frequency of the recurrence rule is not supported: ${frequency}`);
  }
  if (within.endMs - within.startMs > longestMs) {
    throw new Error('The stretch of time is too long to expand a recurrence rule.');
  }
  const from = onClock(within.startMs, first.timeZone).minus({ days: 1 });
  const to = onClock(within.endMs, first.timeZone).plus({ days: 1 });
  const until = parts.get('UNTIL');
  if (until !== undefined) {
    const last = untilOnClock(until, first.timeZone);
    if (last < from) {
      return [];
    }
    parts.set('UNTIL', last.toFormat("yyyyMMdd'T'HHmmss'Z'"));
  }
  const local = parts.has('COUNT') ? first.local : nearer(first.local, parts, frequencies[frequency], from);
  // The rule runs on a clock without changes, and each result is put into the zone by itself: the library would carry
  // the hour that a change of clocks adds to one occurrence on to all later ones.
  return new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${local}\nRRULE:${textOf(parts)}` })
    .between(from.toJSDate(), to.toJSDate(), true)
    .map(({ epochMilliseconds }) => fromClock(epochMilliseconds, first.timeZone))
    .filter((startMs) => startMs >= within.startMs && startMs < within.endMs);
}

/** What the clocks of a zone show at an instant, as if they were in UTC. */
function onClock(atMs: number, zone: string): DateTime {
  return DateTime.fromMillis(atMs, { zone }).setZone('utc', { keepLocalTime: true });
}

function fromClock(clockMs: number, zone: string): number {
  return DateTime.fromMillis(clockMs, { zone: 'utc' }).setZone(zone, { keepLocalTime: true }).toMillis();
}

/** Whether the rule never ends by itself. */
export function isEndless(rule: string): boolean {
  const parts = partsOf(rule);
  return !parts.has('COUNT') && !parts.has('UNTIL');
}

function partsOf(rule: string): Map<string, string> {
  const pairs = rule
    .trim()
    .replace(/^RRULE:/i, '')
    .split(';')
    .filter((part) => part.includes('='));
  return new Map(
    pairs.map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name.trim().toUpperCase(), value.trim().toUpperCase()];
    })
  );
}

function textOf(parts: ReadonlyMap<string, string>): string {
  return [...parts].map(([name, value]) => `${name}=${value}`).join(';');
}

/** An end is an instant in UTC, or a local time, or a date, whose whole day then counts. */
function untilOnClock(until: string, zone: string): DateTime {
  if (until.endsWith('Z')) {
    return onClock(DateTime.fromISO(until).toMillis(), zone);
  }
  const clock = DateTime.fromISO(until, { zone: 'utc' });
  return until.includes('T') ? clock : clock.endOf('day');
}

/**
 * A first time nearer to the stretch, a whole number of intervals later, so that a daily meeting which began years ago
 * is not counted up day by day.
 */
function nearer(
  local: string,
  parts: ReadonlyMap<string, string>,
  unit: 'days' | 'weeks' | undefined,
  to: DateTime
): string {
  if (unit === undefined) {
    return local;
  }
  const interval = Math.max(1, Number(parts.get('INTERVAL') ?? 1));
  const first = DateTime.fromISO(local, { zone: 'utc' });
  const steps = Math.floor(to.minus({ weeks: 1 }).diff(first, unit).as(unit) / interval);
  return steps > 0 ? first.plus({ [unit]: steps * interval }).toFormat("yyyyMMdd'T'HHmmss") : local;
}
