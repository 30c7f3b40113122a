/** What a row of the table makes of a handoff, before the ladder or a calendar is asked. */
import type { HandoffState, Phase } from '../domain/handoffState.ts';
import type { Mode } from '../domain/mode.ts';
import type { Because } from '../domain/reason.ts';
import type { Hearing } from './hearEvent.ts';
import type { HandoffEvent } from './machine.ts';
import { changesOf, type OfferEnd } from './offerChanges.ts';

/**
 * - `nothing`: what stands, stands.
 * - `refuse`: the event makes no sense here.
 * - `end`, `connect`: no other rep, no other time is needed.
 * - `sameRep`: whoever was asked owes a call.
 * - `decide`: the ladder, from where the mode says.
 * - `calendar`: a booking, which whoever books has planned.
 */
export type RowPlan =
  | { kind: 'nothing' }
  | { kind: 'refuse' }
  | { kind: 'connect'; phase: Phase; changes: OfferEnd[] }
  | { kind: 'end'; phase: Phase; changes: OfferEnd[]; closesTask: boolean }
  | { kind: 'sameRep'; phase: Phase; changes: OfferEnd[]; because: Because; cancelsEvent: boolean }
  | { kind: 'decide'; mode: Mode; changes: OfferEnd[]; cancelsEvent: boolean }
  | { kind: 'calendar' };

/** @param repIsActive whether who owes the next step now still can */
export function planRow({ state, offer, row }: Hearing, event: HandoffEvent, repIsActive: boolean): RowPlan {
  const changes = changesOf(offer, row);
  const cancelsEvent = state.eventId !== null && state.phase === 'booked';
  switch (row.move) {
    case 'stay':
      return { kind: 'nothing' };
    case 'refuse':
      return { kind: 'refuse' };
    case 'connect':
      return { kind: 'connect', phase: 'accepted', changes };
    case 'complete': {
      const closesTask = state.taskId !== null && state.phase === 'callback';
      return { kind: 'end', phase: 'completed', changes, closesTask };
    }
    case 'nextRung':
      return { kind: 'decide', mode: { kind: 'live', because: undefined }, changes, cancelsEvent };
    case 'passOn':
      return { kind: 'decide', mode: { kind: 'callback', because: whyCallback(event) }, changes, cancelsEvent };
    case 'callBack': {
      const because = whyCallback(event);
      return repIsActive
        ? { kind: 'sameRep', phase: 'callback', changes, because, cancelsEvent }
        : { kind: 'decide', mode: { kind: 'callback', because }, changes, cancelsEvent };
    }
    case 'book':
    case 'move':
      return { kind: 'calendar' };
  }
}

/**
 * Who owes what a decision gave to nobody: the team as a whole, and where there is no team whoever had it. It is not
 * offered to them again, but a next step without an owner would be nobody's.
 */
export function owedBy(
  decided: string | null,
  { repId, teamId }: Pick<HandoffState, 'repId' | 'teamId'>
): string | null {
  return decided ?? (teamId === null ? repId : null);
}

function whyCallback(event: HandoffEvent): Because {
  switch (event) {
    case 'callerLeft':
      return {
        rule: 'callerLeft',
        text: 'The caller left before they could be joined; the rep who was asked calls back.'
      };
    case 'ringTimedOut':
      return {
        rule: 'nobodyReported',
        text: 'Nobody reported what became of the ringing; the rep who was asked calls back.'
      };
    case 'choiceTimedOut':
      return { rule: 'notChosen', text: 'The caller chose no time for a meeting; the rep calls back.' };
    case 'callbackLapsed':
      return { rule: 'callbackLapsed', text: 'The callback was not made in time and goes to the next in turn.' };
    default:
      return { rule: 'meetingCancelled', text: 'The meeting was cancelled; the rep calls back.' };
  }
}
