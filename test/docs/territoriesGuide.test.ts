import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { entryComments, parseAssignmentRules } from '../../assignment-rules/index.ts';
import { territoryCommand } from '../../orchestrator/cli/territory/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const guide = readFileSync(`${root}docs/guides/territories.md`, 'utf8');
const shown = [...guide.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].flatMap(([, lines]) => lines!.trim().split('\n'));
const rulesPath = 'main/default/assignmentRules/Lead.assignmentRules-meta.xml';

let folder: string;
let rules: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-territories-'));
  rules = join(folder, 'force-app', rulesPath);
  mkdirSync(join(rules, '..'), { recursive: true });
  cpSync(`${root}sample-org/${rulesPath}`, rules);
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** As typed in a folder that has the reader's force-app and this repository's sample-org. */
async function run(line: string): Promise<{ out: string; err: string; exitCode: number }> {
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
  expect(words.slice(0, 2)).toEqual(['baton', 'territory']);
  const paths = words
    .slice(2)
    .map((word) => word.replace(/^sample-org/, `${root}sample-org`).replace(/^force-app/, join(folder, 'force-app')))
    .map((word) => (word === 'territories.csv' ? join(folder, word) : word));
  const written = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((written.out += String(text)), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((written.err += String(text)), true));
  await territoryCommand().parseAsync(paths, { from: 'user' });
  vi.restoreAllMocks();
  const exitCode = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { ...written, exitCode };
}

describe('the guide to territories', () => {
  it('has commands that do what it says, in the order in which a reader types them', async () => {
    const original = readFileSync(rules, 'utf8');
    expect(shown).toHaveLength(6);
    const looked = await run(shown[0]!);
    expect(looked).toMatchObject({ exitCode: 0 });
    expect(looked.out).toContain('12 rows');
    expect(looked.out).not.toContain('conflict');

    const contradicting = await run(shown[1]!);
    expect(contradicting.exitCode).toBe(1);
    expect(contradicting.out).toContain(
      'rows 2 and 3 both take Country US, State CA, PostalCode 94000, Industry Healthcare'
    );

    expect((await run(shown[2]!)).out).toContain('add --yes');
    expect(readFileSync(rules, 'utf8')).toBe(original);
    expect((await run(shown[3]!)).out).toContain('Written to');
    const changed = readFileSync(rules, 'utf8');
    const [rule] = parseAssignmentRules(changed).rules;
    expect(rule!.entries.length).toBe(25 + 13);
    expect(entryComments(changed, rule!.fullName).get(25)).toContain('Northwind');
    expect(rule!.entries.at(-1)!.target!.name).toBe('Unrouted_Leads');
    expect((await run(shown[3]!)).out).toContain('has these entries already');

    const table = await run(shown[4]!);
    expect(table.err).toContain('it is a formula');
    await run(shown[5]!);
    expect(readFileSync(join(folder, 'territories.csv'), 'utf8')).toBe(table.out);
    await expect(run(shown[5]!)).rejects.toMatchObject({ code: 'territoriesNotMerged' });
  });

  it('shows rows that are in the table', () => {
    const csv = readFileSync(`${root}sample-org/territory/territories.csv`, 'utf8');
    const rows = guide.split('\n').filter((line) => line.startsWith('| ') && !/^\| (-|Country)/.test(line));
    expect(rows).toHaveLength(7);
    for (const cells of rows.map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
    )) {
      const line = cells.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',');
      expect(csv).toContain(`\n${line},`);
    }
  });
});

describe('a contradicting table', () => {
  it('writes nothing even with --yes, unless conflicts are allowed', async () => {
    const before = readFileSync(rules, 'utf8');
    const line = `baton territory build sample-org/territory/contradicting.csv --into force-app/${rulesPath} --yes`;
    expect(await run(line)).toMatchObject({ exitCode: 1 });
    expect(readFileSync(rules, 'utf8')).toBe(before);
    expect(await run(`${line} --allow-conflicts`)).toMatchObject({ exitCode: 0 });
    expect(readFileSync(rules, 'utf8')).not.toBe(before);
  });

  it('is refused when it names a queue that there is not', async () => {
    const line = 'baton territory build sample-org/territory/contradicting.csv --metadata sample-org/territory';
    await expect(run(line)).rejects.toMatchObject({
      code: 'territoryTableNotReadable',
      message: expect.stringContaining('row 2: There is no queue "Enterprise West"') as string
    });
  });
});
