/** Runs edge cases against a rule. A failure says which entry took the lead, and why the expected one did not. */
import {
  compileRule,
  fieldTypesOf,
  type CompiledRule,
  type Explanation,
  type LeadValues,
  type RuleEntry,
  type WhyNot
} from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';
import { explainValues } from './explainLead.ts';
import type { Expectation, RuleTestCase } from './ruleTestFile.ts';
import type { RulesWorld } from './rulesWorld.ts';
import { leadAsSaved } from './snapshot/leadAsSaved.ts';

export interface RuleTestResult {
  test: RuleTestCase;
  passed: boolean;
  /** Undefined when the rule cannot be followed for this lead; `cannotTell` then says why. */
  explanation: Explanation | undefined;
  cannotTell: string | undefined;
  /** Of a failure: each entry that would have met the expectation. */
  notBy: readonly ExpectedEntry[];
}

/** An entry that a case expects, and what kept it from the lead. */
export interface ExpectedEntry {
  entry: RuleEntry;
  /** Undefined when it would take the lead, and only stands behind the one that does. */
  why: WhyNot | undefined;
}

type TestedWorld = Pick<RulesWorld, 'rule' | 'org' | 'lead' | 'runningUser' | 'comments' | 'now'>;

export function runRuleTests(
  tests: readonly RuleTestCase[],
  compiled: CompiledRule,
  world: TestedWorld
): RuleTestResult[] {
  return tests.map((test) => run(test, compiled, world));
}

function run(test: RuleTestCase, compiled: CompiledRule, world: TestedWorld): RuleTestResult {
  const values = leadAsSaved(test.lead, world.lead, world.runningUser.id);
  const context = { runningUser: world.runningUser, now: () => test.now ?? world.now() };
  try {
    const explanation = explainValues(compiled, values, context);
    const passed = meets(explanation, test, world);
    const notBy = passed ? [] : notByOf(test, explanation, { ...world, values, context });
    return { test, passed, explanation, cannotTell: undefined, notBy };
  } catch (error) {
    if (error instanceof BatonError && error.code === 'leadNotReadable') {
      return { test, passed: false, explanation: undefined, cannotTell: error.message, notBy: [] };
    }
    throw error;
  }
}

function meets({ outcome, matchedEntry }: Explanation, { expected, entry }: RuleTestCase, world: TestedWorld): boolean {
  if (expected.kind === 'default') {
    return outcome.kind === 'noMatch';
  }
  const taker = world.rule.entries.find(({ number }) => number === matchedEntry);
  return taker !== undefined && goesTo(taker, expected) && isNamed(taker, entry, world);
}

function goesTo({ target }: RuleEntry, expected: Expectation): boolean {
  const is = (type: 'Queue' | 'User', name: string): boolean =>
    target?.type === type && target.name.toLowerCase() === name.toLowerCase();
  switch (expected.kind) {
    case 'team':
      return is('Queue', expected.team);
    case 'user':
      return is('User', expected.user);
    case 'keep':
      return target === undefined;
    case 'default':
      return false;
  }
}

function isNamed({ number }: RuleEntry, wanted: number | string | undefined, { comments }: TestedWorld): boolean {
  if (wanted === undefined) {
    return true;
  }
  return typeof wanted === 'number'
    ? number === wanted
    : (comments.get(number) ?? '').toLowerCase().includes(wanted.toLowerCase());
}

/** Each entry is asked by itself, so that those behind the one that took the lead are told of too. */
function notByOf(
  { expected, entry }: RuleTestCase,
  { matchedEntry }: Explanation,
  world: TestedWorld & { values: LeadValues; context: Parameters<typeof explainValues>[2] }
): ExpectedEntry[] {
  const { rule, org, values, context } = world;
  return rule.entries
    .filter((each) => each.number !== matchedEntry && goesTo(each, expected) && isNamed(each, entry, world))
    .map((each) => {
      const alone = compileRule({ ...rule, entries: [each] }, fieldTypesOf(org.fields ?? []));
      return { entry: each, why: explainValues(alone, values, context).passedOver[0]?.why };
    });
}
