/**
 * Whose turn it is.
 *
 * A rotation with absences is the carpool problem (Fagin and Williams 1983; Ajtai, Aspnes, Naor, Rabani, Schulman and
 * Waarts, "Fairness in Scheduling", 1998): each turn, everyone who can take it earns weight / sum of weights; the one
 * who takes it pays 1. The turn goes to the highest balance, ties to the longest since their last turn, then to the
 * smallest id. Someone who is away earns nothing and owes nothing, so nobody is flooded on their return.
 *
 * Balances are whole millionths of a turn, so that they sum to exactly zero for ever.
 */
import type { Balances } from '../domain/turn.ts';

/** One turn, in the unit of balances. */
export const oneTurn = 1_000_000;

/** Balances nearer than this are a tie: the rounding of shares must not decide whose turn it is. */
const tie = 100;

export interface Candidate {
  repId: string;
  /** Relative share of the work; more than 0. */
  weight: number;
}

export interface Turn {
  repId: string;
  /** What this turn adds to each balance; sums to zero. */
  change: Balances;
  /** How far short of the fair share the chosen rep was, in turns, with this turn's share earned. */
  shortfall: number;
}

/**
 * The next turn among those who can take it.
 * @param candidates at least one; their order does not matter
 * @param lastTurnOf number of each rep's last turn; missing means never
 * @param turn number of this turn; spreads the rounding of shares evenly
 */
export function nextTurn(
  balances: Balances,
  lastTurnOf: Readonly<Record<string, number>>,
  candidates: readonly Candidate[],
  turn: number
): Turn {
  const byId = [...candidates].sort((a, b) => (a.repId < b.repId ? -1 : 1));
  const change: Record<string, number> = {};
  shares(byId, turn).forEach((share, index) => {
    change[byId[index]!.repId] = share;
  });

  const earned = (repId: string): number => (balances[repId] ?? 0) + change[repId]!;
  const highest = Math.max(...byId.map(({ repId }) => earned(repId)));
  const [chosen] = byId
    .filter(({ repId }) => highest - earned(repId) <= tie)
    .sort((a, b) => (lastTurnOf[a.repId] ?? 0) - (lastTurnOf[b.repId] ?? 0));
  if (!chosen) {
    throw new RangeError('A turn needs at least one candidate.');
  }
  const shortfall = earned(chosen.repId) / oneTurn;
  change[chosen.repId]! -= oneTurn;
  return { repId: chosen.repId, change, shortfall };
}

/** Splits one turn by weight into whole millionths that sum to one turn; what rounding leaves goes round by turn number. */
function shares(candidates: readonly Candidate[], turn: number): number[] {
  const total = candidates.reduce((sum, { weight }) => sum + weight, 0);
  const parts = candidates.map(({ weight }) => Math.floor((oneTurn * weight) / total));
  const left = oneTurn - parts.reduce((sum, part) => sum + part, 0);
  for (let index = 0; index < left; index += 1) {
    parts[(turn + index) % parts.length]! += 1;
  }
  return parts;
}

/** The balances after a change. A balance that returns to zero stays listed. */
export function applyChange(balances: Balances, change: Balances, sign: 1 | -1 = 1): Balances {
  const next: Record<string, number> = { ...balances };
  for (const [repId, amount] of Object.entries(change)) {
    next[repId] = (next[repId] ?? 0) + sign * amount;
  }
  return next;
}
