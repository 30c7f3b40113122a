/**
 * How long `baton rules replay` takes for 100,000 leads and a rule of 3,000 entries, seen from outside: from the start of the
 * command to its end, reading included, from an org over HTTP and from a CSV file. Its counts must be those of putting each
 * lead to each rule by itself. `npx tsx bench/ruleReplay.ts` prints the table.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stringify } from 'csv-stringify/sync';
import { compileRule, type AssignmentRule, type LeadRecord, type RuleEntry } from '../assignment-rules/index.ts';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { startPastLeadsProcess } from './pastLeadsProcess.ts';
import { territoryFields, territoryLeads, territoryRule } from './territoryRule.ts';

const leadCount = 100_000;
const rounds = 3;
const goalSeconds = 10;

/** What is looked at of the command's JSON. */
interface Replayed {
  readonly changed: number;
  readonly stayed: number;
  readonly notDecided: number;
  readonly flows: readonly { before: Owner; after: Owner; leads: number }[];
}
type Owner = { readonly kind: string; readonly target?: { readonly name: string } };

/** @throws Error when the command counts differently */
export async function benchRuleReplay(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-replay-'));
  const before = territoryRule(3_000);
  const after = edited(before);
  const leads = territoryLeads(leadCount);
  const expected = countsOf(before, after, leads);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const rules = ['--before', file('before.xml', xmlOf(before)), '--rules', file('after.xml', xmlOf(after))];
  const csv = file('leads.csv', stringify([...leads], { header: true, cast: { boolean: String } }));
  const org = await startPastLeadsProcess(leadCount);
  try {
    const seconds = async (...more: string[]): Promise<number> => {
      const startedAtMs = performance.now();
      const replayed = await replay(org, [...rules, ...more]);
      const took = (performance.now() - startedAtMs) / 1_000;
      expectSame(replayed, expected);
      return took;
    };
    const rows: { variant: string; value: number }[] = [];
    for (const [variant, args] of [
      ['from an org over HTTP', ['--from', '2026-12-01', '--to', '2026-12-01']],
      ['from a CSV file', ['--leads', csv]]
    ] as const) {
      const each: number[] = [];
      for (let round = 0; round < rounds; round += 1) each.push(await seconds(...args));
      rows.push({ variant, value: Math.min(...each) });
    }
    const slowest = Math.max(...rows.map(({ value }) => value));
    return [
      {
        name: `Replay of ${leadCount.toLocaleString('en-US')} leads, 3,000 entries`,
        unit: 's',
        rows,
        goal: `under ${goalSeconds} s`,
        met: slowest < goalSeconds,
        note: 'Replay: the whole command, from its start to its end; the org shares the machine with it.'
      }
    ];
  } finally {
    await org.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An edit as large as a new year's: one entry in twenty goes to another team, one in fifty is gone. */
function edited({ entries, ...rule }: AssignmentRule): AssignmentRule {
  const kept = entries.filter(({ number }) => number % 50 !== 7);
  return {
    ...rule,
    entries: kept.map(({ target, ...entry }, at) => ({
      ...entry,
      number: at + 1,
      ...(target ? { target: entry.number % 20 === 3 ? { type: 'Queue' as const, name: 'Team_New' } : target } : {})
    }))
  };
}

/** Leads by owner before and after, by the evaluation of single leads. */
function countsOf(before: AssignmentRule, after: AssignmentRule, leads: readonly LeadRecord[]): Map<string, number> {
  const context = { now: new Date(0) };
  const rules = [before, after].map((rule) => compileRule(rule, territoryFields));
  const counts = new Map<string, number>();
  for (const lead of leads) {
    const key = rules.map((rule) => ownerText(rule.evaluate(lead, context))).join(' > ');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function ownerText(owner: Owner): string {
  return owner.target?.name ?? owner.kind;
}

function expectSame({ flows, notDecided, changed, stayed }: Replayed, expected: ReadonlyMap<string, number>): void {
  const found = new Map(flows.map(({ before, after, leads }) => [`${ownerText(before)} > ${ownerText(after)}`, leads]));
  const differs = [...new Set([...found.keys(), ...expected.keys()])].find(
    (key) => found.get(key) !== expected.get(key)
  );
  if (differs !== undefined) {
    throw new Error(
      `The replay counts ${found.get(differs)} leads for ${differs}, single evaluation ${expected.get(differs)}.`
    );
  }
  if (notDecided !== 0 || changed === 0 || changed + stayed !== leadCount) {
    throw new Error(`Of ${leadCount} leads ${changed} change, ${stayed} stay and ${notDecided} are not decided.`);
  }
}

async function replay(org: { url: string; accessToken: string }, args: readonly string[]): Promise<Replayed> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(repositoryRoot, 'bin', 'baton.js'), 'rules', 'replay', '--json', ...args],
    {
      env: { ...process.env, SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: org.accessToken },
      maxBuffer: 256 * 1024 * 1024
    }
  );
  return JSON.parse(stdout) as Replayed;
}

function xmlOf({ fullName, entries }: AssignmentRule): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<AssignmentRules xmlns="http://soap.sforce.com/2006/04/metadata"><assignmentRule>',
    `<fullName>${fullName}</fullName><active>true</active>`,
    ...entries.map(entryXml),
    '</assignmentRule></AssignmentRules>'
  ].join('\n');
}

function entryXml({ target, booleanFilter, criteriaItems }: RuleEntry): string {
  const element = (name: string, text: string | undefined): string =>
    text === undefined ? '' : `<${name}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</${name}>`;
  const rows = criteriaItems.map(
    ({ field, operation, value }) =>
      `<criteriaItems>${element('field', field)}${element('operation', operation)}${element('value', value)}</criteriaItems>`
  );
  return `<ruleEntry>${element('assignedTo', target?.name)}${element('assignedToType', target?.type)}${element('booleanFilter', booleanFilter)}${rows.join('')}</ruleEntry>`;
}

if (import.meta.filename === process.argv[1]) console.log(comparisonTable(await benchRuleReplay()));
