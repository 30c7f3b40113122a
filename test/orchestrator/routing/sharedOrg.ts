/**
 * One org that several services share, as far as the rotation and the steps of handoffs need it: readings that grow old,
 * writes that the unique keys and the step's number judge, and answers that get lost on the way.
 */
import { isOpen, type HandoffState } from '../../../orchestrator/domain/handoffState.ts';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import type { RecentOffer } from '../../../orchestrator/domain/offer.ts';
import type { TurnRecord } from '../../../orchestrator/domain/turn.ts';
import { isLive } from '../../../orchestrator/routing/availability.ts';
import type { ModelHandoff } from '../handoff/modelHandoff.ts';

export interface Reading {
  handoff: ModelHandoff | undefined;
  offers: readonly RecentOffer[];
  turnsOf: (teamId: string) => readonly TurnRecord[];
}

/** How a write goes: as the org judges it, refused for a locked row, or without an answer, done or not. */
export type Fault = 'none' | 'locked' | 'answerLost' | 'requestLost';

/** How many of a team's newest turns are read with a call. */
const newestTurns = 10;

export class SharedOrg {
  readonly handoffs = new Map<string, ModelHandoff>();
  /** By `<team>:<number>`. */
  readonly turns = new Map<string, TurnRecord>();
  /** What may never happen, when it has. */
  readonly broken: string[] = [];
  private readonly liveKeyOf = new Map<string, string>();

  read(callId: string): Reading {
    const turns = new Map(this.turns);
    return {
      handoff: this.handoffs.get(callId),
      offers: this.recentOffers(),
      turnsOf: (teamId) => turnsIn(turns, teamId).slice(0, newestTurns)
    };
  }

  turnsNumbered(teamId: string, numbers: readonly number[]): TurnRecord[] {
    return numbers.flatMap((number) => this.turns.get(`${teamId}:${number}`) ?? []);
  }

  /**
   * One step in one transaction.
   * @param decision what the step was decided by; undefined when it took nothing
   * @param reading the offers by which keys were found to be left over
   * @throws when nobody will know whether it was written
   */
  write(
    before: ModelHandoff | undefined,
    after: ModelHandoff,
    { decision, reading, now, fault }: { decision: Decision | undefined; reading: Reading; now: Date; fault: Fault }
  ): 'done' | 'lost' | 'alreadyHandedOff' {
    if (fault === 'requestLost') {
      throw new Error('no answer');
    }
    const result = fault === 'locked' ? 'lost' : this.commit(before, after, { decision, reading, now });
    if (fault === 'answerLost') {
      throw new Error('no answer');
    }
    return result;
  }

  private commit(
    before: ModelHandoff | undefined,
    after: ModelHandoff,
    { decision, reading, now }: { decision: Decision | undefined; reading: Reading; now: Date }
  ): 'done' | 'lost' | 'alreadyHandedOff' {
    const standing = this.handoffs.get(after.callId);
    if (!before && standing) {
      return 'alreadyHandedOff';
    }
    if (standing && after.step !== standing.step + 1) {
      return 'lost';
    }
    const turnKey = decision?.turn && `${decision.turnOf!.id}:${decision.turn.turn}`;
    if (turnKey && this.turns.has(turnKey)) {
      return 'lost';
    }
    const keys = new Map([...this.liveKeyOf].filter(([key]) => !isReleased(before, after, key)));
    const opened = after.offers.find(({ id }) => !before?.offers.some((offer) => offer.id === id));
    if (opened?.kind === 'live') {
      // Keys that calls left behind go with the step that needs them, as it found them when it read.
      for (const left of reading.offers) {
        if (left.repId === opened.repId && left.holdsLiveKey && !isLive(left, now)) {
          keys.delete(left.id!);
        }
      }
      if ([...keys.values()].includes(opened.repId)) {
        return 'lost';
      }
      this.noteSecondCall(opened.repId, after.callId, now);
      keys.set(`${after.callId} ${opened.id!}`, opened.repId);
    }
    this.liveKeyOf.clear();
    keys.forEach((repId, key) => this.liveKeyOf.set(key, repId));
    if (turnKey) {
      this.turns.set(turnKey, decision.turn!);
    }
    this.handoffs.set(after.callId, after);
    return 'done';
  }

  private noteSecondCall(repId: string, callId: string, now: Date): void {
    const other = this.recentOffers().find(
      (offer) => offer.repId === repId && offer.callId !== callId && isLive(offer, now)
    );
    if (other) {
      this.broken.push(`${repId} is offered ${callId} while on ${other.callId}`);
    }
  }

  private recentOffers(): RecentOffer[] {
    return [...this.handoffs.values()].flatMap(({ callId, offers }) =>
      offers.map(({ id, repId, status, kind, offeredAt, expiresAt }) => ({
        id: `${callId} ${id!}`,
        callId,
        repId,
        status,
        offeredAt,
        expiresAt: kind === 'live' ? expiresAt : null,
        holdsLiveKey: this.liveKeyOf.has(`${callId} ${id!}`)
      }))
    );
  }
}

/** The newest first. */
export function turnsIn(turns: ReadonlyMap<string, TurnRecord>, teamId: string): TurnRecord[] {
  return [...turns]
    .filter(([key]) => key.startsWith(`${teamId}:`))
    .map(([, record]) => record)
    .sort((a, b) => b.turn - a.turn);
}

/** A step gives back the key of an offer that it ends. */
function isReleased(before: HandoffState | undefined, after: HandoffState, key: string): boolean {
  const offer = after.offers.find(({ id }) => key === `${after.callId} ${id!}`);
  return before !== undefined && offer !== undefined && !isOpen(offer);
}
