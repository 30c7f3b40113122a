/**
 * Edge cases as an administrator writes them: YAML with comments, each case a lead and where it must go. Whatever is wrong in
 * a file is told at once, each mistake with its line.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { fieldLookup, type AssignmentRule, type OrgDescription } from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';
import { readLeadRecord } from './leadRecord.ts';
import { nearestName } from './nearestName.ts';
import type { LeadFields } from './salesforce/readLead.ts';

export type Expectation =
  | { kind: 'team'; team: string }
  | { kind: 'user'; user: string }
  /** The rule keeps the owner. */
  | { kind: 'keep' }
  /** No entry matches, and the org's default lead owner gets it. */
  | { kind: 'default' };

export interface RuleTestCase {
  name: string;
  file: string;
  /** At which it begins, from 1. */
  line: number;
  lead: LeadFields;
  expected: Expectation;
  /** Number of the entry that must take it, or a part of the comment above that entry; undefined for any. */
  entry: number | string | undefined;
  /** The instant that TODAY() and NOW() mean; undefined for the present. */
  now: Date | undefined;
}

export interface RuleTestFile {
  cases: RuleTestCase[];
  warnings: FileProblem[];
}

export interface FileProblem {
  line: number;
  message: string;
}

const nonBlank = z.string().trim().min(1, 'is blank');
const entry = z.union([z.number().int().min(1), nonBlank], 'must be the number of an entry, or words of its comment');

/** The shape of a file, before the names in it are compared with the org. */
export const ruleTestsSchema = z.strictObject({
  cases: z
    .array(
      z.strictObject({
        name: nonBlank.meta({ description: 'What is special about this lead; no two cases share a name.' }),
        lead: z
          .record(z.string(), z.unknown())
          .nullable()
          .meta({ description: 'Fields of the lead by API name; fields left out have their default, or are blank.' }),
        now: z.iso
          .datetime({ offset: true, error: 'must be an instant such as 2026-11-03T08:00:00Z' })
          .optional()
          .meta({ description: 'The instant that TODAY() and NOW() mean in this case. Left out, it is the present.' }),
        expect: z
          .strictObject({
            team: nonBlank.optional().meta({ description: 'A queue, by its API name or its label.' }),
            user: nonBlank.optional().meta({ description: 'A user, by username.' }),
            owner: z.enum(['keep', 'default'], 'must be keep or default').optional().meta({
              description: 'keep: the rule does not reassign the owner. default: no entry takes it.'
            }),
            entry: entry
              .optional()
              .meta({ description: 'Which entry must take it: its number, or words of its comment.' })
          })
          .meta({ description: 'Where the lead must go: one of team, user and owner.' })
      })
    )
    .min(1, 'has no case')
});

/** @throws BatonError `ruleTestsNotReadable` that lists every mistake with its line */
export function parseRuleTests(
  text: string,
  file: string,
  { org, rule }: { org: OrgDescription; rule: AssignmentRule }
): RuleTestFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0) {
    throw notReadable(
      file,
      document.errors.map(({ message, pos }) => ({ line: lineAt(pos[0]), message: `is no YAML: ${message}` }))
    );
  }
  const lineOf = (path: readonly PropertyKey[]): number => lineAt(offsetOf(document, path));
  const parsed = ruleTestsSchema.safeParse(document.toJS());
  if (!parsed.success) {
    throw notReadable(
      file,
      parsed.error.issues.flatMap((issue) => problemsOf(issue, lineOf))
    );
  }
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  const cases = parsed.data.cases.map((given, index): RuleTestCase => {
    const at = (...path: PropertyKey[]): number => lineOf(['cases', index, ...path]);
    const lead = given.lead ?? {};
    const read = readLeadRecord(asTyped(document, index, lead, org), org);
    const told = ({ field, message }: { field: string; message: string }): FileProblem => ({
      line: at('lead', nameAsTyped(lead, field)),
      message: `${field} ${message}`
    });
    problems.push(...read.problems.map(told));
    warnings.push(...read.warnings.map(told));
    const { team, user, owner } = given.expect;
    const chosen = [team, user, owner].filter((each) => each !== undefined);
    if (chosen.length !== 1) {
      problems.push({ line: at('expect'), message: 'expect takes exactly one of team, user and owner' });
    }
    if (owner === 'default' && given.expect.entry !== undefined) {
      problems.push({ line: at('expect', 'entry'), message: 'no entry gives a lead to the default owner' });
    }
    const unknown = unknownTarget(given.expect, { org, rule });
    if (unknown !== undefined) {
      problems.push({ line: at('expect', team === undefined ? 'user' : 'team'), message: unknown });
    }
    if (typeof given.expect.entry === 'number' && given.expect.entry > rule.entries.length) {
      problems.push({
        line: at('expect', 'entry'),
        message: `the rule "${rule.fullName}" has ${rule.entries.length} entries, and none numbered ${given.expect.entry}`
      });
    }
    if (parsed.data.cases.findIndex(({ name }) => name === given.name) < index) {
      problems.push({ line: at('name'), message: `another case is named "${given.name}"` });
    }
    return {
      name: given.name,
      file,
      line: at(),
      lead: read.values,
      expected: expectationOf({ team, user, owner }, org),
      entry: given.expect.entry,
      now: given.now === undefined ? undefined : new Date(given.now)
    };
  });
  if (problems.length > 0) {
    throw notReadable(file, problems);
  }
  return { cases, warnings };
}

function expectationOf(
  {
    team,
    user,
    owner
  }: { team?: string | undefined; user?: string | undefined; owner?: 'keep' | 'default' | undefined },
  { queues }: OrgDescription
): Expectation {
  if (team !== undefined) {
    const queue = queues?.find(({ developerName, name }) => [developerName, name].some((each) => isSame(each, team)));
    return { kind: 'team', team: queue?.developerName ?? team };
  }
  return user === undefined ? { kind: owner ?? 'default' } : { kind: 'user', user };
}

/** A name that neither the org nor the rule knows is a slip of the pen; undefined when all is well, or nobody can tell. */
function unknownTarget(
  { team, user }: { team?: string | undefined; user?: string | undefined },
  { org: { queues, users }, rule }: { org: OrgDescription; rule: AssignmentRule }
): string | undefined {
  const targets = rule.entries.flatMap(({ target }) => target ?? []);
  const inRule = (type: 'Queue' | 'User'): string[] =>
    targets.filter((target) => target.type === type).map(({ name }) => name);
  if (team !== undefined && queues) {
    const known = [...queues.flatMap(({ developerName, name }) => [developerName, name]), ...inRule('Queue')];
    return known.some((name) => isSame(name, team)) ? undefined : `there is no team ${team}${nearest(team, known)}`;
  }
  if (user !== undefined && users) {
    const known = [...users.map(({ username }) => username), ...inRule('User')];
    return known.some((name) => isSame(name, user)) ? undefined : `there is no user ${user}${nearest(user, known)}`;
  }
  return undefined;
}

function nearest(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near ? `; the nearest is ${near}` : '';
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** YAML takes `02139` for a number: in a text field it is what stands there. */
function asTyped(
  document: Document,
  index: number,
  lead: Readonly<Record<string, unknown>>,
  { fields = [] }: OrgDescription
): Record<string, unknown> {
  const lookup = fieldLookup(fields);
  const typed: Record<string, unknown> = { ...lead };
  for (const [name, value] of Object.entries(lead)) {
    const isText = !['boolean', 'int', 'double', 'currency', 'percent'].includes(lookup(name)?.type ?? 'boolean');
    const node = document.getIn(['cases', index, 'lead', name], true);
    if (isText && typeof value !== 'string' && value !== null && isScalar(node) && node.source !== undefined) {
      typed[name] = node.source;
    }
  }
  return typed;
}

function nameAsTyped(lead: Readonly<Record<string, unknown>>, field: string): string {
  return Object.keys(lead).find((name) => isSame(name, field)) ?? field;
}

function problemsOf(issue: z.core.$ZodIssue, lineOf: (path: readonly PropertyKey[]) => number): FileProblem[] {
  const name = issue.path.filter((part) => typeof part === 'string').join('.') || 'the file';
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      line: lineOf([...issue.path, key]),
      message: `${key} is not known here${issue.path.length === 0 ? ': the file holds cases' : ` in ${name}`}`
    }));
  }
  const message =
    issue.code === 'invalid_type'
      ? /received undefined/.test(issue.message)
        ? 'is missing'
        : `must be ${typeNames[issue.expected] ?? issue.expected}`
      : issue.message;
  return [{ line: lineOf(issue.path), message: `${name} ${message}` }];
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a block of names and values',
  record: 'a block of names and values',
  array: 'a list',
  string: 'a text',
  number: 'a number'
};

/** Where the name of a value stands; where it is missing, what would hold it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else {
      break;
    }
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range;
  return range?.[0];
}

function notReadable(file: string, problems: readonly FileProblem[]): BatonError {
  const lines = [...problems]
    .sort((a, b) => a.line - b.line)
    .map(({ line, message }) => `  ${file}:${line} ${message}`);
  return new BatonError('ruleTestsNotReadable', `${file} is not right:\n${lines.join('\n')}`);
}
