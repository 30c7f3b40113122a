/** Where the rules send one lead and why, and who would be next there. */
import {
  AssignmentRuleError,
  type CompiledRule,
  type Explanation,
  type LeadValues,
  type RuleOwner
} from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';
import type { LeadToJudge } from './leadInput.ts';
import { nextRep, type NextRep, type NextRepOptions } from './nextRep.ts';
import type { RulesWorld } from './rulesWorld.ts';
import { UnknowableValue } from './snapshot/leadAsSaved.ts';

export interface LeadExplanation {
  lead: LeadToJudge;
  /** Undefined when the rules are not asked for this lead. */
  explanation: Explanation | undefined;
  next: NextRep;
}

const nobodyHere: NextRep = {
  kind: 'unknown',
  why: 'Who would be next there is not known: the org was made from metadata, which holds no people.'
};

/**
 * @param options.hasPeople whether the org has reps to choose from. Default true
 * @throws BatonError `leadNotReadable` when a value that the rule needs is not known, or what Salesforce answered
 */
export async function explainLead(
  lead: LeadToJudge,
  {
    world,
    compiled,
    hasPeople = true,
    ...options
  }: { world: RulesWorld; compiled: CompiledRule; hasPeople?: boolean } & NextRepOptions
): Promise<LeadExplanation> {
  const explanation = lead.notAsked === undefined ? explainValues(compiled, lead.values, world) : undefined;
  const next = hasPeople ? await nextRep(lead, explanation?.outcome, options) : nobodyHere;
  return { lead, explanation, next };
}

/** @throws BatonError `leadNotReadable` */
export function explainValues(
  compiled: CompiledRule,
  values: LeadValues,
  { runningUser, now }: Pick<RulesWorld, 'runningUser' | 'now'>
): Explanation {
  try {
    return compiled.explain(values, {
      now: now(),
      runningUser: runningUser.values,
      timeZone: runningUser.timeZone
    });
  } catch (error) {
    if (error instanceof AssignmentRuleError || error instanceof UnknowableValue) {
      throw new BatonError('leadNotReadable', `The rule cannot be followed: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** The queue's DeveloperName or the user's name; a phrase for the rest. */
export function nameOfOutcome(outcome: RuleOwner): string {
  switch (outcome.kind) {
    case 'assign':
      return outcome.target.name;
    case 'keepOwner':
      return 'keep owner';
    case 'noMatch':
      return 'default owner';
  }
}
