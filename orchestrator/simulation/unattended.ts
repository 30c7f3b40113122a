/** When nobody of a team could have taken a call, whatever calls there were: by hours, calendars and switches alone. */
import type { BusinessHours, Interval, RepCalendar } from '../domain/calendar.ts';
import type { Rep } from '../domain/rep.ts';
import { openIntervals } from '../routing/businessHours.ts';
import { mergeIntervals, withoutIntervals } from '../routing/intervals.ts';
import { dayOf, firstInstant, zoneNamed } from '../routing/wallClock.ts';
import { daysOf, hourOfWeek, hoursOfWeek, type Period } from './period.ts';
import type { StaffedTeam } from './simulatedOrg.ts';

/** Within the team's hours alone: outside them nobody is expected. */
export function unattended(
  { team, hours }: Pick<StaffedTeam, 'team' | 'hours'>,
  options: { calendarOf: (repId: string) => RepCalendar | undefined; readAtMs: number; within: Interval }
): { open: Interval[]; away: Interval[] } {
  const open = openIntervals(hours, options.within);
  const there = team.members.flatMap((rep) => reachable(rep, hours, options));
  return { open, away: withoutIntervals(open, mergeIntervals(there)) };
}

function reachable(
  rep: Rep,
  teamHours: BusinessHours | undefined,
  { calendarOf, readAtMs, within }: Parameters<typeof unattended>[1]
): Interval[] {
  if (!rep.active || !rep.takesTransfers || rep.phone === null) {
    return [];
  }
  const calendar = calendarOf(rep.id);
  const away = rep.awayUntil === null ? [] : [{ startMs: readAtMs, endMs: Date.parse(rep.awayUntil) }];
  return withoutIntervals(openIntervals(calendar?.hours ?? teamHours, within), [...(calendar?.busy ?? []), ...away]);
}

/** Milliseconds of the intervals that fall into each hour of the week, Monday's first hour first. */
export function byHourOfWeek(intervals: readonly Interval[], { timeZone }: Pick<Period, 'timeZone'>): number[] {
  const sums = new Array<number>(hoursOfWeek).fill(0);
  for (const { startMs, endMs } of intervals) {
    for (let atMs = startMs; atMs < endMs;) {
      // Clocks change on quarter hours of the epoch in every time zone, and hours of the wall begin on one.
      const nextMs = Math.min(endMs, (Math.floor(atMs / quarterMs) + 1) * quarterMs);
      sums[hourOfWeek(timeZone, atMs)]! += nextMs - atMs;
      atMs = nextMs;
    }
  }
  return sums;
}

const quarterMs = 15 * 60_000;

/** Milliseconds of the intervals that fall on each day of the period. */
export function byDay(intervals: readonly Interval[], period: Period): number[] {
  const zone = zoneNamed(period.timeZone);
  const days = daysOf(period);
  const sums = new Array<number>(days.length).fill(0);
  for (const { startMs, endMs } of intervals) {
    for (let atMs = startMs; atMs < endMs;) {
      const day = dayOf(zone, atMs);
      const nextMs = Math.min(endMs, firstInstant(zone, day + 1, 0));
      const index = day - days[0]!;
      if (index >= 0 && index < days.length) {
        sums[index]! += nextMs - atMs;
      }
      atMs = nextMs;
    }
  }
  return sums;
}

export function lengthOf(intervals: readonly Interval[]): number {
  return intervals.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
