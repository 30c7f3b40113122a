import type { CriteriaItem, LeadRecord, LeadValue, RuleEntry } from '../../assignment-rules/index.ts';

/**
 * What a rule says of a lead, worked out in the simplest way, from the texts of the entries, entry by entry, sharing
 * nothing with the library: the reference that the index is held against. Knows criteria, filter logic and the few
 * formulas of {@link naiveFormulas}; lists without quotes.
 */
export function naiveFirstEntry(entries: readonly RuleEntry[], lead: LeadRecord, user: LeadRecord): number {
  const matching = entries.find((entry) => {
    if (entry.formula !== undefined) return naiveFormulas[entry.formula]!(lead);
    const rows = entry.criteriaItems.map((item) => naiveRow(item, lead, user));
    return entry.booleanFilter === undefined ? rows.every(Boolean) : naiveFilter(entry.booleanFilter, rows);
  });
  return matching?.number ?? 0;
}

const textIn = (lead: LeadRecord, field: string) => String(lead[field] ?? '').trim();
const numberIn = (lead: LeadRecord, field: string) => (textIn(lead, field) === '' ? NaN : Number(lead[field]));

/** Formulas for random rules, and what they mean. */
export const naiveFormulas: Readonly<Record<string, (lead: LeadRecord) => boolean>> = {
  'AND(ISPICKVAL(Industry, "b"), NumberOfEmployees > 5)': (lead) =>
    textIn(lead, 'Industry') === 'b' && numberIn(lead, 'NumberOfEmployees') > 5,
  'OR(ISPICKVAL(Industry, "a"), ISPICKVAL(Industry, "c")) && Keep_Owner__c': (lead) =>
    ['a', 'c'].includes(textIn(lead, 'Industry')) && lead['Keep_Owner__c'] === true,
  'BEGINS(PostalCode, "94") && NOT(CONTAINS(Title, "vp"))': (lead) =>
    textIn(lead, 'PostalCode').startsWith('94') && !textIn(lead, 'Title').includes('vp'),
  'Country = "US" || ISBLANK(State)': (lead) => textIn(lead, 'Country') === 'US' || textIn(lead, 'State') === '',
  '3 >= Score__c': (lead) => numberIn(lead, 'Score__c') <= 3
};

function naiveRow({ field, operation, value }: CriteriaItem, lead: LeadRecord, user: LeadRecord): boolean {
  const [object, name] = field.split('.') as [string, string];
  const actual: LeadValue = (object === 'User' ? user : lead)[name] ?? null;
  const text = actual === null ? '' : String(actual).trim().toLowerCase();
  const isBlank = text === '';
  const items = (value ?? '').split(',').map((item) => item.trim().toLowerCase());
  if (name === 'Keep_Owner__c')
    return (operation === 'equals') === ((actual === true) === (items[0] === 'true' || items[0] === '1'));
  if (value === undefined) return (operation === 'equals') === isBlank;
  const number = (written: string) => (/^\d{4}-/.test(written) ? Date.parse(written) : Number(written));
  const isNumeric = ['NumberOfEmployees', 'Score__c', 'Demo_On__c'].includes(name);
  switch (operation) {
    case 'equals':
      return !isBlank && items.some((item) => (isNumeric ? number(item) === number(text) : item === text));
    case 'notEqual':
      return isBlank || !items.some((item) => (isNumeric ? number(item) === number(text) : item === text));
    case 'startsWith':
      return !isBlank && items.some((item) => text.startsWith(item));
    case 'contains':
      return !isBlank && items.some((item) => text.includes(item));
    case 'notContain':
      return isBlank || !items.some((item) => text.includes(item));
    case 'includes':
      return text.split(';').some((chosen) => items.includes(chosen));
    case 'excludes':
      return !text.split(';').some((chosen) => items.includes(chosen));
    case 'lessThan':
      return !isBlank && number(text) < number(items[0]!);
    case 'lessOrEqual':
      return !isBlank && number(text) <= number(items[0]!);
    case 'greaterThan':
      return !isBlank && number(text) > number(items[0]!);
    case 'greaterOrEqual':
      return !isBlank && number(text) >= number(items[0]!);
    default:
      throw new Error(operation);
  }
}

/** Rewrites the filter's text, innermost parts first, until T or F is left. Every AND and OR stands in parentheses. */
function naiveFilter(filter: string, rows: readonly boolean[]): boolean {
  let text = filter.replace(/\d+/g, (row) => (rows[Number(row) - 1] ? 'T' : 'F'));
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace(/NOT T/g, 'F')
      .replace(/NOT F/g, 'T')
      .replace(/\(([TF]) AND ([TF])\)/g, (_, left, right) => (left === 'T' && right === 'T' ? 'T' : 'F'))
      .replace(/\(([TF]) OR ([TF])\)/g, (_, left, right) => (left === 'T' || right === 'T' ? 'T' : 'F'));
  }
  if (text !== 'T' && text !== 'F') throw new Error(`${filter} ends as ${text}`);
  return text === 'T';
}
