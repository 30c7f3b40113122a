/** `baton journal`: what waits to be written to Salesforce and what failed, and what a person does about it. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BatonError } from '../domain/errors.ts';
import { orgKey } from '../salesforce/login.ts';
import type { Config } from '../config.ts';
import type { Journal } from '../storage/journal.ts';
import type { JournalEntry } from '../storage/journalEntry.ts';
import { describeEntries, describeEntry, publicEntry } from './describeJournal.ts';

interface Shown {
  json?: boolean;
  showCaller?: boolean;
}

const json = (): Option => new Option('--json', 'print JSON');
const showCaller = (): Option =>
  new Option('--show-caller', 'print who called and what Salesforce said, which is personal data');

export function journalCommand(): Command {
  const journal = new Command('journal')
    .description('Show the calls that Salesforce does not hold yet, and retry or discard them.')
    .addHelpText(
      'after',
      `
The service writes each call into its journal before anything else, and strikes it out when Salesforce holds it. What
stands here for longer was answered while Salesforce was down, or was refused.

  inHand    an instance is writing it at this moment
  waiting   it is written by itself, as soon as Salesforce answers
  failed    Salesforce refused it: correct the cause, then retry; or enter it by hand, then discard

Reads the database that the settings name (BATON_DATA_DIR or DATABASE_URL), beside a running service or without one. With
SF_ settings it shows the calls of that org alone, otherwise those of all.

Example:
  $ baton journal
  $ baton journal show 4711 --show-caller
  $ baton journal retry --all-failed
  $ baton journal discard 4711 --yes`
    );
  journal
    .command('list', { isDefault: true })
    .description('List them in order of arrival.')
    .addOption(new Option('--limit <number>', 'list at most so many').argParser(wholeNumber).default(100))
    .addOption(json())
    .addOption(showCaller())
    .action(async (options: Shown & { limit: number }) => {
      const entries = await withJournals(async (journals) => {
        const lists = await Promise.all(journals.map((each) => each.list(options.limit)));
        return lists
          .flat()
          .sort((a, b) => a.position - b.position)
          .slice(0, options.limit);
      });
      print(entries, options, (list) => describeEntries(list, new Date(), options.showCaller === true));
    });
  journal
    .command('show')
    .description('Show one call.')
    .argument('<call>', 'id of the call')
    .addOption(json())
    .addOption(showCaller())
    .action(async (callId: string, options: Shown) => {
      const { entry } = await withJournals((journals) => find(journals, callId));
      print(entry, options, (one) => describeEntry(one, new Date(), options.showCaller === true));
    });
  journal
    .command('retry')
    .description('Have a call written to Salesforce now, or all that failed.')
    .argument('[call]', 'id of the call')
    .option('--all-failed', 'retry every call that failed')
    .action(async (callId: string | undefined, { allFailed }: { allFailed?: boolean }, command: Command) => {
      if ((callId === undefined) === (allFailed !== true)) {
        command.error('error: give the id of a call, or --all-failed');
      }
      const count = await withJournals(async (journals) => {
        if (callId === undefined) {
          return (await Promise.all(journals.map((each) => each.retryAllFailed()))).reduce(
            (sum, each) => sum + each,
            0
          );
        }
        const { journal: holder } = await find(journals, callId);
        await holder.retry(callId);
        return 1;
      });
      process.stdout.write(
        count === 0 ? 'Nothing has failed.\n' : `${calls(count)} due now: a running service writes what is due.\n`
      );
    });
  journal
    .command('discard')
    .description('Strike a call out for good. Salesforce will never hear of it from Baton.')
    .argument('<call>', 'id of the call')
    .option('--yes', 'needed, since nothing brings it back')
    .action(async (callId: string, { yes }: { yes?: boolean }, command: Command) => {
      if (!yes) {
        command.error(`error: ${callId} would be lost for good; add --yes if it is in good hands`);
      }
      const result = await withJournals(async (journals) => {
        const { journal: holder } = await find(journals, callId);
        return holder.discard(callId);
      });
      if (result === 'inHand') {
        process.stderr.write(`${callId} is being written to Salesforce at this moment. Look again in half a minute.\n`);
        process.exitCode = 1;
      } else {
        process.stdout.write(`${callId} is discarded.\n`);
      }
    });
  return journal;
}

function calls(count: number): string {
  return count === 1 ? 'One call is' : `${count} calls are`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError('It is a whole number from 1.');
  }
  return Number(text);
}

function print<T extends JournalEntry | readonly JournalEntry[]>(
  content: T,
  options: Shown,
  describe: (content: T) => string
): void {
  if (!options.json) {
    process.stdout.write(describe(content));
    return;
  }
  const shown = (entry: JournalEntry): unknown => publicEntry(entry, options.showCaller === true);
  const plain = Array.isArray(content) ? content.map(shown) : shown(content as JournalEntry);
  process.stdout.write(`${JSON.stringify(plain, null, 2)}\n`);
}

/** @throws BatonError `notInJournal` */
async function find(journals: readonly Journal[], callId: string): Promise<{ journal: Journal; entry: JournalEntry }> {
  for (const journal of journals) {
    const entry = await journal.read(callId);
    if (entry) {
      return { journal, entry };
    }
  }
  throw new BatonError('notInJournal', `The journal holds no call ${callId}.`);
}

/** Opens the database of the settings for the work. One that does not exist yet is not made: nothing is in it. */
async function withJournals<T>(work: (journals: readonly Journal[]) => Promise<T>): Promise<T> {
  const { readConfig } = await import('../config.ts');
  const config = readConfig({ BATON_API_KEYS: 'not-needed-for-the-journal', ...process.env });
  const { databaseFile, openDatabase } = await import('../storage/database.ts');
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, databaseFile))) {
    process.stderr.write(`There is no journal in ${resolve(config.dataDir)} yet.\n`);
    return work([]);
  }
  const database = await openDatabase(addressOf(config));
  try {
    const { Journal, orgsOf } = await import('../storage/journal.ts');
    const orgs = config.salesforce ? [orgKey(config.salesforce)] : await orgsOf(database);
    return await work(orgs.map((org) => new Journal(database, { org })));
  } finally {
    await database.close();
  }
}

function addressOf({
  databaseUrl,
  dataDir
}: Config): { kind: 'postgres'; url: string } | { kind: 'file'; folder: string } {
  return databaseUrl === undefined ? { kind: 'file', folder: dataDir } : { kind: 'postgres', url: databaseUrl };
}
