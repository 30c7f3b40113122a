import type {
  CriteriaItem,
  DescribedField,
  LeadRecord,
  LeadValue,
  RuleEntry
} from '../../../assignment-rules/index.ts';

/**
 * A world so small that every lead in it can be written down: the reference that the analysis is held against. What a row says
 * of a value is worked out here from the texts of the row, in the simplest way, sharing nothing with the library.
 */
export interface SmallField {
  readonly field: DescribedField;
  /** Every value that a lead can have here, as far as a rule over the field's vocabulary can tell them apart. */
  readonly values: readonly LeadValue[];
}

const lead = { object: 'Lead' as const, label: 'Label' };
const picks = (...values: string[]) => values.map((value) => ({ value, label: value, active: true }));

/**
 * All texts of up to three letters. Rules here write `a` and `b` only, so that any other letter is like `x`, and a text that is
 * longer does not fit the field.
 */
const threeLetters = ['a', 'b', 'x'].flatMap((one) => [
  one,
  ...['a', 'b', 'x'].flatMap((two) => [one + two, ...['a', 'b', 'x'].map((three) => one + two + three)])
]);
const upTo = (least: number, most: number) => Array.from({ length: most - least + 1 }, (_, at) => least + at);

export const smallFields: readonly SmallField[] = [
  {
    field: {
      ...lead,
      name: 'Industry',
      type: 'picklist',
      restricted: true,
      nillable: true,
      picklistValues: picks('A', 'B', 'AB')
    },
    values: [null, 'A', 'B', 'AB']
  },
  {
    field: { ...lead, name: 'Company', type: 'string', length: 3, nillable: false },
    values: threeLetters
  },
  {
    field: { ...lead, name: 'City', type: 'string', length: 3, nillable: true },
    values: [null, ...threeLetters]
  },
  // Room for anything: rules ask this one for `a`, `b` and `ab` within, and for two letters at the start, which four letters show.
  {
    field: {
      ...lead,
      name: 'LeadSource',
      type: 'picklist',
      length: 255,
      nillable: true,
      picklistValues: picks('a', 'b', 'c')
    },
    values: [
      null,
      ...threeLetters,
      ...threeLetters.filter((text) => text.length === 3).flatMap((text) => [`${text}a`, `${text}b`, `${text}x`])
    ]
  },
  {
    field: { ...lead, name: 'NumberOfEmployees', type: 'int', precision: 1, scale: 0, nillable: true },
    values: [null, ...upTo(-9, 9)]
  },
  {
    field: { ...lead, name: 'Score__c', type: 'double', precision: 2, scale: 1, nillable: false },
    values: upTo(-99, 99).map((tenths) => tenths / 10)
  },
  {
    field: {
      ...lead,
      name: 'Products__c',
      type: 'multipicklist',
      restricted: true,
      nillable: true,
      picklistValues: picks('A', 'B', 'C')
    },
    values: [null, 'A', 'B', 'C', 'A;B', 'A;C', 'B;C', 'A;B;C']
  },
  {
    field: { ...lead, name: 'Tags__c', type: 'multipicklist', nillable: false, picklistValues: picks('A', 'B') },
    values: ['A', 'B', 'A;B', 'Z', 'A;Z', 'B;Z', 'A;B;Z', 'C', 'A;C', 'B;C', 'A;B;C']
  },
  { field: { ...lead, name: 'Keep_Owner__c', type: 'boolean', nillable: false }, values: [true, false] },
  {
    field: { ...lead, name: 'Demo_On__c', type: 'date', nillable: true },
    values: [null, '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-06-01', '2025-12-31', '1999-01-01']
  },
  {
    field: {
      ...lead,
      name: 'RecordTypeId',
      type: 'reference',
      nillable: true,
      names: [
        { id: '012A', name: 'Partner' },
        { id: '012B', name: 'Inbound' }
      ]
    },
    values: [null, '012A', '012B']
  },
  {
    field: { ...lead, object: 'User', name: 'Department', type: 'string', length: 2, nillable: true },
    values: [null, 'a', 'b', 'x', 'aa', 'ab', 'ax', 'ba', 'bb', 'bx', 'xa', 'xb', 'xx']
  }
];

/** Every lead over some fields, each field's values in turn. */
export function allLeads(fields: readonly SmallField[]): LeadRecord[] {
  let leads: LeadRecord[] = [{}];
  for (const { field, values } of fields) {
    const key = keyOf(field);
    leads = leads.flatMap((one) => values.map((value) => ({ ...one, [key]: value })));
  }
  return leads;
}

const keyOf = ({ object, name }: DescribedField) => `${object}.${name}`;

/** For each entry, which of the leads it matches: one bit each. */
export function matchTable(
  entries: readonly RuleEntry[],
  fields: readonly SmallField[]
): { leads: LeadRecord[]; matches: boolean[][] } {
  const leads = allLeads(fields);
  const types = new Map(fields.map(({ field }) => [keyOf(field), field]));
  const matches = entries.map((entry) => {
    const rowOf = entry.criteriaItems.map((item) => {
      const verdicts = new Map<LeadValue, boolean>();
      return (one: LeadRecord): boolean => {
        const value = one[item.field];
        if (!verdicts.has(value)) verdicts.set(value, rowHolds(item, value, types.get(item.field)!));
        return verdicts.get(value)!;
      };
    });
    const filtered = new Map<string, boolean>();
    return leads.map((one) => {
      if (entry.formula !== undefined) return smallFormulas[entry.formula]!(one);
      if (entry.booleanFilter === undefined) return rowOf.every((row) => row(one));
      const rows = rowOf.map((row) => (row(one) ? 'T' : 'F')).join('');
      if (!filtered.has(rows))
        filtered.set(
          rows,
          filterHolds(entry.booleanFilter, (row) => rows[row - 1] === 'T')
        );
      return filtered.get(rows)!;
    });
  });
  return { leads, matches };
}

/** Formulas for random rules, and what they mean. */
export const smallFormulas: Readonly<Record<string, (lead: LeadRecord) => boolean>> = {
  'ISPICKVAL(Industry, "A")': (one) => one['Lead.Industry'] === 'A',
  'NOT(Keep_Owner__c)': (one) => one['Lead.Keep_Owner__c'] !== true,
  'AND(ISPICKVAL(Industry, "B"), NumberOfEmployees > 3)': (one) =>
    one['Lead.Industry'] === 'B' && one['Lead.NumberOfEmployees'] !== null && Number(one['Lead.NumberOfEmployees']) > 3
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

/** Every AND and OR of the filters here stands in parentheses of two parts. */
function filterHolds(filter: string, row: (number: number) => boolean): boolean {
  let text = filter.replace(/\d+/g, (number) => (row(Number(number)) ? 'T' : 'F'));
  for (let before = ''; before !== text;) {
    before = text;
    text = text
      .replace('NOT T', 'F')
      .replace('NOT F', 'T')
      .replace(/\((T|F) AND (T|F)\)/, (_, left, right) => (left === 'T' && right === 'T' ? 'T' : 'F'))
      .replace(/\((T|F) OR (T|F)\)/, (_, left, right) => (left === 'T' || right === 'T' ? 'T' : 'F'));
  }
  if (text !== 'T' && text !== 'F') throw new Error(`${filter} ends as ${text}`);
  return text === 'T';
}
