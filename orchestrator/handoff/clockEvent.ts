/** What the clock finds of a handoff that nobody moves on. */
import { openOffer, type HandoffState } from '../domain/handoffState.ts';
import { longestTalkMs } from '../routing/availability.ts';
import type { HandoffEvent } from './machine.ts';

/** An event that needs no sender, and from when it holds. Milliseconds of the epoch. */
export interface ClockEvent {
  event: HandoffEvent;
  fromMs: number;
}

const clockEvents: ReadonlySet<HandoffEvent> = new Set([
  'ringTimedOut',
  'talkTimedOut',
  'choiceTimedOut',
  'meetingOver',
  'callbackLapsed'
]);

/**
 * Undefined where no clock runs: at the end, and for a callback that is offered to nobody, since there is nobody left to
 * pass it on to: a team as a whole owes it, or it stays with whoever let it lapse last.
 */
export function clockEventOf(state: HandoffState): ClockEvent | undefined {
  const open = openOffer(state);
  const nextStepMs = Date.parse(state.nextStepAt);
  const at = (instant: string | null | undefined): number => (instant ? Date.parse(instant) : nextStepMs);
  switch (state.phase) {
    case 'ringing':
      return { event: 'ringTimedOut', fromMs: at(open?.expiresAt) };
    case 'accepted':
      return { event: 'talkTimedOut', fromMs: at(open?.offeredAt) + longestTalkMs };
    case 'proposed':
      return { event: 'choiceTimedOut', fromMs: at(open?.expiresAt) };
    case 'booked':
      return { event: 'meetingOver', fromMs: at(open?.endsAt) };
    case 'callback':
      return open && { event: 'callbackLapsed', fromMs: nextStepMs };
    case 'completed':
      return undefined;
  }
}

/**
 * Whether an event was found by a clock for a state that has passed: of two who find one time-out the second meets the
 * offer that the first opened, whose own time has not come, or the meeting that was moved meanwhile.
 */
export function isOutdated(state: HandoffState, event: HandoffEvent, nowMs: number): boolean {
  if (!clockEvents.has(event)) {
    return false;
  }
  const due = clockEventOf(state);
  return due?.event !== event || nowMs < due.fromMs;
}
