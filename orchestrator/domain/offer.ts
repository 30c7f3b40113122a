/** One rep being asked, once. */
export type OfferKind = 'live' | 'meeting' | 'callback';

/**
 * `ringing` (live), `assigned` (meeting not yet booked, callback) and `booked` are open; `accepted` is a live call that a
 * rep has taken. All others are ends that never change again: the org itself refuses it.
 */
export type OfferStatus =
  | 'ringing'
  | 'accepted'
  | 'declined'
  | 'noAnswer'
  | 'voicemail'
  | 'busy'
  | 'unreachable'
  | 'callerLeft'
  | 'assigned'
  | 'booked'
  | 'lapsed'
  | 'cancelled'
  | 'completed';

/** What routing must know of an offer that was made lately. */
export interface RecentOffer {
  /** Null for an offer that was reserved in this process and is still being written. */
  id: string | null;
  callId: string;
  repId: string;
  status: OfferStatus;
  /** ISO 8601 UTC. */
  offeredAt: string;
  /** Until when the phone rings; null when nothing rings. ISO 8601 UTC. */
  expiresAt: string | null;
  /** Whether the org still holds the rep's one-live-call key on it. */
  holdsLiveKey: boolean;
}
