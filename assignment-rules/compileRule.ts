import { compileEntry } from './compiledEntry.ts';
import type { CompiledEntry } from './compiledEntry.ts';
import { explain } from './explanation.ts';
import type { Explanation } from './explanation.ts';
import type { FieldTypes } from './fieldTypes.ts';
import { runningUserMissing } from './leadValues.ts';
import type { LeadValues, RuleContext } from './leadValues.ts';
import { noMatch, outcomeOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { RuleNotSupportedError } from './ruleErrors.ts';
import type { RuleProblem } from './ruleErrors.ts';
import type { AssignmentRule } from './ruleFile.ts';
import { buildRuleIndex } from './ruleIndex/ruleIndex.ts';

export interface CompiledRule {
  readonly rule: AssignmentRule;
  /** Fields that the rule reads, as it first writes them: `Country`; of the running user `User.Department`. */
  readonly reads: readonly string[];
  /**
   * Who gets the lead. A lead given as a function must not evaluate the same rule while it is asked for a value.
   * @throws LeadValueError when a value that it needs is not of its field's type, or the rule reads User fields and the
   *   context has no running user
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
  const reads = new Map<string, string>();
  const noticed: FieldTypes = (name) => {
    if (!reads.has(name.toLowerCase())) reads.set(name.toLowerCase(), name);
    return fields(name);
  };
  const problems: RuleProblem[] = [];
  const compiled = rule.entries.map((entry) => compileEntry(entry, noticed, problems));
  if (problems.length > 0) throw new RuleNotSupportedError(rule.fullName, problems);
  const entries = compiled as CompiledEntry[];

  const outcomes = entries.map(({ entry }) => outcomeOf(entry));
  const index = buildRuleIndex(entries);
  const userField = [...reads.values()].find((name) => name.startsWith('User.'));
  // Asked first, so that it does not depend on the lead whether a missing user shows.
  const expectUser = (context: RuleContext) => {
    if (userField !== undefined && !context.runningUser) throw runningUserMissing(userField);
  };
  return {
    rule,
    reads: [...reads.values()],
    evaluate(lead, context) {
      expectUser(context);
      return outcomes[index.firstMatch(lead, context)] ?? noMatch;
    },
    explain(lead, context) {
      expectUser(context);
      return explain(entries, lead, context);
    }
  };
}
