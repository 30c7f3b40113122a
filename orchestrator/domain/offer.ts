/** One rep being asked, once. */
export type OfferKind = 'live' | 'meeting' | 'callback';

export type OfferStatus =
  'ringing' | 'accepted' | 'declined' | 'noAnswer' | 'voicemail' | 'busy' | 'unreachable' | 'callerLeft' | 'assigned';

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
