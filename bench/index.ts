/**
 * `npm run bench`: prints one table of all that is measured, each line a comparison made in this run. Progress goes to
 * stderr, so that `--json` can be read by a program. Exits with 1 when a goal was missed.
 */
import { Command, Option } from 'commander';
import { availableParallelism, loadavg } from 'node:os';
import { benchApiCalls } from './apiCalls.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { benchLocalOrgThroughput } from './localOrgThroughput.ts';
import { benchPopTime } from './popTime.ts';
import { benchRuleEvaluation } from './ruleEvaluation.ts';
import { benchRuleReplay } from './ruleReplay.ts';
import { benchServiceTime } from './serviceTime.ts';

const benchmarks: Readonly<Record<string, () => Promise<Comparison[]>>> = {
  rules: benchRuleEvaluation,
  replay: benchRuleReplay,
  calls: benchApiCalls,
  service: benchServiceTime,
  org: benchLocalOrgThroughput,
  pop: benchPopTime
};

const options = new Command('bench')
  .description('Measures and compares; takes some minutes in all.')
  .addOption(new Option('--only <name>', 'one of the benchmarks').choices(Object.keys(benchmarks)))
  .option('--json', 'print the comparisons as JSON')
  .parse()
  .opts<{ only?: string; json?: true }>();

const [load = 0] = loadavg();
if (load > availableParallelism() / 2) {
  process.stderr.write(
    `This machine is busy (load ${load.toFixed(1)} on ${availableParallelism()} cores): times will come out too long.\n`
  );
}

const comparisons: Comparison[] = [];
for (const [name, run] of Object.entries(benchmarks)) {
  if (options.only !== undefined && options.only !== name) continue;
  const startedAtMs = performance.now();
  process.stderr.write(`Measuring ${name} ... `);
  comparisons.push(...(await run()));
  process.stderr.write(`${((performance.now() - startedAtMs) / 1000).toFixed(0)} s\n`);
}

console.log(options.json ? JSON.stringify(comparisons, undefined, 2) : comparisonTable(comparisons));
process.exitCode = comparisons.some(({ met }) => met === false) ? 1 : 0;
