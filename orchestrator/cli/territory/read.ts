/** `baton territory read RULES.xml`: a rule as a spreadsheet, as far as its entries say what a table can. */
import { existsSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import pc from 'picocolors';
import type { TerritoryFields } from '../../../assignment-rules/index.ts';
import { BatonError } from '../../domain/errors.ts';
import { fieldOption, fieldsOf } from './fieldOption.ts';

interface ReadOptions {
  rule?: string;
  out?: string;
  field?: Partial<TerritoryFields>;
  json?: boolean;
}

export function readCommand(): Command {
  return new Command('read')
    .description('Print a rule as a spreadsheet (CSV), and name the entries that no table can say.')
    .argument('<rules>', 'a Lead.assignmentRules-meta.xml')
    .option('--rule <name>', 'a rule other than the active one')
    .option('--out <file>', 'write the CSV to a file that is not there yet')
    .addOption(fieldOption())
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The CSV goes to standard output, and what it leaves out to standard error. Rules ask their entries in order; a table has no
order, so compare what it gives before you use it: baton rules test, with the file built from it, on the cases that you have.

Examples:
  $ baton territory read sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml
  $ baton territory read Lead.assignmentRules-meta.xml --rule "Lead Routing" --out territories.csv`
    )
    .action(async (file: string, { rule: ruleName, out, field, json }: ReadOptions) => {
      const { readRuleFile } = await import('../../rulesWorld.ts');
      const { activeRule, entryComments, tableFromRule, territoryCsv } =
        await import('../../../assignment-rules/index.ts');
      const { xml, rules } = await readRuleFile(file);
      const rule =
        ruleName === undefined
          ? (activeRule(rules) ?? (rules.rules.length === 1 ? rules.rules[0] : undefined))
          : rules.rules.find(({ fullName }) => fullName.toLowerCase() === ruleName.toLowerCase());
      if (!rule) {
        const names = rules.rules.map(({ fullName }) => `"${fullName}"`).join(', ');
        throw new BatonError(
          'rulesNotReadable',
          `${file} has no ${ruleName === undefined ? 'active rule' : `rule "${ruleName}"`}. Its rules: ${names}.`
        );
      }
      if (out !== undefined && existsSync(out)) {
        throw new BatonError('territoriesNotMerged', `${out} is there already, and is not written over.`);
      }
      const { lines, notExpressible } = tableFromRule(rule, fieldsOf(field), entryComments(xml, rule.fullName));
      const csv = territoryCsv(lines);
      if (json) {
        process.stdout.write(`${JSON.stringify({ rule: rule.fullName, lines, notExpressible, csv }, null, 2)}\n`);
      } else if (out === undefined) {
        process.stdout.write(csv);
      }
      if (out !== undefined) writeFileSync(out, csv);
      const left = notExpressible.map(({ entry, why }) => `  entry ${entry}: ${why}`);
      const summary = `${lines.length} rows from ${rule.entries.length - left.length} of ${rule.entries.length} entries`;
      process.stderr.write(
        left.length === 0
          ? `${summary}.\n`
          : `${summary}. ${pc.yellow('Not in the table, and to be kept where they stand:')}\n${left.join('\n')}\n`
      );
    });
}
