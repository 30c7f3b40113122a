/** One turn of a team's rotation, and why it did not go to the others. */
import type { Obstacle, PassedOver } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { Balances, TurnRecord } from '../domain/turn.ts';
import { describeShortfall, obstacleText } from './obstacleText.ts';
import { oneTurn } from './rotation.ts';
import type { WorkedTeam } from './snapshot.ts';
import { reserve, type TeamBook } from './teamBook.ts';

export interface TeamTurn {
  rep: Rep;
  record: TurnRecord;
  shortfall: number;
  book: TeamBook;
}

/** @param candidates at least one */
export function takeTurn({ policy, book }: WorkedTeam, candidates: readonly Rep[]): TeamTurn {
  const weighted = policy.rotation === 'weighted';
  const taken = reserve(
    book,
    candidates.map((rep) => ({ repId: rep.id, weight: weighted ? rep.weight : 1 }))
  );
  const rep = candidates.find(({ id }) => id === taken.record.repId)!;
  return { rep, ...taken };
}

/** Everyone of the team but the chosen one, each with the obstacle or the balance that decided. */
export function passedOver(
  team: Team,
  chosen: { repId: string | undefined; shortfall: number; change: Balances },
  obstacles: ReadonlyMap<string, Obstacle>,
  book: TeamBook
): PassedOver[] {
  return team.members
    .filter(({ id }) => id !== chosen.repId)
    .map(({ id, name }) => {
      const shortfall = ((book.balances[id] ?? 0) + (chosen.change[id] ?? 0)) / oneTurn;
      const isTie = Math.abs(shortfall - chosen.shortfall) < 0.001;
      const obstacle = obstacles.get(id) ?? { rule: 'balance' as const, shortfall, isTie };
      return { ...obstacle, repId: id, repName: name, text: obstacleText(name, obstacle) };
    });
}

export function turnText(name: string, shortfall: number, candidates: number, strict: boolean): string {
  if (strict) {
    return `It is ${name}'s turn among ${candidates}: ${describeShortfall(shortfall)}. The rotation is strict: nobody is skipped.`;
  }
  return candidates === 1
    ? `${name} is the only one who can take it.`
    : `It is ${name}'s turn among ${candidates} who can take it: ${describeShortfall(shortfall)}.`;
}
