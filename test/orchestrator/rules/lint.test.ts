import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding, LintReport } from '../../../assignment-rules/index.ts';
import { sampleRules, startRulesOrg, type RulesOrg } from './rulesOrg.ts';

const folder = mkdtempSync(join(tmpdir(), 'lint-'));
let rulesOrg: RulesOrg;
beforeAll(async () => {
  rulesOrg = await startRulesOrg();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await rulesOrg.close();
});

const lint = (...args: string[]) => rulesOrg.run('lint', ...args);

interface Report extends LintReport {
  rule: { name: string; entries: number; source: string };
  counts: Record<'error' | 'warning' | 'info', number>;
}

async function reported(...args: string[]): Promise<Report & { exitCode: number }> {
  const { out, exitCode } = await lint('--json', ...args);
  return { ...(JSON.parse(out) as Report), exitCode };
}

const codes = (findings: readonly Finding[]): string[] =>
  findings.map(({ code, entries }) => [code, ...entries].join(' '));

const entry = (queue: string, conditions: string): string =>
  `<ruleEntry><assignedTo>${queue}</assignedTo><assignedToType>Queue</assignedToType>${conditions}</ruleEntry>`;
const one = (field: string, list: string): string =>
  `<criteriaItems><field>Lead.${field}</field><operation>equals</operation><value>${list}</value></criteriaItems>`;

/** The sample rule, with other entries from its `from`th on. */
function sampleWith(name: string, from: number, ...entries: string[]): string {
  const text = readFileSync(sampleRules, 'utf8');
  const file = join(folder, `${name}.xml`);
  const before = text.slice(0, text.indexOf(`<!-- ${from}. `));
  writeFileSync(file, `${before}${entries.join('')}</assignmentRule></AssignmentRules>`);
  return file;
}

const faulty = sampleWith(
  'faulty',
  25,
  entry('Mid_Market', one('Country', 'GB,IE')),
  entry('Old_Team', one('Country', 'GB,JP'))
);
const withoutCatchAll = sampleWith('withoutCatchAll', 25);
const opaque = sampleWith(
  'opaque',
  25,
  entry('EMEA', '<formula>HYPERLINK("x", "y") = "z"</formula>'),
  entry('Unrouted_Leads', '')
);

describe('baton rules lint', () => {
  it('tells where each fault is, why it is one, who goes where because of it, and what to do', async () => {
    const { out, exitCode } = await lint('--rules', faulty);
    const paragraph = (mark: string): string => new RegExp(`${mark}\n(?: {4}.*\n)+`).exec(out)?.[0] ?? '';
    const shadowed = paragraph('✗ shadowed-entry');
    expect(shadowed).toContain('Entry 25 never matches: entry 4 takes every lead that meets it.');
    expect(shadowed).toContain('entry 4 says: EMEA: the United Kingdom and Ireland.');
    expect(shadowed).toMatch(
      /a lead with\n(?: {6}.*\n)* {6}Country +"GB"\n(?: {6}.*\n)* {4}goes to the queue EMEA, by entry 4\n/
    );
    expect(shadowed).toContain('→ Move the entry above those that take its leads');
    expect(paragraph('✗ queue-not-found')).toContain('Entry 26 gives its leads to the queue Old_Team');
    expect(paragraph('! no-catch-all')).toContain('goes to the default lead owner: no entry matches');
    expect(out).toMatch(/\n2 errors, 2 warnings\. \d+ pairs of entries overlap; --overlaps tells which wins\.\n$/);
    expect(exitCode).toBe(1);
  });

  it('has nothing to say against the sample rule', async () => {
    const { out, exitCode } = await lint('--fail-on', 'warning');
    expect(out).toMatch(/rule +"Voice Agent Lead Routing", 25 entries, from the org at/);
    expect(out).toMatch(/\n\nNothing to mend\. \d+ pairs/);
    expect(exitCode).toBe(0);
  });

  it('gives scripts the same as JSON', async () => {
    const { rule, counts, findings, overlaps, exitCode } = await reported('--rules', faulty);
    expect(rule).toMatchObject({ name: 'Voice Agent Lead Routing', entries: 26, source: faulty });
    expect(counts).toEqual({ error: 2, warning: 2, info: 0 });
    expect(codes(findings)).toEqual([
      'shadowed-entry 25 4',
      'queue-not-found 26',
      'conflicting-entries 26 4',
      'no-catch-all'
    ]);
    expect(findings[0]).toMatchObject({
      severity: 'error',
      example: { lead: { Country: 'GB' }, meets: [25], goesTo: 4 }
    });
    expect(overlaps.pairs).toContainEqual(
      expect.objectContaining({ earlier: 4, later: 25, kind: 'general', sameTarget: false })
    );
    expect(exitCode).toBe(1);
  });

  it.each([
    ['error', 0],
    ['warning', 1],
    ['never', 0]
  ])('ends a rule that has warnings alone, with --fail-on %s, with %i', async (severity, expected) => {
    const { counts, exitCode } = await reported('--rules', withoutCatchAll, '--fail-on', severity);
    expect(counts).toEqual({ error: 0, warning: 1, info: 0 });
    expect(exitCode).toBe(expected);
  });

  it('ends a rule that has errors with 0 where it is told never to fail', async () => {
    expect(await lint('--rules', faulty, '--fail-on', 'never')).toMatchObject({ exitCode: 0 });
  });

  it('says which formula is not decided and what that leaves open, and decides the rest', async () => {
    const { findings, exitCode } = await reported('--rules', opaque);
    expect(codes(findings)).toEqual(['formula-not-judged 25', 'not-decided 26 25']);
    const { out } = await lint('--rules', opaque);
    expect(out).toMatch(/· formula-not-judged\n {4}Entry 25: .*HYPERLINK/);
    expect(out).toContain('Whether any lead gets to entry 26 is not decided: entry 25 cannot be judged');
    expect(exitCode).toBe(0);
  });

  it('leaves notes out of both when told to', async () => {
    expect(await reported('--rules', opaque, '--no-info')).toMatchObject({ counts: { info: 0 }, findings: [] });
    expect((await lint('--rules', opaque, '--no-info')).out).toContain('Nothing to mend.');
  });

  it('lists who yields to whom when asked', async () => {
    const { out } = await lint('--rules', faulty, '--overlaps');
    expect(out).toMatch(/THE ENTRY +YIELDS TO ITS SPECIAL CASES +IN PART TO +WHOLLY TO/);
    expect(out).toMatch(/\n {2}25 Mid_Market .* 4\n/);
  });

  it('looks for holes in the grid that it is given', async () => {
    const retail = entry('Mid_Market', one('Country', 'US') + one('Industry', 'Retail'));
    const file = sampleWith('twoEntries', 1, entry('EMEA', one('Country', 'GB')), retail);
    const grid = ['--grid', 'Country,Industry', '--grid-values', 'Country=GB,US'];
    const { findings } = await reported('--rules', file, ...grid, '--grid-values', 'Industry=Banking,Retail');
    const holes = findings.find(({ code }) => code === 'hole-in-grid');
    expect(holes?.cells?.map(({ cell }) => cell)).toEqual([{ Country: 'US', Industry: 'Banking' }]);
    const { out } = await lint('--rules', file, ...grid);
    expect(out).toMatch(/! hole-in-grid\n.*\n {6}Country +Industry\n {6}US +blank, Agriculture/);
  });

  it('refuses a value of the grid without its field', async () => {
    const { out, exitCode } = await lint('--grid-values', 'US');
    expect(out).toContain('Country=US,CA');
    expect(exitCode).toBe(2);
  });
});
