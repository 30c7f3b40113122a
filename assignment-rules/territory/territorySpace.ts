/**
 * Leads as the table tells them apart. Of each field there are finitely many kinds of value ("atoms"): each that the table
 * names, any other, and blank. A set of kinds is a bit mask, a part of the table one mask a field.
 */
import type { Place, SizeRange, Territory } from './territory.ts';

export const dimensions = ['country', 'region', 'state', 'zip', 'industry', 'size', 'company', 'domain'] as const;
export type Dimension = (typeof dimensions)[number];
export type Box = Readonly<Record<Dimension, bigint>>;

export interface Atom {
  /** An example: text, or a number for sizes; undefined for blank. */
  readonly example: string | number | undefined;
  readonly kind: 'named' | 'other' | 'blank';
  readonly size?: SizeRange;
}

/** A row, or one of the alternatives that it names: what one entry can ask for. */
export interface Part {
  readonly territory: Territory;
  readonly place: Place;
  readonly account: 'domain' | 'company' | undefined;
  readonly box: Box;
}

export interface TerritorySpace {
  readonly atoms: Readonly<Record<Dimension, readonly Atom[]>>;
  readonly everything: Box;
  readonly parts: readonly Part[];
}

const blank: Atom = { example: undefined, kind: 'blank' };
const bit = (index: number): bigint => 1n << BigInt(index);

export function territorySpace(territories: readonly Territory[]): TerritorySpace {
  const all = (pick: (each: Territory) => readonly string[] | undefined) =>
    territories.flatMap((each) => pick(each) ?? []);
  const places = territories.flatMap((each) => each.places);
  const country = textAxis(places.flatMap((each) => each.countries ?? []));
  const region = textAxis(places.flatMap((each) => each.regions ?? []));
  const state = textAxis(places.flatMap((each) => each.states ?? []));
  const industry = textAxis(all((each) => each.industries));
  const company = textAxis(all((each) => each.companies));
  const zip = prefixAxis(all((each) => each.zips));
  const domain = prefixAxis(all((each) => each.domains));
  const size = sizeAxis(territories.flatMap((each) => each.sizes ?? []));
  const axes = { country, region, state, zip, industry, size, company, domain };
  const everything = Object.fromEntries(dimensions.map((name) => [name, bit(axes[name].atoms.length) - 1n])) as Box;
  const parts = territories.flatMap((territory) =>
    territory.places.flatMap((place) => {
      const box: Box = {
        ...everything,
        ...(place.countries ? { country: country.mask(place.countries) } : {}),
        ...(place.regions ? { region: region.mask(place.regions) } : {}),
        ...(place.states ? { state: state.mask(place.states) } : {}),
        ...(territory.zips ? { zip: zip.mask(territory.zips) } : {}),
        ...(territory.industries ? { industry: industry.mask(territory.industries) } : {}),
        ...(territory.sizes ? { size: size.mask(territory.sizes) } : {})
      };
      const { companies, domains } = territory;
      const accounts: Part[] = [
        ...(domains
          ? [{ territory, place, account: 'domain' as const, box: { ...box, domain: domain.mask(domains) } }]
          : []),
        ...(companies
          ? [{ territory, place, account: 'company' as const, box: { ...box, company: company.mask(companies) } }]
          : [])
      ];
      return accounts.length > 0 ? accounts : [{ territory, place, account: undefined, box }];
    })
  );
  const atoms = Object.fromEntries(dimensions.map((name) => [name, axes[name].atoms])) as Record<
    Dimension,
    readonly Atom[]
  >;
  return { atoms, everything, parts };
}

interface Axis<T> {
  atoms: readonly Atom[];
  mask(values: readonly T[]): bigint;
}

function textAxis(values: readonly string[]): Axis<string> {
  const named = [...new Map(values.filter(Boolean).map((value) => [value.toLowerCase(), value])).values()];
  const atoms: Atom[] = [blank, { example: unnamed(named), kind: 'other' }, ...named.map(namedAtom)];
  const places = new Map(named.map((value, index) => [value.toLowerCase(), index + 2]));
  return {
    atoms,
    mask: (asked) => asked.reduce((mask, value) => mask | bit(value === '' ? 0 : places.get(value.toLowerCase())!), 0n)
  };
}

const namedAtom = (example: string): Atom => ({ example, kind: 'named' });

/** Not among the names, nor the beginning of one. */
function unnamed(named: readonly string[]): string {
  let text = 'Other';
  while (named.some((name) => name.toLowerCase().startsWith(text.toLowerCase()))) text += ' x';
  return text;
}

/** What begins with one of the values and with no longer one, each. */
function prefixAxis(values: readonly string[]): Axis<string> {
  const named = [...new Set(values)];
  const atoms: Atom[] = [
    blank,
    { example: named.some((each) => each.includes('.')) ? 'other.example' : outside(named), kind: 'other' },
    ...named.map((prefix) => namedAtom(longer(prefix, named)))
  ];
  return {
    atoms,
    mask: (asked) =>
      named.reduce(
        (mask, name, index) => (asked.some((each) => name.startsWith(each)) ? mask | bit(index + 2) : mask),
        0n
      )
  };
}

/** A code of five digits that begins with this value and with no longer one; the value itself where there is none. */
function longer(prefix: string, named: readonly string[]): string {
  if (!/^\d{1,4}$/.test(prefix)) return prefix;
  const further = named.filter((each) => each !== prefix && each.startsWith(prefix));
  const tried = [...'0123456789'].map((digit) => prefix.padEnd(5, digit));
  return tried.find((code) => !further.some((each) => code.startsWith(each))) ?? prefix;
}

function outside(named: readonly string[]): string {
  const tried = [...'0123456789'].map((digit) => digit.repeat(5));
  return tried.find((code) => !named.some((each) => code.startsWith(each))) ?? '~';
}

function sizeAxis(ranges: readonly SizeRange[]): Axis<SizeRange> {
  const starts = ranges.flatMap(({ least, most }) => [
    ...(least === undefined ? [] : [least]),
    ...(most === undefined ? [] : [most + 1])
  ]);
  const sorted = [...new Set(starts)].sort((a, b) => a - b);
  const [first] = sorted;
  const between: SizeRange[] =
    first === undefined
      ? [{}]
      : [
          { most: first - 1 },
          ...sorted.map((least, index) =>
            index + 1 < sorted.length ? { least, most: sorted[index + 1]! - 1 } : { least }
          )
        ];
  const atoms: Atom[] = [
    blank,
    ...between.map((size) => ({ example: size.least ?? size.most ?? 1, kind: 'named' as const, size }))
  ];
  const isWithin = (inner: SizeRange, outer: SizeRange): boolean =>
    (outer.least === undefined || (inner.least !== undefined && inner.least >= outer.least)) &&
    (outer.most === undefined || (inner.most !== undefined && inner.most <= outer.most));
  return {
    atoms,
    mask: (asked) =>
      between.reduce(
        (mask, each, index) => (asked.some((range) => isWithin(each, range)) ? mask | bit(index + 1) : mask),
        0n
      )
  };
}
