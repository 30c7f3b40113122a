/** `baton territory build TABLE.csv`: rule entries from the spreadsheet of sales operations. */
import { readFileSync, writeFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { BuiltTerritories, Column, Merged, TerritoryFields } from '../../../assignment-rules/index.ts';
import { BatonError } from '../../domain/errors.ts';
import { fieldOption, fieldsOf } from './fieldOption.ts';
import type { TableSource } from './readTableFile.ts';

interface BuildOptions extends TableSource {
  into?: string;
  rule?: string;
  before?: number;
  out?: string;
  yes?: boolean;
  allowConflicts?: boolean;
  field?: Partial<TerritoryFields>;
  json?: boolean;
}

export function buildCommand(): Command {
  return new Command('build')
    .description(
      'Make assignment rule entries from a spreadsheet of territories. Ends with 1 when it contradicts itself.'
    )
    .argument('<table>', 'the spreadsheet, saved as CSV')
    .option(
      '--into <file>',
      'put the entries into a rule of this Lead.assignmentRules-meta.xml; nothing else in it changes'
    )
    .option('--rule <name>', 'the rule: with --into default the active one, otherwise the name of a new one')
    .option(
      '--before <number>',
      'the first time, put them before this entry; default: before a catch-all at the end',
      entryNumber
    )
    .option('--out <file>', 'write a file of its own, with one rule that is not active')
    .option('--yes', 'write; without it the change is only shown')
    .option(
      '--allow-conflicts',
      'write in spite of conflicts: the row that says more of the place wins, then the earlier row'
    )
    .option('--regions <file>', 'CSV with Region, Country and State: what lies in the regions of the table')
    .option(
      '--header <column=Header>',
      'what a column is called in this table, e.g. "industry=Market"; may be given several times',
      header
    )
    .addOption(fieldOption())
    .option(
      '--metadata <folder>',
      'check the teams against the queues of a package directory; may be given several times',
      (folder: string, all: string[] = []) => [...all, folder]
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Columns, by these and similar names in any case; only Team is needed, and a blank cell means any:
  Country    code or name: US also takes USA and United States
  Region     with --regions, or --field region=Region__c, or as a heading beside State
  State      code or name, for the United States and Canada
  ZIP        94105, beginnings (941, SW1), ranges (94000-94999)
  Industry   as the picklist has it
  Size       1-49, 1000+, < 50
  Account    names of companies, or domains of their e-mail (acme.example); several only with ;
  Team       a queue, or the username of a user
  Notes      anything, for people
Several values are separated by ; or, in a cell that has no ;, by commas. (blank) asks for a lead without a value.

Entries come most specific first: named accounts; then ZIP before state before region before country, and industry with size
before industry before size. Where of two rows each says more of something, nothing is guessed: that is a conflict,
shown with a lead, and a row for what both share settles it.

Examples:
  $ baton territory build sample-org/territory/territories.csv --regions sample-org/territory/regions.csv
  $ baton territory build territories.csv --into force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml --metadata force-app
  $ baton territory build territories.csv --into Lead.assignmentRules-meta.xml --rule "Lead Routing" --yes
Then: baton rules lint --rules FILE, baton rules test --rules FILE`
    )
    .action(async (table: string, options: BuildOptions) => {
      if (options.into !== undefined && options.out !== undefined) {
        throw new BatonError('territoriesNotMerged', 'Give --into or --out, not both.');
      }
      const { readTableFile } = await import('./readTableFile.ts');
      const { describeBuild, buildJson } = await import('./describeBuild.ts');
      const { buildTerritories, ValueTooLongError } = await import('../../../assignment-rules/index.ts');
      const fields = fieldsOf(options.field);
      const read = readTableFile(table, options, fields.region !== undefined);
      let built: BuiltTerritories;
      try {
        built = buildTerritories(read.territories, fields);
      } catch (error) {
        if (error instanceof ValueTooLongError)
          throw new BatonError('territoryTableNotReadable', `${table}: ${error.message}`, { cause: error });
        throw error;
      }
      const merged = await merge(table, built, options);
      const isAllowed = built.conflicts.length === 0 || options.allowConflicts === true;
      const file = options.into ?? options.out;
      const isChanged = file === undefined || !existsSync(file) || readFileSync(file, 'utf8') !== merged.xml;
      const isWritten = isAllowed && options.yes === true && file !== undefined && isChanged;
      if (isWritten) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, merged.xml);
      }
      const told = { table, read, built, merged, file, isAllowed, isWritten, isChanged };
      process.stdout.write(options.json ? `${JSON.stringify(buildJson(told), null, 2)}\n` : describeBuild(told));
      if (!isAllowed) process.exitCode = 1;
    });
}

async function merge(
  table: string,
  { entries }: BuiltTerritories,
  { into, rule, before }: BuildOptions
): Promise<Merged> {
  const { AssignmentRuleError, MergeError, mergeTerritories, newRuleFile } =
    await import('../../../assignment-rules/index.ts');
  const name = basename(table);
  if (into === undefined) return newRuleFile(entries, rule ?? 'Territories', name);
  if (!existsSync(into))
    throw new BatonError('territoriesNotMerged', `${into}: there is no such file. --out writes a new one.`);
  try {
    return mergeTerritories(readFileSync(into, 'utf8'), rule, entries, name, before);
  } catch (error) {
    if (error instanceof MergeError || error instanceof AssignmentRuleError) {
      throw new BatonError('territoriesNotMerged', `${into}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function entryNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It is the number of an entry, from 1.');
  return Number(text);
}

function header(text: string, before: Partial<Record<Column, string>> = {}): Partial<Record<Column, string>> {
  const [, column = '', name = ''] = /^(country|region|state|zip|industry|size|account|team)=(.+)$/i.exec(text) ?? [];
  if (name === '') {
    throw new InvalidArgumentError(
      'It is a column (country, region, state, zip, industry, size, account, team) and a header: industry=Market.'
    );
  }
  return { ...before, [column.toLowerCase()]: name };
}
