/** `baton rules explain LEAD`: where the rules send a lead, why not elsewhere, and who would be next there. */
import { Command } from 'commander';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { leadArgumentHelp, readLeadArgument } from './leadArgument.ts';
import { addRuleSource, ruleSourceHelp, withRulesWorld, type RuleSource } from './ruleSource.ts';

export function explainCommand(provide: ProvideEmbeddedOrg): Command {
  return addRuleSource(new Command('explain'))
    .description('Tell which entry takes a lead, why each earlier one does not, and which rep would be next.')
    .argument('<lead>', 'a JSON file, - for standard input, a lead id (00Q...), or call:<call id>')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${leadArgumentHelp}

Without --rules it explains the rules that the org has; with --rules, what the file would do, the org being as it is.
Who would be next is decided as for a real call at this moment, from the team's turns and the reps' calendars.
${ruleSourceHelp}

Examples:
  $ baton rules explain docs/examples/call.json
  $ baton rules explain 00QAW00000000012AA --rules force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml
  $ echo '{"Country": "DE", "Industry": "Banking"}' | baton rules explain -`
    )
    .action(async (text: string, { json, ...source }: RuleSource & { json?: boolean }) => {
      const argument = await readLeadArgument(text);
      const { compiledRuleOf } = await import('../../rulesWorld.ts');
      const { leadToJudge } = await import('../../leadInput.ts');
      const { explainLead } = await import('../../explainLead.ts');
      const { describeExplanation, explanationJson } = await import('./describeExplanation.ts');
      const printed = await withRulesWorld(source, provide, async (world) => {
        const { salesforce, administrator, config, embedded, now } = world;
        const compiled = compiledRuleOf(world);
        const options = { salesforce, country: config.country, deadlineMs: 30_000 };
        const lead = await leadToJudge(argument, { ...options, world, reads: compiled.reads, administrator });
        const explained = await explainLead(lead, { ...options, world, compiled, now, hasPeople: !embedded?.bare });
        return json
          ? `${JSON.stringify(explanationJson(explained, world), null, 2)}\n`
          : describeExplanation(explained, world);
      });
      process.stdout.write(printed);
    });
}
