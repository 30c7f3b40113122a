/** Random tables over few values, random leads, and a look-up that knows nothing of rules. */
import fc from 'fast-check';
import type { LeadRecord } from '../../../assignment-rules/index.ts';

export interface PlainRow {
  country: string[];
  state: string[];
  zip: string[];
  industry: string[];
  /** Both ends included. */
  size: [number, number] | undefined;
  account: string[];
  team: string;
}

const some = (values: readonly string[], odds: number) =>
  fc.oneof(
    { weight: odds, arbitrary: fc.constant([] as string[]) },
    { weight: 2, arbitrary: fc.subarray([...values], { minLength: 1, maxLength: 2 }) }
  );

export const aRow: fc.Arbitrary<PlainRow> = fc.record({
  country: some(['US', 'FR', 'Atlantis'], 1),
  state: some(['CA', 'NV', 'Mitte'], 3),
  zip: some(['94', '941', '9410', '2', '20-29', '94500-94699'], 3),
  industry: some(['Banking', 'Technology', 'Retail'], 2),
  size: fc.option(fc.constantFrom<[number, number]>([1, 49], [50, 999], [1, 999], [1000, 9_999_999]), {
    nil: undefined
  }),
  account: some(['Acme, Inc.', 'Globex', 'acme.example', 'initech.example'], 6),
  team: fc.constantFrom('Red', 'Green', 'Blue')
});

export const aTable = fc.array(aRow, { minLength: 1, maxLength: 8 });

export const aLead: fc.Arbitrary<LeadRecord> = fc.record({
  Country: fc.constantFrom('US', 'united states', 'FR', 'France', 'Atlantis', 'Peru', null),
  State: fc.constantFrom('CA', 'California', 'NV', 'Mitte', 'Elsewhere', null),
  PostalCode: fc.constantFrom('94105', '94110', '94500', '94699', '94700', '20000', '29999', '30000', null),
  Industry: fc.constantFrom('Banking', 'Technology', 'Retail', 'Mining', null),
  NumberOfEmployees: fc.constantFrom(1, 49, 50, 999, 1000, 5000, null),
  Company: fc.constantFrom('Acme, Inc.', 'globex', 'Someone Else'),
  Email: fc.constantFrom('a@acme.example', 'b@initech.example', 'c@other.example', null)
});

const cell = (values: readonly string[]): string => `"${values.join('; ')}"`;

export function csvOf(rows: readonly PlainRow[]): string {
  const lines = rows.map(({ country, state, zip, industry, size, account, team }) => {
    const sizes = size === undefined ? '' : size[1] > 999_999 ? `${size[0]}+` : `${size[0]}-${size[1]}`;
    const accounts = account.length === 1 ? [...account, ''] : account;
    return [cell(country), cell(state), cell(zip), cell(industry), sizes, cell(accounts), team].join(',');
  });
  return ['Country,State,ZIP,Industry,Size,Account,Team', ...lines].join('\n');
}

const spellings = [
  ['us', 'usa', 'united states', 'united states of america'],
  ['fr', 'france']
];
const stateSpellings = [
  ['ca', 'california'],
  ['nv', 'nevada']
];

const text = (lead: LeadRecord, field: string): string => {
  const value = lead[field];
  return typeof value === 'string' ? value.toLowerCase() : '';
};

function isOneOf(value: string, asked: readonly string[], groups: readonly string[][] = []): boolean {
  return asked.some((each) => {
    const wanted = each.toLowerCase();
    return (groups.find((group) => group.includes(wanted)) ?? [wanted]).includes(value);
  });
}

function zipMatches(code: string, asked: string): boolean {
  const [first = '', last] = asked.split('-');
  if (last === undefined) return code.startsWith(asked);
  const beginning = code.slice(0, first.length);
  return beginning >= first && beginning <= last;
}

/** How a row takes a lead: by a domain (2), by a name (1) or without an account (0); undefined when it does not. */
export function taken(row: PlainRow, lead: LeadRecord): number | undefined {
  const size = lead['NumberOfEmployees'];
  const isAbroad = row.country.length > 0 && !row.country.includes('US');
  const fits =
    (row.country.length === 0 || isOneOf(text(lead, 'Country'), row.country, spellings)) &&
    (row.state.length === 0 || isOneOf(text(lead, 'State'), row.state, isAbroad ? [] : stateSpellings)) &&
    (row.zip.length === 0 || row.zip.some((each) => zipMatches(text(lead, 'PostalCode'), each))) &&
    (row.industry.length === 0 || isOneOf(text(lead, 'Industry'), row.industry)) &&
    (!row.size || (typeof size === 'number' && size >= row.size[0] && size <= row.size[1]));
  if (!fits) return undefined;
  if (row.account.length === 0) return 0;
  const domain = text(lead, 'Email').split('@')[1] ?? '';
  if (row.account.some((each) => each.endsWith('.example') && each === domain)) return 2;
  return row.account.some((each) => !each.endsWith('.example') && each.toLowerCase() === text(lead, 'Company'))
    ? 1
    : undefined;
}
