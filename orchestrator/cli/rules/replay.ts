/** `baton rules replay`: what an edit of the assignment rules would have changed for past leads. */
import { statSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readGivenTime, usualDays, type GivenTime } from '../../createdPeriod.ts';
import { BatonError } from '../../domain/errors.ts';
import type { ReplayProgress } from '../../replayRules.ts';
import type { ChosenRule } from '../../rulesWorld.ts';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { progressLine } from '../progressLine.ts';
import { addRuleSource, ruleSourceHelp, withRulesWorld, type ConnectedWorld, type RuleSource } from './ruleSource.ts';

interface ReplayCommandOptions extends RuleSource {
  before?: string;
  from?: GivenTime;
  to?: GivenTime;
  leads?: string;
  picture?: string;
  json?: boolean;
}

export function replayCommand(provide: ProvideEmbeddedOrg): Command {
  return addRuleSource(new Command('replay'))
    .description('Put past leads to the present rule and to an edited one: how many change owner, from whom to whom.')
    .addOption(
      new Option('--from <time>', `leads created since then; default: ${usualDays} days before --to`).argParser(
        givenTime
      )
    )
    .addOption(new Option('--to <time>', 'leads created before then; default: now').argParser(givenTime))
    .option('--before <file>', 'a rule file in the place of the present rule of the org')
    .option('--leads <file>', 'leads from a CSV or JSON Lines file instead of the org')
    .option('--picture <file>', 'draw the flow from old to new owner: .svg, or .html with all tables')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
--rules is the edited file; without it, --rule names another rule of the org, such as one prepared in Setup and not yet active.
The present rule is the one that is active in the org, or that of --before.

A time is a day, 2026-11-03, or an instant with its zone, 2026-11-03T08:00:00Z. A day begins and ends in the time zone of the
user who creates the leads, and the day of --to is within the period.

What the leads of the org can and cannot tell: a lead has the values of today, not those with which it came, and the owner of today.
So the question is where leads like these would go, not where they went. Converted leads take part; deleted and merged ones are gone,
and so are those that the user of the SF_ settings may not see.
Whether a rule was asked when they came does not matter. TODAY() and NOW() mean the moment when each was created; fields of User are
those of the user who creates leads now. A lead that meets an entry which cannot be judged is counted as not decided, with the
entry and why, and is never guessed.

A file needs a column for each field that either rule reads, by API name, and may have Id and CreatedDate: --from and --to then
choose among its leads; without them all are taken. Where a column is missing the error has the query to export it by, for example
  $ sf data export bulk --query "SELECT Id, CreatedDate, Country, ... FROM Lead" --output-file leads.csv --wait 10
${ruleSourceHelp}

Examples:
  $ baton rules replay --from 2026-09-01 --to 2026-11-30 --rules force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml
  $ baton rules replay --rules edited.xml --picture replay.html
  $ baton rules replay --rule "Lead Routing 2027"
  $ baton rules replay --before retrieved.xml --rules edited.xml --leads leads.csv --json`
    )
    .action(async (options: ReplayCommandOptions) => {
      const { json, picture, ...source } = options;
      const { describeReplay, replayJson } = await import('./describeReplay.ts');
      const cancel = new AbortController();
      const interrupt = (): void => cancel.abort();
      process.once('SIGINT', interrupt);
      try {
        const draw = picture === undefined ? undefined : await pictureWriter(picture);
        const printed = await withRulesWorld(source, provide, async (world) => {
          const replay = await replayed(world, options, cancel.signal);
          draw?.(replay);
          // Of the org only its fields matter here: people and queues are for `lint`.
          const unread = world.embedded?.notes ?? [];
          return json ? `${JSON.stringify(replayJson(replay, unread), null, 2)}\n` : describeReplay(replay, unread);
        });
        process.stdout.write(printed);
      } catch (error) {
        if (!cancel.signal.aborted) throw error;
        process.stderr.write('Interrupted: nothing was written.\n');
        process.exitCode = 130;
      } finally {
        process.off('SIGINT', interrupt);
      }
    });
}

async function replayed(world: ConnectedWorld, options: ReplayCommandOptions, signal: AbortSignal) {
  const { replayRules } = await import('../../replayRules.ts');
  const before = await presentRule(world, options);
  if (world.embedded?.bare && options.leads === undefined) {
    throw new BatonError(
      'leadsNotReadable',
      'An org made by --metadata has no leads: give a file of them with --leads.'
    );
  }
  const bytes = options.leads === undefined ? undefined : sizeOf(options.leads);
  const progress = progressLine('replaying');
  try {
    return await replayRules({
      world,
      before,
      administrator: world.administrator,
      leadsFile: options.leads,
      from: options.from,
      to: options.to,
      deadlineMs: 60_000,
      onProgress: (done) => progress.show(shareOf(done, bytes), progressText(done)),
      signal
    });
  } finally {
    progress.clear();
  }
}

/** @throws BatonError where there would be nothing to compare */
async function presentRule(world: ConnectedWorld, options: ReplayCommandOptions): Promise<ChosenRule> {
  const { readRule } = await import('../../rulesWorld.ts');
  const { administrator, config, embedded } = world;
  if (options.before !== undefined) {
    return readRule({ rulesFile: options.before }, administrator, 30_000);
  }
  if (embedded?.bare) {
    throw new BatonError(
      'rulesNotReadable',
      'An org made by --metadata has no present rule: give its file with --before.'
    );
  }
  if (options.rules === undefined && options.rule === undefined) {
    throw new BatonError(
      'rulesNotReadable',
      'The present rule would be compared with itself: give the edited file with --rules, or another rule of the org with --rule.'
    );
  }
  try {
    return await readRule({ rulesFile: config.rulesFile, commentedFile: embedded?.rulesFile }, administrator, 30_000);
  } catch (error) {
    if (!(error instanceof BatonError) || error.code !== 'rulesNotReadable') throw error;
    const why = `${error.message} --before takes a file in the place of the present rule.`;
    throw new BatonError('rulesNotReadable', why, { cause: error });
  }
}

/** Told before a long work is begun that would be for nothing. */
async function pictureWriter(file: string) {
  const { chartWriter } = await import('../charts/chartFile.ts');
  const { flowPicture } = await import('./flowPicture.ts');
  const { flowPage } = await import('./flowPage.ts');
  return chartWriter(file, { '.html': flowPage, '.svg': flowPicture });
}

function shareOf({ leads, total, bytes = 0 }: ReplayProgress, size: number | undefined): number {
  const [done, all] = total === undefined ? [bytes, size ?? 0] : [leads, total];
  return all === 0 ? 0 : Math.min(1, done / all);
}

function progressText({ leads, total }: ReplayProgress): string {
  const of = total === undefined ? '' : ` of ${total.toLocaleString('en-US')}`;
  return `${leads.toLocaleString('en-US')}${of} leads`;
}

/** 0 for what has none, such as a pipe; a file that is not there is told of when it is read. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function givenTime(text: string): GivenTime {
  const time = readGivenTime(text);
  if (!time)
    throw new InvalidArgumentError('It is a day, 2026-11-03, or an instant with its zone, 2026-11-03T08:00:00Z.');
  return time;
}
