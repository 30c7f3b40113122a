/** What the clock on the wall shows in a time zone, and when it shows it. */
import { IANAZone } from 'luxon';

export const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A date on the calendar, as days since 1970-01-01: of no time zone. */
export type DayNumber = number;

/** A time zone by its IANA name. @throws RangeError when there is none of that name */
export function zoneNamed(name: string): IANAZone {
  const zone = IANAZone.create(name);
  if (!zone.isValid) {
    throw new RangeError(`There is no time zone named ${name}.`);
  }
  return zone;
}

/** The date on which an instant falls. */
export function dayOf(zone: IANAZone, atMs: number): DayNumber {
  return Math.floor(wallMs(zone, atMs) / dayMs);
}

/** Minutes after local midnight that the clock shows. */
export function minuteOfDay(zone: IANAZone, atMs: number): number {
  return Math.floor((wallMs(zone, atMs) - dayOf(zone, atMs) * dayMs) / minuteMs);
}

/** 0 is Sunday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** `2026-12-25` */
export function isoDate(day: DayNumber): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** @param date `2026-12-25` */
export function dayFromIso(date: string): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/**
 * The first instant at which the clock shows this minute of this day or a later one. So a time that the clock jumps over
 * in spring is the moment of the jump, and one that it shows twice in autumn is the first of the two.
 * @param minute after midnight; 1440 is the end of the day
 */
export function firstInstant(zone: IANAZone, day: DayNumber, minute: number): number {
  const wall = day * dayMs + minute * minuteMs;
  const guessMs = wall - offsetOf(zone, wall) * minuteMs;
  const before = offsetOf(zone, guessMs - dayMs);
  const after = offsetOf(zone, guessMs + dayMs);
  // The larger offset is the earlier instant.
  const shown = [Math.max(before, after), Math.min(before, after)]
    .map((offset) => wall - offset * minuteMs)
    .find((atMs) => wallMs(zone, atMs) === wall);
  return shown ?? jumpOver(zone, wall, wall - after * minuteMs, wall - before * minuteMs);
}

/** The moment at which the clock jumps over a time, known to lie after `beforeMs` and not after `afterMs`. */
function jumpOver(zone: IANAZone, wall: number, beforeMs: number, afterMs: number): number {
  let [lowMs, highMs] = [beforeMs, afterMs];
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (wallMs(zone, middleMs) < wall) {
      lowMs = middleMs;
    } else {
      highMs = middleMs;
    }
  }
  return highMs;
}

/** The time on the wall as if it were UTC. */
function wallMs(zone: IANAZone, atMs: number): number {
  return atMs + offsetOf(zone, atMs) * minuteMs;
}

/**
 * Minutes by which the zone is ahead of UTC. To ask Intl for it takes microseconds, and a search for slots asks for the
 * same days over and over; so what it said is kept, for each quarter hour, since no clock changes in between.
 */
function offsetOf(zone: IANAZone, atMs: number): number {
  const quarter = Math.floor(atMs / quarterMs);
  let offsets = knownOffsets.get(zone.name);
  if (!offsets || offsets.size >= mostOffsets) {
    offsets = new Map();
    knownOffsets.set(zone.name, offsets);
  }
  let offset = offsets.get(quarter);
  if (offset === undefined) {
    offset = zone.offset(quarter * quarterMs);
    offsets.set(quarter, offset);
  }
  return offset;
}

const quarterMs = 15 * minuteMs;
const knownOffsets = new Map<string, Map<number, number>>();
/** Those of several years of openings; a zone that has more begins anew. */
const mostOffsets = 20_000;
