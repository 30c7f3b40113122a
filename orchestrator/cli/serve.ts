/** `baton serve`: the HTTP service until it is stopped. */
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import pc from 'picocolors';
import type { DatabaseAddress } from '../storage/database.ts';
import { describeReadiness } from './describeReadiness.ts';
import type { EmbeddedOrg, ProvideEmbeddedOrg } from './orgForUse.ts';
import { portOption } from './portOption.ts';
import type { RunningService } from './startService.ts';

export function serveCommand(provide: ProvideEmbeddedOrg, version: string): Command {
  return new Command('serve')
    .description('Start the service that voice agents call.')
    .addOption(portOption('Port to listen on (default: BATON_PORT, or 8312). 0 takes any that is free.'))
    .addHelpText(
      'after',
      `
With no SF_ setting, it uses the embedded Salesforce org that \`baton org\` has running, or else starts one for itself,
with sample data, and says which. With no BATON_API_KEYS either, it makes a key and prints it at start, with a call to try.
The settings are in docs/reference/configuration.md.

With Salesforce out of reach it starts all the same: callers are put through by what is known of the org, and what could
not be written waits in the journal (\`baton journal\`), which is kept in BATON_DATA_DIR or the database of DATABASE_URL.

Example:
  $ baton serve
  $ curl -s http://127.0.0.1:8312/v1/calls -H "Authorization: Bearer <key>" \\
      -H "Content-Type: application/json" -d @docs/examples/call.json`
    )
    .action(async ({ port }: { port?: number }) => {
      const { startService } = await import('./startService.ts');
      const service = await startService({ environment: process.env, port, provide, version });
      // Before the banner: whoever reads it may stop the service at once.
      const stopped = untilStopped();
      process.stderr.write(banner(service, await describeReadiness(service.url)));
      await stopped;
      process.stderr.write('Stopping: calls in progress are answered first.\n');
      await service.close();
    });
}

function banner({ url, orgUrl, embedded, apiKey, apiKeyIsNew, database }: RunningService, warning: string): string {
  const lines = [
    `Baton listens on   ${url}     (documentation: ${url}/docs)`,
    `Salesforce is      ${orgUrl}${embedded ? `     (${whichOrg(embedded)})` : ''}`,
    ...(embedded?.pages === undefined ? [] : [`Reps' pages        ${embedded.pages}`]),
    ...(warning === '' ? [] : [`                   ${pc.yellow(warning)}`]),
    `The journal is     ${whereKept(database)}`
  ];
  // Keys that somebody chose are nobody else's to read in a log.
  if (apiKeyIsNew) {
    lines.push(
      `API key            ${apiKey}     (made for this run; set BATON_API_KEYS to choose)`,
      'Try                ' +
        `curl -s ${url}/v1/calls -H "Authorization: Bearer ${apiKey}" -H "Content-Type: application/json" -d @${exampleCall()}`
    );
  }
  return [...lines, 'Press Ctrl+C to stop.', ''].join('\n');
}

function whichOrg({ startedHere }: EmbeddedOrg): string {
  return startedHere
    ? 'the embedded org, with sample data, started here; no SF_ setting is there'
    : 'the embedded org that another command has running; no SF_ setting is there';
}

/** Not the address of a database server: it may hold a password. */
function whereKept(database: DatabaseAddress): string {
  switch (database.kind) {
    case 'file':
      return `in ${resolve(database.folder)}`;
    case 'postgres':
      return 'in the database of DATABASE_URL';
    case 'memory':
      return 'in memory, and ends with the embedded org';
  }
}

/** The example, as seen from the folder in which the reader types. */
function exampleCall(): string {
  return relative(process.cwd(), fileURLToPath(new URL('../../docs/examples/call.json', import.meta.url)));
}

/** Resolves at the first SIGINT or SIGTERM. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
