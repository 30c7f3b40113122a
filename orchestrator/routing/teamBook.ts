/**
 * One team's rotation as this process knows it.
 *
 * The truth is on the offers in Salesforce: each that took a turn carries the turn's number (unique), what the turn
 * changed, and the balances after it. A process that waited for each write before it decided the next call would make
 * callers queue, so it decides ahead: it reserves a turn, goes on, and gives the turn back if the write loses. Turns
 * that another process took are folded in when they are read. Nothing here is needed after a restart.
 */
import type { Balances, TurnRecord } from '../domain/turn.ts';
import { applyChange, nextTurn, type Candidate } from './rotation.ts';

export interface TeamBook {
  /** Highest turn number known to be taken or reserved. */
  last: number;
  balances: Balances;
  lastTurnOf: Readonly<Record<string, number>>;
  /** Turns up to this number are in the balances. */
  floor: number;
  /** Turns above the floor that are in the balances. */
  counted: ReadonlySet<number>;
  /** Reserved here and not yet known to be written: turn number to its change. */
  pending: ReadonlyMap<number, Balances>;
}

/** The book of a team that has never had a turn. */
export const blankBook: TeamBook = {
  last: 0,
  balances: {},
  lastTurnOf: {},
  floor: 0,
  counted: new Set(),
  pending: new Map()
};

/**
 * Takes in the newest turns as read from Salesforce, in any order. When turns were missed that the reading does not
 * hold, the newest record's own balances are taken over, and what is pending here is added.
 * @param readLimit how many records the reading asked for; fewer means it holds every turn there is
 */
export function observe(book: TeamBook, records: readonly TurnRecord[], readLimit: number): TeamBook {
  if (records.length === 0) {
    return book;
  }
  const ascending = [...records].sort((a, b) => a.turn - b.turn);
  const newest = ascending.at(-1)!;
  const missed = ascending.length === readLimit && ascending[0]!.turn > book.last + 1;
  const untouched = book.last === 0;
  if (missed || untouched) {
    return takeOver(book, newest);
  }
  let { balances } = book;
  const lastTurnOf = { ...book.lastTurnOf };
  const counted = new Set(book.counted);
  for (const record of ascending) {
    if (record.turn > book.floor && !counted.has(record.turn)) {
      balances = applyChange(balances, record.change);
      counted.add(record.turn);
    }
    lastTurnOf[record.repId] = Math.max(lastTurnOf[record.repId] ?? 0, record.turn);
  }
  return compact({ ...book, balances, lastTurnOf, counted, last: Math.max(book.last, newest.turn) });
}

function takeOver(book: TeamBook, newest: TurnRecord): TeamBook {
  let { balances } = newest;
  const counted = new Set<number>();
  for (const [turn, change] of book.pending) {
    balances = applyChange(balances, change);
    counted.add(turn);
  }
  return {
    last: Math.max(book.last, newest.turn),
    balances,
    lastTurnOf: { ...newest.lastTurnOf, [newest.repId]: newest.turn },
    floor: newest.turn,
    counted,
    pending: book.pending
  };
}

/** Takes the next turn for one of the candidates. The record is what must be written with the offer. */
export function reserve(
  book: TeamBook,
  candidates: readonly Candidate[]
): { book: TeamBook; record: TurnRecord; shortfall: number } {
  const turn = book.last + 1;
  const { repId, change, shortfall } = nextTurn(book.balances, book.lastTurnOf, candidates, turn);
  const balances = applyChange(book.balances, change);
  const lastTurnOf = { ...book.lastTurnOf, [repId]: turn };
  return {
    book: {
      ...book,
      last: turn,
      balances,
      lastTurnOf,
      counted: new Set(book.counted).add(turn),
      pending: new Map(book.pending).set(turn, change)
    },
    record: { turn, repId, change, balances, lastTurnOf },
    shortfall
  };
}

/** The reserved turn was written. */
export function confirm(book: TeamBook, turn: number): TeamBook {
  const pending = new Map(book.pending);
  pending.delete(turn);
  return compact({ ...book, pending });
}

/** The reserved turn was not written, or nobody knows: should it turn up in a later reading, it is counted then. */
export function giveBack(book: TeamBook, record: TurnRecord): TeamBook {
  const pending = new Map(book.pending);
  if (!pending.delete(record.turn)) {
    return book;
  }
  const counted = new Set(book.counted);
  counted.delete(record.turn);
  return { ...book, balances: applyChange(book.balances, record.change, -1), counted, pending };
}

/** Turns kept apart above the floor; older ones are taken as counted, since nobody writes that far behind. */
const keptApart = 500;

/** Raises the floor over turns that are all counted, so that the set stays small. */
function compact(book: TeamBook): TeamBook {
  let { floor } = book;
  const counted = new Set(book.counted);
  while (floor < book.last - keptApart || (counted.has(floor + 1) && !book.pending.has(floor + 1))) {
    floor += 1;
    counted.delete(floor);
  }
  return { ...book, floor, counted };
}
