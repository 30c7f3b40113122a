/**
 * What one decision costs by Lead assignment rules of 100, 1,000 and 3,000 entries, here and in three rule engines with
 * the same rules and leads, after all have given the same answers. `npx tsx bench/ruleEvaluation.ts` prints the table.
 */
import { compileRule } from '../assignment-rules/index.ts';
import type { AssignmentRule, CompiledRule, LeadRecord } from '../assignment-rules/index.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { jsonLogicEngine, jsonRulesEngine, prepared, zenEngine } from './ruleEngines.ts';
import type { RuleEngine } from './ruleEngines.ts';
import { territoryFields, territoryLeads, territoryRule } from './territoryRule.ts';

const sizes = [100, 1_000, 3_000];
const leads = territoryLeads(20_000);
/** The engines are so much slower that fewer leads give as good a figure. */
const leadsForEngines = 1_000;
const leadsForSlowEngine = 50;
const warmUpMs = 3_000;
const rounds = 5;
const context = { now: new Date('2026-11-03T12:00:00Z') };

/** @throws Error when an engine gives another answer than Baton */
export async function benchRuleEvaluation(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  const rules = sizes.map((size) => territoryRule(size));
  const growing = rules.map(costWhileGrowing);
  const costs = costsInTurn(rules.map((rule) => compileRule(rule, territoryFields)));
  for (const [at, rule] of rules.entries()) {
    const others: { variant: string; value: number }[] = [];
    for (const make of [jsonLogicEngine, zenEngine, jsonRulesEngine]) {
      const engine = make(rule);
      const sample = leads.slice(0, make === jsonRulesEngine ? leadsForSlowEngine : leadsForEngines);
      await expectSameAnswers(engine, rule, sample);
      others.push({ variant: engine.name, value: await costOfEngine(engine, sample.map(prepared)) });
    }
    const ours = costs[at]!;
    const ratio = Math.min(...others.map(({ value }) => value)) / ours;
    comparisons.push({
      name: `Rule evaluation, ${sizes[at]!.toLocaleString('en-US')} entries`,
      unit: 'µs/lead',
      rows: [
        { variant: 'Baton', value: ours },
        { variant: 'Baton, first 20,000 leads', value: growing[at]! },
        ...others
      ],
      ratio,
      ...(sizes[at] === 3_000 ? { goal: '100x the best', met: ratio >= 100 } : {})
    });
  }
  const growth = costs[2]! / costs[0]!;
  comparisons.push({
    name: 'Rule evaluation, growth of the cost',
    unit: 'µs/lead',
    rows: sizes
      .map((size, at) => ({ variant: `${size.toLocaleString('en-US')} entries`, value: costs[at]! }))
      .reverse(),
    ratio: growth,
    goal: 'under 2x',
    met: growth < 2
  });
  return comparisons;
}

/** Mean time for leads that the compiled rule has not met before, in microseconds; the compiler of JavaScript is warm. */
function costWhileGrowing(rule: AssignmentRule): number {
  const costs = [1, 2, 3].map(() => {
    const compiled = compileRule(rule, territoryFields);
    return timeOf(() => {
      for (const lead of leads) compiled.evaluate(lead, context);
    }, leads.length);
  });
  return Math.min(...costs);
}

/**
 * Mean time of each rule in microseconds. The rules take turns, slice by slice, and the least time of each slice counts, so
 * that what else the machine does falls on none of them.
 */
function costsInTurn(compiled: readonly CompiledRule[]): number[] {
  const slices = Array.from({ length: 20 }, (_, at) =>
    leads.slice((at * leads.length) / 20, ((at + 1) * leads.length) / 20)
  );
  const least = compiled.map(() => slices.map(() => Infinity));
  for (let round = 0; round < 40; round += 1) {
    compiled.forEach((rule, at) => {
      slices.forEach((slice, number) => {
        const cost = timeOf(() => {
          for (const lead of slice) rule.evaluate(lead, context);
        }, slice.length);
        least[at]![number] = Math.min(least[at]![number]!, cost);
      });
    });
  }
  return least.map((ofSlices) => ofSlices.reduce((sum, cost) => sum + cost, 0) / slices.length);
}

function timeOf(work: () => void, count: number): number {
  const startedAtMs = performance.now();
  work();
  return ((performance.now() - startedAtMs) * 1_000) / count;
}

async function costOfEngine(engine: RuleEngine, sample: readonly LeadRecord[]): Promise<number> {
  const round = async () => {
    const startedAtMs = performance.now();
    for (const lead of sample) {
      const found = engine.firstEntry(lead);
      if (typeof found !== 'number') await found;
    }
    return ((performance.now() - startedAtMs) * 1_000) / sample.length;
  };
  const warmUntilMs = performance.now() + warmUpMs;
  while (performance.now() < warmUntilMs) await round();
  let least = Infinity;
  for (let at = 0; at < rounds; at += 1) least = Math.min(least, await round());
  return least;
}

async function expectSameAnswers(
  engine: RuleEngine,
  rule: AssignmentRule,
  sample: readonly LeadRecord[]
): Promise<void> {
  const compiled = compileRule(rule, territoryFields);
  for (const lead of sample) {
    const outcome = compiled.evaluate(lead, context);
    const expected = outcome.kind === 'noMatch' ? 0 : outcome.entry;
    const found = await engine.firstEntry(prepared(lead));
    if (found === expected) continue;
    throw new Error(
      `${engine.name} finds entry ${found} of ${rule.fullName}, Baton entry ${expected}, for ${JSON.stringify(lead)}.`
    );
  }
}

if (import.meta.filename === process.argv[1]) console.log(comparisonTable(await benchRuleEvaluation()));
