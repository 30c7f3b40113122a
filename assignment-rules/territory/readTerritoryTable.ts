/** Reads the spreadsheet that sales operations keep. Nothing is guessed: what cannot be read is a problem of its row. */
import type { AssignmentTarget } from '../ruleFile.ts';
import { distinct, valuesOf } from './cellValues.ts';
import { columnOf, columns, headersOf, sameHeader } from './columns.ts';
import type { Column } from './columns.ts';
import { spellingsOfCountry } from './placeNames.ts';
import { placesOf } from './placesOf.ts';
import { fewestPrefixes, postalPrefixes } from './postalPrefixes.ts';
import { readCsv } from './readCsv.ts';
import type { Regions } from './regionTable.ts';
import { joinSizes, parseSize } from './sizeRange.ts';
import type { TableProblem, Territory, TerritoryTable } from './territory.ts';

export interface TableOptions {
  /** Headers of this table that stand for a column, e.g. `{ industry: 'Market' }`. */
  readonly headers?: Partial<Record<Column, string>>;
  readonly regions?: Regions;
  /** Whether a region is a field of the lead, and so compared as it stands. Default false. */
  readonly regionIsField?: boolean;
  /** Whose a team is; undefined for one that there is not. Default: {@link targetNamed}. */
  readonly teamOf?: (name: string) => AssignmentTarget | undefined;
}

/** A user where the name has an `@`, as every username; else a queue: its developer name, or the label turned into one. */
export function targetNamed(name: string): AssignmentTarget {
  return name.includes('@')
    ? { type: 'User', name }
    : { type: 'Queue', name: name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '') };
}

const isDomain = /^@?[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}$/i;

/** @param csv the spreadsheet, saved as CSV */
export function readTerritoryTable(csv: string, options: TableOptions = {}): TerritoryTable {
  const problems: TableProblem[] = [];
  const notes: TableProblem[] = [];
  const { header, rows } = readCsv(csv);
  const places = placesOfHeader(header, options.headers ?? {}, problems);
  const territories: Territory[] = [];
  for (const { row, cells } of rows) {
    const before = problems.length;
    const wrong = (message: string) => problems.push({ row, message });
    const cell = (column: Column): string => cells[places.get(column) ?? -1] ?? '';
    if (cells.length > header.length && cells.slice(header.length).some((each) => each !== '')) {
      wrong('It has more cells than the header: put a cell that has a comma in quotes.');
    }
    const countries = valuesOf(cell('country'))?.flatMap((name) => [...spellingsOfCountry(name)]);
    const place = placesOf({ countries, region: cell('region'), state: cell('state') }, options, wrong);
    const zips = valuesOf(cell('zip'))?.flatMap((text) => {
      if (/^\d{4}$/.test(text) && countries?.includes('US')) {
        notes.push({
          row,
          message: `${text} is taken for the beginning of a ZIP code; one that lost its zero is 0${text}.`
        });
      }
      const prefixes = text === '' ? undefined : postalPrefixes(text);
      if (!prefixes) wrong(`"${text}" is not a postal code, the beginning of one, or a range such as 94000-94999.`);
      return prefixes ?? [];
    });
    const sizes = valuesOf(cell('size').replace(/(\d),(?=\d{3}(\D|$))/g, '$1'))?.flatMap((text) => {
      const size = parseSize(text);
      if (!size) wrong(`"${text}" is not a size such as 1-49, 1000+ or < 50.`);
      return size ?? [];
    });
    const industries = valuesOf(cell('industry'));
    const accounts = valuesOf(cell('account'), false)?.filter((name) => name !== '');
    const domains = accounts?.filter((name) => isDomain.test(name)).map((name) => name.replace('@', '').toLowerCase());
    const companies = accounts?.filter((name) => !isDomain.test(name));
    const team = cell('team') === '' ? undefined : (options.teamOf ?? targetNamed)(cell('team'));
    if (cell('team') === '') wrong('It has no team.');
    else if (!team) wrong(`There is no queue "${cell('team')}".`);
    if (problems.length > before || !team) continue;
    territories.push({
      row,
      label: columns
        .filter((column) => column !== 'team')
        .map((column) => cell(column).replace(/\s+/g, ' '))
        .filter((text) => text !== '')
        .join(' | '),
      places: place.places,
      placeLevel: zips ? 'zip' : place.level,
      ...(zips ? { zips: fewestPrefixes(zips) } : {}),
      ...(industries ? { industries } : {}),
      ...(sizes ? { sizes: joinSizes(sizes) } : {}),
      ...(companies && companies.length > 0 ? { companies } : {}),
      ...(domains && domains.length > 0 ? { domains: distinct(domains) } : {}),
      team
    });
  }
  if (rows.length === 0) problems.push({ row: 1, message: 'The table has no rows.' });
  return { territories, problems, notes };
}

function placesOfHeader(
  header: readonly string[],
  given: Partial<Record<Column, string>>,
  problems: TableProblem[]
): Map<Column, number> {
  const places = new Map<Column, number>();
  header.forEach((name, index) => {
    const asked = columns.find((column) => given[column] !== undefined && sameHeader(given[column], name));
    const column = asked ?? columnOf(name);
    if (column === 'forPeople') return;
    if (column === undefined) {
      const message = `The column "${name}" is not understood: say what it is (--header "industry=${name}"), rename it, or remove it; Notes may hold anything.`;
      problems.push({ row: 1, message });
    } else if (places.has(column)) {
      problems.push({ row: 1, message: `Two columns stand for ${headersOf[column][0]}; the second is "${name}".` });
    } else if (asked !== undefined || given[column] === undefined) places.set(column, index);
  });
  for (const [column, name] of Object.entries(given)) {
    if (!header.some((each) => sameHeader(each, name)))
      problems.push({ row: 1, message: `There is no column "${name}" for ${column}.` });
  }
  if (!places.has('team'))
    problems.push({ row: 1, message: 'There is no column Team (or Queue, Owner, Assigned To).' });
  return places;
}
