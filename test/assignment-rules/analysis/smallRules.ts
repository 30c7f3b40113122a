import type { RuleEntry } from '../../../assignment-rules/index.ts';
import type { SeededRandom } from '../../../bench/seededRandom.ts';
import { entryOf } from '../ruleBuilder.ts';
import type { Row } from '../ruleBuilder.ts';
import { smallFormulas } from './enumeration.ts';
import { smallFields } from './smallWorld.ts';
import type { SmallField } from './smallWorld.ts';

const short = ['a', 'b', 'aa', 'ab', 'ba', 'bb'];
const vocabulary: Readonly<Record<string, readonly string[]>> = {
  Industry: ['A', 'b', 'AB', 'C'],
  Company: [...short, 'aab', 'bab'],
  City: [...short, 'aab', 'abba'],
  LeadSource: short,
  Department: short,
  NumberOfEmployees: ['-3', '0', '3', '4', '5.5', '9', '12'],
  Score__c: ['-9.9', '0', '3.5', '3.55', '3.6', '10'],
  Products__c: ['A', 'b', 'C', 'D'],
  Tags__c: ['A', 'B', 'C'],
  Keep_Owner__c: ['True', 'False'],
  Demo_On__c: ['2026-01-01', '2026-01-03'],
  RecordTypeId: ['Partner', 'Inbound', 'Part', 'in']
};

/** Fields for one rule: some that together have few enough leads. */
export function someFields(random: SeededRandom, mostLeads: number): SmallField[] {
  const chosen: SmallField[] = [];
  let leads = 1;
  for (const field of random.some(smallFields, smallFields.length)) {
    if (leads * field.values.length > mostLeads || chosen.length === 4) continue;
    chosen.push(field);
    leads *= field.values.length;
  }
  return chosen;
}

function randomRow(random: SeededRandom, { field }: SmallField): Row {
  const name = `${field.object}.${field.name}`;
  const words = vocabulary[field.name]!;
  const list = (from = words) => random.some(from, 1 + Math.floor(random.next() * 3)).join(random.pick([',', ', ']));
  const isOrNot = random.pick(['equals', 'notEqual']);
  if (field.type !== 'boolean' && random.chance(0.15)) return [name, isOrNot];
  switch (field.type) {
    case 'boolean':
      return [name, isOrNot, random.pick(words)];
    case 'multipicklist':
      return [name, random.pick(['includes', 'excludes']), random.chance(0.2) ? words.join(',') : list()];
    case 'int':
    case 'double':
    case 'date':
      if (random.chance(0.3)) return [name, isOrNot, list()];
      return [name, random.pick(['lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual']), random.pick(words)];
    default: {
      const operation = random.pick(['equals', 'notEqual', 'startsWith', 'contains', 'notContain']);
      const within = field.name === 'LeadSource' && /contain/i.test(operation) ? ['a', 'b', 'ab'] : words;
      return [name, operation, list(within)];
    }
  }
}

function randomFilter(random: SeededRandom, rowCount: number): string {
  const join = (from: number, to: number): string => {
    if (to - from === 1) return random.chance(0.2) ? `NOT ${from + 1}` : String(from + 1);
    const middle = from + 1 + Math.floor(random.next() * (to - from - 1));
    const inner = `(${join(from, middle)} ${random.pick(['AND', 'OR'])} ${join(middle, to)})`;
    return random.chance(0.2) ? `NOT ${inner}` : inner;
  };
  return join(0, rowCount);
}

/** @param formulas whether some entries have a formula instead of rows, where the fields allow */
export function smallRule(random: SeededRandom, fields: readonly SmallField[], formulas: boolean): RuleEntry[] {
  const names = new Set(fields.map(({ field }) => field.name));
  const usable = Object.keys(smallFormulas).filter((formula) =>
    ['Industry', 'Keep_Owner__c', 'NumberOfEmployees'].every((name) => !formula.includes(name) || names.has(name))
  );
  const count = 1 + Math.floor(random.next() * 40);
  // Long rows of conditions match seldom, short ones soon cover everything: rules of each kind tell different stories.
  const mostRows = 1 + Math.floor(random.next() * 7);
  const filters = random.pick([0, 0.2, 0.6]);
  return Array.from({ length: count }, (_, at) => {
    if (formulas && usable.length > 0 && random.chance(0.2))
      return entryOf(at + 1, [], { formula: random.pick(usable) });
    if (random.chance(0.01)) return entryOf(at + 1, []);
    const rows = Array.from({ length: 1 + Math.floor(random.next() * mostRows) }, () =>
      randomRow(random, random.pick(fields))
    );
    const more = random.chance(filters) ? { booleanFilter: randomFilter(random, rows.length) } : {};
    const target = { type: 'Queue' as const, name: random.pick(['North', 'South', 'East']) };
    return entryOf(at + 1, rows, { ...more, target });
  });
}
