/**
 * What the commands of an administrator work on: a rule, where it was read, and the org around it. It is read once, at
 * the edge; whatever judges it is pure.
 */
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import {
  activeRule,
  AssignmentRuleError,
  compileRule,
  entryComments,
  fieldTypesOf,
  parseAssignmentRules,
  type AssignmentRule,
  type AssignmentRuleFile,
  type CompiledRule,
  type EntryComments,
  type OrgDescription
} from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';
import { describeOrg } from './salesforce/describeOrg.ts';
import { readRules } from './salesforce/readRules.ts';
import { readRunningUser, userFieldsReadBy } from './salesforce/readSetup.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { readRunningUserId } from './salesforce/users.ts';
import type { LeadDescription, RunningUser } from './snapshot/orgSnapshot.ts';

/** A rule, and where it was read. */
export interface ChosenRule {
  rules: AssignmentRuleFile;
  /** The one that is judged: the active one, or the one that was asked for by name. */
  rule: AssignmentRule;
  /** Where the rules were read, as a reader is told: a path, or the org's address. */
  source: string;
  /** Text of the file, for lines and comments; what the Metadata API answered when the rules are the org's own. */
  xml: string;
  /** What an admin wrote above an entry, by its number. */
  comments: EntryComments;
}

export interface RulesWorld extends ChosenRule {
  org: OrgDescription;
  /** What a lead gets from the org when it is saved. */
  lead: LeadDescription;
  /** The user that creates the leads, with the fields that the rule reads. */
  runningUser: RunningUser;
  /** What could not be read, a sentence each: the checks that need it are left out. */
  unread: readonly string[];
  now: () => Date;
}

export interface RuleChoice {
  /** `--rules`; undefined to read the org's own rules. */
  rulesFile: string | undefined;
  /** `--rule`; undefined for the active one. */
  ruleName?: string | undefined;
  /** A file with the same rules as the org where nobody has changed them since: it has the comments that no org keeps. */
  commentedFile?: string | undefined;
}

export interface RulesWorldOptions extends RuleChoice {
  /** As the user that creates the leads. */
  salesforce: Salesforce;
  /** As a user who may read metadata; default: the one that creates the leads. */
  administrator?: Salesforce;
  /** Of an org made from metadata alone: people, and the values of standard picklists, are not known there. */
  bare?: boolean;
  /** For each request. Default 30,000. */
  deadlineMs?: number;
  /** Default: the machine's clock. */
  now?: () => Date;
}

/** @throws BatonError `rulesNotReadable`, or what Salesforce answered */
export async function loadRulesWorld(options: RulesWorldOptions): Promise<RulesWorld> {
  const { salesforce, administrator = salesforce, deadlineMs = 30_000, now = () => new Date() } = options;
  const [chosen, described, userId] = await Promise.all([
    readRule(options, administrator, deadlineMs),
    describeOrg(administrator, deadlineMs),
    readRunningUserId(salesforce, deadlineMs)
  ]);
  const runningUser = await readRunningUser(administrator, userId, userFieldsReadBy(chosen.xml), deadlineMs);
  const { org, lead, unread } = options.bare ? withoutPeople(described) : described;
  return { ...chosen, org, lead, runningUser, unread, now };
}

/** @throws BatonError `rulesNotReadable`, or what Salesforce answered */
export async function readRule(choice: RuleChoice, administrator: Salesforce, deadlineMs: number): Promise<ChosenRule> {
  const { xml, source } = await readRuleText(choice, administrator, deadlineMs);
  const rules = parseRuleText(xml, source);
  const rule = chosenRule(rules, choice.ruleName, source);
  return { rules, rule, source, xml, comments: entryComments(xml, rule.fullName) };
}

/** The rule, ready to be followed. @throws BatonError `ruleNotSupported` with everything that cannot be judged */
export function compiledRuleOf({ rule, org, source }: Pick<RulesWorld, 'rule' | 'org' | 'source'>): CompiledRule {
  try {
    return compileRule(rule, fieldTypesOf(org.fields ?? []));
  } catch (error) {
    if (error instanceof AssignmentRuleError) {
      throw new BatonError('ruleNotSupported', `${source}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/**
 * The same org with the rule of another file.
 * @param options.ruleName as of {@link loadRulesWorld}
 * @throws BatonError `rulesNotReadable`
 */
export async function withOtherRules<T extends RulesWorld>(
  world: T,
  file: string,
  options: { administrator: Salesforce; ruleName: string | undefined; deadlineMs?: number }
): Promise<T> {
  const { administrator, ruleName, deadlineMs = 30_000 } = options;
  const chosen = await readRule({ rulesFile: file, ruleName }, administrator, deadlineMs);
  const reads = userFieldsReadBy(chosen.xml);
  const runningUser = await readRunningUser(administrator, world.runningUser.id, reads, deadlineMs);
  return { ...world, ...chosen, runningUser };
}

/** A rule file of the disk. @throws BatonError `rulesNotReadable` */
export async function readRuleFile(file: string): Promise<{ xml: string; rules: AssignmentRuleFile }> {
  const xml = await readText(file);
  return { xml, rules: parseRuleText(xml, file) };
}

async function readRuleText(
  { rulesFile, commentedFile }: RuleChoice,
  administrator: Salesforce,
  deadlineMs: number
): Promise<{ xml: string; source: string }> {
  if (rulesFile !== undefined) {
    return { xml: await readText(rulesFile), source: shownPath(rulesFile) };
  }
  const read = await readRules(administrator, { rulesFile: undefined, deadlineMs });
  if (read.xml === null) {
    throw new BatonError(
      'rulesNotReadable',
      'The user that the SF_ settings log in as may not read metadata, so the org’s own rules cannot be seen.'
    );
  }
  const org = `the org at ${administrator.instanceUrl}`;
  if (commentedFile !== undefined) {
    const { xml, rules } = await readRuleFile(commentedFile);
    if (JSON.stringify(rules) === JSON.stringify(parseRuleText(read.xml, org))) {
      return { xml, source: `${org}, which has the rules of ${shownPath(commentedFile)}` };
    }
  }
  return { xml: read.xml, source: org };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      { ENOENT: `${resolve(file)}: there is no such file.`, EISDIR: `${file} is a folder: name the file in it.` }[
        code ?? ''
      ] ?? `${file} cannot be read: ${message}`;
    throw new BatonError('rulesNotReadable', why, { cause: error });
  }
}

function parseRuleText(xml: string, source: string): AssignmentRuleFile {
  try {
    return parseAssignmentRules(xml);
  } catch (error) {
    if (error instanceof AssignmentRuleError) {
      throw new BatonError('rulesNotReadable', `${shownPath(source)}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

function chosenRule(rules: AssignmentRuleFile, name: string | undefined, source: string): AssignmentRule {
  const names = rules.rules.map(({ fullName }) => `"${fullName}"`).join(', ');
  const known = names === '' ? 'It has no rule.' : `Its rules: ${names}.`;
  if (name !== undefined) {
    const found = rules.rules.find(({ fullName }) => fullName.toLowerCase() === name.toLowerCase());
    if (!found) {
      throw new BatonError('rulesNotReadable', `There is no rule named "${name}" in ${source}. ${known}`);
    }
    return found;
  }
  const active = activeRule(rules);
  if (!active) {
    throw new BatonError('rulesNotReadable', `No rule is active in ${source}. ${known}`);
  }
  return active;
}

/** Of an org that was made from metadata: what metadata does not hold is not known, rather than empty. */
function withoutPeople({ org, lead, unread }: Awaited<ReturnType<typeof describeOrg>>): {
  org: OrgDescription;
  lead: LeadDescription;
  unread: string[];
} {
  const fields = org.fields?.map((field) =>
    field.picklistValues && !field.name.endsWith('__c') ? { ...field, picklistValues: undefined } : field
  );
  const queues = org.queues?.map((queue) => ({ ...queue, memberCount: undefined }));
  return {
    org: { fields, queues, users: undefined },
    lead,
    unread: [
      ...unread,
      'Who is in a queue, which users there are and what values standard picklists have is not in metadata: connect an org to have that checked.'
    ]
  };
}

/** As seen from the folder in which the reader types, where it is below it. */
function shownPath(file: string): string {
  const path = relative(process.cwd(), file);
  return path === '' || path.startsWith('..') ? file : path;
}
