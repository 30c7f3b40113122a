/**
 * The chaos run as a command: `npx tsx test/scenarios/chaos.ts --calls 500 --concurrency 32`. Prints its figures in one table,
 * then each violation; exits with 1 when there is one. The same seed gives the same callers, faults and kills, though not
 * the same moments: three processes share the machine.
 */
import { parseArgs } from 'node:util';
import { runChaos, type ChaosFigures } from './chaosRun.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '500' },
    concurrency: { type: 'string', default: '32' },
    kills: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    verbose: { type: 'boolean', default: false }
  }
});

const seed = Number(values.seed);
console.log(`seed ${seed}`);
const figures = await runChaos({
  calls: Number(values.calls),
  concurrency: Number(values.concurrency),
  kills: Number(values.kills),
  seed,
  ...(values.verbose ? { onLog: (line: string) => void process.stderr.write(`${line}\n`) } : {})
});
console.log(table(figures));
for (const violation of figures.violations) {
  console.log(`  ${violation}`);
}
process.exitCode = figures.violations.length > 0 ? 1 : 0;

function table(of: ChaosFigures): string {
  const ms = ({ p50, p99, max }: ChaosFigures['answerMs']): string => [p50, p99, max].map(Math.round).join(' / ');
  const rows: [string, string | number][] = [
    ['calls', of.calls],
    ['kills', of.kills],
    ...Object.entries(of.faults).map(([kind, met]): [string, number] => [`faults: ${kind}`, met]),
    ['connections broken', of.broken],
    ['answers to calls', of.answers],
    ['  ms, p50 / p99 / max', ms(of.answerMs)],
    ['answers to reports, ms', ms(of.reportMs)],
    ['predicted answers', of.predicted],
    ['repeated answers', of.repeated],
    ['lost races', of.lostRaces],
    ['leads', of.leads],
    ['handoffs', of.handoffs],
    ['offers', of.offers],
    ['meetings', of.meetings],
    ['violations', of.violations.length],
    ['took, s', Math.round(of.tookMs / 1_000)]
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}
