/**
 * The reference that the analysis is held against: every lead of a small world, one bit each, and for each entry the set of
 * those that it matches. What a row says of a value is worked out here from the texts of the row, in the simplest way, sharing
 * nothing with the library.
 */
import type { CriteriaItem, DescribedField, LeadValue, RuleEntry } from '../../../assignment-rules/index.ts';
import type { SmallField } from './smallWorld.ts';

export interface Enumeration {
  readonly all: bigint;
  /** By place of the entry. */
  readonly matches: readonly bigint[];
}

/** The leads of which a field's value meets a condition. */
type Where = (key: string, holds: (value: LeadValue) => boolean) => bigint;

export function enumerate(entries: readonly RuleEntry[], fields: readonly SmallField[]): Enumeration {
  const axes = new Map<string, { field: DescribedField; values: readonly { value: LeadValue; leads: bigint }[] }>();
  let count = 1;
  for (const { field, values } of fields) {
    // As many leads as there are so far, for each value in turn.
    const known = [...axes.values()];
    for (const axis of known)
      axis.values = axis.values.map(({ value, leads }) => ({ value, leads: repeated(leads, count, values.length) }));
    const block = ones(count);
    const own = values.map((value, at) => ({ value, leads: block << BigInt(at * count) }));
    axes.set(keyOf(field), { field, values: own });
    count *= values.length;
  }
  const where: Where = (key, holds) =>
    axes.get(key)!.values.reduce((found, { value, leads }) => (holds(value) ? found | leads : found), 0n);
  const all = ones(count);
  const rowOf = (item: CriteriaItem): bigint =>
    where(item.field, (value) => rowHolds(item, value, axes.get(item.field)!.field));
  const matches = entries.map(({ criteriaItems, booleanFilter, formula }) => {
    if (formula !== undefined) return smallFormulas[formula]!(where);
    const rows = criteriaItems.map(rowOf);
    return booleanFilter === undefined ? rows.reduce((met, row) => met & row, all) : filtered(booleanFilter, rows, all);
  });
  return { all, matches };
}

const keyOf = ({ object, name }: DescribedField) => `${object}.${name}`;

function ones(count: number): bigint {
  return (1n << BigInt(count)) - 1n;
}

function repeated(bits: bigint, period: number, times: number): bigint {
  let all = 0n;
  for (let at = 0; at < times; at += 1) all |= bits << BigInt(at * period);
  return all;
}

/** Formulas for random rules, and what they mean. */
export const smallFormulas: Readonly<Record<string, (where: Where) => bigint>> = {
  'ISPICKVAL(Industry, "A")': (where) => where('Lead.Industry', (value) => value === 'A'),
  'NOT(Keep_Owner__c)': (where) => where('Lead.Keep_Owner__c', (value) => value !== true),
  'AND(ISPICKVAL(Industry, "B"), NumberOfEmployees > 3)': (where) =>
    where('Lead.Industry', (value) => value === 'B') &
    where('Lead.NumberOfEmployees', (value) => value !== null && Number(value) > 3)
};

function rowHolds({ operation, value }: CriteriaItem, actual: LeadValue, { type, names }: DescribedField): boolean {
  const isBlank = actual === null || actual === undefined;
  const shown = type === 'reference' ? names!.find(({ id }) => id === actual)?.name : actual;
  const text = isBlank ? '' : String(shown).toLowerCase();
  if (value === undefined) return (operation === 'equals') === isBlank;
  const items = value.split(',').map((item) => item.trim().toLowerCase());
  if (type === 'boolean') return (operation === 'equals') === (actual === (items[0] === 'true'));
  const isNumber = type === 'int' || type === 'double';
  const isOne = !isBlank && items.some((item) => (isNumber ? Number(item) === Number(text) : item === text));
  const [left, right]: [number | string, number | string] = isNumber
    ? [Number(text), Number(items[0])]
    : [text, items[0]!];
  const chosen = text.split(';');
  switch (operation) {
    case 'equals':
      return isOne;
    case 'notEqual':
      return !isOne;
    case 'startsWith':
      return !isBlank && items.some((item) => text.startsWith(item));
    case 'contains':
      return !isBlank && items.some((item) => text.includes(item));
    case 'notContain':
      return isBlank || !items.some((item) => text.includes(item));
    case 'includes':
      return chosen.some((one) => items.includes(one));
    case 'excludes':
      return !chosen.some((one) => items.includes(one));
    case 'lessThan':
      return !isBlank && left < right;
    case 'lessOrEqual':
      return !isBlank && left <= right;
    case 'greaterThan':
      return !isBlank && left > right;
    case 'greaterOrEqual':
      return !isBlank && left >= right;
    default:
      throw new Error(operation);
  }
}

/** Replaces what is innermost in the filter by the number of its leads, until one is left. Every AND and OR stands in parentheses. */
function filtered(filter: string, rows: readonly bigint[], all: bigint): bigint {
  const sets = [all, ...rows];
  const named = (set: bigint): string => String(sets.push(set) - 1);
  const of = (number: string): bigint => sets[Number(number)]!;
  let text = filter;
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/NOT (\d+)/g, (_, one: string) => named(all & ~of(one)))
      .replace(/\((\d+) AND (\d+)\)/g, (_, one: string, other: string) => named(of(one) & of(other)))
      .replace(/\((\d+) OR (\d+)\)/g, (_, one: string, other: string) => named(of(one) | of(other)));
  }
  if (!/^\d+$/.test(text)) throw new Error(`${filter} ends as ${text}`);
  return of(text);
}
