import type { Because, PassedOver } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TeamTurn } from './teamTurn.ts';

/** Whom a rung of the ladder found. */
export interface Candidate {
  rep: Rep;
  /** The turn that went to them; undefined when they came without one. */
  turn: (TeamTurn & { team: Team }) | undefined;
  because: Because[];
  passedOver: PassedOver[];
}
