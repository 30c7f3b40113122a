/** Whom the org's assignment rules would give a lead to, worked out beside the org. What cannot be known is not guessed. */
import {
  fieldTypeOf,
  activeRule,
  AssignmentRuleError,
  compileRule,
  parseAssignmentRules,
  RuleNotSupportedError,
  type CompiledRule,
  type Outcome,
  type RuleContext
} from '../../assignment-rules/index.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import { leadAsSaved, UnknowableValue } from './leadAsSaved.ts';
import type { LeadDescription, OrgSnapshot, RunningUser, SnapshotRules } from './orgSnapshot.ts';

/** The entry of an assignment rule that a lead matched. */
export interface MatchedEntry {
  /** Name of the rule. */
  rule: string;
  /** Number of the entry in it, from 1. */
  entry: number;
}

export type Prediction =
  | ({ type: 'team'; team: Team } & MatchedEntry)
  | ({ type: 'rep'; rep: Rep } & MatchedEntry)
  /** The rules give it to nobody: it stays with the integration user. */
  | { type: 'nobody'; reason: string }
  /** The rules, or the org behind them, hold something that cannot be worked out here. */
  | { type: 'unknown'; reason: string };

/**
 * @param lead as it will be sent to the org: API names and values
 * @param now what NOW() and TODAY() mean
 */
export function predictOwner(snapshot: OrgSnapshot, lead: Readonly<Record<string, unknown>>, now: Date): Prediction {
  const rule = compiledRule(snapshot);
  if (typeof rule === 'string') {
    return { type: 'unknown', reason: rule };
  }
  if (rule === null) {
    return { type: 'nobody', reason: 'No assignment rule is active.' };
  }
  const { runningUser } = snapshot;
  const values = leadAsSaved(lead, snapshot.lead, runningUser.id);
  const context: RuleContext = { now, runningUser: runningUser.values, timeZone: runningUser.timeZone };
  try {
    return predictionOf(outcomeFor(rule, values, context), rule.rule.fullName, snapshot);
  } catch (error) {
    if (error instanceof UnknowableValue || error instanceof AssignmentRuleError) {
      return { type: 'unknown', reason: `The rule "${rule.rule.fullName}" cannot be followed: ${error.message}` };
    }
    throw error;
  }
}

/** Whether Salesforce did as predicted; `open` when nothing was predicted. */
export function agreement(
  prediction: Prediction,
  ownerId: string,
  runningUserId: string
): 'agrees' | 'differs' | 'open' {
  switch (prediction.type) {
    case 'unknown':
      return 'open';
    case 'nobody':
      return ownerId === runningUserId ? 'agrees' : 'differs';
    case 'team':
      return ownerId === prediction.team.id ? 'agrees' : 'differs';
    case 'rep':
      return ownerId === prediction.rep.id ? 'agrees' : 'differs';
  }
}

/**
 * The entry that gave the lead to its owner. Salesforce tells nobody which that was: it is the one predicted, where
 * Salesforce chose the owner whom it names. Undefined where nobody can tell.
 */
export function matchedEntry(prediction: Prediction, ownerId: string, runningUserId: string): MatchedEntry | undefined {
  const isNamed = prediction.type === 'team' || prediction.type === 'rep';
  return isNamed && agreement(prediction, ownerId, runningUserId) === 'agrees'
    ? { rule: prediction.rule, entry: prediction.entry }
    : undefined;
}

/**
 * By the index, which may ask for a field that does not matter in the end. Where that is one nobody can know here, the
 * entries are gone through one by one, which asks for the fields of those before the match alone.
 */
export function outcomeFor(rule: CompiledRule, values: ReturnType<typeof leadAsSaved>, context: RuleContext): Outcome {
  try {
    return rule.evaluate(values, context);
  } catch (error) {
    if (error instanceof UnknowableValue) {
      return rule.explain(values, context).outcome;
    }
    throw error;
  }
}

function predictionOf(outcome: Outcome, rule: string, { teams, users }: OrgSnapshot): Prediction {
  const unknown = (reason: string): Prediction => ({ type: 'unknown', reason });
  switch (outcome.kind) {
    case 'keepOwner':
      return { type: 'nobody', reason: `Entry ${outcome.entry} keeps the owner.` };
    case 'noMatch':
      // Which user or queue that is no API tells; see docs/decisions/0010-journal-and-snapshot.md.
      return unknown('No entry matches, so the org gives it to its default lead owner, whom no API names.');
    case 'assign': {
      const { entry, target } = outcome;
      const name = target.name.toLowerCase();
      if (target.type === 'Queue') {
        const team = teams.find(({ developerName }) => developerName.toLowerCase() === name);
        if (!team) {
          return unknown(`Entry ${entry} names the queue ${target.name}, which takes no leads or is not there.`);
        }
        return team.problem === null ? { type: 'team', team, rule, entry } : unknown(team.problem);
      }
      const user = users.find(({ username }) => username.toLowerCase() === name);
      if (!user?.rep.active) {
        return unknown(`Entry ${entry} names a user who ${user ? 'is inactive' : 'is not known'}.`);
      }
      return { type: 'rep', rep: user.rep, rule, entry };
    }
  }
}

/** Compiling costs milliseconds, and rules change rarely: what was made of the same rules and fields is used again. */
const compiled = new WeakMap<SnapshotRules, { lead: LeadDescription; rule: CompiledRule | null | string }>();

/** Null when no rule is active; a sentence when there is one that cannot be evaluated. */
function compiledRule({ rules, lead, runningUser }: OrgSnapshot): CompiledRule | null | string {
  const known = compiled.get(rules);
  if (known?.lead === lead) {
    return known.rule;
  }
  const rule = compile(rules, lead, runningUser);
  compiled.set(rules, { lead, rule });
  return rule;
}

function compile(rules: SnapshotRules, lead: LeadDescription, user: RunningUser): CompiledRule | null | string {
  if (rules.xml === null) {
    return rules.why;
  }
  try {
    const rule = activeRule(parseAssignmentRules(rules.xml));
    return rule ? compileRule(rule, fieldTypes(lead, user)) : null;
  } catch (error) {
    if (error instanceof RuleNotSupportedError) {
      const problems = error.problems.map(({ entry, message }) => `entry ${entry}: ${message}`).join(' ');
      return `The rule "${error.rule}" cannot be evaluated here: ${problems}`;
    }
    if (error instanceof AssignmentRuleError) {
      return `The assignment rules cannot be read: ${error.message}`;
    }
    throw error;
  }
}

function fieldTypes({ fields, recordTypes }: LeadDescription, user: RunningUser) {
  const types = new Map(
    [
      ...fields.map(({ name, type }) => [name, type] as const),
      ...Object.entries(user.types).map(([name, type]) => [`User.${name}`, type] as const)
    ].map(([name, type]) => [name.toLowerCase(), type])
  );
  return (name: string) => {
    const type = types.get(name.toLowerCase());
    const comparable = type === undefined ? undefined : fieldTypeOf(type);
    if (comparable === undefined) {
      return undefined;
    }
    return {
      type: comparable,
      ...(name.toLowerCase() === 'recordtypeid'
        ? { nameOf: (id: string) => recordTypes.find((recordType) => recordType.id === id)?.name }
        : {})
    };
  };
}
