/**
 * What the clock, the calendar and the Tasks ask of one handoff. Decided from one reading, without doing anything; of
 * several things that are due at once the first counts, and the next sweep finds the others.
 */
import { openOffer } from './domain/handoffState.ts';
import { clockEventOf } from './handoff/clockEvent.ts';
import { reportGraceMs } from './routing/availability.ts';
import type { ClosedTask, MeetingEvent, WatchedHandoff } from './salesforce/dueHandoffs.ts';

type ClockKind = 'ringTimedOut' | 'talkTimedOut' | 'choiceTimedOut' | 'meetingOver' | 'callbackLapsed';

/** Instants are ISO 8601 UTC. */
export type Due =
  | { kind: ClockKind }
  /** The rep pressed Accept or Decline in Salesforce, and nobody has heard. */
  | { kind: 'repAccepted' | 'repDeclined'; offerId: string }
  /** Somebody reached a caller who was owed a call. */
  | { kind: 'contactMade'; at: string }
  /** Somebody reached a caller whose meeting still stands. */
  | { kind: 'firstContact'; at: string }
  /** A person changed the Event of the meeting. */
  | { kind: 'meetingMoved'; startsAt: string; endsAt: string }
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
  return done(handoff, facts) ?? timedOut(handoff, facts) ?? reminder(handoff, facts);
}

/** What people have done. It comes first: whoever called a minute before the time has kept it, whenever that is found. */
function done(handoff: WatchedHandoff, facts: DueFacts): Due | undefined {
  const { state } = handoff;
  switch (state.phase) {
    case 'ringing': {
      const offer = state.offers.at(-1);
      const kind = ({ accepted: 'repAccepted', declined: 'repDeclined' } as const)[String(offer?.status)];
      return offer?.id && kind ? { kind, offerId: offer.id } : undefined;
    }
    case 'callback': {
      const at = firstContact(handoff, facts);
      return at === undefined ? undefined : { kind: 'contactMade', at };
    }
    case 'booked': {
      const at = state.firstContactAt === null ? firstContact(handoff, facts) : undefined;
      return at === undefined ? changedMeeting(handoff, facts) : { kind: 'firstContact', at };
    }
    default:
      return undefined;
  }
}

/** What a person did to the meeting's Event. Whoever tidies up after a meeting does not call it off. */
function changedMeeting({ state }: WatchedHandoff, { event }: DueFacts): Due | undefined {
  const offer = openOffer(state);
  if (!event || !offer?.startsAt || !offer.endsAt) {
    return undefined;
  }
  const { startsAt, endsAt, deletedAt } = event;
  if (deletedAt !== null) {
    return deletedAt < offer.endsAt ? { kind: 'meetingDeleted' } : undefined;
  }
  return startsAt === offer.startsAt && endsAt === offer.endsAt
    ? undefined
    : { kind: 'meetingMoved', startsAt, endsAt };
}

function timedOut({ state }: WatchedHandoff, { nowMs }: DueFacts): Due | undefined {
  const clock = clockEventOf(state);
  const graceMs = state.phase === 'ringing' ? reportGraceMs : 0;
  return clock && nowMs >= clock.fromMs + graceMs ? { kind: clock.event as ClockKind } : undefined;
}

function reminder({ state, reminded }: WatchedHandoff, { reminderMinutes, nowMs }: DueFacts): Due | undefined {
  const isOffered = state.phase === 'callback' && openOffer(state) !== undefined;
  const fromMs = Date.parse(state.nextStepAt) - reminderMinutes * 60_000;
  return isOffered && !reminded && nowMs >= fromMs ? { kind: 'callbackReminder' } : undefined;
}

/** When the caller was first reached since the handoff began: its own Task is done, or somebody logged a call. */
function firstContact(
  { state, beganAt }: WatchedHandoff,
  { closedTasks, runningUserId }: DueFacts
): string | undefined {
  const isOwn = ({ id }: ClosedTask): boolean => id.slice(0, 15) === state.taskId?.slice(0, 15);
  const isCallByOthers = ({ isCall, createdById, closedAt }: ClosedTask): boolean =>
    isCall && createdById !== runningUserId && closedAt >= beganAt;
  return closedTasks
    .filter((task) => isOwn(task) || isCallByOthers(task))
    .map(({ closedAt }) => closedAt)
    .sort()[0];
}
