import type { LeadValues, RuleContext } from '../leadValues.ts';
import type { Outcome } from '../outcome.ts';
import { LeadValueError } from '../ruleErrors.ts';
import type { AssignmentRule } from '../ruleFile.ts';
import { isSameOwner, ownerKey } from './comparison.ts';
import type { ComparedLead, Comparison, Flow, OpenCause, RuleOwner } from './comparison.ts';
import { exampleIds } from './exampleIds.ts';
import type { ExampleIds } from './exampleIds.ts';
import type { JudgedRule, OpenEntry, Verdict } from './judgeRule.ts';

/** Leads that the same two entries decide. */
interface Pair {
  readonly before: number;
  readonly after: number;
  leads: number;
  /** Undefined where they have the same owner. */
  readonly examples: ExampleIds | undefined;
}

interface CountedCause {
  readonly cause: OpenCause;
  leads: number;
  readonly examples: ExampleIds;
}

/** Counts leads one at a time, and keeps of them a few ids. */
export class Tally {
  private leads = 0;
  private notDecided = 0;
  private sameEitherWay = 0;
  private readonly inQueues = { leads: 0, asBefore: 0 };
  private readonly pairs = new Map<number, Pair>();
  private readonly causes = new Map<string, CountedCause>();
  private readonly before: JudgedRule;
  private readonly after: JudgedRule;
  private readonly examples: number;
  private readonly ownersBefore: readonly RuleOwner[];
  private readonly ownersAfter: readonly RuleOwner[];

  constructor(before: JudgedRule, after: JudgedRule, examples: number) {
    this.before = before;
    this.after = after;
    this.examples = examples;
    this.ownersBefore = ownersByEntry(before.rule);
    this.ownersAfter = ownersByEntry(after.rule);
  }

  add({ id, values, queue }: ComparedLead, context: RuleContext): void {
    this.leads += 1;
    const before = this.verdict(this.before, values, context);
    const after = this.verdict(this.after, values, context);
    if (before instanceof LeadValueError || after instanceof LeadValueError) {
      this.notDecided += 1;
      const errors = [before, after].filter((verdict) => verdict instanceof LeadValueError);
      for (const [field, { message }] of new Map(errors.map((error) => [error.field, error])))
        this.count({ kind: 'value', field, message }, `value ${field}`, id);
    } else if (before.open.length > 0 || after.open.length > 0) {
      this.notDecided += 1;
      if (isSameEitherWay(before, after)) this.sameEitherWay += 1;
      for (const each of before.open) this.countOpen('before', each, id);
      for (const each of after.open) this.countOpen('after', each, id);
    } else {
      this.decided(before.outcome, after.outcome, id, queue);
    }
  }

  private verdict(rule: JudgedRule, values: LeadValues, context: RuleContext): Verdict | LeadValueError {
    try {
      return rule.judge(values, context);
    } catch (error) {
      if (error instanceof LeadValueError && error.code === 'LEAD_VALUE_NOT_READABLE') return error;
      throw error;
    }
  }

  private decided(outcomeBefore: Outcome, outcomeAfter: Outcome, id: string, queue: string | undefined): void {
    const before = entryOf(outcomeBefore);
    const after = entryOf(outcomeAfter);
    const key = before * this.ownersAfter.length + after;
    let pair = this.pairs.get(key);
    if (!pair) {
      const changes = !isSameOwner(this.ownersBefore[before]!, this.ownersAfter[after]!);
      pair = { before, after, leads: 0, examples: changes ? exampleIds(this.examples) : undefined };
      this.pairs.set(key, pair);
    }
    pair.leads += 1;
    pair.examples?.add(id);
    if (queue === undefined) return;
    this.inQueues.leads += 1;
    const owner: RuleOwner = { kind: 'assign', target: { type: 'Queue', name: queue } };
    if (isSameOwner(owner, this.ownersBefore[before]!)) this.inQueues.asBefore += 1;
  }

  private countOpen(rule: 'before' | 'after', { entry, problems }: OpenEntry, id: string): void {
    this.count({ kind: 'entry', rule, entry: entry.number, problems }, `${rule} ${entry.number}`, id);
  }

  private count(cause: OpenCause, key: string, id: string): void {
    let counted = this.causes.get(key);
    if (!counted) this.causes.set(key, (counted = { cause, leads: 0, examples: exampleIds(this.examples) }));
    counted.leads += 1;
    counted.examples.add(id);
  }

  comparison(): Comparison {
    const flows = this.flows();
    const changed = flows.reduce((sum, { changes, leads }) => sum + (changes ? leads : 0), 0);
    const reasons = [...this.causes]
      .sort(([key, a], [otherKey, b]) => b.leads - a.leads || compareTexts(key, otherKey))
      .map(([, { cause, leads, examples }]) => ({ cause, leads, examples: examples.ids }));
    return {
      leads: this.leads,
      changed,
      stayed: this.leads - changed - this.notDecided,
      notDecided: this.notDecided,
      sameEitherWay: this.sameEitherWay,
      flows,
      reasons,
      inQueues: { ...this.inQueues }
    };
  }

  private flows(): Flow[] {
    const groups = new Map<string, Pair[]>();
    for (const pair of this.pairs.values()) {
      const key = `${ownerKey(this.ownersBefore[pair.before]!)} > ${ownerKey(this.ownersAfter[pair.after]!)}`;
      const group = groups.get(key);
      if (group) group.push(pair);
      else groups.set(key, [pair]);
    }
    return [...groups]
      .map(([key, pairs]) => ({ key, flow: this.flowOf(pairs) }))
      .sort((a, b) => b.flow.leads - a.flow.leads || compareTexts(a.key, b.key))
      .map(({ flow }) => flow);
  }

  private flowOf(pairs: readonly Pair[]): Flow {
    const [first] = pairs;
    const examples = exampleIds(this.examples);
    for (const pair of pairs) for (const id of pair.examples?.ids ?? []) examples.add(id);
    const number = (entry: number): number | undefined => (entry === 0 ? undefined : entry);
    return {
      before: this.ownersBefore[first!.before]!,
      after: this.ownersAfter[first!.after]!,
      changes: first!.examples !== undefined,
      leads: pairs.reduce((sum, { leads }) => sum + leads, 0),
      entries: [...pairs]
        .sort((a, b) => b.leads - a.leads || a.before - b.before || a.after - b.after)
        .map(({ before, after, leads }) => ({ before: number(before), after: number(after), leads })),
      examples: examples.ids
    };
  }
}

/** Owners by the number of the entry that gives them; at 0 that of a lead which no entry matches. */
function ownersByEntry({ entries }: AssignmentRule): RuleOwner[] {
  const owners: RuleOwner[] = [{ kind: 'noMatch' }];
  for (const { number, target } of entries)
    owners[number] = target ? { kind: 'assign', target } : { kind: 'keepOwner' };
  return owners;
}

function entryOf(outcome: Outcome): number {
  return outcome.kind === 'noMatch' ? 0 : outcome.entry;
}

/** Whether the same entries are in the way of the same owner, so that it does not matter which of them take the lead. */
function isSameEitherWay(before: Verdict, after: Verdict): boolean {
  return (
    before.open.length === after.open.length &&
    before.open.every(({ entry }, at) => isSameEntry(entry, after.open[at]!.entry)) &&
    isSameOwner(ownerOf(before.outcome), ownerOf(after.outcome))
  );
}

function isSameEntry(one: OpenEntry['entry'], other: OpenEntry['entry']): boolean {
  return conditionText(one) === conditionText(other) && isSameOwner(targetOwner(one), targetOwner(other));
}

function conditionText({ criteriaItems, booleanFilter, formula }: OpenEntry['entry']): string {
  return JSON.stringify([criteriaItems, booleanFilter, formula]);
}

function targetOwner({ target }: OpenEntry['entry']): RuleOwner {
  return target ? { kind: 'assign', target } : { kind: 'keepOwner' };
}

function ownerOf(outcome: Outcome): RuleOwner {
  return outcome.kind === 'assign' ? { kind: 'assign', target: outcome.target } : { kind: outcome.kind };
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
