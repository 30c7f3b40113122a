/**
 * `baton org`: the local org on its own, until it is stopped.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError, Option } from 'commander';
import pc from 'picocolors';
import type { LocalOrg } from './localOrg.ts';

/** Port of `baton org` when none is given. */
const defaultPort = 8311;

/** The administrator whom every local org has from birth. */
const adminUsername = 'admin@local-org.example';

/** A folder of this package, wherever the command is run from. */
const inPackage = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

export function orgCommand(): Command {
  return new Command('org')
    .description(
      'Start the embedded Salesforce org, with both package directories deployed and the sample data loaded.'
    )
    .addOption(
      new Option('-p, --port <number>', 'port to listen on; 0 takes any free one')
        .default(defaultPort)
        .argParser(readPort)
    )
    .addOption(new Option('-d, --data <folder>', 'keep records in this folder; without it they end with the process'))
    .addOption(
      new Option('--daily-api-requests <number>', 'API requests in 24 hours').default(15_000).argParser(readCount)
    )
    .addOption(
      new Option('--watch', 'build the reps’ pages again, and show them, whenever a component or page changes')
    )
    .action(async ({ port, data, dailyApiRequests, watch }: OrgOptions) => {
      const dataDirectory = data === undefined ? undefined : resolve(data);
      if (dataDirectory !== undefined) mkdirSync(dataDirectory, { recursive: true });
      const startedAt = performance.now();
      const local = await startSampleOrg({ port, dataDirectory, dailyApiRequests, watch });
      process.stdout.write(await greeting(local, Math.round(performance.now() - startedAt), dataDirectory));
      await untilStopped();
      await local.close();
      process.stdout.write(`\n${pc.dim('The local org is closed.')}\n`);
    });
}

interface OrgOptions {
  readonly port: number;
  readonly data?: string;
  readonly dailyApiRequests: number;
  readonly watch?: boolean;
}

/** The org that `baton org` starts: force-app and sample-org deployed, the sample data loaded. */
async function startSampleOrg(options: {
  port: number;
  dataDirectory?: string;
  dailyApiRequests?: number;
  watch?: boolean;
}): Promise<LocalOrg> {
  const { createLocalOrg } = await import('./localOrg.ts');
  const metadata = ['force-app', 'sample-org'].map(inPackage).filter((folder) => existsSync(folder));
  const { watch, ...rest } = options;
  const lightning = { packageDirectories: metadata, watch, onBuild: reportBuild };
  return createLocalOrg({ ...rest, metadata, seed: inPackage('sample-org/data'), lightning });
}

/** While watching: what became of a change. */
function reportBuild({ ms, error }: { readonly ms: number; readonly error?: Error }): void {
  process.stdout.write(error ? `${pc.red('pages')} ${error.message}\n` : pc.dim(`pages built in ${ms} ms\n`));
}

/** Resolves on the first Ctrl+C or SIGTERM. */
function untilStopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}

async function greeting(local: LocalOrg, startedInMs: number, dataDirectory: string | undefined): Promise<string> {
  const { integrationUsername } = await import('./api/users.ts');
  const { url, org, accessToken } = local;
  const rows = (table: string): number =>
    (org.db.prepare(`SELECT count(*) AS n FROM "${table}" WHERE IsDeleted = 0`).get() as { n: number }).n;
  const logIn = (token: string, alias: string): string =>
    `SF_ACCESS_TOKEN='${token}' npx sf org login access-token --instance-url ${url} --alias ${alias} --no-prompt`;
  return `
${pc.bold('Local Salesforce org')} at ${pc.cyan(url)}  ${pc.dim(`ready in ${startedInMs} ms`)}
${pc.dim(
  `${rows('User')} users, ${rows('Group')} queues and groups, ${rows('Account')} accounts; ${
    dataDirectory ? `records are kept in ${dataDirectory}` : 'records end with this process'
  }`
)}

${pc.bold("Reps' pages")}   ${pc.cyan(`${url}/lightning`)}

${pc.bold('Log in')} with curl
  as ${integrationUsername}   curl -X POST ${url}/_local/session
  as anybody${' '.repeat(integrationUsername.length - 'anybody'.length)}   curl -X POST ${url}/_local/session -d '{"username":"${adminUsername}"}'

${pc.bold('Log in')} with the sf command line, in the folder of this package
  ${logIn(accessToken, 'local')}
  and as the administrator, who may deploy:
  ${logIn(local.session(adminUsername).accessToken, 'local-admin')}

${pc.bold('Start Baton')} on it, in another terminal
  export BATON_API_KEYS=$(openssl rand -hex 24)
  SF_INSTANCE_URL=${url} SF_ACCESS_TOKEN='${accessToken}' npm run serve

${pc.bold('Ask')}
  curl -H 'Authorization: Bearer ${accessToken}' "${url}/services/data/v67.0/query?q=SELECT+Name,OwnerId+FROM+Lead"
  clock, faults, request log, outbox: curl ${url}/_local

${pc.dim('Press Ctrl+C to stop.')}
`;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1) throw new InvalidArgumentError('It must be a whole number above 0.');
  return count;
}
