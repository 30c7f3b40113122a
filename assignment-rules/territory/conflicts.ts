/** Where a table contradicts itself, and whom it forgets: decided exactly over the kinds of leads that it tells apart. */
import type { AssignmentTarget } from '../ruleFile.ts';
import type { LeadRecord } from '../leadValues.ts';
import type { TerritoryFields } from './columns.ts';
import { precedence } from './precedence.ts';
import { foldSpellings, spellingsOfCountry, spellingsOfState } from './placeNames.ts';
import { sizeText } from './sizeRange.ts';
import { dimensions } from './territorySpace.ts';
import type { Atom, Box, Dimension, Part, TerritorySpace } from './territorySpace.ts';

/** Two rows that take one lead for different teams, neither of them more specific. */
export interface Conflict {
  readonly rows: readonly [number, number];
  readonly teams: readonly [AssignmentTarget, AssignmentTarget];
  /** A lead that both take, and no row that is more specific than either. */
  readonly lead: LeadRecord;
}

/** Leads that no row takes. */
export interface Hole {
  /** In words, e.g. `Country US, Size 50-999`. */
  readonly what: string;
  readonly lead: LeadRecord;
}

const sameTeam = (one: AssignmentTarget, other: AssignmentTarget): boolean =>
  one.type === other.type && one.name.toLowerCase() === other.name.toLowerCase();

export function conflicts(space: TerritorySpace, fields: TerritoryFields): Conflict[] {
  const found = new Map<string, Conflict>();
  const { parts } = space;
  parts.forEach((one, index) => {
    for (const other of parts.slice(index + 1)) {
      const key = `${one.territory.row} ${other.territory.row}`;
      if (found.has(key) || sameTeam(one.territory.team, other.territory.team)) continue;
      const both = intersection(one.box, other.box);
      if (!both || !isUndecided(one, other)) continue;
      const above = parts.filter(
        (part) => meet(part.box, both) && (precedence(part, one) === 'more' || precedence(part, other) === 'more')
      );
      const left = remainder(
        both,
        above.map(({ box }) => box)
      );
      if (left) {
        found.set(key, {
          rows: [one.territory.row, other.territory.row],
          teams: [one.territory.team, other.territory.team],
          lead: leadIn(left, space, fields)
        });
      }
    }
  });
  return [...found.values()];
}

function isUndecided(one: Part, other: Part): boolean {
  const order = precedence(one, other);
  return order === 'equal' || order === 'none';
}

const mostHoles = 12;

/** Named accounts do not count: a hole is told without them. For each country of the table the first few. */
export function holes(space: TerritorySpace, fields: TerritoryFields): { holes: Hole[]; more: boolean } {
  const { atoms, everything, parts } = space;
  const notNamed = (name: Dimension): bigint =>
    atoms[name].reduce((mask, { kind }, index) => (kind === 'named' ? mask : mask | (1n << BigInt(index))), 0n);
  // Nobody has fewer than no employees.
  const sizes = atoms.size.reduce(
    (mask, { size }, index) => (size?.most !== undefined && size.most < 1 ? mask : mask | (1n << BigInt(index))),
    0n
  );
  const all: Box = { ...everything, company: notNamed('company'), domain: notNamed('domain'), size: sizes };
  const taken = parts.filter(({ account }) => account === undefined).map(({ box }) => box);
  const found: Hole[] = [];
  for (let left = remainder(all, taken); left; left = remainder(all, taken)) {
    if (found.length === mostHoles) return { holes: found, more: true };
    found.push({ what: describeBox(left, all, space), lead: leadIn(left, space, fields) });
    taken.push(left);
  }
  return { holes: found, more: false };
}

/** What of a box lies in none of the others: one box of it, undefined when nothing does. */
function remainder(box: Box, others: readonly Box[]): Box | undefined {
  const at = others.findIndex((other) => meet(box, other));
  if (at < 0) return box;
  const other = others[at]!;
  const rest = others.slice(at + 1);
  let inside: Box = box;
  for (const name of dimensions) {
    const outside = inside[name] & ~other[name];
    if (outside !== 0n) {
      const left = remainder({ ...inside, [name]: outside }, rest);
      if (left) return left;
    }
    inside = { ...inside, [name]: inside[name] & other[name] };
  }
  return undefined;
}

function meet(one: Box, other: Box): boolean {
  return dimensions.every((name) => (one[name] & other[name]) !== 0n);
}

function intersection(one: Box, other: Box): Box | undefined {
  return meet(one, other)
    ? (Object.fromEntries(dimensions.map((name) => [name, one[name] & other[name]])) as Box)
    : undefined;
}

/** A lead of the box, blank where it may be. */
function leadIn(box: Box, { atoms }: TerritorySpace, fields: TerritoryFields): LeadRecord {
  const lead: Record<string, string | number> = {};
  for (const name of dimensions) {
    const inside = atomsIn(box[name], name, { atoms });
    const of = (wanted: string) => inside.find(({ kind }) => kind === wanted);
    const example = (of('blank') ?? of('named') ?? of('other'))?.example;
    const field = name === 'domain' ? fields.email : fields[name];
    if (example !== undefined && field !== undefined) lead[field] = name === 'domain' ? `someone@${example}` : example;
  }
  return lead;
}

function atomsIn(mask: bigint, name: Dimension, { atoms }: Pick<TerritorySpace, 'atoms'>) {
  return atoms[name].filter((_, index) => (mask & (1n << BigInt(index))) !== 0n);
}

const words: Readonly<Record<Dimension, string>> = {
  country: 'Country',
  region: 'Region',
  state: 'State',
  zip: 'ZIP',
  industry: 'Industry',
  size: 'Size',
  company: 'Company',
  domain: 'Domain'
};

/** Of one place one name. */
function namesOf(named: readonly Atom[], name: Dimension): string[] {
  const names = named.map(({ example, size }) => (size ? sizeText(size) : String(example)));
  if (name === 'country') return foldSpellings(names, spellingsOfCountry);
  return name === 'state' ? foldSpellings(names, (state) => spellingsOfState(state, undefined)) : names;
}

function describeBox(box: Box, all: Box, space: TerritorySpace): string {
  const parts = dimensions
    .filter((name) => box[name] !== all[name] && name !== 'company' && name !== 'domain')
    .map((name) => {
      const inside = atomsIn(box[name], name, space);
      const named = inside.filter(({ kind }) => kind === 'named');
      const texts = namesOf(named, name);
      const told = [
        ...texts.slice(0, 3),
        ...(texts.length > 3 ? [`${texts.length - 3} more`] : []),
        ...(inside.some(({ kind }) => kind === 'other') ? ['any other'] : []),
        ...(inside.some(({ kind }) => kind === 'blank') ? ['none'] : [])
      ];
      return `${words[name]} ${told.join(' or ')}`;
    });
  return parts.length > 0 ? parts.join(', ') : 'every lead';
}
