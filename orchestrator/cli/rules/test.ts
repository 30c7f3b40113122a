/** `baton rules test [FILE...]`: edge cases, before a rule is deployed; `--record LEAD` makes one from a past lead. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { BatonError } from '../../domain/errors.ts';
import type { ProvideEmbeddedOrg } from '../orgForUse.ts';
import { leadArgumentHelp, readLeadArgument } from './leadArgument.ts';
import { addRuleSource, ruleSourceHelp, withRulesWorld, type ConnectedWorld, type RuleSource } from './ruleSource.ts';

interface TestOptions extends RuleSource {
  json?: boolean;
  verbose?: boolean;
  junit?: string;
  record?: string;
  name?: string;
}

export function testCommand(provide: ProvideEmbeddedOrg): Command {
  return addRuleSource(new Command('test'))
    .description('Run edge cases against the rules: “a lead like this goes to that team”. Ends with 1 when one fails.')
    .argument('[files...]', 'test files or folders of them; default: every rule-tests folder here and below')
    .option('-v, --verbose', 'list the cases that pass too')
    .option('--json', 'print JSON')
    .option('--junit <file>', 'write JUnit XML too, for CI')
    .option('--record <lead>', 'add a case made from this lead to the file, instead of running it')
    .option('--name <text>', 'name of the recorded case')
    .addHelpText(
      'after',
      `
A test file is YAML:

  cases:
    - name: a bank in New York
      lead:                       # fields of Lead by API name; one left out has its default, or is blank
        Country: US
        State: NY
        Industry: Banking
        NumberOfEmployees: 2000
      expect:
        team: Enterprise_East     # a queue; or user: <username>; or owner: keep | default
        entry: 10                 # if it matters which entry takes it: its number, or words of its comment

\`now: 2026-11-03T08:00:00Z\` beside lead sets what TODAY() and NOW() mean.

--record keeps only the fields that the rule reads, and neither names, phone numbers nor e-mail addresses, unless the
rule reads those: then it says so. Without a file it adds to rule-tests/recorded.yaml.
${leadArgumentHelp}
${ruleSourceHelp}

Examples:
  $ baton rules test
  $ baton rules test --rules force-app/main/default/assignmentRules/Lead.assignmentRules-meta.xml --metadata force-app
  $ baton rules test --record call:c-2041 --name "the caller whom nobody called back" rule-tests/complaints.yaml`
    )
    .action(async (files: string[], { record, ...options }: TestOptions) => {
      if (record === undefined) {
        await runTests(files, options, provide);
      } else {
        await recordTest(files, record, options, provide);
      }
    });
}

async function runTests(given: readonly string[], options: TestOptions, provide: ProvideEmbeddedOrg): Promise<void> {
  const { findTestFiles } = await import('./findTestFiles.ts');
  const { compiledRuleOf } = await import('../../rulesWorld.ts');
  const { parseRuleTests } = await import('../../ruleTestFile.ts');
  const { runRuleTests } = await import('../../runRuleTests.ts');
  const { describeTests, testsJson } = await import('./describeTests.ts');
  const { junitReport } = await import('./junitReport.ts');
  const files = findTestFiles(given);
  const texts = await Promise.all(files.map(readTestFile));
  await withRulesWorld(options, provide, async (world) => {
    const compiled = compiledRuleOf(world);
    const tested = files.map((file, index) => {
      const { cases, warnings } = parseRuleTests(texts[index]!, file, world);
      return { file, warnings, results: runRuleTests(cases, compiled, world) };
    });
    if (options.junit !== undefined) {
      await mkdir(dirname(options.junit), { recursive: true });
      await writeFile(options.junit, junitReport(tested, world));
    }
    process.stdout.write(
      options.json
        ? `${JSON.stringify(testsJson(tested, world), null, 2)}\n`
        : describeTests(tested, world, options.verbose ?? false)
    );
    if (tested.some(({ results }) => results.some(({ passed }) => !passed))) {
      process.exitCode = 1;
    }
  });
}

async function recordTest(
  files: readonly string[],
  record: string,
  options: TestOptions,
  provide: ProvideEmbeddedOrg
): Promise<void> {
  const [file = 'rule-tests/recorded.yaml', ...more] = files;
  if (more.length > 0) {
    throw new BatonError('ruleTestsNotReadable', 'A case is added to one file: name only one with --record.');
  }
  const argument = await readLeadArgument(record);
  const { appendCase } = await import('../../recordRuleTest.ts');
  const before = existsSync(file) ? await readTestFile(file) : undefined;
  await withRulesWorld(options, provide, async (world) => {
    const { recorded, what } = await caseOf(argument, options.name, world);
    const day = world.now().toISOString().slice(0, 10);
    const { personalFields } = recorded;
    const note =
      personalFields.length > 0 ? `; ${personalFields.join(', ')} may tell who it is: the rule reads it` : '';
    const text = appendCase(before, file, recorded, `Recorded ${day} from ${what}${note}.`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    const { describeRecorded } = await import('./describeRecorded.ts');
    process.stdout.write(options.json ? `${JSON.stringify(recorded, null, 2)}\n` : describeRecorded(recorded, file));
  });
}

async function caseOf(
  argument: Awaited<ReturnType<typeof readLeadArgument>>,
  name: string | undefined,
  world: ConnectedWorld
) {
  const { compiledRuleOf } = await import('../../rulesWorld.ts');
  const { leadToJudge } = await import('../../leadInput.ts');
  const { recordedCase } = await import('../../recordRuleTest.ts');
  const { salesforce, administrator, config } = world;
  const compiled = compiledRuleOf(world);
  const lead = await leadToJudge(argument, {
    world,
    reads: compiled.reads,
    salesforce,
    administrator,
    country: config.country,
    deadlineMs: 30_000
  });
  return { recorded: recordedCase(lead, name ?? lead.what, { compiled, world }), what: lead.what };
}

async function readTestFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BatonError('ruleTestsNotReadable', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error
    });
  }
}
