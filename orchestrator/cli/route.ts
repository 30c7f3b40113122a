/** `baton route FILE|-`: routes one call and prints what was decided. */
import { Command } from 'commander';
import { describeAnswer } from './describeAnswer.ts';
import { orgForUse, type ProvideEmbeddedOrg } from './orgForUse.ts';
import { readJson } from './readJson.ts';

export function routeCommand(provide: ProvideEmbeddedOrg): Command {
  return new Command('route')
    .description('Route one qualified call, without the service, and print who takes it and why.')
    .argument('<file>', 'JSON file with the call as POST /v1/calls takes it, or - for standard input')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
The call is written to Salesforce: to the org of the SF_ settings; without any, to the embedded org that
\`baton org\` or \`baton serve\` has running, or else to one that ends with this command. Nothing is predicted and no
journal is kept: with Salesforce out of reach the command fails, and may be repeated.

Example:
  $ baton route docs/examples/call.json`
    )
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { readConfig } = await import('../config.ts');
      const { connect, readQualifiedCall } = await import('../index.ts');
      const config = readConfig({ BATON_API_KEYS: 'not-needed-to-route-directly', ...process.env });
      const call = readQualifiedCall(await readJson(file, 'callNotReadable'), config.country);
      const { login, embedded } = await orgForUse(config.salesforce, provide);
      try {
        const baton = await connect(login, {
          apiVersion: config.apiVersion,
          deadlineMs: config.deadlineMs,
          country: config.country
        });
        const { answer, repeated } = await baton.route(call);
        process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : describeAnswer(answer, repeated));
        if (embedded?.startedHere) {
          process.stderr.write(
            'The org was started for this command and has ended with it, and the lead too. To keep one, run ' +
              '`baton org` in another terminal first.\n'
          );
        }
      } finally {
        await embedded?.close();
      }
    });
}
