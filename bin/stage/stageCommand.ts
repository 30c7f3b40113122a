/** `baton stage`: one address where a visitor places calls and watches two reps take them. */
import { Command, Option } from 'commander';
import pc from 'picocolors';
import { portOption } from '../../orchestrator/cli/portOption.ts';
import { BatonError } from '../../orchestrator/domain/errors.ts';
import { openStage } from './stage.ts';
import { stageStart } from './stageClock.ts';
import { stageServer } from './stageServer.ts';

const defaultPort = 8310;

export function stageCommand(version: string): Command {
  return new Command('stage')
    .description('Place calls and watch two reps take them, in a browser: the embedded org, the service and one page.')
    .addOption(portOption(`Port of the page (default: ${defaultPort}). 0 takes any that is free.`))
    .addOption(
      new Option(
        '--clock <which>',
        'office: begin on the next Tuesday morning unless people are at work; now: the machine’s time'
      )
        .choices(['office', 'now'])
        .default('office')
    )
    .addHelpText(
      'after',
      `
Open the address that it prints. On the left are six calls to place; on the right are the Lightning pages of two reps,
each logged in as that rep. Nothing is recorded: a scripted voice agent asks the real service by HTTP, the service
writes to the embedded org, and the reps' pages hear of it from there.

At night and at weekends nobody would be there to take a call. The clocks of org and service then begin on the next
Tuesday, 16:10 UTC, and run on from there. All of it is in memory, and ends with the command.

Example:
  $ baton stage
  $ baton stage --port 9000 --clock now`
    )
    .action(async ({ port = defaultPort, clock }: { port?: number; clock: 'office' | 'now' }) => {
      process.stderr.write('Starting the org, the service and the page ...\n');
      const startAt = stageStart(new Date(), clock);
      const stage = await openStage({ version, startAt });
      const app = stageServer(stage, startAt && clockNote(startAt));
      const closeAll = async (): Promise<void> => {
        await app.close();
        await stage.close();
      };
      const url = await app.listen({ port, host: '127.0.0.1' }).catch(async (error: unknown) => {
        await closeAll();
        throw cannotListen(error, port);
      });
      // Before the banner: whoever reads it may stop the stage at once.
      const stopped = untilStopped();
      process.stderr.write(
        `${pc.bold('Open')}    ${pc.cyan(url)}\n` +
          (startAt ? `Clock   ${clockNote(startAt)} (--clock now has it otherwise)\n` : '') +
          'Press Ctrl+C to stop.\n'
      );
      await stopped;
      process.stderr.write('Stopping.\n');
      await closeAll();
    });
}

function clockNote(startAt: Date): string {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(startAt);
  return `The example teams are not at work now, so org and service began on ${day}, 16:10 UTC, and run on from there.`;
}

function cannotListen(error: unknown, port: number): BatonError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'EADDRINUSE' ? `Port ${port} is in use.` : `Nobody can listen on port ${port}: ${message}`;
  return new BatonError('cannotListen', why, { cause: error });
}

/** Resolves at the first SIGINT or SIGTERM. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
