/**
 * What this process has decided and Salesforce may not show yet: turns reserved, reps whose phone rings. It lets calls
 * that come at the same moment be decided without waiting for one another. The unique keys in Salesforce remain the
 * judge; a process that starts again needs none of this.
 */
import type { QualifiedCall } from './domain/call.ts';
import type { Decision } from './domain/decision.ts';
import type { RecentOffer } from './domain/offer.ts';
import type { Policy } from './domain/policy.ts';
import { decide, type LeadOwner } from './routing/decide.ts';
import { blankBook, confirm, giveBack, missingTurns, observe, type TeamBook } from './routing/teamBook.ts';
import type { TurnRecord } from './domain/turn.ts';
import type { OpenedCall } from './salesforce/openCall.ts';

export class Reservations {
  private readonly books = new Map<string, TeamBook>();
  private readonly offers = new Map<string, { offer: RecentOffer; keptUntilMs: number }>();
  private readonly longestReadingMs: number;

  /** @param longestReadingMs a reading that began before an offer was written misses it; no reading takes longer */
  constructor(longestReadingMs: number) {
    this.longestReadingMs = longestReadingMs;
  }

  /**
   * Takes in a team's turns as read.
   * @returns turns that another process may have taken and that the reading does not hold
   */
  observe(teamId: string, turns: readonly TurnRecord[], now: Date): number[] {
    const book = observe(this.books.get(teamId) ?? blankBook, turns, now.getTime());
    this.books.set(teamId, book);
    return missingTurns(book);
  }

  /** Decides a call from what was read and what is reserved here, and reserves what it decides. Synchronous: one at a time. */
  reserve(call: QualifiedCall, opened: OpenedCall, owner: LeadOwner, policy: Policy, now: Date): Decision {
    const teamId = opened.team?.id;
    const book = (teamId === undefined ? undefined : this.books.get(teamId)) ?? blankBook;
    const { decision, book: after } = decide({
      owner,
      score: call.qualification.score,
      policy,
      offers: [...opened.offers, ...this.ownOffers(opened.offers, now)],
      book,
      now
    });
    if (teamId !== undefined) {
      this.books.set(teamId, after);
    }
    if (decision.rep) {
      const live = decision.kind === 'transfer';
      const offer: RecentOffer = {
        id: null,
        callId: call.callId,
        repId: decision.rep.id,
        status: live ? 'ringing' : 'assigned',
        offeredAt: now.toISOString(),
        expiresAt: live ? decision.at : null,
        holdsLiveKey: live
      };
      this.offers.set(call.callId, { offer, keptUntilMs: Infinity });
    }
    return decision;
  }

  /** The decision was written: from now on a reading that begins shows it. */
  confirm(callId: string, teamId: string | undefined, decision: Decision, now: Date): void {
    const own = this.offers.get(callId);
    if (own) {
      own.keptUntilMs = now.getTime() + this.longestReadingMs;
    }
    const book = teamId === undefined ? undefined : this.books.get(teamId);
    if (book && decision.turn) {
      this.books.set(teamId!, confirm(book, decision.turn.turn, now.getTime()));
    }
  }

  /** The decision was not written, or nobody knows. */
  giveBack(callId: string, teamId: string | undefined, decision: Decision): void {
    this.offers.delete(callId);
    const book = teamId === undefined ? undefined : this.books.get(teamId);
    if (book && decision.turn) {
      this.books.set(teamId!, giveBack(book, decision.turn));
    }
  }

  private ownOffers(read: readonly RecentOffer[], now: Date): RecentOffer[] {
    const known = new Set(read.map(({ callId }) => callId));
    const own: RecentOffer[] = [];
    for (const [callId, { offer, keptUntilMs }] of this.offers) {
      if (keptUntilMs < now.getTime()) {
        this.offers.delete(callId);
      } else if (!known.has(callId)) {
        own.push(offer);
      }
    }
    return own;
  }
}
