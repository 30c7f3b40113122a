/** Columns of a territory table, and the Lead fields they are compared with. */

export const columns = ['country', 'region', 'state', 'zip', 'industry', 'size', 'account', 'team'] as const;
export type Column = (typeof columns)[number];

/** Headers that are understood, in any case, by their letters and digits alone. The first is the one that is written. */
export const headersOf: Readonly<Record<Column, readonly string[]>> = {
  country: ['Country', 'Countries', 'Country Code', 'Nation'],
  region: ['Region', 'Regions', 'Area', 'Sub-region', 'District'],
  state: ['State', 'States', 'State Code', 'Province', 'State/Province', 'State or Province', 'County'],
  zip: [
    'ZIP',
    'ZIPs',
    'ZIP Code',
    'ZIP Codes',
    'ZIP Range',
    'Postal Code',
    'Postal Codes',
    'Postcode',
    'ZIP/Postal Code'
  ],
  industry: ['Industry', 'Industries', 'Vertical', 'Sector'],
  size: ['Size', 'Company Size', 'Employees', 'Number of Employees', 'No. of Employees', 'Headcount', 'Employee Range'],
  account: ['Account', 'Accounts', 'Named Account', 'Named Accounts', 'Account Name', 'Company', 'Domain'],
  team: ['Team', 'Queue', 'Assigned To', 'Assign To', 'Owner', 'Rep', 'Territory Owner']
};

/** Headers of columns that people keep beside and that decide nothing. */
const onlyForPeople = ['notes', 'note', 'comment', 'comments', 'territory', 'territoryname', 'name', 'id'];

const letters = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

export function columnOf(header: string): Column | 'forPeople' | undefined {
  const wanted = letters(header);
  if (wanted === '' || onlyForPeople.includes(wanted)) return 'forPeople';
  return columns.find((column) => headersOf[column].some((known) => letters(known) === wanted));
}

/** Whether two headers are one but for case, spaces and signs. */
export function sameHeader(one: string, other: string): boolean {
  return letters(one) === letters(other);
}

/** Lead fields by column, as a rule names them. */
export interface TerritoryFields {
  readonly country: string;
  /** None in a standard org: then a region is what the table of regions says. */
  readonly region?: string;
  readonly state: string;
  readonly zip: string;
  readonly industry: string;
  readonly size: string;
  readonly company: string;
  readonly email: string;
}

/** Compared where nothing else is asked for. An org with state and country picklists has CountryCode and StateCode too. */
export const usualFields: TerritoryFields = {
  country: 'Country',
  state: 'State',
  zip: 'PostalCode',
  industry: 'Industry',
  size: 'NumberOfEmployees',
  company: 'Company',
  email: 'Email'
};
