/** The days that are simulated, and the hours of their weeks. */
import { dayOf, firstInstant, minuteOfDay, weekdayOf, zoneNamed, type DayNumber } from '../routing/wallClock.ts';

export interface Period {
  /** Milliseconds of the epoch. */
  startMs: number;
  /** First instant that no longer belongs to it. */
  endMs: number;
  /** IANA name: where its days begin and its hours are told. */
  timeZone: string;
}

/** Hours of a week, Monday's first hour first. */
export const hoursOfWeek = 7 * 24;

/** @param first and so many days on, each from midnight to midnight */
export function periodOf(first: DayNumber, days: number, timeZone: string): Period {
  const zone = zoneNamed(timeZone);
  return { startMs: firstInstant(zone, first, 0), endMs: firstInstant(zone, first + days, 0), timeZone };
}

export function daysOf({ startMs, endMs, timeZone }: Period): DayNumber[] {
  const zone = zoneNamed(timeZone);
  const first = dayOf(zone, startMs);
  return Array.from({ length: dayOf(zone, endMs - 1) - first + 1 }, (_, index) => first + index);
}

/** 0 to 6 from Monday. */
export function weekdayFromMonday(day: DayNumber): number {
  return (weekdayOf(day) + 6) % 7;
}

/** 0 to 167, from Monday's first hour. */
export function hourOfWeek(timeZone: string, atMs: number): number {
  const zone = zoneNamed(timeZone);
  return weekdayFromMonday(dayOf(zone, atMs)) * 24 + Math.floor(minuteOfDay(zone, atMs) / 60);
}
