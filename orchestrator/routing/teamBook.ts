/**
 * One team's rotation as this process knows it.
 *
 * The truth is on the offers in Salesforce: each that took a turn carries the turn's number (unique), what the turn
 * changed, and the balances after it. A process that waited for each write before it decided the next call would make
 * callers queue, so it decides ahead: it reserves a turn, goes on, and gives the turn back if the write loses. Turns
 * that another process took are counted when they are read; {@link missingTurns} tells which must be looked for.
 * Nothing here is needed after a restart.
 */
import type { Balances, TurnRecord } from '../domain/turn.ts';
import { applyChange, nextTurn, type Candidate } from './rotation.ts';

export interface TeamBook {
  /** Highest turn number known to be taken or reserved. */
  last: number;
  balances: Balances;
  lastTurnOf: Readonly<Record<string, number>>;
  /** Turns up to this number are settled: in the balances, or known to be empty. */
  floor: number;
  /** Turns above the floor that are in the balances. */
  counted: ReadonlySet<number>;
  /** Reserved here and not yet known to be written, by turn number. */
  pending: ReadonlyMap<number, Reserved>;
  /** Turns above the floor that nobody is known to have taken, and since when, in milliseconds of the epoch. */
  absentSince: ReadonlyMap<number, number>;
}

interface Reserved {
  record: TurnRecord;
  /** The rep's last turn before this one; undefined when it was the first. */
  previousTurn: number | undefined;
}

/** The book of a team that has never had a turn. */
export const blankBook: TeamBook = {
  last: 0,
  balances: {},
  lastTurnOf: {},
  floor: 0,
  counted: new Set(),
  pending: new Map(),
  absentSince: new Map()
};

/** A turn that is still absent after this long was never written: no write takes longer. */
const settledAfterMs = 60_000;

/** Farther behind than this, the newest stored balances are taken over instead of reading every turn. */
const farBehind = 500;

/**
 * Takes in turns as read from Salesforce, in any order.
 * @param nowMs milliseconds of the epoch
 */
export function observe(book: TeamBook, records: readonly TurnRecord[], nowMs: number): TeamBook {
  const newest = records.reduce<TurnRecord | undefined>((a, b) => (a && a.turn > b.turn ? a : b), undefined);
  if (!newest) {
    return settle(book, nowMs);
  }
  if (book.last === 0 || newest.turn - book.last > farBehind) {
    return takeOver(book, newest);
  }
  let { balances } = book;
  const lastTurnOf: Record<string, number> = { ...book.lastTurnOf };
  const counted = new Set(book.counted);
  const absentSince = new Map(book.absentSince);
  for (const record of records) {
    if (record.turn > book.floor && !counted.has(record.turn)) {
      balances = applyChange(balances, record.change);
      counted.add(record.turn);
      absentSince.delete(record.turn);
    }
    lastTurnOf[record.repId] = Math.max(lastTurnOf[record.repId] ?? 0, record.turn);
  }
  return settle({ ...book, balances, lastTurnOf, counted, absentSince, last: Math.max(book.last, newest.turn) }, nowMs);
}

/** Turns that another process may have taken and that have not been seen: to be read before the next decision. */
export function missingTurns(book: TeamBook): number[] {
  const missing: number[] = [];
  for (let turn = book.floor + 1; turn <= book.last; turn += 1) {
    if (!book.counted.has(turn)) {
      missing.push(turn);
    }
  }
  return missing;
}

function takeOver(book: TeamBook, newest: TurnRecord): TeamBook {
  let { balances } = newest;
  for (const { record } of book.pending.values()) {
    balances = applyChange(balances, record.change);
  }
  return {
    ...book,
    last: Math.max(book.last, newest.turn),
    balances,
    lastTurnOf: { ...newest.lastTurnOf, [newest.repId]: newest.turn },
    floor: newest.turn,
    counted: new Set(book.pending.keys()),
    absentSince: new Map()
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
  const record = { turn, repId, change, balances, lastTurnOf };
  return {
    book: {
      ...book,
      last: turn,
      balances,
      lastTurnOf,
      counted: new Set(book.counted).add(turn),
      pending: new Map(book.pending).set(turn, { record, previousTurn: book.lastTurnOf[repId] })
    },
    record,
    shortfall
  };
}

/** The reserved turn was written. */
export function confirm(book: TeamBook, turn: number, nowMs: number): TeamBook {
  const pending = new Map(book.pending);
  pending.delete(turn);
  return settle({ ...book, pending }, nowMs);
}

/**
 * The reserved turn was not written, or nobody knows. Whoever took it, this process after all or another, it is counted
 * when it is read.
 */
export function giveBack(book: TeamBook, { turn, repId, change }: TurnRecord): TeamBook {
  const pending = new Map(book.pending);
  const reserved = pending.get(turn);
  if (!reserved) {
    return book;
  }
  pending.delete(turn);
  const counted = new Set(book.counted);
  counted.delete(turn);
  const lastTurnOf: Record<string, number> = { ...book.lastTurnOf };
  if (lastTurnOf[repId] === turn) {
    if (reserved.previousTurn === undefined) {
      delete lastTurnOf[repId];
    } else {
      lastTurnOf[repId] = reserved.previousTurn;
    }
  }
  return { ...book, balances: applyChange(book.balances, change, -1), lastTurnOf, counted, pending };
}

/**
 * Raises the floor over turns that are counted or have been absent for long, and notes which are absent. An absent turn
 * is only passed over for a stored one above it: where there is none, other services still count from below and may take
 * the number, so this one counts from there again.
 */
function settle(book: TeamBook, nowMs: number): TeamBook {
  const counted = new Set(book.counted);
  const absentSince = new Map(book.absentSince);
  for (const turn of missingTurns(book)) {
    if (!absentSince.has(turn)) {
      absentSince.set(turn, nowMs);
    }
  }
  const isEmpty = (turn: number): boolean => nowMs - (absentSince.get(turn) ?? nowMs) > settledAfterMs;
  const isStored = (turn: number): boolean => counted.has(turn) && !book.pending.has(turn);
  let { floor, last } = book;
  const newestStored = Math.max(floor, ...[...counted].filter(isStored));
  for (let turn = floor + 1; turn <= newestStored; turn += 1) {
    if (!isStored(turn) && !isEmpty(turn)) {
      break;
    }
    counted.delete(turn);
    absentSince.delete(turn);
    floor = turn;
  }
  while (last > newestStored && isEmpty(last)) {
    absentSince.delete(last);
    last -= 1;
  }
  return { ...book, last, floor, counted, absentSince };
}
