/** The one place that knows both the orchestrator and the local org, and puts them together. */
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { deployCommand } from '../orchestrator/cli/deploy.ts';
import { doctorCommand } from '../orchestrator/cli/doctor.ts';
import { journalCommand } from '../orchestrator/cli/journal.ts';
import { routeCommand } from '../orchestrator/cli/route.ts';
import { rulesCommand } from '../orchestrator/cli/rules/index.ts';
import { serveCommand } from '../orchestrator/cli/serve.ts';
import { territoryCommand } from '../orchestrator/cli/territory/index.ts';
import { BatonError } from '../orchestrator/domain/errors.ts';
import { orgCommand } from '../local-org/cli.ts';
import packageJson from '../package.json' with { type: 'json' };
import { demoCommand } from './demo.ts';
import { findOrStartEmbeddedOrg } from './embeddedOrg.ts';
import { stageCommand } from './stage/stageCommand.ts';

const program = new Command('baton')
  .description(
    'Hands a lead that a voice agent has just qualified to the right account executive, by Salesforce’s own ' +
      'assignment rules, while the caller is still on the line.'
  )
  .version(packageJson.version)
  .showHelpAfterError('(baton --help lists the commands)')
  .exitOverride();

program.addCommand(orgCommand());
program.addCommand(serveCommand(findOrStartEmbeddedOrg, packageJson.version));
program.addCommand(routeCommand(findOrStartEmbeddedOrg));
program.addCommand(rulesCommand(findOrStartEmbeddedOrg));
program.addCommand(territoryCommand());
program.addCommand(doctorCommand(findOrStartEmbeddedOrg));
program.addCommand(deployCommand(findOrStartEmbeddedOrg));
program.addCommand(journalCommand());
program.addCommand(demoCommand(packageJson.version));
program.addCommand(stageCommand(packageJson.version));
for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
  command.exitOverride().showHelpAfterError('(add --help for what this command takes)');
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints what went wrong and what to do next; returns the exit code: 2 for a wrong command line, 1 for the rest. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? 0 : 2;
  }
  if (error instanceof BatonError && error.code !== 'unexpected') {
    process.stderr.write(`${pc.red('error')} ${error.message}\n${pc.dim('next ')} ${error.next}\n`);
    return 1;
  }
  process.stderr.write(`${pc.red('error')} ${error instanceof Error ? error.message : String(error)}\n`);
  if (process.env['BATON_LOG_LEVEL'] === 'debug' && error instanceof Error) {
    process.stderr.write(`${error.stack ?? ''}\n`);
  }
  return 1;
}
