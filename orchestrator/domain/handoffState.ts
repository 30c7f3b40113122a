/** One handoff as it stands: what every step begins from and leaves behind. */
import type { OfferKind, OfferStatus } from './offer.ts';

/**
 * - `ringing`: one rep's phone rings.
 * - `accepted`: a rep has said yes; the caller is being joined, or the two are talking.
 * - `proposed`: the caller is choosing the time of a meeting.
 * - `booked`: the meeting stands in the calendar.
 * - `callback`: somebody owes a call, by a certain time.
 * - `completed`: somebody has spoken to the caller, or there is nothing left to do. The only end.
 */
export type Phase = 'ringing' | 'accepted' | 'proposed' | 'booked' | 'callback' | 'completed';

/** One offer of a handoff. */
export interface OfferState {
  /** Salesforce id; null while it is still being written. */
  id: string | null;
  repId: string;
  /** The team whose rotation gave it; null when it came without a turn. */
  teamId: string | null;
  kind: OfferKind;
  status: OfferStatus;
  /** ISO 8601 UTC. */
  offeredAt: string;
  /** When the phone stops ringing; null when nothing rings. ISO 8601 UTC. */
  expiresAt: string | null;
  /** The meeting; null for all else. ISO 8601 UTC. */
  startsAt: string | null;
  endsAt: string | null;
  /** Number of the turn it took in its team's rotation; null when it took none. */
  turn: number | null;
}

export interface HandoffState {
  /** Salesforce id of the handoff. */
  id: string;
  callId: string;
  leadId: string;
  /** Counts the steps from 1; the compare-and-set of every move. */
  step: number;
  phase: Phase;
  /** In the order in which they were made. */
  offers: readonly OfferState[];
  /** Who owes the next step; null when the team as a whole does. */
  repId: string | null;
  /** The team the assignment rules chose; null when they chose a user. */
  teamId: string | null;
  /** When the next step happens or is due. ISO 8601 UTC. */
  nextStepAt: string;
  score: number | null;
  /** IANA name; null when unknown. */
  callerTimeZone: string | null;
  /** The Task of a callback and the Event of a meeting; null when there is none. */
  taskId: string | null;
  eventId: string | null;
  /** When somebody first reached the caller; null until then. ISO 8601 UTC. */
  firstContactAt: string | null;
}

const openStatuses: readonly OfferStatus[] = ['ringing', 'accepted', 'assigned', 'booked'];

/** Whether the offer still asks something of its rep. */
export function isOpen({ status }: Pick<OfferState, 'status'>): boolean {
  return openStatuses.includes(status);
}

/** The one offer that is open; undefined when a team as a whole owes the next step, and at the end. */
export function openOffer({ offers }: Pick<HandoffState, 'offers'>): OfferState | undefined {
  return offers.findLast(isOpen);
}
