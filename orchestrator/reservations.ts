/**
 * What this process has decided and Salesforce may not show yet: turns reserved, reps whose phone rings. It lets calls
 * that come at the same moment be decided without waiting for one another. The unique keys in Salesforce remain the
 * judge; a process that starts again needs none of this.
 */
import type { Decision } from './domain/decision.ts';
import type { RecentOffer } from './domain/offer.ts';
import type { TurnRecord } from './domain/turn.ts';
import { liveUntilMs } from './routing/availability.ts';
import { decide, type Snapshot } from './routing/decide.ts';
import { blankBook, confirm, giveBack, missingTurns, observe, type TeamBook } from './routing/teamBook.ts';

/** What a snapshot takes from the reservations. */
export interface Reserved {
  bookOf: (teamId: string) => TeamBook;
  /** Offers as read, with this process's own that the reading may not show. */
  withOwn: (read: readonly RecentOffer[]) => RecentOffer[];
  /** Phones that ring, and talks, as far as this process knows: for a decision that nothing could be read for. */
  live: () => RecentOffer[];
}

interface KeptOffer {
  readonly key: string;
  readonly offer: RecentOffer;
  keptUntilMs: number;
  /** Read off the offer once: every decision goes through all that are kept. */
  readonly liveUntilMs: number;
}

const forgetEveryMs = 1_000;

export class Reservations {
  private readonly books = new Map<string, TeamBook>();
  private readonly offers = new Map<string, KeptOffer>();
  private readonly longestReadingMs: number;
  private forgottenAtMs = -Infinity;

  /** @param longestReadingMs a reading that began before an offer was written misses it; no reading takes longer */
  constructor(longestReadingMs: number) {
    this.longestReadingMs = longestReadingMs;
  }

  /**
   * Takes in a team's turns as read.
   * @returns turns that another process may have taken and that the reading does not hold
   */
  observe(teamId: string, turns: readonly TurnRecord[], now: Date): number[] {
    const book = observe(this.bookOf(teamId), turns, now.getTime());
    this.books.set(teamId, book);
    return missingTurns(book);
  }

  /** Decides from a snapshot that holds what is reserved here, and reserves what it decides. Synchronous: one at a time. */
  reserve(callId: string, now: Date, snapshotWith: (reserved: Reserved) => Snapshot): Decision {
    const { decision, book } = decide(this.look(now, snapshotWith));
    if (book && decision.turnOf) {
      this.books.set(decision.turnOf.id, book);
    }
    if (decision.rep) {
      const live = decision.kind === 'transfer';
      const offer: RecentOffer = {
        id: null,
        callId,
        repId: decision.rep.id,
        status: live ? 'ringing' : 'assigned',
        offeredAt: now.toISOString(),
        expiresAt: live ? decision.at : null,
        holdsLiveKey: live
      };
      this.keep(offer, Infinity);
    }
    return decision;
  }

  /** Looks at what is reserved without reserving anything. */
  look<T>(now: Date, at: (reserved: Reserved) => T): T {
    this.forgetOver(now);
    return at({
      bookOf: (teamId) => this.bookOf(teamId),
      withOwn: (read) => [...read, ...this.ownOffers(read, now)],
      live: () => this.liveOffers(now)
    });
  }

  /**
   * The decision was written: from now on a reading that begins shows it.
   * @param keptMs how long it is remembered here nonetheless; by default as long as a reading may take
   */
  confirm(callId: string, decision: Decision, now: Date, keptMs = this.longestReadingMs): void {
    const own = decision.rep && this.offers.get(keyOf(callId, decision.rep.id));
    if (own) {
      own.keptUntilMs = now.getTime() + keptMs;
    }
    if (decision.turnOf && decision.turn) {
      const { id } = decision.turnOf;
      this.books.set(id, confirm(this.bookOf(id), decision.turn.turn, now.getTime()));
    }
  }

  /** The decision was not written, or nobody knows. */
  giveBack(callId: string, decision: Decision): void {
    this.release(callId, decision.rep?.id);
    if (decision.turnOf && decision.turn) {
      const { id } = decision.turnOf;
      this.books.set(id, giveBack(this.bookOf(id), decision.turn));
    }
  }

  /**
   * A phone that rings, or a talk.
   * @param keptMs how long it counts beside what is read: long for one that the org does not know, by default as long as a
   *   reading may take. Without Salesforce it counts until it is over.
   */
  remember(
    callId: string,
    offer: Pick<RecentOffer, 'repId' | 'status' | 'offeredAt' | 'expiresAt'>,
    now: Date,
    keptMs = this.longestReadingMs
  ): void {
    const { repId, status, offeredAt, expiresAt } = offer;
    this.keep({ id: null, callId, repId, status, offeredAt, expiresAt, holdsLiveKey: true }, now.getTime() + keptMs);
  }

  /** The rep's phone rings for this call no more. */
  release(callId: string, repId: string | undefined): void {
    if (repId !== undefined) {
      this.offers.delete(keyOf(callId, repId));
    }
  }

  private bookOf(teamId: string): TeamBook {
    return this.books.get(teamId) ?? blankBook;
  }

  private keep(offer: RecentOffer, keptUntilMs: number): void {
    const key = keyOf(offer.callId, offer.repId);
    this.offers.set(key, { key, offer, keptUntilMs, liveUntilMs: liveUntilMs(offer) });
  }

  private ownOffers(read: readonly RecentOffer[], now: Date): RecentOffer[] {
    const known = new Set(read.map(({ callId, repId }) => keyOf(callId, repId)));
    const nowMs = now.getTime();
    const own: RecentOffer[] = [];
    for (const { key, offer, keptUntilMs } of this.offers.values()) {
      if (keptUntilMs >= nowMs && !known.has(key)) {
        own.push(offer);
      }
    }
    return own;
  }

  private liveOffers(now: Date): RecentOffer[] {
    const nowMs = now.getTime();
    return [...this.offers.values()].filter((kept) => kept.liveUntilMs > nowMs).map(({ offer }) => offer);
  }

  /** Once a second is enough: what is over counts for nothing, kept or not. */
  private forgetOver(now: Date): void {
    const nowMs = now.getTime();
    if (Math.abs(nowMs - this.forgottenAtMs) < forgetEveryMs) {
      return;
    }
    this.forgottenAtMs = nowMs;
    for (const { key, keptUntilMs, liveUntilMs } of this.offers.values()) {
      if (keptUntilMs < nowMs && liveUntilMs <= nowMs) {
        this.offers.delete(key);
      }
    }
  }
}

function keyOf(callId: string, repId: string): string {
  return `${callId} ${repId}`;
}
