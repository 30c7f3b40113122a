import type {
  AssignmentRule,
  CriteriaItem,
  FieldType,
  FieldTypes,
  LeadRecord,
  RuleEntry
} from '../assignment-rules/index.ts';
import { seededRandom } from './seededRandom.ts';
import type { SeededRandom } from './seededRandom.ts';

/**
 * A rule as large sales organisations have them: territory (country, state, postal codes) by industry by size of company,
 * with a few entries of other shapes among them; and leads of all kinds to put to it.
 */
const fieldTypesByName: Readonly<Record<string, FieldType>> = {
  country: 'string',
  state: 'string',
  postalcode: 'string',
  industry: 'picklist',
  leadsource: 'picklist',
  numberofemployees: 'int',
  title: 'string',
  language__c: 'picklist',
  keep_owner__c: 'boolean'
};

export const territoryFields: FieldTypes = (name) => {
  const type = fieldTypesByName[name.toLowerCase()];
  return type ? { type } : undefined;
};

const states =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'.split(
    ' '
  );
const countries = [
  'Germany',
  'France',
  'United Kingdom',
  'Spain',
  'Italy',
  'Netherlands',
  'Sweden',
  'Poland',
  'Japan',
  'Australia',
  'Brazil',
  'Mexico',
  'India',
  'Singapore',
  'Korea, Republic of'
];
const industries = [
  'Technology',
  'Finance',
  'Healthcare',
  'Retail',
  'Manufacturing',
  'Education',
  'Energy',
  'Media',
  'Telecommunications',
  'Government',
  'Transportation',
  'Hospitality'
];
const sources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Trade Show', 'Voice Agent', 'Other'];
const titles = [
  'VP of Operations',
  'Chief Technology Officer',
  'Director of Support',
  'Support Manager',
  'Head of Sales',
  'Engineer',
  'Owner'
];
const sizes: readonly (readonly [number, number | undefined])[] = [
  [1, 50],
  [50, 200],
  [200, 1000],
  [1000, 5000],
  [5000, undefined]
];

/** Two-digit beginnings of a state's postal codes; invented, but as many as states really have. */
function postalPrefixes(state: number): string[] {
  return [2 * state, 2 * state + 1].map((number) => String(number % 100).padStart(2, '0'));
}

/**
 * A small rule has coarse territories, a large one fine ones: several states to an entry, or one.
 * @param entryCount entries of the rule; without a catch-all, so that some leads match nothing
 */
export function territoryRule(entryCount: number): AssignmentRule {
  const random = seededRandom(entryCount);
  const statesEach = entryCount < 300 ? 8 : entryCount < 2_000 ? 2 : 1;
  const entries: RuleEntry[] = [entry(1, undefined, [['Keep_Owner__c', 'equals', 'True']])];
  while (entries.length < entryCount) {
    const number = entries.length + 1;
    const team = `Team_${random.pick(['West', 'East', 'EMEA', 'APAC', 'Mid_Market', 'Enterprise'])}_${number}`;
    entries.push(territoryEntry(number, team, statesEach, random));
  }
  return { fullName: `Territories ${entryCount}`, active: true, entries };
}

type Row = readonly [field: string, operation: string, value?: string];

function territoryEntry(number: number, team: string, statesEach: number, random: SeededRandom): RuleEntry {
  const industry: Row = ['Industry', 'equals', random.some(industries, 1 + Math.floor(random.next() * 3)).join(',')];
  const size = sizeRows(random);
  if (random.chance(0.25)) {
    const where: Row = [
      'Country',
      'equals',
      random
        .some(countries, random.chance(0.7) ? 1 : 3)
        .map(quoted)
        .join(',')
    ];
    if (random.chance(0.1)) return entry(number, team, [where, ['Language__c', 'equals', 'es'], ...size]);
    if (random.chance(0.1))
      return entry(number, team, [
        where,
        ['LeadSource', 'equals', random.pick(sources)],
        ['Industry', 'notEqual', random.some(industries, 6).join(',')],
        ...size
      ]);
    return entry(number, team, [where, industry, ...size]);
  }
  const chosen = random.some([...states.keys()], statesEach);
  const us: Row = ['Country', 'equals', 'US,USA,United States'];
  const inState: Row = ['State', 'equals', chosen.map((state) => states[state]!).join(',')];
  const prefixes = chosen.flatMap(postalPrefixes);
  const codes = prefixes.flatMap((prefix) => random.some([...'0123456789'], 3).map((digit) => prefix + digit));
  const inCodes: Row = ['PostalCode', 'startsWith', codes.join(',')];
  if (random.chance(0.06))
    return entry(
      number,
      team,
      [us, inState, inCodes, industry, ...size],
      `1 AND (2 OR 3) AND 4${size.map((_, at) => ` AND ${at + 5}`).join('')}`
    );
  if (random.chance(0.04))
    return entry(number, team, [us, inState, ['Title', 'contains', 'VP,Chief,Head of'], ...size]);
  if (random.chance(0.03)) return entry(number, team, [us, inState, ['LeadSource', 'equals'], industry, ...size]);
  if (random.chance(0.5)) return entry(number, team, [us, inState, inCodes, industry, ...size]);
  return entry(number, team, [us, inState, industry, ...size]);
}

function sizeRows(random: SeededRandom): Row[] {
  const [least, below] = random.pick(sizes);
  const rows: Row[] = [['NumberOfEmployees', 'greaterOrEqual', String(least)]];
  if (below !== undefined) rows.push(['NumberOfEmployees', 'lessThan', String(below)]);
  return rows;
}

function entry(number: number, team: string | undefined, rows: readonly Row[], booleanFilter?: string): RuleEntry {
  return {
    number,
    ...(team ? { target: { type: 'Queue' as const, name: team } } : {}),
    criteriaItems: rows.map(([field, operation, value]): CriteriaItem => ({
      field: `Lead.${field}`,
      operation,
      ...(value === undefined ? {} : { value })
    })),
    ...(booleanFilter ? { booleanFilter } : {}),
    caseOnlyElements: []
  };
}

function quoted(value: string): string {
  return value.includes(',') ? `"${value}"` : value;
}

/** Leads of every kind: spelt in several ways, with blanks, from territories that no entry covers. */
export function territoryLeads(count: number): LeadRecord[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, at) => {
    const domestic = random.chance(0.75);
    const state = Math.floor(random.next() * states.length);
    const postalCode =
      random.pick(postalPrefixes(random.chance(0.9) ? state : state + 1)) +
      String(Math.floor(random.next() * 1000)).padStart(3, '0');
    const country = domestic
      ? random.pick(['US', 'USA', 'United States', 'us'])
      : random.pick([...countries, 'Norway', 'Chile']);
    return {
      LastName: `Caller ${at}`,
      Company: `Company ${at}`,
      Country: random.chance(0.03) ? null : country,
      State: domestic ? (random.chance(0.9) ? states[state]! : states[state]!.toLowerCase()) : null,
      PostalCode: domestic && random.chance(0.95) ? postalCode : null,
      Industry: random.chance(0.05) ? null : random.pick([...industries, 'Agriculture', 'Apparel']),
      LeadSource: random.chance(0.15) ? null : random.pick(sources),
      NumberOfEmployees: random.chance(0.05) ? null : Math.ceil(10 ** (random.next() * 4.2)),
      Title: random.chance(0.1) ? null : random.pick(titles),
      Language__c: random.chance(0.1) ? 'es' : 'en',
      Keep_Owner__c: random.chance(0.03)
    };
  });
}
