import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../../orchestrator/domain/turn.ts';
import {
  blankBook,
  confirm,
  giveBack,
  observe,
  reserve,
  type TeamBook
} from '../../../orchestrator/routing/teamBook.ts';

const members = ['a', 'b', 'c'].map((repId) => ({ repId, weight: 1 }));
const limit = 10;

/** Takes turns as another process would, starting from what is stored. */
function foreignTurns(stored: readonly TurnRecord[], count: number): TurnRecord[] {
  let book = observe(blankBook, stored.slice(-limit), limit);
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
    const { record } = reserve(observe(blankBook, stored, limit), members);
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
    const read = observe(confirm(book, record.turn), [record], limit);
    expect(read.balances).toEqual(book.balances);
  });

  it('does not count its own turn twice when it reads it back before it hears of the write', () => {
    const { book, record } = reserve(blankBook, members);
    expect(observe(book, [record], limit).balances).toEqual(book.balances);
  });

  it('counts a turn that another process took', () => {
    const stored = foreignTurns([], 2);
    const known = observe(blankBook, stored.slice(0, 1), limit);
    const read = observe(known, stored, limit);
    expect(read.balances).toEqual(stored[1]!.balances);
    expect(read.last).toBe(2);
  });

  it('gives a lost turn back and counts the turn that won instead', () => {
    const stored = foreignTurns([], 1);
    const base = observe(blankBook, stored, limit);
    const mine = reserve(base, [{ repId: 'b', weight: 1 }]);
    const ahead = reserve(mine.book, members);
    const [winner] = foreignTurns(stored, 1);
    const after = observe(giveBack(confirm(ahead.book, 3), mine.record), [...stored, winner!, ahead.record], limit);
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
    expect(observe(unsure, [record], limit).balances).toEqual(book.balances);
  });

  it('takes the stored balances over when more turns were missed than one reading holds', () => {
    const stored = foreignTurns([], 40);
    const known = observe(blankBook, stored.slice(0, 1), limit);
    const pending = reserve(known, members);
    const read = observe(pending.book, stored.slice(-limit), limit);
    expect(read.last).toBe(40);
    expect(sum(read)).toBe(0);
    const withoutPending = giveBack(read, pending.record);
    expect(withoutPending.balances).toEqual(stored.at(-1)!.balances);
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
            book = confirm(book, record.turn);
          }
          break;
        }
        case 3: {
          const record = open.pop();
          book = record ? giveBack(book, record) : book;
          break;
        }
        default:
          book = observe(book, stored.slice(-limit), limit);
      }
      expect(sum(book)).toBe(0);
    }
    expect(book.counted.size).toBeLessThanOrEqual(501);
  });
});
