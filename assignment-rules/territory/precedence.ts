/**
 * Which of two parts of a table is the more specific. A named account is, by domain before by name. Otherwise one is when it
 * says more of the place or of the kind of company (industry and size), and of the other no less. Two that each say more of
 * something are not ordered: what they share is a conflict for people to settle.
 */
import { dimensions } from './territorySpace.ts';
import type { Dimension, Part } from './territorySpace.ts';

export type Precedence = 'more' | 'less' | 'equal' | 'none';

const placeLevels = { anywhere: 0, regionOfCountries: 1, country: 2, region: 3, state: 4, zip: 5 } as const;

/** Account, place, kind of company; more is more specific. */
export function levels({ account, territory }: Part): readonly [number, number, number] {
  const kind = (territory.industries ? 2 : 0) + (territory.sizes ? 1 : 0);
  return [account === 'domain' ? 2 : account === 'company' ? 1 : 0, placeLevels[territory.placeLevel], kind];
}

const accountDimensions: readonly Dimension[] = ['company', 'domain'];
const placeDimensions: readonly Dimension[] = ['country', 'region', 'state', 'zip'];
const kindDimensions: readonly Dimension[] = ['industry', 'size'];

export function precedence(one: Part, other: Part): Precedence {
  const [mine, theirs] = [levels(one), levels(other)];
  if (mine[0] !== theirs[0]) return mine[0] > theirs[0] ? 'more' : 'less';
  let result = within(one, other, accountDimensions);
  for (const [at, of] of [
    [1, placeDimensions],
    [2, kindDimensions]
  ] as const) {
    const here = mine[at] > theirs[at] ? 'more' : mine[at] < theirs[at] ? 'less' : within(one, other, of);
    result = result === 'equal' ? here : here === 'equal' || here === result ? result : 'none';
    if (result === 'none') return result;
  }
  return result;
}

function within(one: Part, other: Part, of: readonly Dimension[]): Precedence {
  const isWithin = of.every((name) => (one.box[name] & ~other.box[name]) === 0n);
  const holds = of.every((name) => (other.box[name] & ~one.box[name]) === 0n);
  return isWithin ? (holds ? 'equal' : 'more') : holds ? 'less' : 'none';
}

/**
 * Most specific first: an order in which every part stands before those that it is more specific than. Of the others the
 * one that says more of the place comes first, then the one that says more of the company, then the earlier row.
 */
export function mostSpecificFirst(parts: readonly Part[]): Part[] {
  const breadth = new Map(parts.map((part) => [part, dimensions.reduce((sum, name) => sum + bits(part.box[name]), 0)]));
  return [...parts].sort((a, b) => {
    const [mine, theirs] = [levels(a), levels(b)];
    const at = [0, 1, 2].find((each) => mine[each] !== theirs[each]);
    if (at !== undefined) return theirs[at]! - mine[at]!;
    return breadth.get(a)! - breadth.get(b)! || a.territory.row - b.territory.row;
  });
}

function bits(mask: bigint): number {
  return mask.toString(2).replaceAll('0', '').length;
}
