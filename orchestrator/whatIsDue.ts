/**
 * What the clock, the calendar and the Tasks ask of one handoff. Decided from one reading, without doing anything; of
 * several things that are due at once the first counts, and the next sweep finds the others.
 */
import { longestTalkMs } from './routing/availability.ts';
import type { ClosedTask, MeetingEvent, WatchedHandoff } from './salesforce/dueHandoffs.ts';

/** How long after its ringing a voice agent may report what became of it, before nobody is taken to. */
export const reportGraceMs = 20_000;

/** Instants are milliseconds of the epoch. */
export type Due =
  /** The rep pressed Accept or Decline in Salesforce, and nobody has heard. */
  | { kind: 'repAccepted' | 'repDeclined'; offerId: string }
  | { kind: 'ringTimedOut' | 'talkTimedOut' | 'choiceTimedOut' | 'meetingOver' | 'callbackLapsed' }
  /** Somebody reached a caller who was owed a call. */
  | { kind: 'contactMade'; atMs: number }
  /** Somebody reached a caller whose meeting still stands. */
  | { kind: 'firstContact'; atMs: number }
  /** A person changed the Event of the meeting. */
  | { kind: 'meetingMoved'; startsAtMs: number; endsAtMs: number }
  | { kind: 'meetingDeleted' }
  | { kind: 'callbackReminder' };

export interface DueFacts {
  /** Closed Tasks on the handoff's lead. */
  closedTasks: readonly ClosedTask[];
  /** The Event of its meeting; undefined when it has none or it is not seen, which tells nothing. */
  event: MeetingEvent | undefined;
  /** Minutes before a callback is due at which its owner is reminded; 0 for never. */
  reminderMinutes: number;
  /** The user that Baton runs as: a call that it logged is the voice agent's own, not a rep's. */
  runningUserId: string;
  nowMs: number;
}

/** Undefined when nothing is due. */
export function whatIsDue(handoff: WatchedHandoff, facts: DueFacts): Due | undefined {
  switch (handoff.phase) {
    case 'ringing':
      return ringingDue(handoff, facts);
    case 'accepted':
      return facts.nowMs > handoff.nextStepAtMs + longestTalkMs ? { kind: 'talkTimedOut' } : undefined;
    case 'proposed':
      return (handoff.offer?.expiresAtMs ?? handoff.nextStepAtMs) <= facts.nowMs
        ? { kind: 'choiceTimedOut' }
        : undefined;
    case 'booked':
      return meetingDue(handoff, facts);
    case 'callback':
      return callbackDue(handoff, facts);
    case 'completed':
      return undefined;
  }
}

function ringingDue({ offer, nextStepAtMs }: WatchedHandoff, { nowMs }: DueFacts): Due | undefined {
  if (offer?.status === 'accepted') {
    return { kind: 'repAccepted', offerId: offer.id };
  }
  if (offer?.status === 'declined') {
    return { kind: 'repDeclined', offerId: offer.id };
  }
  return nowMs > (offer?.expiresAtMs ?? nextStepAtMs) + reportGraceMs ? { kind: 'ringTimedOut' } : undefined;
}

function meetingDue(handoff: WatchedHandoff, { event, nowMs, ...facts }: DueFacts): Due | undefined {
  const { offer, nextStepAtMs, contacted } = handoff;
  const atMs = contacted ? undefined : firstContactMs(handoff, facts);
  if (atMs !== undefined) {
    return { kind: 'firstContact', atMs };
  }
  const endsAtMs = offer?.endsAtMs ?? nextStepAtMs;
  if (event && event.deletedAtMs !== null) {
    // Whoever tidies up after a meeting does not call it off.
    return event.deletedAtMs < endsAtMs ? { kind: 'meetingDeleted' } : over(endsAtMs, nowMs);
  }
  if (event && offer && (event.startsAtMs !== offer.startsAtMs || event.endsAtMs !== offer.endsAtMs)) {
    return { kind: 'meetingMoved', startsAtMs: event.startsAtMs, endsAtMs: event.endsAtMs };
  }
  return over(endsAtMs, nowMs);
}

function over(endsAtMs: number, nowMs: number): Due | undefined {
  return endsAtMs <= nowMs ? { kind: 'meetingOver' } : undefined;
}

function callbackDue(handoff: WatchedHandoff, facts: DueFacts): Due | undefined {
  const { offer, nextStepAtMs, reminded } = handoff;
  const atMs = firstContactMs(handoff, facts);
  if (atMs !== undefined) {
    return { kind: 'contactMade', atMs };
  }
  // What nobody was offered cannot be taken from anybody: a team as a whole owes it, or nobody is left to pass it on to.
  if (offer?.kind !== 'callback' || offer.status !== 'assigned') {
    return undefined;
  }
  if (nextStepAtMs <= facts.nowMs) {
    return { kind: 'callbackLapsed' };
  }
  const remindAtMs = nextStepAtMs - facts.reminderMinutes * 60_000;
  return !reminded && facts.reminderMinutes > 0 && remindAtMs <= facts.nowMs
    ? { kind: 'callbackReminder' }
    : undefined;
}

/** When the caller was first reached since the handoff began: its own Task is done, or somebody logged a call. */
function firstContactMs(
  { taskId, beganAtMs }: WatchedHandoff,
  { closedTasks, runningUserId }: Pick<DueFacts, 'closedTasks' | 'runningUserId'>
): number | undefined {
  const contacts = closedTasks.filter(
    ({ id, isCall, createdById, closedAtMs }) =>
      (taskId !== null && id.slice(0, 15) === taskId.slice(0, 15)) ||
      (isCall && createdById !== runningUserId && closedAtMs >= beganAtMs)
  );
  return contacts.length === 0 ? undefined : Math.min(...contacts.map(({ closedAtMs }) => closedAtMs));
}
