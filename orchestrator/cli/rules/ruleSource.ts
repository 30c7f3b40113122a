/** Where the rules and the org come from: the same for every command of an administrator. */
import { Option, type Command } from 'commander';
import { readConfig, type Config } from '../../config.ts';
import { loadRulesWorld, type RulesWorld } from '../../rulesWorld.ts';
import { openConnection, type SalesforceLogin } from '../../salesforce/login.ts';
import { Salesforce } from '../../salesforce/salesforce.ts';
import { orgForUse, type EmbeddedOrg, type ProvideEmbeddedOrg } from '../orgForUse.ts';

/** What {@link addRuleSource} gives to a command's action. */
export interface RuleSource {
  rules?: string;
  rule?: string;
  metadata?: string[];
}

/** A world with the way to the org that it was read from. */
export interface ConnectedWorld extends RulesWorld {
  config: Config;
  login: SalesforceLogin;
  /** As the user that creates the leads. */
  salesforce: Salesforce;
  /** As a user who may read metadata, where there is one. */
  administrator: Salesforce;
  /** Undefined when the settings name an org. */
  embedded: EmbeddedOrg | undefined;
}

/** Adds `--rules`, `--rule` and `--metadata`. */
export function addRuleSource(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--rules <file>',
        'a Lead.assignmentRules-meta.xml, in your repository or retrieved; without it, the rules of the org'
      )
    )
    .addOption(new Option('--rule <name>', 'a rule other than the active one'))
    .addOption(
      new Option(
        '--metadata <folder>',
        'make the org from a package directory of yours (fields, queues, rules); may be given several times'
      ).argParser((folder: string, before: string[] | undefined) => [...(before ?? []), folder])
    );
}

/** For the help of each command that {@link addRuleSource} is called on. */
export const ruleSourceHelp = `
The org is that of the SF_ settings. Without any it is the embedded example org: the one that \`baton org\` or \`baton serve\`
has running, or else one that is started for this command and ends with it. Nothing is written to either.`;

/**
 * Reads the world, does the work and lets go of the org.
 * @throws BatonError
 */
export async function withRulesWorld<T>(
  { rules: rulesFile, rule: ruleName, metadata }: RuleSource,
  provide: ProvideEmbeddedOrg,
  work: (world: ConnectedWorld) => Promise<T>
): Promise<T> {
  const config = readConfig({ BATON_API_KEYS: 'not-needed-for-the-rules', ...process.env });
  const { login, embedded } = await orgForUse(config.salesforce, provide, metadata);
  try {
    const salesforce = new Salesforce(await openConnection(login, config.apiVersion));
    const administrator = await administratorOf(embedded, config.apiVersion, salesforce);
    const world = await loadRulesWorld({
      salesforce,
      administrator,
      rulesFile: rulesFile ?? (embedded?.bare ? embedded.rulesFile : config.rulesFile),
      ruleName,
      commentedFile: embedded?.bare ? undefined : embedded?.rulesFile,
      bare: embedded?.bare ?? false,
      ...(embedded?.now ? { now: embedded.now } : {})
    });
    const unread = [...(embedded?.notes ?? []), ...world.unread];
    return await work({ ...world, unread, config, login, salesforce, administrator, embedded });
  } finally {
    await embedded?.close();
  }
}

async function administratorOf(
  embedded: EmbeddedOrg | undefined,
  apiVersion: string,
  salesforce: Salesforce
): Promise<Salesforce> {
  if (embedded?.administratorToken === undefined) {
    return salesforce;
  }
  const { url: instanceUrl, administratorToken: accessToken } = embedded;
  return new Salesforce(await openConnection({ kind: 'token', instanceUrl, accessToken }, apiVersion));
}
