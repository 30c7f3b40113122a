import type { Condition } from '../booleanFilter.ts';
import type { CompiledEntry } from '../compiledEntry.ts';
import type { Predicate } from '../criterion.ts';

/**
 * What the index is built over: predicates that must all hold. An entry gives one row; with an OR in its filter it gives
 * one for each alternative, all in the entry's place, so that the first row that holds belongs to the first entry.
 */
export interface IndexRow {
  /** Place of the entry in the rule, from 0. */
  readonly entry: number;
  readonly predicates: readonly Predicate[];
  /** The predicates are necessary but not all: the entry itself must be asked. */
  readonly verify: boolean;
}

/** An entry with more alternatives is kept as one row and verified. */
const mostAlternatives = 32;

export function indexRows(entries: readonly CompiledEntry[]): IndexRow[] {
  return entries.flatMap((compiled, entry): IndexRow[] => {
    if (compiled.formula) return [{ entry, predicates: compiled.formula.implies, verify: true }];
    const alternatives = alternativesOf(compiled.condition, false);
    const necessary = alternatives ?? [necessaryLiterals(compiled.condition)];
    return necessary.map((literals) => ({
      entry,
      predicates: literals.map(({ row, negated }) => {
        const criterion = compiled.criteria[row]!;
        return negated ? { ...criterion, negated: !criterion.negated } : criterion;
      }),
      verify: alternatives === undefined
    }));
  });
}

interface Literal {
  readonly row: number;
  readonly negated: boolean;
}

/** Disjunctive normal form of a condition; undefined when it has too many alternatives. */
function alternativesOf(condition: Condition, negated: boolean): Literal[][] | undefined {
  if (condition.kind === 'row') return [[{ row: condition.row, negated }]];
  if (condition.kind === 'not') return alternativesOf(condition.of, !negated);
  const isOr = (condition.kind === 'or') !== negated;
  let result: Literal[][] = isOr ? [] : [[]];
  for (const part of condition.of) {
    const alternatives = alternativesOf(part, negated);
    if (!alternatives) return undefined;
    result = isOr
      ? [...result, ...alternatives]
      : result.flatMap((left) => alternatives.map((right) => [...left, ...right]));
    if (result.length > mostAlternatives) return undefined;
  }
  return result;
}

function necessaryLiterals(condition: Condition): Literal[] {
  if (condition.kind === 'row') return [{ row: condition.row, negated: false }];
  return condition.kind === 'and' ? condition.of.flatMap(necessaryLiterals) : [];
}
