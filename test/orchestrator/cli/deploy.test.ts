import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { deployCommand } from '../../../orchestrator/cli/deploy.ts';

// Converting and deploying take a second or two each, more when other tests run beside it.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'deploy-'));

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg({ port: 0 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await org.close();
});
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(BATON|SF)_/.test(name)) vi.stubEnv(name, undefined);
  }
  vi.stubEnv('SF_INSTANCE_URL', org.url);
  vi.stubEnv('SF_ACCESS_TOKEN', org.session('admin@local-org.example').accessToken);
});
afterEach(() => vi.unstubAllEnvs());

/** Runs the command against the org of the SF_ settings, as an administrator, without a terminal. */
async function run(...args: string[]): Promise<{ out: string; exitCode: number }> {
  const told: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => told.push(String(text)) > 0)
  );
  process.exitCode = 0;
  try {
    const command = deployCommand(() => Promise.reject(new Error('No org is started here.'))).exitOverride();
    await new Command()
      .exitOverride()
      .addCommand(command)
      .parseAsync(['deploy', ...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode;
  } finally {
    spies.forEach((spy) => spy.mockRestore());
  }
  const { exitCode } = process;
  process.exitCode = 0;
  return { out: told.join(''), exitCode: Number(exitCode) };
}

/** A package directory with these files. */
function packageOf(name: string, files: Record<string, string>): string {
  const directory = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), `<?xml version="1.0" encoding="UTF-8"?>\n${text}`);
  }
  return directory;
}

const metadata = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const deploys = (): { path: string }[] =>
  org.requests.list().filter(({ path }) => path.startsWith('/services/Soap/m/'));
describe('baton deploy', () => {
  it('changes nothing with --dry-run', async () => {
    const { out, exitCode } = await run('--dry-run');
    expect(out).toMatch(/dry run +succeeded: \d+ new/);
    expect(exitCode).toBe(0);
    expect(org.org.schema.object('Handoff__c')).toBeUndefined();
  });

  it('changes nothing where nobody can be asked, says so, and ends with 1', async () => {
    const { out, exitCode } = await run();
    expect(out).toMatch(/Nothing was deployed: .*--yes/);
    expect(exitCode).toBe(1);
    expect(org.org.schema.object('Handoff__c')).toBeUndefined();
  });

  it('deploys force-app, and nothing of the example customer, with --yes', async () => {
    const { out, exitCode } = await run('--yes', '--json');
    const told = JSON.parse(out.slice(out.indexOf('\n{') + 1)) as Record<string, unknown>;
    expect(told).toMatchObject({
      org: org.url,
      rulesLeftOut: [],
      dryRun: { succeeded: true },
      deploy: { succeeded: true, failures: [] }
    });
    expect(exitCode).toBe(0);
    expect(org.org.schema.object('Handoff__c')).toBeDefined();
  });

  it('leaves assignment rules out and says so, until one is asked for by name', async () => {
    const { out, exitCode } = await run('--sample', '--yes');
    expect(out).toMatch(/left out +sample-org\/.*Lead\.assignmentRules-meta\.xml/);
    expect(exitCode).toBe(0);
    expect(await ruleNames()).toEqual([]);
    const named = await run('--sample', '--yes', '--activate-rule', 'Voice Agent Lead Routing');
    expect(named.out).toMatch(/“Voice Agent Lead Routing” becomes the active Lead rule/);
    expect(await ruleNames()).toEqual(['Voice Agent Lead Routing']);
  });

  it('does not take rules by a name that is not their one active rule, and asks the org nothing', async () => {
    org.requests.clear();
    const { out, exitCode } = await run('--sample', '--yes', '--activate-rule', 'Another');
    expect(out).toMatch(/They hold: "Voice Agent Lead Routing", active/);
    expect(exitCode).toBe(2);
    expect(deploys()).toEqual([]);
  });

  it('refuses a folder that is not there', async () => {
    expect(await run(join(folder, 'nothing'))).toMatchObject({ exitCode: 2 });
  });

  it('lists what fails with its file and what to do, and goes no further than the dry run', async () => {
    const directory = packageOf('broken', {
      'main/default/assignmentRules/Lead.assignmentRules-meta.xml': `<AssignmentRules ${metadata}><assignmentRule><fullName>Mine</fullName><active>true</active><ruleEntry><assignedTo>Nobody_Here</assignedTo><assignedToType>Queue</assignedToType></ruleEntry></assignmentRule></AssignmentRules>`
    });
    const { out, exitCode } = await run(directory, '--yes', '--activate-rule', 'Mine');
    expect(out).toMatch(/dry run +failed, and nothing was changed/);
    expect(out).toMatch(/Lead\.assignmentRules-meta\.xml.* AssignmentRules? Lead/);
    expect(out).toMatch(/Nobody_Here/);
    expect(out).not.toMatch(/^ +deploy /m);
    expect(exitCode).toBe(1);
    expect(await ruleNames()).toEqual(['Voice Agent Lead Routing']);
  });

  it('tells a user who may not deploy', async () => {
    vi.stubEnv('SF_ACCESS_TOKEN', org.accessToken);
    await expect(run('--dry-run')).rejects.toMatchObject({ code: 'salesforcePermission' });
  });
});

/** Active Lead rules of the org. */
async function ruleNames(): Promise<string[]> {
  const soql = "SELECT Name FROM AssignmentRule WHERE SobjectType = 'Lead' AND Active = TRUE";
  const reply = await fetch(`${org.url}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { Authorization: `Bearer ${process.env['SF_ACCESS_TOKEN']}` }
  });
  const { records } = (await reply.json()) as { records: { Name: string }[] };
  return records.map(({ Name }) => Name);
}
