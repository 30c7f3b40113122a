/** From when to when leads were created, as a person gives it: days, or instants. */
import { DateTime } from 'luxon';
import { parseDatetime } from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';

/** A day as it is written, or an instant. */
export type GivenTime = { day: string } | { at: Date };

export interface CreatedPeriod {
  from: Date;
  /** What was created at this very instant is left out. */
  to: Date;
}

/** Where nothing else is said: a quarter. */
export const usualDays = 90;

/** @returns undefined for what is neither `2026-11-03` nor an instant with its zone, such as `2026-11-03T08:00:00Z` */
export function readGivenTime(text: string): GivenTime | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return DateTime.fromISO(text, { zone: 'utc' }).isValid ? { day: text } : undefined;
  }
  const ms = parseDatetime(text);
  return ms === undefined ? undefined : { at: new Date(ms) };
}

/**
 * A day begins and ends in the zone given, and as the end of the period it is within it.
 * @param given.from default: 90 days before the end
 * @param given.to default: now
 * @throws BatonError `leadsNotReadable` when it would end before it begins
 */
export function createdPeriod(
  given: { from?: GivenTime | undefined; to?: GivenTime | undefined },
  { now, timeZone }: { now: Date; timeZone: string }
): CreatedPeriod {
  const startOf = (day: string): DateTime => DateTime.fromISO(day, { zone: timeZone }).startOf('day');
  const ended = given.to === undefined ? now : 'at' in given.to ? given.to.at : undefined;
  const to = ended
    ? DateTime.fromJSDate(ended, { zone: timeZone })
    : startOf((given.to as { day: string }).day).plus({ days: 1 });
  const from =
    given.from === undefined
      ? to.minus({ days: usualDays })
      : 'at' in given.from
        ? DateTime.fromJSDate(given.from.at)
        : startOf(given.from.day);
  if (from >= to) {
    throw new BatonError(
      'leadsNotReadable',
      `The period would end before it begins: it is from ${from.toUTC().toISO()} to ${to.toUTC().toISO()}.`
    );
  }
  return { from: from.toJSDate(), to: to.toJSDate() };
}
