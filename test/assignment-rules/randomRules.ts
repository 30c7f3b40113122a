import type { LeadRecord, RuleEntry } from '../../assignment-rules/index.ts';
import { seededRandom } from '../../bench/seededRandom.ts';
import type { SeededRandom } from '../../bench/seededRandom.ts';
import { naiveFormulas } from './naiveEvaluator.ts';
import { entryOf } from './ruleBuilder.ts';
import type { Row } from './ruleBuilder.ts';

/** Values are few and overlap, so that rules and leads meet: prefixes of prefixes, parts of parts, letters beyond ASCII. */
const words = ['US', 'us', 'u', 'usa', 'FR', 'É', 'été', 'ß', 'a b', 'b', 'Straße'];
const codes = ['9', '94', '941', '94105', '10', '1', 'SW1', 'sw', 'É1'];
const parts = ['vp', 'v', 'chief', 'ie', 'été', 'vp sales'];
const picks = ['a', 'b', 'c', 'A'];
const numbers = ['1', '3', '3.5', '5', '-2', '10', '1000'];
const days = ['2026-01-01', '2026-06-30', '2026-12-31'];
const formulas = Object.keys(naiveFormulas);

function randomRow(random: SeededRandom): Row {
  const list = (from: readonly string[]) =>
    random.some(from, 1 + Math.floor(random.next() * 3)).join(random.pick([',', ', ']));
  const compare = () => random.pick(['lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual']);
  const isOrNot = () => random.pick(['equals', 'notEqual']);
  const rows: readonly (() => Row)[] = [
    () => [
      random.pick(['Country', 'country', 'State', 'Company', 'PostalCode', 'User.Department']),
      isOrNot(),
      list(words)
    ],
    () => [
      random.pick(['Country', 'State', 'NumberOfEmployees', 'Products__c', 'Demo_On__c', 'PostalCode']),
      isOrNot()
    ],
    () => [random.pick(['PostalCode', 'postalcode', 'Company']), 'startsWith', list([...codes, ...words])],
    () => [random.pick(['Title', 'Company']), random.pick(['contains', 'notContain']), list([...parts, ...words])],
    () => ['Products__c', random.pick(['includes', 'excludes']), list(picks)],
    () => ['Industry', isOrNot(), list(picks)],
    () => [random.pick(['NumberOfEmployees', 'Score__c']), compare(), random.pick(numbers)],
    () => [random.pick(['NumberOfEmployees', 'Score__c']), isOrNot(), list(numbers)],
    () => ['Demo_On__c', compare(), random.pick(days)],
    () => ['Keep_Owner__c', isOrNot(), random.pick(['True', 'False', '1', '0'])]
  ];
  const [field, operation, value] = random.pick(rows)();
  // The reference reads a lead by exact names; the library must find `country` too, so only it is given that spelling.
  return value === undefined ? [field, operation] : [field, operation, value];
}

function randomFilter(random: SeededRandom, rowCount: number): string {
  const join = (from: number, to: number): string => {
    if (to - from === 1) return random.chance(0.25) ? `NOT ${from + 1}` : String(from + 1);
    const middle = from + 1 + Math.floor(random.next() * (to - from - 1));
    const inner = `(${join(from, middle)} ${random.pick(['AND', 'OR'])} ${join(middle, to)})`;
    return random.chance(0.2) ? `NOT ${inner}` : inner;
  };
  return join(0, rowCount);
}

export function randomEntries(random: SeededRandom, count: number): RuleEntry[] {
  return Array.from({ length: count }, (_, at) => {
    if (random.chance(0.1)) return entryOf(at + 1, [], { formula: random.pick(formulas) });
    const rows = Array.from({ length: 1 + Math.floor(random.next() * 5) }, () => randomRow(random));
    return entryOf(at + 1, rows, random.chance(0.3) ? { booleanFilter: randomFilter(random, rows.length) } : {});
  });
}

export function randomLead(random: SeededRandom): LeadRecord {
  const orBlank = <T>(value: T) => (random.chance(0.2) ? random.pick([null, undefined, '', ' ']) : value);
  const number = () => {
    const value = random.pick([...numbers, '4', '2.25']);
    return random.chance(0.3) ? value : Number(value);
  };
  const values: LeadRecord = {
    Country: orBlank(random.pick([...words, 'other'])),
    State: orBlank(random.pick([...words, 'ÉTÉ', ' us '])),
    Company: orBlank(random.pick(words) + random.pick(['', ' ', ' vp', '94', 'é'])),
    PostalCode: orBlank(random.pick(['', '', ' ']) + random.pick(codes) + random.pick(['', '0', '41', 'x', ' é'])),
    Title: orBlank(
      `${random.pick(['', 'Senior ', 'É '])}${random.pick([...parts, 'VP Sales'])}${random.pick(['', ' of été', 's'])}`
    ),
    Industry: orBlank(random.pick([...picks, 'd'])),
    Products__c: orBlank(random.some(picks, 1 + Math.floor(random.next() * 2)).join(';')),
    NumberOfEmployees: orBlank(number()),
    Score__c: orBlank(number()),
    Demo_On__c: orBlank(random.pick([...days, '2026-03-03'])),
    Keep_Owner__c: random.chance(0.5)
  };
  return random.chance(0.1) ? {} : values;
}

export { seededRandom };
