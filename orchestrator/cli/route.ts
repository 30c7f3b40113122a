/** `baton route FILE|-`: routes one call and prints what was decided. */
import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { BatonError } from '../domain/errors.ts';
import { connect, readQualifiedCall } from '../index.ts';
import { describeAnswer } from './describeAnswer.ts';
import { orgForUse, type ProvideEmbeddedOrg } from './orgForUse.ts';

export function routeCommand(provide: ProvideEmbeddedOrg): Command {
  return new Command('route')
    .description('Route one qualified call, without the service, and print who takes it and why.')
    .argument('<file>', 'JSON file with the call as POST /v1/calls takes it, or - for standard input')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      `
The call is written to Salesforce: to the org of the SF_ settings; without any, to the embedded org that
\`baton org\` or \`baton serve\` has running, or else to one that ends with this command.

Example:
  $ baton route docs/examples/call.json`
    )
    .action(async (file: string, { json }: { json?: boolean }) => {
      const config = readConfig({ BATON_API_KEYS: 'not-needed-to-route-directly', ...process.env });
      const call = readQualifiedCall(await readJson(file), config.country);
      const { login, embedded } = await orgForUse(config.salesforce, provide);
      try {
        const router = await connect(login, config);
        const { answer, repeated } = await router.route(call);
        process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : describeAnswer(answer, repeated));
      } finally {
        await embedded?.close();
      }
    });
}

async function readJson(file: string): Promise<unknown> {
  let content: string;
  try {
    content = file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new BatonError('invalidRequest', `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new BatonError(
      'invalidRequest',
      `${file === '-' ? 'Standard input' : file} is not JSON: ${(error as Error).message}`,
      {
        cause: error
      }
    );
  }
}
