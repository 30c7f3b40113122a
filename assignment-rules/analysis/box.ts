import { intersection, isEmpty } from './classSet.ts';
import type { ClassSet } from './classSet.ts';

/**
 * Every question that the analysis asks is about variables with finitely many classes each: most stand for the value of a
 * field, divided so that no criterion tells two values of one class apart.
 */
export interface Variable {
  /** Number of classes. */
  readonly size: number;
  readonly full: ClassSet;
}

/** That a variable is in one of some classes. */
export interface Literal {
  /** Number of the variable. */
  readonly variable: number;
  readonly set: ClassSet;
}

/** Literals that must all hold, no two of one variable. Without any, it holds everything. */
export type Box = readonly Literal[];

/** Joins literals to a box; undefined when they contradict one another. */
export function boxOf(literals: Iterable<Literal>): Box | undefined {
  const sets = new Map<number, ClassSet>();
  for (const { variable, set } of literals) {
    const known = sets.get(variable);
    const joined = known ? intersection(known, set) : set;
    if (isEmpty(joined)) return undefined;
    sets.set(variable, joined);
  }
  return [...sets].map(([variable, set]) => ({ variable, set }));
}

/** What two boxes have in common: a list of one box, or of none. */
export function commonBox(one: Box, other: Box): Box[] {
  const common = boxOf([...one, ...other]);
  return common ? [common] : [];
}
