/** Times as their reader keeps them. */
import { DateTime } from 'luxon';

/**
 * `Thursday, December 3, 2:00 PM CST (America/Chicago)`, and with an end `… 2:00 PM to 2:30 PM CST (America/Chicago)`. The
 * zone is named in full, since a short name such as CST is used by more than one.
 * @param at ISO 8601 UTC
 * @param timeZone IANA name; UTC stands in for one that is not known
 */
export function timeFor(at: string, endsAt: string | null, timeZone: string): string {
  const start = inZone(at, timeZone);
  const day = start.toFormat('cccc, LLLL d');
  const zone = `${start.toFormat('ZZZZ')} (${start.zoneName})`;
  if (endsAt === null) {
    return `${day}, ${start.toFormat('h:mm a')} ${zone}`;
  }
  const end = inZone(endsAt, timeZone);
  const last = end.hasSame(start, 'day') ? end.toFormat('h:mm a') : end.toFormat('cccc, LLLL d, h:mm a');
  return `${day}, ${start.toFormat('h:mm a')} to ${last} ${zone}`;
}

/** Seconds from `now` until `at`, at least 0. */
export function secondsUntil(at: string, now: Date): number {
  return Math.max(0, Math.round((Date.parse(at) - now.getTime()) / 1000));
}

function inZone(at: string, timeZone: string): DateTime {
  const utc = DateTime.fromISO(at, { zone: 'utc' }).setLocale('en-US');
  const local = utc.setZone(timeZone);
  return local.isValid ? local : utc;
}
