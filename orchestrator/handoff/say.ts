/** What the voice agent says to the caller. It promises nothing that the next step does not hold. */
import { DateTime } from 'luxon';
import type { Rep } from '../domain/rep.ts';

export function sayTransfer(rep: Pick<Rep, 'name'>, ringSeconds: number): string {
  return `I'm putting you through to ${rep.name} now. Please stay on the line; it may ring for up to ${ringSeconds} seconds.`;
}

/** @param dueAt ISO 8601 UTC */
export function sayCallback(rep: Pick<Rep, 'name'> | null, dueAt: string, now: Date): string {
  const who = rep ? rep.name : 'One of our account executives';
  return `${who} will call you back ${within(dueAt, now)}. You don't need to do anything; I've passed on everything you told me.`;
}

function within(dueAt: string, now: Date): string {
  const due = DateTime.fromISO(dueAt, { zone: 'utc' });
  const minutes = Math.max(1, Math.round(due.diff(DateTime.fromJSDate(now)).as('minutes')));
  if (minutes > 24 * 60) {
    return `by ${due.setLocale('en-US').toFormat('cccc, LLLL d')}`;
  }
  if (minutes === 60) {
    return 'within the hour';
  }
  if (minutes < 120) {
    return `within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  }
  return `within ${Math.round(minutes / 60)} hours`;
}
