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
import { blankBook, confirm, giveBack, observe, type TeamBook } from './routing/teamBook.ts';
import { turnReadLimit, type OpenedCall } from './salesforce/openCall.ts';

/** A reading that began before an offer was written misses it; no reading takes longer than this. */
const keptMs = 20_000;

export class Reservations {
  private readonly books = new Map<string, TeamBook>();
  private readonly offers = new Map<string, { offer: RecentOffer; keptUntilMs: number }>();

  /** Decides a call from what was read and what is reserved here, and reserves what it decides. Synchronous: one at a time. */
  reserve(call: QualifiedCall, opened: OpenedCall, owner: LeadOwner, policy: Policy, now: Date): Decision {
    const teamId = opened.team?.id;
    const book =
      teamId === undefined ? blankBook : observe(this.books.get(teamId) ?? blankBook, opened.turns, turnReadLimit);
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
      this.offers.set(call.callId, { offer, keptUntilMs: now.getTime() + keptMs });
    }
    return decision;
  }

  /** The decision was written. */
  confirm(teamId: string | undefined, decision: Decision): void {
    const book = teamId === undefined ? undefined : this.books.get(teamId);
    if (book && decision.turn) {
      this.books.set(teamId!, confirm(book, decision.turn.turn));
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
