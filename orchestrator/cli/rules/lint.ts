/** `baton rules lint`: what is wrong with the assignment rules, and a lead that shows it. */
import { InvalidArgumentError, Option, Command } from 'commander';
import { usualGrid, type Grid, type Severity } from '../../../assignment-rules/index.ts';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { addRuleSource, ruleSourceHelp, withRulesWorld, type RuleSource } from './ruleSource.ts';

interface LintCommandOptions extends RuleSource {
  json?: boolean;
  failOn: 'error' | 'warning' | 'never';
  grid: string[];
  gridValues?: Record<string, string[]>;
  overlaps?: boolean;
  info?: boolean;
}

export function lintCommand(provide: ProvideEmbeddedOrg): Command {
  return addRuleSource(new Command('lint'))
    .description('Find entries that never match, conflicts, holes, and values, queues and people that are not there.')
    .addOption(
      new Option('--fail-on <severity>', 'end with exit code 1 when there is a finding of this severity or a worse one')
        .choices(['error', 'warning', 'never'])
        .default('error')
    )
    .addOption(
      new Option('--grid <fields>', 'look for holes in the grid of these fields of Lead')
        .argParser((text) => text.split(',').map((name) => name.trim()))
        .default([...usualGrid.fields], usualGrid.fields.join(','))
    )
    .addOption(
      new Option(
        '--grid-values <field=values>',
        'values of one of these fields; default: those of its picklist and of the rule; may be given several times'
      ).argParser(gridValues)
    )
    .option('--overlaps', 'list every pair of entries that overlap, and which of them wins')
    .option('--no-info', 'leave out what is only worth knowing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Whether a lead can match an entry is decided exactly, over every value that its fields can hold; each example lead is one that
the rule itself was asked about. Where a formula is in the way, "not decided" is said, and nothing is guessed.
What each finding means: docs/reference/lint-findings.md.
${ruleSourceHelp}

Examples:
  $ baton rules lint
  $ baton rules lint --rules force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml --fail-on warning
  $ baton rules lint --grid Country,Industry --grid-values Country=US,CA,MX`
    )
    .action(async ({ json, failOn, grid, gridValues: values, overlaps, info, ...source }: LintCommandOptions) => {
      const { lintRule } = await import('../../../assignment-rules/index.ts');
      const { describeReport, reportJson } = await import('./describeFindings.ts');
      const { progressLine } = await import('../progressLine.ts');
      const chosen: Grid = { fields: grid, values };
      const { printed, worst } = await withRulesWorld(source, provide, (world) => {
        const progress = progressLine('checking');
        const report = lintRule(world.rule, world.org, {
          now: world.now(),
          timeZone: world.runningUser.timeZone,
          grid: chosen,
          onProgress: progress.show
        });
        progress.clear();
        const shown =
          info === false
            ? { ...report, findings: report.findings.filter(({ severity }) => severity !== 'info') }
            : report;
        return Promise.resolve({
          printed: json
            ? `${JSON.stringify(reportJson(shown, world), null, 2)}\n`
            : describeReport(shown, world, { overlaps: overlaps === true }),
          worst: report.findings[0]?.severity
        });
      });
      process.stdout.write(printed);
      if (fails(worst, failOn)) {
        process.exitCode = 1;
      }
    });
}

function fails(worst: Severity | undefined, failOn: LintCommandOptions['failOn']): boolean {
  return failOn !== 'never' && (worst === 'error' || (worst === 'warning' && failOn === 'warning'));
}

function gridValues(text: string, before: Record<string, string[]> | undefined): Record<string, string[]> {
  const [, field, values] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (field === undefined || values === undefined) {
    throw new InvalidArgumentError('It is a field and its values: Country=US,CA.');
  }
  return { ...before, [field]: values.split(',').map((value) => value.trim()) };
}
