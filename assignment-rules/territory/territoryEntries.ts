/** A territory table as entries of an assignment rule, most specific first. */
import type { CriteriaItem, RuleEntry } from '../ruleFile.ts';
import type { TerritoryFields } from './columns.ts';
import { mostSpecificFirst } from './precedence.ts';
import { territorySpace } from './territorySpace.ts';
import type { Part, TerritorySpace } from './territorySpace.ts';
import type { SizeRange, Territory } from './territory.ts';

/** Most rows of an entry (assumed from Setup, which offers 25). */
const mostRows = 25;
/** Most characters of a row's value (assumed; Setup's own field takes no more). */
const mostCharacters = 255;

export interface TerritoryEntry {
  readonly entry: RuleEntry;
  readonly row: number;
  /** For the comment above it. */
  readonly comment: string;
}

/** A value that no row of a rule can hold. */
export class ValueTooLongError extends Error {}

/** Alternatives, one of which must hold. */
type Group = readonly CriteriaItem[];

/** @throws ValueTooLongError */
export function territoryEntries(
  territories: readonly Territory[],
  fields: TerritoryFields,
  space: TerritorySpace = territorySpace(territories)
): TerritoryEntry[] {
  const made = mostSpecificFirst(space.parts).flatMap((part) => {
    const groups = groupsOf(part, fields);
    const sizes = part.territory.sizes?.map((size) => sizeGroups(size, fields)) ?? [[]];
    return sizes.flatMap((size) => splitToFit([...groups, ...size])).map((each) => ({ part, groups: each }));
  });
  const count = new Map<number, number>();
  for (const { part } of made) count.set(part.territory.row, (count.get(part.territory.row) ?? 0) + 1);
  const seen = new Map<number, number>();
  return made.map(({ part: { territory }, groups }, index) => {
    const { row, label, team } = territory;
    const place = (seen.get(row) ?? 0) + 1;
    seen.set(row, place);
    const ofRow = count.get(row)! > 1 ? `Row ${row}, part ${place} of ${count.get(row)}` : `Row ${row}`;
    return {
      entry: { ...entryOf(groups), number: index + 1, target: team },
      row,
      comment: `${ofRow}: ${label === '' ? 'everyone else' : label}`
    };
  });
}

function groupsOf({ territory, place, account }: Part, fields: TerritoryFields): Group[] {
  const { zips, industries, companies, domains } = territory;
  const groups: Group[] = [];
  const add = (field: string | undefined, operation: string, values: readonly string[] | undefined) => {
    if (field !== undefined && values) groups.push(rowsOf(`Lead.${field}`, operation, values));
  };
  if (account === 'domain')
    add(
      fields.email,
      'contains',
      domains?.map((domain) => `@${domain}`)
    );
  if (account === 'company') add(fields.company, 'equals', companies);
  add(fields.country, 'equals', place.countries);
  add(fields.region, 'equals', place.regions);
  add(fields.state, 'equals', place.states);
  add(fields.zip, 'startsWith', zips);
  add(fields.industry, 'equals', industries);
  return groups;
}

function sizeGroups({ least, most }: SizeRange, fields: TerritoryFields): Group[] {
  const field = `Lead.${fields.size}`;
  return [
    ...(least === undefined ? [] : [[{ field, operation: 'greaterOrEqual', value: String(least) }]]),
    ...(most === undefined ? [] : [[{ field, operation: 'lessOrEqual', value: String(most) }]])
  ];
}

/** As few rows as the values need; blank has a row of its own, without a value. */
function rowsOf(field: string, operation: string, values: readonly string[]): CriteriaItem[] {
  const lists: string[] = [];
  for (const value of values.filter((each) => each !== '')) {
    const item = /[,"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    if (item.length > mostCharacters) {
      throw new ValueTooLongError(
        `"${value.slice(0, 40)}…" has ${value.length} characters; a rule takes ${mostCharacters}.`
      );
    }
    const last = lists.at(-1);
    if (last !== undefined && last.length + 1 + item.length <= mostCharacters)
      lists[lists.length - 1] = `${last},${item}`;
    else lists.push(item);
  }
  return [
    ...lists.map((value) => ({ field, operation, value })),
    ...(values.includes('') ? [{ field, operation: 'equals' }] : [])
  ];
}

/** Halves the longest alternatives until each entry has no more rows than it may. */
function splitToFit(groups: readonly Group[]): (readonly Group[])[] {
  if (groups.reduce((sum, group) => sum + group.length, 0) <= mostRows) return [groups];
  const longest = groups.reduce((most, group) => (group.length > most.length ? group : most));
  const half = Math.ceil(longest.length / 2);
  return [longest.slice(0, half), longest.slice(half)].flatMap((part) =>
    splitToFit(groups.map((group) => (group === longest ? part : group)))
  );
}

function entryOf(groups: readonly Group[]): Pick<RuleEntry, 'criteriaItems' | 'booleanFilter' | 'caseOnlyElements'> {
  const criteriaItems = groups.flat();
  let next = 1;
  const texts = groups.map((group) => group.map(() => String(next++)).join(' OR '));
  const needsFilter = groups.some((group) => group.length > 1);
  const filter = texts
    .map((text, index) => (groups[index]!.length > 1 && groups.length > 1 ? `(${text})` : text))
    .join(' AND ');
  return { criteriaItems, ...(needsFilter ? { booleanFilter: filter } : {}), caseOnlyElements: [] };
}
