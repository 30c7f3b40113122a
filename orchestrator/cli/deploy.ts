/** `baton deploy`: Baton's own metadata to an org, a dry run first, and never a customer's active rule by accident. */
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { DeployOutcome } from '../salesforce/deployPackage.ts';
import { openConnection } from '../salesforce/login.ts';
import { forceApp, sampleOrg } from '../shippedMetadata.ts';
import { connectionsForSetup } from './connectionsForSetup.ts';
import { deployJson, describeDeploy, describePackage } from './describeDeploy.ts';
import type { ProvideEmbeddedOrg } from './orgForUse.ts';

interface DeployCommandOptions {
  sample?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  activateRule?: string;
  json?: boolean;
}

export function deployCommand(provide: ProvideEmbeddedOrg): Command {
  return new Command('deploy')
    .description(
      'Deploy Baton’s objects, fields and permission sets to an org: a dry run, and then, when confirmed, for real.'
    )
    .argument('[folders...]', 'package directories to deploy instead of Baton’s own force-app')
    .option('--sample', 'deploy the example customer (queues, policies, business hours) too: for a scratch org')
    .option('--dry-run', 'end after the dry run')
    .option('-y, --yes', 'deploy without asking when the dry run has succeeded')
    .option(
      '--activate-rule <name>',
      'deploy the assignment rules of the folders too, of which this one becomes active'
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Assignment rules are left out: deploying an active one switches off the one by which your org routes today. Only
--activate-rule with the rule’s name takes them.

The org is that of the SF_ settings, as a user who may deploy, which the integration user may not. Log in with sf, then:

  $ export SF_INSTANCE_URL=$(sf org display --target-org target --json | jq -r .result.instanceUrl)
  $ export SF_ACCESS_TOKEN=$(sf org auth show-access-token --target-org target --json | jq -r .result.accessToken)
  $ baton deploy
  $ unset SF_INSTANCE_URL SF_ACCESS_TOKEN

Without SF_ settings it is the embedded example org: the one that \`baton org\` has running, or else one that ends with this
command. Ends with 1 when something fails or nobody confirms.

Examples:
  $ baton deploy --dry-run
  $ baton deploy --sample --activate-rule "Voice Agent Lead Routing" --yes`
    )
    .action(async (folders: string[], options: DeployCommandOptions, command: Command) => {
      await deploy(folders, options, command, provide);
    });
}

async function deploy(
  given: readonly string[],
  { sample, dryRun, yes, activateRule, json }: DeployCommandOptions,
  command: Command,
  provide: ProvideEmbeddedOrg
): Promise<void> {
  const { sourcePackage } = await import('../salesforce/sourcePackage.ts');
  const { deployPackage } = await import('../salesforce/deployPackage.ts');
  const folders = [...(given.length > 0 ? given : [forceApp]), ...(sample ? [sampleOrg] : [])];
  const wrong = await whyNot(folders, activateRule);
  if (wrong !== undefined) {
    command.error(`error: ${wrong}`, { exitCode: 2 });
  }
  const { config, login, embedded } = await connectionsForSetup(provide);
  try {
    const source = await sourcePackage(folders, {
      apiVersion: config.apiVersion,
      withRules: activateRule !== undefined
    });
    const accessToken = embedded?.administratorToken;
    const admin =
      embedded && accessToken !== undefined
        ? { kind: 'token' as const, instanceUrl: embedded.url, accessToken }
        : login;
    const connection = await openConnection(admin, config.apiVersion);
    const org = connection.instanceUrl;
    const tell = (text: string): void => void (json ? process.stderr : process.stdout).write(text);
    const run = async (checkOnly: boolean): Promise<DeployOutcome> => {
      const outcome = await deployPackage(connection, source.zip, { checkOnly, onProgress: showProgress(checkOnly) });
      tell(describeDeploy(outcome, source, checkOnly));
      return outcome;
    };
    const isOthers = embedded !== undefined && !embedded.startedHere;
    tell(describePackage(source, isOthers ? `${org}, a local org that is already running` : org, activateRule));
    const rehearsal = await run(true);
    const goesOn = rehearsal.succeeded && !dryRun && (yes || (await isConfirmed(org)));
    const outcome = goesOn ? await run(false) : undefined;
    if (json) {
      process.stdout.write(`${JSON.stringify(deployJson({ org, source, rehearsal, outcome }), null, 2)}\n`);
    }
    if (!(dryRun ? rehearsal : outcome)?.succeeded) {
      if (rehearsal.succeeded && !outcome) {
        tell('Nothing was deployed: confirm with yes on a terminal, or repeat the command with --yes.\n');
      }
      process.exitCode = 1;
    }
  } finally {
    await embedded?.close();
  }
}

/** Why the folders cannot be deployed as asked for; undefined when they can. */
async function whyNot(folders: readonly string[], activateRule: string | undefined): Promise<string | undefined> {
  const { existsSync } = await import('node:fs');
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) {
    return `${missing}: there is no such folder.`;
  }
  if (activateRule === undefined) {
    return undefined;
  }
  const { ruleFilesIn } = await import('../salesforce/sourcePackage.ts');
  const { readRuleFile } = await import('../rulesWorld.ts');
  const files = await Promise.all(ruleFilesIn(folders).map(readRuleFile));
  const rules = files.flatMap((file) => file.rules.rules);
  const active = rules.filter((rule) => rule.active).map(({ fullName }) => fullName);
  const known = rules.map(({ fullName, active: isActive }) => `"${fullName}"${isActive ? ', active' : ''}`).join('; ');
  return active.length === 1 && active[0] === activateRule
    ? undefined
    : `--activate-rule "${activateRule}": the folders must hold that Lead assignment rule as their one active rule. They hold: ${known || 'none'}.`;
}

async function isConfirmed(org: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`Deploy to ${org}? Type yes: `)).trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}

function showProgress(checkOnly: boolean): (done: number, of: number) => void {
  return (done, of) => {
    if (process.stderr.isTTY) {
      process.stderr.write(
        `\r\u001b[K${checkOnly ? 'dry run' : 'deploy'} ${done} of ${of}${done >= of ? '\r\u001b[K' : ''}`
      );
    }
  };
}
