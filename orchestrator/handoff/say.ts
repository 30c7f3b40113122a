/** What the voice agent says to the caller. It promises nothing that the next step does not hold. */
import { DateTime } from 'luxon';
import type { NextStep } from '../domain/handoff.ts';
import type { Phase } from '../domain/handoffState.ts';
import type { Rep } from '../domain/rep.ts';

export interface SayOptions {
  /** IANA name in which times are said; null for UTC, which is then named. */
  timeZone: string | null;
  now: Date;
}

export function sayNextStep(
  nextStep: NextStep,
  phase: Phase,
  rep: Pick<Rep, 'name'> | null,
  options: SayOptions
): string {
  const who = rep?.name ?? 'One of our account executives';
  switch (nextStep.kind) {
    case 'transfer':
      return phase === 'accepted'
        ? `${who} is on the line now.`
        : `I'm putting you through to ${who} now. Please stay on the line; it may ring for up to ${nextStep.ringSeconds} seconds.`;
    case 'meeting':
      return nextStep.booked
        ? `You are booked with ${who} ${on(nextStep.at, options)}. You don't need to do anything until then.`
        : `${who} can meet you ${on(nextStep.at, options)}. Shall I book that, or would another time suit you better?`;
    case 'callback':
      return `${who} will call you back ${within(nextStep.at, options)}. You don't need to do anything; I've passed on everything you told me.`;
    case 'completed':
      return 'Thank you for calling.';
  }
}

/** `on Tuesday, December 1 at 10:00 AM Pacific Standard Time`. */
function on(at: string, { timeZone }: SayOptions): string {
  return DateTime.fromISO(at, { zone: timeZone ?? 'utc', locale: 'en-US' }).toFormat(
    "'on' cccc, LLLL d 'at' h:mm a ZZZZZ"
  );
}

function within(dueAt: string, { timeZone, now }: SayOptions): string {
  const due = DateTime.fromISO(dueAt, { zone: timeZone ?? 'utc', locale: 'en-US' });
  const minutes = Math.max(1, Math.round(due.diff(DateTime.fromJSDate(now)).as('minutes')));
  if (minutes > 24 * 60) {
    return `by ${due.toFormat('cccc, LLLL d')}`;
  }
  if (minutes === 60) {
    return 'within the hour';
  }
  if (minutes < 120) {
    return `within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  }
  return `within ${Math.round(minutes / 60)} hours`;
}
