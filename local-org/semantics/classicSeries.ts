/**
 * Recurring events as Salesforce Classic keeps them, in fields of their own. Source: Object Reference, Event, "Event Series
 * and Recurring Events" with the table of recurrence fields (documented); the words of errors, the limits of occurrences
 * and that weeks begin on Sunday are assumed.
 */
import { SalesforceError } from '../errors.ts';
import type { StoredRow } from '../org.ts';
import { months, recurrenceInstances } from '../state/standardObjects/picklists.ts';

/** Fields beside these three are demanded by the type, and only those. */
const always = ['RecurrenceStartDateTime', 'RecurrenceEndDateOnly', 'RecurrenceType'] as const;

export const classicFields: readonly string[] = [
  ...always,
  'RecurrenceTimeZoneSidKey',
  'RecurrenceInterval',
  'RecurrenceDayOfWeekMask',
  'RecurrenceDayOfMonth',
  'RecurrenceInstance',
  'RecurrenceMonthOfYear'
];

interface RecurrenceType {
  readonly fields: readonly string[];
  /** As parts of a rule of RFC 5545. */
  readonly parts: (row: StoredRow) => string[];
  readonly mostOccurrences: number;
}

const types: Readonly<Record<string, RecurrenceType>> = {
  RecursDaily: {
    fields: ['RecurrenceInterval'],
    parts: (row) => ['FREQ=DAILY', interval(row)],
    mostOccurrences: 100
  },
  RecursEveryWeekday: {
    fields: ['RecurrenceDayOfWeekMask'],
    parts: (row) => {
      if (Number(row['RecurrenceDayOfWeekMask']) & (1 | 64))
        throw wrong('RecurrenceDayOfWeekMask', 'Every weekday cannot be Saturday or Sunday');
      return ['FREQ=WEEKLY', byDay(row)];
    },
    mostOccurrences: 100
  },
  RecursWeekly: {
    fields: ['RecurrenceInterval', 'RecurrenceDayOfWeekMask'],
    parts: (row) => ['FREQ=WEEKLY', interval(row), byDay(row), 'WKST=SU'],
    mostOccurrences: 53
  },
  RecursMonthly: {
    fields: ['RecurrenceDayOfMonth', 'RecurrenceInterval'],
    parts: (row) => ['FREQ=MONTHLY', interval(row), byMonthDay(row)],
    mostOccurrences: 60
  },
  RecursMonthlyNth: {
    fields: ['RecurrenceInterval', 'RecurrenceInstance', 'RecurrenceDayOfWeekMask'],
    parts: (row) => ['FREQ=MONTHLY', interval(row), byDay(row), position(row)],
    mostOccurrences: 60
  },
  RecursYearly: {
    fields: ['RecurrenceDayOfMonth', 'RecurrenceMonthOfYear'],
    parts: (row) => ['FREQ=YEARLY', byMonth(row), byMonthDay(row)],
    mostOccurrences: 10
  },
  RecursYearlyNth: {
    fields: ['RecurrenceDayOfWeekMask', 'RecurrenceInstance', 'RecurrenceMonthOfYear'],
    parts: (row) => ['FREQ=YEARLY', byMonth(row), byDay(row), position(row)],
    mostOccurrences: 10
  }
};

/**
 * The rule of a recurring event, without its end.
 * @throws SalesforceError REQUIRED_FIELD_MISSING, FIELD_INTEGRITY_EXCEPTION
 */
export function classicRule(row: StoredRow): { rule: string; mostOccurrences: number } {
  const type = types[String(row['RecurrenceType'])];
  const has = (name: string): boolean => (row[name] ?? null) !== null;
  const missing = [...always, ...(type?.fields ?? [])].filter((name) => !has(name));
  if (missing.length > 0 || !type)
    throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, {
      fields: missing
    });
  const wanted = new Set<string>([...always, ...type.fields, 'RecurrenceTimeZoneSidKey']);
  const unused = classicFields.find((name) => !wanted.has(name) && has(name));
  if (unused) throw wrong(unused, `${String(row['RecurrenceType'])} does not use ${unused}: it must be null`);
  if (String(row['RecurrenceStartDateTime']).slice(0, 10) > String(row['RecurrenceEndDateOnly']))
    throw wrong('RecurrenceEndDateOnly', 'The recurrence must start before it ends');
  return { rule: type.parts(row).join(';'), mostOccurrences: type.mostOccurrences };
}

function wrong(field: string, message: string): SalesforceError {
  return new SalesforceError('FIELD_INTEGRITY_EXCEPTION', message, { fields: [field] });
}

function interval(row: StoredRow): string {
  const every = Number(row['RecurrenceInterval']);
  if (every < 1 || every > 99) throw wrong('RecurrenceInterval', 'RecurrenceInterval must be between 1 and 99');
  return `INTERVAL=${every}`;
}

const days = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

function byDay(row: StoredRow): string {
  const mask = Number(row['RecurrenceDayOfWeekMask']);
  if (mask < 1 || mask > 127)
    throw wrong('RecurrenceDayOfWeekMask', 'RecurrenceDayOfWeekMask must be between 1 and 127');
  return `BYDAY=${days.filter((_, day) => mask & (1 << day)).join(',')}`;
}

/** The 31st is the last day of a shorter month (documented for Lightning series; assumed here). */
function byMonthDay(row: StoredRow): string {
  const day = Number(row['RecurrenceDayOfMonth']);
  if (day < 1 || day > 31) throw wrong('RecurrenceDayOfMonth', 'RecurrenceDayOfMonth must be between 1 and 31');
  return `BYMONTHDAY=${day === 31 ? -1 : day}`;
}

function byMonth(row: StoredRow): string {
  return `BYMONTH=${months.indexOf(String(row['RecurrenceMonthOfYear'])) + 1}`;
}

function position(row: StoredRow): string {
  const instance = recurrenceInstances.indexOf(String(row['RecurrenceInstance']));
  return `BYSETPOS=${instance === recurrenceInstances.length - 1 ? -1 : instance + 1}`;
}
