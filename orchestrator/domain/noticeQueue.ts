/** Notices that wait to be told, and where they are kept. */
import type { Phase } from './handoffState.ts';
import type { Notice, NoticeChannel, NoticeKind } from './notice.ts';
import type { OfferKind, OfferStatus } from './offer.ts';

/** A notice that this process has claimed, as the org knew its matter at that moment. */
export interface QueuedNotice extends Notice {
  /** Of the notice's own record. */
  id: string;
  channel: NoticeChannel;
  /** Attempts to send it, this one included. */
  attempts: number;
  /** Null when the handoff as a whole is meant. */
  offer: { kind: OfferKind; status: OfferStatus } | null;
  phase: Phase;
  /** Steps that the handoff has made, from 1: later word has a higher number. */
  step: number;
  /** Null when the lead has no address. For invitations alone: no other channel may show it. */
  callerEmail: string | null;
  /** IANA name; null when unknown. */
  callerTimeZone: string | null;
}

/** A notice that somebody may claim. */
export interface WaitingNotice {
  id: string;
  /** Attempts so far. */
  attempts: number;
}

/** How an attempt ended, as the record keeps it. */
export type NoticeResult = { id: string } & (
  | {
      status: 'sent';
      /** ISO 8601 UTC. */
      sentAt: string;
      /** Where the message stands that asks for an answer; null when it asks none. */
      reference: string | null;
      /** What had to be left out of it, and why; undefined when nothing had. */
      lacks?: string;
    }
  /** ISO 8601 UTC. */
  | { status: 'pending'; nextAttemptAt: string; lastError: string }
  | { status: 'failed'; lastError: string }
  /** No longer true before it could be told. */
  | { status: 'outdated'; lastError: string }
);

/** A message that still shows Accept and Decline though its offer no longer rings. */
export interface StandingMessage {
  /** Of the notice's record. */
  id: string;
  channel: NoticeChannel;
  reference: string;
  kind: NoticeKind;
  offerId: string;
  offerStatus: OfferStatus;
  lead: { id: string; url: string };
  caller: { name: string; company: string; title: string | null };
}

/** Keeps the notices. Everything here throws BatonError when the org cannot be worked with. */
export interface NoticeRecords {
  /** Those whose time has come, the oldest first. */
  due(now: Date, limit: number): Promise<WaitingNotice[]>;
  /**
   * Takes each for this process, so that nobody else sends it before `until`.
   * @returns those that were won, with what they tell; the others belong to somebody else, or are done
   */
  claim(waiting: readonly WaitingNotice[], claim: { token: string; until: Date }): Promise<QueuedNotice[]>;
  /** @returns the ids of those that are noted now, or need no note any more */
  save(results: readonly NoticeResult[]): Promise<string[]>;
  /** @param offerIds only messages about these offers; all when left out */
  standingMessages(limit: number, offerIds?: readonly string[]): Promise<StandingMessage[]>;
  /** Notes that these messages ask for nothing any more. */
  forgetMessages(noticeIds: readonly string[]): Promise<void>;
}
