/**
 * The states of a handoff and what moves it from one to the next, as one table. Every state has a row for every event,
 * so that two events that race have one answer whichever comes first: the second finds the state that the first left.
 */
import type { Phase } from '../domain/handoffState.ts';
import type { OfferStatus } from '../domain/offer.ts';
import { outcomes } from '../domain/outcome.ts';

export const handoffEvents = [
  ...outcomes,
  /** The rep pressed Accept or Decline in Salesforce or Slack. */
  'repAccepted',
  'repDeclined',
  /** The caller chose a time, gave another one, or gave the meeting up. */
  'booked',
  'moved',
  'cancelled',
  /** Found by the clock: nobody has said what became of a ringing, a talk, a choice, a meeting, a callback. */
  'ringTimedOut',
  'talkTimedOut',
  'choiceTimedOut',
  'meetingOver',
  'callbackLapsed',
  /** A person did it: the Task is completed, or a call is logged. */
  'contactMade'
] as const;
export type HandoffEvent = (typeof handoffEvents)[number];

/**
 * - `stay`: nothing changes; the answer is the next step that stands.
 * - `connect`: the rep takes the call.
 * - `nextRung`: the offer ends, and the ladder gives the next one: another rep, a meeting, a callback.
 * - `callBack`: the offer ends, and the same rep owes a call; no turn is taken, since the lead stays with them.
 * - `book`, `move`: the meeting is put into the calendar, or to another time.
 * - `passOn`: the callback goes to the next in rotation who has not let it lapse.
 * - `complete`: the end.
 * - `refuse`: the event makes no sense here, and its sender is told so.
 */
export type Move = 'stay' | 'connect' | 'nextRung' | 'callBack' | 'book' | 'move' | 'passOn' | 'complete' | 'refuse';

/** What an event does in a state. The statuses are what the open offer becomes. */
export interface Row {
  move: Move;
  offerBecomes?: OfferStatus;
}

const stay: Row = { move: 'stay' };
const refuse: Row = { move: 'refuse' };
const next = (offerBecomes: OfferStatus): Row => ({ move: 'nextRung', offerBecomes });
const back = (offerBecomes: OfferStatus): Row => ({ move: 'callBack', offerBecomes });
const done = (offerBecomes: OfferStatus): Row => ({ move: 'complete', offerBecomes });
const book: Row = { move: 'book', offerBecomes: 'cancelled' };

/** Found by the clock in a state that has moved on meanwhile. */
const tooLate = {
  ringTimedOut: stay,
  talkTimedOut: stay,
  choiceTimedOut: stay,
  meetingOver: stay,
  callbackLapsed: stay
};

export const handoffTable: Readonly<Record<Phase, Readonly<Record<HandoffEvent, Row>>>> = {
  ringing: {
    ...tooLate,
    accepted: { move: 'connect', offerBecomes: 'accepted' },
    repAccepted: { move: 'connect', offerBecomes: 'accepted' },
    declined: next('declined'),
    repDeclined: next('declined'),
    noAnswer: next('noAnswer'),
    voicemail: next('voicemail'),
    busy: next('busy'),
    unreachable: next('unreachable'),
    callerLeft: back('callerLeft'),
    // The talk is over before anybody said that it began: they have spoken.
    ended: done('completed'),
    booked: book,
    moved: refuse,
    cancelled: refuse,
    // Nobody reported: the voice agent may be gone, so no second phone is rung for a caller who may not be there.
    ringTimedOut: back('noAnswer'),
    contactMade: done('completed')
  },
  accepted: {
    ...tooLate,
    accepted: stay,
    repAccepted: stay,
    // The phone decides: whoever pressed Accept and cannot be reached after all has not taken the call.
    declined: next('declined'),
    noAnswer: next('noAnswer'),
    voicemail: next('voicemail'),
    busy: next('busy'),
    unreachable: next('unreachable'),
    // The org refuses a second press, so this one was sent before the first was seen.
    repDeclined: stay,
    callerLeft: back('callerLeft'),
    ended: done('completed'),
    booked: book,
    moved: refuse,
    cancelled: refuse,
    talkTimedOut: done('completed'),
    contactMade: done('completed')
  },
  proposed: {
    ...tooLate,
    accepted: stay,
    repAccepted: stay,
    declined: stay,
    repDeclined: stay,
    noAnswer: stay,
    voicemail: stay,
    busy: stay,
    unreachable: stay,
    callerLeft: back('cancelled'),
    ended: stay,
    booked: { move: 'book', offerBecomes: 'booked' },
    moved: refuse,
    cancelled: back('cancelled'),
    choiceTimedOut: back('cancelled'),
    contactMade: done('completed')
  },
  booked: {
    ...tooLate,
    accepted: stay,
    repAccepted: stay,
    declined: stay,
    repDeclined: stay,
    noAnswer: stay,
    voicemail: stay,
    busy: stay,
    unreachable: stay,
    callerLeft: stay,
    ended: stay,
    booked: { move: 'move', offerBecomes: 'booked' },
    moved: { move: 'move', offerBecomes: 'booked' },
    cancelled: back('cancelled'),
    meetingOver: done('completed'),
    // They spoke before the meeting; the meeting stands.
    contactMade: stay
  },
  callback: {
    ...tooLate,
    accepted: stay,
    repAccepted: stay,
    declined: stay,
    repDeclined: stay,
    noAnswer: stay,
    voicemail: stay,
    busy: stay,
    unreachable: stay,
    callerLeft: stay,
    ended: stay,
    booked: book,
    moved: refuse,
    cancelled: stay,
    callbackLapsed: { move: 'passOn', offerBecomes: 'lapsed' },
    contactMade: done('completed')
  },
  completed: {
    ...tooLate,
    accepted: stay,
    repAccepted: stay,
    declined: stay,
    repDeclined: stay,
    noAnswer: stay,
    voicemail: stay,
    busy: stay,
    unreachable: stay,
    callerLeft: stay,
    ended: stay,
    booked: refuse,
    moved: refuse,
    cancelled: stay,
    contactMade: stay
  }
};

/** Events that tell of one offer: about an offer that has ended they change nothing. */
const aboutOneOffer: ReadonlySet<HandoffEvent> = new Set([
  'accepted',
  'declined',
  'noAnswer',
  'voicemail',
  'busy',
  'unreachable',
  'ended',
  'repAccepted',
  'repDeclined'
]);

/**
 * What an event does.
 * @param isAboutOpenOffer whether the offer it tells of is the one that is open; ignored for events that tell of no offer
 */
export function rowFor(phase: Phase, event: HandoffEvent, isAboutOpenOffer: boolean): Row {
  return aboutOneOffer.has(event) && !isAboutOpenOffer ? stay : handoffTable[phase][event];
}
