import type { RuleEntry } from '../ruleFile.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { JudgedEntry } from './judgedEntry.ts';
import type { FieldLookup, OrgDescription } from './orgDescription.ts';

/** Whom an entry gives its leads to, against the org. */
export function* targetFindings({ number, target }: RuleEntry, { queues, users }: OrgDescription): Generator<Finding> {
  if (!target) return;
  const name = target.name.toLowerCase();
  const entries = [number];
  const who = `Entry ${number} gives its leads to the ${target.type.toLowerCase()} ${target.name}`;
  if (target.type === 'User') {
    if (!users) return;
    const user = users.find(({ username }) => username.toLowerCase() === name);
    if (!user) yield finding({ code: 'user-not-found', entries, why: `${who}, whom the org does not know.` });
    else if (!user.isActive) yield finding({ code: 'user-inactive', entries, why: `${who}, who is not active.` });
    return;
  }
  if (!queues) return;
  const queue = queues.find(({ developerName }) => developerName.toLowerCase() === name);
  if (!queue) {
    yield finding({ code: 'queue-not-found', entries, why: `${who}, which the org does not have.` });
    return;
  }
  if (!queue.takesLeads) {
    yield finding({ code: 'queue-takes-no-leads', entries, why: `${who}, which does not take leads.` });
  }
  if (queue.memberCount === 0) {
    yield finding({ code: 'queue-without-members', entries, why: `${who}, which has no active member.` });
  }
}

/** What Salesforce takes at most (documented: Salesforce Help, "Assignment Rules"; rows: assumed from Setup, which offers 25). */
export const mostEntries = 3_000;
export const mostRows = 25;
/** From this share on a limit is near. */
const near = 0.9;

export function* limitFindings(entries: readonly RuleEntry[]): Generator<Finding> {
  const count = entries.length;
  if (count >= mostEntries * near) {
    const why = `The rule has ${count} entries; Salesforce takes ${mostEntries}.`;
    yield finding({ code: count > mostEntries ? 'over-limit' : 'near-limit', entries: [], why });
  }
  for (const { number, criteriaItems } of entries) {
    const rows = criteriaItems.length;
    if (rows < mostRows * near) continue;
    const why = `Entry ${number} has ${rows} rows; Salesforce takes ${mostRows}.`;
    yield finding({ code: rows > mostRows ? 'over-limit' : 'near-limit', entries: [number], why });
  }
}

/** Codes of problems that Salesforce has with an entry too. */
const refusedBySalesforce: ReadonlySet<string> = new Set([
  'CRITERIA_AND_FORMULA',
  'CASE_ONLY_ELEMENT',
  'OPERATION_UNKNOWN',
  'OPERATION_NOT_FOR_TYPE',
  'VALUE_LIST_MALFORMED',
  'VALUE_TAKES_ONE',
  'VALUE_NOT_A_BOOLEAN',
  'FILTER_MALFORMED',
  'FILTER_ROW_UNKNOWN',
  'FILTER_ROW_UNUSED',
  'FILTER_WITHOUT_CRITERIA'
]);

/** What kept an entry from being compiled: a mistake in it, or what the analysis cannot judge. */
export function* problemFindings({ entry, problems }: JudgedEntry, lookup: FieldLookup): Generator<Finding> {
  for (const { code, message, advice, field } of problems) {
    const facts = { entries: [entry.number], why: `Entry ${entry.number}: ${message}` };
    const name = field?.replace(/^Lead\./i, '').replace(/^\$User\./i, 'User.');
    if (code === 'FIELD_UNKNOWN' && name !== undefined && lookup(name)) {
      const why = `Entry ${entry.number} compares ${field}, whose type ${lookup(name)!.type} is not one that Baton can judge.`;
      yield finding({ code: 'entry-not-judged', ...facts, why });
    } else if (code === 'FIELD_UNKNOWN' || (code === 'FIELD_OBJECT_UNKNOWN' && entry.formula === undefined)) {
      yield finding({ code: 'field-not-found', ...facts, next: advice });
    } else if (refusedBySalesforce.has(code)) {
      yield finding({ code: 'entry-not-valid', ...facts, next: advice });
    } else {
      yield finding({ code: entry.formula === undefined ? 'entry-not-judged' : 'formula-not-judged', ...facts });
    }
  }
}

/** The lists of the org that are missing, and what is not checked for want of them. */
export function* leftOutFindings(
  { fields, queues, users }: OrgDescription,
  entries: readonly RuleEntry[]
): Generator<Finding> {
  const leftOut = (what: string, checks: string) =>
    finding({ code: 'check-left-out', entries: [], why: `${what} could not be read: ${checks}.` });
  if (!fields) yield leftOut('The fields', 'nothing that depends on what entries match is checked');
  const targets = new Set(entries.flatMap(({ target }) => target?.type ?? []));
  if (!queues && targets.has('Queue')) yield leftOut('The queues', 'whether they exist and take leads is not checked');
  else if (targets.has('Queue') && queues!.some(({ memberCount }) => memberCount === undefined))
    yield leftOut('The members of some queues', 'whether anybody is in them is not checked');
  if (!users && targets.has('User')) yield leftOut('The users', 'whether they exist and are active is not checked');
}
