import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../../orchestrator/domain/turn.ts';
import {
  blankBook,
  confirm,
  giveBack,
  missingTurns,
  observe,
  reserve,
  type TeamBook
} from '../../../orchestrator/routing/teamBook.ts';

const members = ['a', 'b', 'c'].map((repId) => ({ repId, weight: 1 }));
/** How many of the newest turns are read with a call. */
const limit = 10;
const nowMs = Date.parse('2026-11-23T17:00:00Z');

/** Takes turns as another process would, starting from what is stored. */
function foreignTurns(stored: readonly TurnRecord[], count: number): TurnRecord[] {
  let book = observe(blankBook, stored.slice(-limit), nowMs);
  return Array.from({ length: count }, () => {
    const taken = reserve(book, members);
    book = taken.book;
    return taken.record;
  });
}

const sum = ({ balances }: TeamBook): number => Object.values(balances).reduce((a, b) => a + b, 0);

describe("a team's book", () => {
  it('goes on from the newest stored turn after a restart', () => {
    const stored = foreignTurns([], 4);
    const { record } = reserve(observe(blankBook, stored, nowMs), members);
    expect(record.turn).toBe(5);
    expect(record.repId).toBe('b');
  });

  it('reserves different turns for calls decided before any is written', () => {
    const first = reserve(blankBook, members);
    const second = reserve(first.book, members);
    expect([first.record.turn, second.record.turn]).toEqual([1, 2]);
    expect(second.record.repId).not.toBe(first.record.repId);
  });

  it('does not count its own turn twice when it reads it back', () => {
    const { book, record } = reserve(blankBook, members);
    const read = observe(confirm(book, record.turn, nowMs), [record], nowMs);
    expect(read.balances).toEqual(book.balances);
  });

  it('does not count its own turn twice when it reads it back before it hears of the write', () => {
    const { book, record } = reserve(blankBook, members);
    expect(observe(book, [record], nowMs).balances).toEqual(book.balances);
  });

  it('counts a turn that another process took', () => {
    const stored = foreignTurns([], 2);
    const known = observe(blankBook, stored.slice(0, 1), nowMs);
    const read = observe(known, stored, nowMs);
    expect(read.balances).toEqual(stored[1]!.balances);
    expect(read.last).toBe(2);
  });

  it('gives a lost turn back and counts the turn that won instead', () => {
    const stored = foreignTurns([], 1);
    const base = observe(blankBook, stored, nowMs);
    const mine = reserve(base, [{ repId: 'b', weight: 1 }]);
    const ahead = reserve(mine.book, members);
    const [winner] = foreignTurns(stored, 1);
    const after = observe(
      giveBack(confirm(ahead.book, 3, nowMs), mine.record),
      [...stored, winner!, ahead.record],
      nowMs
    );
    const expected: Record<string, number> = { ...stored[0]!.balances };
    for (const { change } of [winner!, ahead.record]) {
      for (const [repId, amount] of Object.entries(change)) {
        expected[repId] = (expected[repId] ?? 0) + amount;
      }
    }
    expect(after.balances).toEqual(expected);
    expect(reserve(after, members).record.turn).toBe(4);
  });

  it('counts a turn that was given back but had been written after all', () => {
    const { book, record } = reserve(blankBook, members);
    const unsure = giveBack(book, record);
    expect(observe(unsure, [record], nowMs).balances).toEqual(book.balances);
  });

  it('asks for turns that others may have taken and that a reading did not hold', () => {
    const stored = foreignTurns([], 40);
    const known = observe(blankBook, stored.slice(0, 1), nowMs);
    const behind = observe(known, stored.slice(-limit), nowMs);
    expect(missingTurns(behind)).toEqual(Array.from({ length: 29 }, (_, index) => index + 2));
    const caughtUp = observe(behind, stored.slice(1, 30), nowMs);
    expect(missingTurns(caughtUp)).toEqual([]);
    expect(caughtUp.balances).toEqual(stored.at(-1)!.balances);
  });

  it('stops asking for a turn that nobody has written for a minute', () => {
    const lost = reserve(blankBook, members);
    const ahead = reserve(lost.book, members);
    const book = giveBack(confirm(ahead.book, 2, nowMs), lost.record);
    expect(missingTurns(observe(book, [ahead.record], nowMs))).toEqual([1]);
    const later = observe(observe(book, [ahead.record], nowMs), [ahead.record], nowMs + 61_000);
    expect(missingTurns(later)).toEqual([]);
    expect(later.balances).toEqual(ahead.record.change);
  });

  it('takes a number again that nobody wrote: other services still count from below, and may take it', () => {
    const stored = foreignTurns([], 1);
    const lost = reserve(observe(blankBook, stored, nowMs), members);
    const later = observe(observe(giveBack(lost.book, lost.record), stored, nowMs), stored, nowMs + 61_000);
    expect(reserve(later, members).record.turn).toBe(2);
    const [taken] = foreignTurns(stored, 1);
    expect(observe(later, [...stored, taken!], nowMs + 62_000).balances).toEqual(taken!.balances);
  });

  it('does not pass over an absent number for one that is only reserved above it', () => {
    const stored = foreignTurns([], 1);
    const lost = reserve(observe(blankBook, stored, nowMs), members);
    const ahead = reserve(lost.book, members);
    const waiting = observe(giveBack(ahead.book, lost.record), stored, nowMs);
    const later = giveBack(observe(waiting, stored, nowMs + 61_000), ahead.record);
    const [taken] = foreignTurns(stored, 1);
    expect(observe(later, [...stored, taken!], nowMs + 62_000).balances).toEqual(taken!.balances);
  });

  it('takes the stored balances over when it is far behind, and keeps what is pending', () => {
    const stored = foreignTurns([], 600);
    const pending = reserve(observe(blankBook, stored.slice(0, 1), nowMs), members);
    const read = observe(pending.book, stored.slice(-limit), nowMs);
    expect(read.last).toBe(600);
    expect(sum(read)).toBe(0);
    expect(giveBack(read, pending.record).balances).toEqual(stored.at(-1)!.balances);
  });

  it('forgets whose last turn a lost one was', () => {
    const first = reserve(blankBook, members);
    const lost = reserve(first.book, [{ repId: 'a', weight: 1 }]);
    expect(giveBack(lost.book, lost.record).lastTurnOf).toEqual({ a: 1 });
    expect(giveBack(first.book, first.record).lastTurnOf).toEqual({});
  });

  it('sums to zero whatever happens in whatever order', () => {
    let book = blankBook;
    const stored: TurnRecord[] = [];
    const open: TurnRecord[] = [];
    for (let step = 0; step < 2000; step += 1) {
      switch ((step * 7919) % 5) {
        case 0:
        case 1: {
          const taken = reserve(book, members);
          book = taken.book;
          open.push(taken.record);
          break;
        }
        case 2: {
          const record = open.shift();
          if (record) {
            stored.push(record);
            book = confirm(book, record.turn, nowMs);
          }
          break;
        }
        case 3: {
          const record = open.pop();
          book = record ? giveBack(book, record) : book;
          break;
        }
        default:
          book = observe(book, stored.slice(-limit), nowMs + step * 1000);
      }
      expect(sum(book)).toBe(0);
    }
    expect(book.counted.size).toBeLessThan(200);
  });
});
