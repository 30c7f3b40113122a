import type { RuleContext } from '../leadValues.ts';
import type { ComparedLead, Comparison } from './comparison.ts';
import type { JudgedRule } from './judgeRule.ts';
import { Tally } from './tally.ts';

export interface CompareOptions {
  readonly context: RuleContext;
  /** Example ids of each flow and each reason. Default 3. */
  readonly examples?: number;
}

/**
 * Puts each lead to both rules. Leads are taken one at a time and not kept.
 * @throws LeadValueError RUNNING_USER_MISSING; a value that is not readable is counted instead
 */
export async function compareRules(
  before: JudgedRule,
  after: JudgedRule,
  leads: Iterable<ComparedLead> | AsyncIterable<ComparedLead>,
  { context, examples = 3 }: CompareOptions
): Promise<Comparison> {
  const tally = new Tally(before, after, examples);
  for await (const lead of leads) {
    tally.add(lead, lead.at ? { ...context, now: lead.at } : context);
  }
  return tally.comparison();
}
