/** The place of a row, from country, region and state. */
import { valuesOf } from './cellValues.ts';
import { spellingsOfState } from './placeNames.ts';
import type { TableOptions } from './readTerritoryTable.ts';
import type { Place, PlaceLevel } from './territory.ts';

interface PlaceCells {
  countries: readonly string[] | undefined;
  region: string;
  state: string;
}

export function placesOf(
  { countries, region, state }: PlaceCells,
  options: Pick<TableOptions, 'regions' | 'regionIsField'>,
  wrong: (message: string) => void
): { places: readonly Place[]; level: PlaceLevel } {
  const states = valuesOf(state)?.flatMap((name) => [...spellingsOfState(name, countries)]);
  const regions = valuesOf(region);
  const own: Place = { ...(countries ? { countries } : {}), ...(states ? { states } : {}) };
  const level: PlaceLevel = states ? 'state' : countries ? 'country' : 'anywhere';
  if (!regions) return { places: [own], level };
  if (options.regionIsField) {
    return { places: [{ ...own, regions }], level: states ? 'state' : 'region' };
  }
  const defined = regions.map((name) => options.regions?.get(name.toLowerCase()));
  const unknown = regions.filter((_, index) => defined[index] === undefined);
  if (unknown.length > 0) {
    // Beside the states themselves a region is a heading; alone it must be known what it holds.
    if (states) return { places: [own], level };
    wrong(
      `What lies in the region ${unknown.join(', ')} is not known: give a table of regions (--regions), a field (--field region=Region__c), or the states beside it.`
    );
    return { places: [own], level };
  }
  const within = defined.flatMap((places) => places ?? []).flatMap((place) => intersection(place, own) ?? []);
  if (within.length === 0)
    wrong(`The region ${regions.join(', ')} has nothing in common with the row’s country and state.`);
  const ofStates = within.some((place) => place.states !== undefined);
  return {
    places: within,
    level: states ? 'state' : ofStates ? 'region' : countries ? 'country' : 'regionOfCountries'
  };
}

function intersection(one: Place, other: Place): Place | undefined {
  const countries = shared(one.countries, other.countries);
  const states = shared(one.states, other.states);
  if (countries?.length === 0 || states?.length === 0) return undefined;
  return { ...(countries ? { countries } : {}), ...(states ? { states } : {}) };
}

function shared(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined
): readonly string[] | undefined {
  if (!one || !other) return one ?? other;
  const there = new Set(other.map((value) => value.toLowerCase()));
  return one.filter((value) => there.has(value.toLowerCase()));
}
