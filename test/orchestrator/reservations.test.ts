import { describe, expect, it } from 'vitest';
import type { RecentOffer } from '../../orchestrator/domain/offer.ts';
import type { Decision } from '../../orchestrator/domain/decision.ts';
import { Reservations } from '../../orchestrator/reservations.ts';
import type { Snapshot } from '../../orchestrator/routing/snapshot.ts';
import { now, offer, rep, snapshot, team } from './routing/snapshots.ts';

const longestReadingMs = 3500;
const members = team(rep('a'), rep('b'));
const later = (ms: number): Date => new Date(now.getTime() + ms);

function service(): {
  reservations: Reservations;
  reserve: (callId: string, read?: RecentOffer[], at?: Date) => Decision;
  seen: (read?: RecentOffer[], at?: Date) => string[];
} {
  const reservations = new Reservations(longestReadingMs);
  const reserve = (callId: string, read: RecentOffer[] = [], at = now): Decision =>
    reservations.reserve(callId, at, ({ bookOf, withOwn }): Snapshot =>
      snapshot(members, { book: bookOf(members.team.id), offers: withOwn(read), now: at })
    );
  const seen = (read: RecentOffer[] = [], at = now): string[] =>
    reservations.look(at, ({ withOwn }) => withOwn(read)).map(({ callId, repId }) => `${callId} ${repId}`);
  return { reservations, reserve, seen };
}

describe('what a process has decided and the org does not show yet', () => {
  it('keeps two calls that come at once from one rep and from one turn', () => {
    const { reserve } = service();
    const [first, second] = [reserve('c-1'), reserve('c-2')];
    expect([first.rep?.id, second.rep?.id]).toEqual(['a', 'b']);
    expect([first.turn?.turn, second.turn?.turn]).toEqual([1, 2]);
    const third = reserve('c-3');
    expect(third).toMatchObject({ kind: 'meeting', turn: { turn: 3 } });
  });

  it('is seen until every reading that began before the write has come to its end', () => {
    const { reservations, reserve, seen } = service();
    const decision = reserve('c-1');
    expect(seen([], later(3_600_000))).toEqual(['c-1 a']);
    reservations.confirm('c-1', decision, now);
    expect(seen([], later(longestReadingMs))).toEqual(['c-1 a']);
    expect(seen([], later(longestReadingMs + 1))).toEqual([]);
  });

  it('is not counted twice when a reading shows it, nor hides another call of the same rep', () => {
    const { reserve, seen } = service();
    reserve('c-1');
    expect(seen([offer('a', { callId: 'c-1' })])).toEqual(['c-1 a']);
    expect(seen([offer('a', { callId: 'c-0' })])).toEqual(['c-0 a', 'c-1 a']);
  });

  it('is given back when the write was lost: the turn and the rep are to be had again', () => {
    const { reservations, reserve, seen } = service();
    const lost = reserve('c-1');
    reservations.giveBack('c-1', lost);
    expect(seen()).toEqual([]);
    expect(reserve('c-2')).toMatchObject({ rep: { id: 'a' } });
  });

  it('lets a rep go whose phone rings no more, and no other', () => {
    const { reservations, reserve, seen } = service();
    reserve('c-1');
    reserve('c-2');
    reservations.release('c-1', 'a');
    reservations.release('c-2', undefined);
    expect(seen()).toEqual(['c-2 b']);
  });

  it('is not changed by looking', () => {
    const { reservations, reserve } = service();
    const turn = (): number => reservations.look(now, ({ bookOf }) => bookOf(members.team.id).last);
    expect([turn(), turn()]).toEqual([0, 0]);
    expect(reserve('c-1').turn?.turn).toBe(1);
    expect(turn()).toBe(1);
  });

  it('holds no phone for a decision that rings none', () => {
    const { reserve, reservations } = service();
    reserve('c-1', [offer('a'), offer('b')]);
    const own = reservations.look(now, ({ withOwn }) => withOwn([]));
    expect(own).toMatchObject([{ callId: 'c-1', status: 'assigned', expiresAt: null, holdsLiveKey: false }]);
  });
});

describe('a turn that another process took', () => {
  it('is asked for when a reading does not hold it, and counted when it does', () => {
    const [mine, other] = [service(), service()];
    const turns = ['c-1', 'c-2', 'c-3'].map((callId) => mine.reserve(callId).turn!);
    const { id } = members.team;
    expect(other.reservations.observe(id, turns.slice(0, 1), now)).toEqual([]);
    expect(other.reservations.observe(id, turns.slice(2), now)).toEqual([2]);
    expect(other.reservations.observe(id, turns.slice(1, 2), now)).toEqual([]);
    const balances = other.reservations.look(now, ({ bookOf }) => bookOf(id).balances);
    expect(balances).toEqual(turns[2]!.balances);
  });
});
