/** The example org as the commands of an administrator meet it, and a way to run one of them in this process. */
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { vi } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { EmbeddedOrg } from '../../../orchestrator/cli/orgForUse.ts';
import { rulesCommand } from '../../../orchestrator/cli/rules/index.ts';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { loadRulesWorld, type RulesWorld } from '../../../orchestrator/rulesWorld.ts';
import { openConnection } from '../../../orchestrator/salesforce/login.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const sampleRules = 'sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml';

/** A Tuesday on which it is 8:10 in San Francisco and 16:10 in London: every team of the sample org is at work. */
const officeHours = new Date('2026-12-01T16:10:00Z');

export interface RulesOrg {
  org: LocalOrg;
  salesforce: Salesforce;
  administrator: Salesforce;
  world(options?: { rulesFile?: string; ruleName?: string }): Promise<RulesWorld>;
  /** Runs `baton rules ...` on this org, in this process. */
  run(...args: string[]): Promise<{ out: string; exitCode: number }>;
  close(): Promise<void>;
}

export async function startRulesOrg(): Promise<RulesOrg> {
  const org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0,
    startAt: officeHours
  });
  const administratorToken = org.session('admin@local-org.example').accessToken;
  const asUser = async (accessToken: string): Promise<Salesforce> =>
    new Salesforce(await openConnection({ kind: 'token', instanceUrl: org.url, accessToken }, '66.0'));
  const salesforce = await asUser(org.accessToken);
  const administrator = await asUser(administratorToken);
  const embedded: EmbeddedOrg = {
    url: org.url,
    accessToken: org.accessToken,
    administratorToken,
    rulesFile: root(sampleRules),
    startedHere: false,
    now: () => org.clock.now(),
    close: () => Promise.resolve()
  };
  return {
    org,
    salesforce,
    administrator,
    world: (options = {}) =>
      loadRulesWorld({
        salesforce,
        administrator,
        rulesFile: options.rulesFile,
        ruleName: options.ruleName,
        commentedFile: root(sampleRules),
        now: () => org.clock.now()
      }),
    run: (...args) => runRules(embedded, args),
    close: () => org.close()
  };
}

async function runRules(embedded: EmbeddedOrg, args: readonly string[]): Promise<{ out: string; exitCode: number }> {
  const told: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  process.exitCode = 0;
  const rules = rulesCommand(() => Promise.resolve(embedded));
  for (const command of rules.commands) {
    command.exitOverride().configureOutput({ writeErr: (text) => void told.push(text) });
  }
  try {
    await new Command().addCommand(rules).parseAsync(['rules', ...args], { from: 'user' });
  } catch (error) {
    // As bin/baton.ts reports them.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    } else if (error instanceof BatonError) {
      told.push(error.message);
      process.exitCode = 1;
    } else throw error;
  } finally {
    spy.mockRestore();
  }
  const { exitCode } = process;
  process.exitCode = 0;
  return { out: told.join(''), exitCode: Number(exitCode) };
}
