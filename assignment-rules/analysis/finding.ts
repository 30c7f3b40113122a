import type { LeadRecord } from '../leadValues.ts';

/**
 * - `error`: the rule does not do what the entry says, or Salesforce refuses it
 * - `warning`: most likely a mistake; the rule may be meant so
 * - `info`: worth knowing, nothing to mend; also what could not be judged
 */
export type Severity = 'error' | 'warning' | 'info';

/** Every finding: its usual severity, and what to do about it. Documented in docs/reference/lint-findings.md. */
export const findingCatalogue = {
  'shadowed-entry': ['error', 'Move the entry above those that take its leads, narrow them, or remove it.'],
  'duplicate-entry': ['error', 'Remove one of the two.'],
  'contradictory-entry': ['error', 'Correct the rows that exclude each other, or join them with OR in the filter.'],
  'conflicting-entries': [
    'warning',
    'Decide whose these leads are: take them out of one of the two, or add an entry for them above both.'
  ],
  'no-catch-all': [
    'warning',
    'Add an entry without criteria at the end; until then these leads go to the default lead owner.'
  ],
  'hole-in-grid': ['warning', 'Add an entry for them, or a value to the list of an entry that should take them.'],
  'only-catch-all': ['info', 'Nothing, if they are meant to; otherwise add an entry for them above the last.'],
  'redundant-row': ['info', 'Remove the row; it changes nothing.'],
  'value-not-in-picklist': ['warning', 'Correct the spelling, add the value to the picklist, or remove it here.'],
  'value-too-long': ['warning', 'Shorten the value, or remove it.'],
  'value-out-of-range': ['warning', 'Give a number that the field can hold.'],
  'name-not-found': ['warning', 'Correct the name: rules compare a lookup by the name it points to.'],
  'field-not-found': ['error', 'Check the API name, and that the field is deployed.'],
  'entry-not-valid': ['error', 'Correct the entry; Salesforce refuses it as it stands.'],
  'entry-not-judged': ['info', 'Nothing in Salesforce; Baton leaves the entry out of what it proves.'],
  'formula-not-judged': [
    'info',
    'Nothing in Salesforce; to have it judged, use criteria or functions that Baton knows.'
  ],
  'not-decided': ['info', 'Check by hand, or express the formula that is in the way by criteria.'],
  'queue-not-found': ['error', 'Create the queue, or correct the DeveloperName.'],
  'queue-takes-no-leads': ['error', 'Add Lead to the objects of the queue.'],
  'queue-without-members': ['warning', 'Add active members to the queue, or send the leads elsewhere.'],
  'user-not-found': ['error', 'Correct the username; those of a sandbox end in the name of the sandbox.'],
  'user-inactive': ['error', 'Send the leads to a queue, or to a user who is active.'],
  'over-limit': ['error', 'Join entries with comma lists or filters until the rule is within the limit.'],
  'near-limit': ['warning', 'Join entries with comma lists or filters before there is no room left.'],
  'check-left-out': ['info', 'Connect an org, or use a user who may read what is missing.']
} as const satisfies Record<string, readonly [Severity, string]>;

export type FindingCode = keyof typeof findingCatalogue;

/** A lead made up to show a finding. It holds no field that the rule does not read. */
export interface FindingExample {
  readonly lead: LeadRecord;
  /** Fields of the running user, where the rule reads any. */
  readonly runningUser?: LeadRecord;
  /** Numbers of entries that the finding is about and that this lead meets. */
  readonly meets: readonly number[];
  /** Number of the entry that takes it; null when none does. */
  readonly goesTo: number | null;
}

/** A part of a grid, e.g. Country DE with Industry Energy. */
export interface GridCell {
  /** Label of the values by field; fields that do not matter are left out. */
  readonly cell: Readonly<Record<string, string>>;
  readonly example: FindingExample;
}

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** Numbers of the entries, from 1: the one at fault first. Empty for the rule as a whole. */
  readonly entries: readonly number[];
  /** Numbers of rows of the first entry, from 1. */
  readonly rows?: readonly number[];
  readonly why: string;
  readonly next: string;
  readonly example?: FindingExample;
  readonly cells?: readonly GridCell[];
}

export type FindingFacts = Omit<Finding, 'severity' | 'next'> & Partial<Pick<Finding, 'severity' | 'next'>>;

/** With the usual severity and advice, unless the facts give others. */
export function finding(facts: FindingFacts): Finding {
  const [severity, next] = findingCatalogue[facts.code];
  return { severity, next, ...facts };
}

/** `entry 3`, `entries 3 and 4`, `entries 1, 2 and 5`. */
export function entriesText(numbers: readonly number[]): string {
  return `${numbers.length === 1 ? 'entry' : 'entries'} ${listText(numbers)}`;
}

/** `a, b and c`; of many only the first. */
export function listText(items: readonly (string | number)[], most = 8): string {
  if (items.length > most) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)!}`;
}
