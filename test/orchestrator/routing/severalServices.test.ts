import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../../orchestrator/domain/turn.ts';
import { oneTurn } from '../../../orchestrator/routing/rotation.ts';
import {
  blankBook,
  confirm,
  giveBack,
  missingTurns,
  observe,
  reserve,
  type TeamBook
} from '../../../orchestrator/routing/teamBook.ts';

const members = ['a', 'b', 'c', 'd', 'e', 'f'].map((repId) => ({ repId, weight: 1 }));
const newestRead = 10;

interface Call {
  service: number;
  step: 'read' | 'observe' | 'catchUp' | 'decide' | 'write';
  read: TurnRecord[];
  reserved: TurnRecord | undefined;
}

/**
 * Services that share one team, their steps in an order of chance; the only judge is the unique turn.
 * @returns how far the rep worst off is from a fair share at the end, in turns
 */
function furthestAfter(calls: number, options: { services: number; inFlight: number; seed: number }): number {
  let state = options.seed;
  const chance = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fff_ffff;
    return state % below;
  };
  const stored = new Map<number, TurnRecord>();
  const books: TeamBook[] = Array.from({ length: options.services }, () => blankBook);
  const waiting = Array.from({ length: calls }, (_, index): Call => ({
    service: index % options.services,
    step: 'read',
    read: [],
    reserved: undefined
  }));
  const active: Call[] = [];
  while (waiting.length + active.length > 0) {
    active.push(...waiting.splice(0, options.services * options.inFlight - active.length));
    const index = chance(active.length);
    const call = active[index]!;
    const book = books[call.service]!;
    switch (call.step) {
      case 'read':
        call.read = [...stored.values()].sort((a, b) => b.turn - a.turn).slice(0, newestRead);
        call.step = 'observe';
        break;
      case 'observe':
        books[call.service] = observe(book, call.read, 0);
        call.step = missingTurns(books[call.service]!).length > 0 ? 'catchUp' : 'decide';
        break;
      case 'catchUp':
        call.read = missingTurns(book).flatMap((turn) => stored.get(turn) ?? []);
        call.step = 'decide';
        break;
      case 'decide': {
        const taken = reserve(observe(book, call.read, 0), members);
        books[call.service] = taken.book;
        call.reserved = taken.record;
        call.step = 'write';
        break;
      }
      case 'write': {
        const record = call.reserved!;
        if (stored.has(record.turn)) {
          books[call.service] = giveBack(book, record);
          call.step = 'read';
        } else {
          stored.set(record.turn, record);
          books[call.service] = confirm(book, record.turn, 0);
          active.splice(index, 1);
        }
      }
    }
  }
  const balances: Record<string, number> = {};
  for (const { change } of stored.values()) {
    for (const [repId, amount] of Object.entries(change)) {
      balances[repId] = (balances[repId] ?? 0) + amount;
    }
  }
  expect(stored.size).toBe(calls);
  return Math.max(...Object.values(balances).map(Math.abs)) / oneTurn;
}

describe('several services that serve one team', () => {
  it('are as fair as one, as long as nobody else takes turns', () => {
    expect(furthestAfter(640, { services: 1, inFlight: 64, seed: 7 })).toBeLessThan(1);
  });

  it.each([640, 2560])('do not drift from a fair share over %i turns, however many races are lost', (turns) => {
    expect(furthestAfter(turns, { services: 2, inFlight: 4, seed: 7 })).toBeLessThan(1.5);
    expect(furthestAfter(turns, { services: 3, inFlight: 22, seed: 7 })).toBeLessThan(1.5);
  });

  it('stay within two turns in each of 100 bursts of 64 calls at three services', () => {
    const furthest = Array.from({ length: 100 }, (_, seed) =>
      furthestAfter(64, { services: 3, inFlight: 22, seed: seed + 1 })
    );
    expect(Math.max(...furthest)).toBeLessThan(2);
  });
});
