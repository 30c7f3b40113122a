import { decisiveRows } from './booleanFilter.ts';
import { criterionHolds, entryMatches } from './compiledEntry.ts';
import type { CompiledEntry } from './compiledEntry.ts';
import type { Criterion } from './criterion.ts';
import { readField } from './leadValues.ts';
import type { LeadValue, LeadValues, RuleContext } from './leadValues.ts';
import { noMatch, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** One row of an entry's filter, against one lead. Holds the lead's value: personal data. */
export interface CriterionResult {
  /** Number of the row in the entry, from 1. */
  readonly row: number;
  /** As the rule writes it, e.g. `Lead.Country`. */
  readonly field: string;
  readonly operation: string;
  /** The value in the rule; undefined when the row asks for blank. */
  readonly expected: string | undefined;
  /** The lead's value; null when blank. */
  readonly actual: Exclude<LeadValue, undefined>;
  readonly holds: boolean;
}

/**
 * Why an entry did not match: the first row that failed; or, with filter logic, the filter and what each of its rows
 * gave; or the formula that was false.
 */
export type WhyNot =
  | { readonly kind: 'criterion'; readonly criterion: CriterionResult }
  | {
      readonly kind: 'filter';
      readonly booleanFilter: string;
      readonly criteria: readonly CriterionResult[];
      /** Numbers of the rows, from 1, that made it fail. */
      readonly decisive: readonly number[];
    }
  | { readonly kind: 'formula'; readonly formula: string };

export interface Explanation {
  readonly outcome: Outcome;
  /** Number of the entry that matched, from 1; undefined when none did. */
  readonly matchedEntry: number | undefined;
  /** What the rows of the matched entry gave; empty for a formula and for a catch-all. */
  readonly matched: readonly CriterionResult[];
  /** Every entry before the matched one, in order, or every entry of the rule when none matched. */
  readonly passedOver: readonly { readonly entry: number; readonly why: WhyNot }[];
}

/** Goes through the entries one by one, without the index. */
export function explain(entries: readonly CompiledEntry[], lead: LeadValues, context: RuleContext): Explanation {
  const passedOver: { entry: number; why: WhyNot }[] = [];
  for (const compiled of entries) {
    const { entry, criteria } = compiled;
    if (entryMatches(compiled, lead, context)) {
      const matched = criteria.map((criterion, row) => resultOf(criterion, row, lead, context));
      return { outcome: outcomeOf(entry), matchedEntry: entry.number, matched, passedOver };
    }
    passedOver.push({ entry: entry.number, why: whyNot(compiled, lead, context) });
  }
  return { outcome: noMatch, matchedEntry: undefined, matched: [], passedOver };
}

function whyNot({ entry, criteria, condition }: CompiledEntry, lead: LeadValues, context: RuleContext): WhyNot {
  if (entry.formula !== undefined) return { kind: 'formula', formula: entry.formula };
  const results = criteria.map((criterion, row) => resultOf(criterion, row, lead, context));
  const allMustHold = condition.kind === 'and' && condition.of.every((part) => part.kind === 'row');
  const failed = results.find(({ holds }) => !holds);
  if (failed && (allMustHold || entry.booleanFilter === undefined)) return { kind: 'criterion', criterion: failed };
  const decisive = decisiveRows(condition, (row) => results[row]!.holds).map((row) => row + 1);
  return { kind: 'filter', booleanFilter: entry.booleanFilter ?? '', criteria: results, decisive };
}

function resultOf(criterion: Criterion, row: number, lead: LeadValues, context: RuleContext): CriterionResult {
  const { item } = criterion;
  return {
    row: row + 1,
    field: item.field,
    operation: item.operation,
    expected: item.value,
    actual: readField(criterion.field, lead, context) ?? null,
    holds: criterionHolds(criterion, lead, context)
  };
}
