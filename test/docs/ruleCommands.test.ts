import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { rulesCommand } from '../../orchestrator/cli/rules/index.ts';

const rules = rulesCommand(() => Promise.reject(new Error('No org is started here.')));
const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What `text` has after `baton rules`, up to the end of the command. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/\bbaton(?:\.js)? rules ([^\n|`]+)/g)].map(([, words]) => words!.trim());
}

/** What is wrong with a command line; undefined when all is well. */
function fault(words: string): string | undefined {
  const [name, ...rest] = words.split(/\s+/);
  const command: Command | undefined = rules.commands.find((each) => each.name() === name);
  if (!command) return `there is no baton rules ${name}`;
  const known = command.options.flatMap(({ long, short }) => [long, short]);
  const unknown = rest.find((word) => /^--?[a-z]/.test(word) && word !== '--help' && !known.includes(word));
  return unknown === undefined ? undefined : `baton rules ${name} has no ${unknown}`;
}

describe.each([
  'README.md',
  'docs/guides/change-rules-safely.md',
  'docs/guides/simulate-a-month.md',
  'docs/examples/github-actions/rules.yml'
])('the commands in %s', (path) => {
  const commands = commandsIn(read(path));

  it('are there, with their options', () => {
    expect(commands).not.toEqual([]);
    expect(commands.flatMap((words) => fault(words) ?? [])).toEqual([]);
  });
});

describe('the example for GitHub Actions', () => {
  it('is YAML and runs the tests when a rule, a case, a field or a queue changes', () => {
    const { errors, contents } = parseDocument(read('docs/examples/github-actions/rules.yml'));
    expect(errors).toEqual([]);
    expect(contents?.toJSON()).toMatchObject({
      on: { pull_request: { paths: expect.arrayContaining(['**/assignmentRules/**', '**/rule-tests/**']) as string[] } }
    });
  });
});

describe('the check of the commands', () => {
  it('finds a command and an option that are not there', () => {
    expect(fault('forget --json')).toBe('there is no baton rules forget');
    expect(fault('test --rulez x')).toBe('baton rules test has no --rulez');
    expect(fault('test --rules x')).toBeUndefined();
  });
});
