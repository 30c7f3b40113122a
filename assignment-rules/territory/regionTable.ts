/** What a region of the table is: states of a country, or whole countries, from a small table of its own. */
import { valuesOf } from './cellValues.ts';
import { columnOf } from './columns.ts';
import { spellingsOfCountry, spellingsOfState } from './placeNames.ts';
import { readCsv } from './readCsv.ts';
import type { Place, TableProblem } from './territory.ts';

/** Places by the region's name in lower case. */
export type Regions = ReadonlyMap<string, readonly Place[]>;

/** @param csv columns Region, Country and State; a region may have several rows */
export function readRegions(csv: string): { regions: Regions; problems: readonly TableProblem[] } {
  const { header, rows } = readCsv(csv);
  const at = (column: string): number => header.findIndex((name) => columnOf(name) === column);
  const [region, country, state] = [at('region'), at('country'), at('state')];
  const problems: TableProblem[] = [];
  const regions = new Map<string, Place[]>();
  if (region < 0 || (country < 0 && state < 0)) {
    return {
      regions,
      problems: [{ row: 1, message: 'The table of regions needs the columns Region, Country and State.' }]
    };
  }
  for (const { row, cells } of rows) {
    const countries = valuesOf(cells[country] ?? '')?.flatMap((name) => [...spellingsOfCountry(name)]);
    const states = valuesOf(cells[state] ?? '')?.flatMap((name) => [...spellingsOfState(name, countries)]);
    const names = valuesOf(cells[region] ?? '');
    if (!names || (!countries && !states)) {
      problems.push({ row, message: 'A region needs its name, and a country or states.' });
      continue;
    }
    const place = { ...(countries ? { countries } : {}), ...(states ? { states } : {}) };
    for (const name of names) {
      regions.set(name.toLowerCase(), [...(regions.get(name.toLowerCase()) ?? []), place]);
    }
  }
  return { regions, problems };
}
