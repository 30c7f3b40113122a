import { allRows, conditionHolds, parseBooleanFilter } from './booleanFilter.ts';
import type { Condition } from './booleanFilter.ts';
import { compileCriterion, predicateHolds } from './criterion.ts';
import type { Criterion } from './criterion.ts';
import type { FieldTypes } from './fieldTypes.ts';
import { compileFormula } from './formula/compileFormula.ts';
import type { Expression } from './formula/expression.ts';
import { readField } from './leadValues.ts';
import type { LeadValues, RuleContext } from './leadValues.ts';
import { Refusal, ruleErrorAdvice } from './ruleErrors.ts';
import type { RuleProblem } from './ruleErrors.ts';
import type { RuleEntry } from './ruleFile.ts';

/** An entry whose every part can be evaluated: a condition over criteria, or a formula. */
export interface CompiledEntry {
  readonly entry: RuleEntry;
  readonly criteria: readonly Criterion[];
  readonly condition: Condition;
  readonly formula?: Expression;
}

/** Compiles an entry, adding everything that cannot be evaluated to `problems`; undefined when there was any. */
export function compileEntry(entry: RuleEntry, fields: FieldTypes, problems: RuleProblem[]): CompiledEntry | undefined {
  const problemsBefore = problems.length;
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, field } = error;
      problems.push({ code, entry: entry.number, ...(field ? { field } : {}), message, advice: ruleErrorAdvice[code] });
      return undefined;
    }
  };
  const { criteriaItems, booleanFilter, formula } = entry;

  for (const element of entry.caseOnlyElements) {
    attempt(() => {
      throw new Refusal('CASE_ONLY_ELEMENT', `The entry has ${element}.`);
    });
  }
  attempt(() => {
    if (formula !== undefined && criteriaItems.length > 0) {
      throw new Refusal('CRITERIA_AND_FORMULA', 'The entry has both criteriaItems and a formula.');
    }
    if (booleanFilter !== undefined && criteriaItems.length === 0) {
      throw new Refusal('FILTER_WITHOUT_CRITERIA', 'The entry has a booleanFilter and no criteriaItems.');
    }
  });
  const criteria = criteriaItems.map((item) => attempt(() => compileCriterion(item, fields)));
  const condition =
    booleanFilter === undefined || criteriaItems.length === 0
      ? allRows(criteriaItems.length)
      : attempt(() => parseBooleanFilter(booleanFilter, criteriaItems.length));
  const compiledFormula = formula === undefined ? undefined : attempt(() => compileFormula(formula, fields));

  if (problems.length > problemsBefore) return undefined;
  return {
    entry,
    criteria: criteria as Criterion[],
    condition: condition!,
    ...(compiledFormula ? { formula: compiledFormula } : {})
  };
}

export function criterionHolds(criterion: Criterion, lead: LeadValues, context: RuleContext): boolean {
  return predicateHolds(criterion, criterion.read(readField(criterion.field, lead, context)));
}

/** Whether a lead meets an entry. The index must agree with this. */
export function entryMatches(compiled: CompiledEntry, lead: LeadValues, context: RuleContext): boolean {
  if (compiled.formula) return compiled.formula.evaluate({ lead, context }) === true;
  return conditionHolds(compiled.condition, (row) => criterionHolds(compiled.criteria[row]!, lead, context));
}
