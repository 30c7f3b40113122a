/** Results of edge cases as a person reads them, and as JSON. */
import pc from 'picocolors';
import type { RuleTestResult } from '../../runRuleTests.ts';
import type { FileProblem, RuleTestCase } from '../../ruleTestFile.ts';
import type { RulesWorld } from '../../rulesWorld.ts';
import { describeCriterion, describeTarget, describeWhyNot } from './describeWhyNot.ts';

export interface TestedFile {
  file: string;
  warnings: readonly FileProblem[];
  results: readonly RuleTestResult[];
}

/** @param isVerbose whether cases that pass are listed too */
export function describeTests(files: readonly TestedFile[], world: RulesWorld, isVerbose: boolean): string {
  const { rule, source, unread } = world;
  const all = files.flatMap(({ results }) => results);
  const failed = all.filter(({ passed }) => !passed).length;
  const passed = all.length - failed;
  const sum = failed === 0 ? pc.green(`${passed} passed`) : `${passed} passed, ${pc.red(`${failed} failed`)}`;
  return [
    `"${rule.fullName}" from ${source}\n`,
    ...files.map((file) => describeFile(file, world, isVerbose)),
    ...unread.map((text) => `${pc.yellow('not known')} ${text}\n`),
    `${sum} in ${files.length} ${files.length === 1 ? 'file' : 'files'}\n`
  ].join('');
}

function describeFile({ file, warnings, results }: TestedFile, world: RulesWorld, isVerbose: boolean): string {
  const failed = results.filter(({ passed }) => !passed).length;
  const shown = results.filter(({ passed }) => isVerbose || !passed);
  const head = `${failed === 0 ? pc.green('✓') : pc.red('✗')} ${file} ${pc.dim(`(${results.length} cases)`)}\n`;
  return [
    head,
    ...warnings.map(({ line, message }) => `    ${pc.yellow('careful')} ${file}:${line} ${message}\n`),
    ...shown.map((result) => describeResult(result, world))
  ].join('');
}

function describeResult(result: RuleTestResult, world: RulesWorld): string {
  const { test, passed } = result;
  if (passed) {
    return `    ${pc.green('✓')} ${test.name}\n`;
  }
  const lines = failureLines(result, world).map((text) => `        ${text}\n`);
  return `    ${pc.red('✗')} ${test.name} ${pc.dim(`(${test.file}:${test.line})`)}\n${lines.join('')}`;
}

/** What was expected, what came, and why. Plain texts. */
export function failureLines({ test, explanation, cannotTell, notBy }: RuleTestResult, world: RulesWorld): string[] {
  const expected = `expected ${expectedText(test)}`;
  if (!explanation) {
    return [expected, cannotTell ?? ''];
  }
  const { matchedEntry, matched } = explanation;
  const { rule } = world;
  const taker = rule.entries.find(({ number }) => number === matchedEntry);
  const got = taker
    ? `got      ${describeTarget(taker)}, by ${entryText(taker.number, world)}`
    : 'got      the default owner: no entry matches';
  const since = taker
    ? (taker.formula ??
        matched
          .filter(({ holds }) => holds)
          .map(describeCriterion)
          .join('; ')) ||
      'it has no criteria'
    : '';
  const wanted = notBy.map(({ entry, why }) =>
    why
      ? `not by   ${entryText(entry.number, world)}: ${describeWhyNot(why)}`
      : `not by   ${entryText(entry.number, world)}: it would take it, but entry ${matchedEntry} comes first`
  );
  return [
    expected,
    got,
    ...(since === '' ? [] : [`since    ${since}`]),
    ...(wanted.length > 0 || test.expected.kind === 'default' ? wanted : [`not by   any entry: ${noSuchEntry(test)}`])
  ];
}

function noSuchEntry({ entry, expected }: RuleTestCase): string {
  const target = expected.kind === 'team' ? expected.team : expected.kind === 'user' ? expected.user : undefined;
  const assigns = target === undefined ? 'keeps the owner' : `assigns to ${target}`;
  return entry === undefined
    ? `none of the rule ${assigns}`
    : `none that is named ${JSON.stringify(entry)} ${assigns}, besides the one that took it`;
}

function expectedText({ expected, entry }: RuleTestCase): string {
  const named = entry === undefined ? '' : `, by entry ${typeof entry === 'number' ? entry : JSON.stringify(entry)}`;
  switch (expected.kind) {
    case 'team':
      return `the queue ${expected.team}${named}`;
    case 'user':
      return `the user ${expected.user}${named}`;
    case 'keep':
      return `the owner to stay${named}`;
    case 'default':
      return 'the default owner';
  }
}

function entryText(number: number, { comments }: Pick<RulesWorld, 'comments'>): string {
  const comment = comments.get(number);
  const short = comment && comment.length > 60 ? `${comment.slice(0, 57)}…` : comment;
  return `entry ${number}${short ? ` (${short})` : ''}`;
}

/** Stable names for scripts. */
export function testsJson(files: readonly TestedFile[], world: RulesWorld): unknown {
  const all = files.flatMap(({ results }) => results);
  return {
    rule: { name: world.rule.fullName, source: world.source },
    passed: all.filter(({ passed }) => passed).length,
    failed: all.filter(({ passed }) => !passed).length,
    files: files.map(({ file, warnings, results }) => ({
      file,
      warnings,
      cases: results.map(({ test, passed, explanation, cannotTell, notBy }) => ({
        name: test.name,
        line: test.line,
        passed,
        expected: test.expected,
        expectedEntry: test.entry ?? null,
        outcome: explanation?.outcome ?? null,
        ...(passed
          ? {}
          : {
              cannotTell: cannotTell ?? null,
              matched: explanation?.matched ?? [],
              notBy: notBy.map(({ entry, why }) => ({ entry: entry.number, why: why ?? { kind: 'comesLater' } }))
            })
      }))
    })),
    unread: world.unread
  };
}
