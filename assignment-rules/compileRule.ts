import { compileEntry } from './compiledEntry.ts';
import type { CompiledEntry } from './compiledEntry.ts';
import { explain } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import type { FieldTypes } from './fieldTypes.ts';
import type { LeadValues, RuleContext } from './leadValues.ts';
import { noMatch, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { RuleNotSupportedError } from './ruleErrors.ts';
import type { RuleProblem } from './ruleErrors.ts';
import type { AssignmentRule } from './ruleFile.ts';
import { buildRuleIndex } from './ruleIndex/ruleIndex.ts';

export interface CompiledRule {
  readonly rule: AssignmentRule;
  /**
   * Who gets the lead.
   * @throws LeadValueError when a value is not of its field's type, or User fields are read without a running user
   */
  evaluate(lead: LeadValues, context: RuleContext): Outcome;
  /** The same with the reasons; the cost grows with the number of entries. @throws LeadValueError as evaluate does */
  explain(lead: LeadValues, context: RuleContext): Explanation;
}

/**
 * Checks a rule against the org's fields and prepares it for evaluation. Compile once; evaluate for each lead.
 * @throws RuleNotSupportedError with every problem, when anything in the rule cannot be evaluated exactly
 */
export function compileRule(rule: AssignmentRule, fields: FieldTypes): CompiledRule {
  const problems: RuleProblem[] = [];
  const compiled = rule.entries.map((entry) => compileEntry(entry, fields, problems));
  if (problems.length > 0) throw new RuleNotSupportedError(rule.fullName, problems);
  const entries = compiled as CompiledEntry[];

  const outcomes = entries.map(({ entry }) => outcomeOf(entry));
  const index = buildRuleIndex(entries);
  return {
    rule,
    evaluate: (lead, context) => outcomes[index.firstMatch(lead, context)] ?? noMatch,
    explain: (lead, context) => explain(entries, lead, context)
  };
}
