import { describe, expect, it } from 'vitest';
import { nextTurn, oneTurn, applyChange } from '../../../orchestrator/routing/rotation.ts';
import { blankBook, reserve } from '../../../orchestrator/routing/teamBook.ts';

const sum = (balances: Readonly<Record<string, number>>): number => Object.values(balances).reduce((a, b) => a + b, 0);
const equal = (...repIds: string[]) => repIds.map((repId) => ({ repId, weight: 1 }));

/** A small generator of chance with a seed, so that a failure can be run again. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

describe('the rotation', () => {
  it('goes round in order of id when nobody has had a turn', () => {
    let book = blankBook;
    const order: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const taken = reserve(book, equal('c', 'a', 'b'));
      book = taken.book;
      order.push(taken.record.repId);
    }
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('breaks a tie by the longest since the last turn, before the id', () => {
    expect(nextTurn({}, { a: 7, b: 3 }, equal('a', 'b'), 8).repId).toBe('b');
  });

  it('gives the turn to the highest balance, whoever had the last turn', () => {
    expect(nextTurn({ a: 400_000, b: -400_000 }, { a: 7, b: 3 }, equal('a', 'b'), 8).repId).toBe('a');
  });

  it('charges one turn and shares it out by weight', () => {
    const { change, repId } = nextTurn(
      {},
      {},
      [
        { repId: 'a', weight: 1 },
        { repId: 'b', weight: 3 }
      ],
      1
    );
    expect(repId).toBe('b');
    expect(change).toEqual({ a: oneTurn / 4, b: (oneTurn * 3) / 4 - oneTurn });
  });

  it('gives a rep of weight 3 three turns for each of a rep of weight 1', () => {
    let book = blankBook;
    const turns: Record<string, number> = { a: 0, b: 0 };
    for (let turn = 0; turn < 400; turn += 1) {
      const taken = reserve(book, [
        { repId: 'a', weight: 1 },
        { repId: 'b', weight: 3 }
      ]);
      book = taken.book;
      turns[taken.record.repId]! += 1;
    }
    expect(turns).toEqual({ a: 100, b: 300 });
  });

  it('keeps the balances at a sum of exactly zero when the turn does not divide evenly', () => {
    let book = blankBook;
    for (let turn = 0; turn < 1000; turn += 1) {
      book = reserve(book, equal('a', 'b', 'c', 'd', 'e', 'f', 'g')).book;
      expect(sum(book.balances)).toBe(0);
    }
  });

  it('does not flood a rep who comes back from a holiday', () => {
    let book = blankBook;
    for (let turn = 0; turn < 100; turn += 1) {
      book = reserve(book, equal('a', 'b')).book;
    }
    const after: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const taken = reserve(book, equal('a', 'b', 'holiday'));
      book = taken.book;
      after.push(taken.record.repId);
    }
    expect(after.filter((repId) => repId === 'holiday')).toHaveLength(2);
  });

  it('keeps everyone within 1.5 turns of a fair share over 3,000 turns with 30% absences', () => {
    const random = chance(42);
    const reps = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    let book = blankBook;
    let furthest = 0;
    for (let turn = 0; turn < 3000; turn += 1) {
      const present = reps.filter(() => random() > 0.3);
      if (present.length > 0) {
        book = reserve(book, equal(...present)).book;
        furthest = Math.max(furthest, ...Object.values(book.balances).map((balance) => Math.abs(balance) / oneTurn));
      }
    }
    expect(furthest).toBeLessThan(1.5);
    expect(furthest).toBeGreaterThan(0.5);
  });

  it('undoes a change exactly', () => {
    const { change } = nextTurn({}, {}, equal('a', 'b', 'c'), 1);
    expect(applyChange(applyChange({ a: 1, b: 2, c: -3 }, change), change, -1)).toEqual({ a: 1, b: 2, c: -3 });
  });
});
