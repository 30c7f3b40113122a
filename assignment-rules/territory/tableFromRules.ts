/** A rule as a territory table, as far as its entries say what a table can. */
import { parseBooleanFilter } from '../booleanFilter.ts';
import type { Condition } from '../booleanFilter.ts';
import type { EntryComments } from '../entryComments.ts';
import type { AssignmentRule, CriteriaItem, RuleEntry } from '../ruleFile.ts';
import { splitValueList } from '../valueList.ts';
import { distinct } from './cellValues.ts';
import type { TerritoryFields } from './columns.ts';
import { foldSpellings, spellingsOfCountry, spellingsOfState } from './placeNames.ts';
import { joinSizes, sizeText } from './sizeRange.ts';
import { fewestPrefixes } from './postalPrefixes.ts';
import type { AssignmentTarget } from '../ruleFile.ts';
import type { SizeRange } from './territory.ts';

const textColumns = ['country', 'region', 'state', 'zip', 'industry', 'company', 'domain'] as const;
type TextColumn = (typeof textColumns)[number];

/** What an entry asks for, by column. */
export interface TableLine {
  /** Numbers of the entries that it stands for. */
  readonly entries: readonly number[];
  readonly values: Readonly<Partial<Record<TextColumn, readonly string[]>>>;
  readonly sizes?: readonly SizeRange[];
  readonly team: AssignmentTarget;
  readonly comment?: string;
}

export interface NotExpressible {
  readonly entry: number;
  readonly why: string;
}

export interface TableOfRule {
  readonly lines: readonly TableLine[];
  readonly notExpressible: readonly NotExpressible[];
}

class Inexpressible extends Error {}

export function tableFromRule(
  rule: AssignmentRule,
  fields: TerritoryFields,
  comments: EntryComments = new Map()
): TableOfRule {
  const lines: TableLine[] = [];
  const notExpressible: NotExpressible[] = [];
  for (const entry of rule.entries) {
    try {
      const comment = comments.get(entry.number);
      const line = { ...lineOf(entry, fields), ...(comment === undefined ? {} : { comment }) };
      const last = lines.at(-1);
      const joined = last && last.entries.at(-1) === entry.number - 1 ? joinedLines(last, line) : undefined;
      if (joined) lines[lines.length - 1] = joined;
      else lines.push(line);
    } catch (error) {
      if (!(error instanceof Inexpressible)) throw error;
      notExpressible.push({ entry: entry.number, why: error.message });
    }
  }
  return { lines: lines.map(folded), notExpressible };
}

function lineOf(entry: RuleEntry, fields: TerritoryFields): TableLine {
  const { number, target, criteriaItems, booleanFilter, formula } = entry;
  if (!target) throw new Inexpressible('it keeps the owner');
  if (formula !== undefined) throw new Inexpressible('it is a formula');
  const groups =
    booleanFilter === undefined
      ? criteriaItems.map((item) => [item])
      : conjunction(parseBooleanFilter(booleanFilter, criteriaItems.length)).map((rows) =>
          rows.map((row) => criteriaItems[row]!)
        );
  const values: Partial<Record<TextColumn, readonly string[]>> = {};
  let size: SizeRange | undefined;
  for (const group of groups) {
    const named = group.map((item) => columnOfItem(item, fields));
    const [column] = named;
    if (column === undefined) continue;
    if (named.some((each) => each !== column))
      throw new Inexpressible(`it asks for ${named.map((each) => each).join(' or ')}`);
    if (column === 'size') {
      if (group.length > 1) throw new Inexpressible('it has alternative sizes in one filter');
      size = narrower(size, group[0]!);
      continue;
    }
    const asked = distinct(group.flatMap((item) => valuesOfItem(item, column)));
    const before = values[column];
    if (before && column !== 'zip') {
      const both = before.filter((value) => asked.some((each) => each.toLowerCase() === value.toLowerCase()));
      if (both.length === 0) throw new Inexpressible(`its rows for ${column} leave no value`);
      values[column] = both;
    } else if (before) throw new Inexpressible('it asks twice for the postal code');
    else values[column] = asked;
  }
  if (values.company && values.domain) throw new Inexpressible('it asks for a company and a domain at once');
  if (values.company?.includes('')) throw new Inexpressible('it asks for a blank company');
  if (size?.least !== undefined && size.most !== undefined && size.least > size.most)
    throw new Inexpressible('no size is within its bounds');
  return { entries: [number], values, ...(size ? { sizes: [size] } : {}), team: target };
}

/** Groups of alternatives that must all hold. */
function conjunction(condition: Condition): number[][] {
  switch (condition.kind) {
    case 'row':
      return [[condition.row]];
    case 'and':
      return condition.of.flatMap(conjunction);
    case 'or': {
      const parts = condition.of.map(conjunction);
      if (parts.some((part) => part.length !== 1))
        throw new Inexpressible('its filter has combinations as alternatives');
      return [parts.flatMap(([rows]) => rows!)];
    }
    case 'not':
      throw new Inexpressible('its filter has NOT');
  }
}

function columnOfItem({ field, operation, value }: CriteriaItem, fields: TerritoryFields): TextColumn | 'size' {
  const [, object, name = ''] = /^(Lead|User)\.(\w+)$/i.exec(field) ?? [];
  const is = (other: string | undefined): boolean =>
    object?.toLowerCase() === 'lead' && name.toLowerCase() === other?.toLowerCase();
  const equals = operation === 'equals';
  const matched = ((): TextColumn | 'size' | undefined => {
    if (is(fields.size)) return /^(equals|less|greater)/.test(operation) && value !== undefined ? 'size' : undefined;
    if (is(fields.zip)) return operation === 'startsWith' && value !== undefined ? 'zip' : undefined;
    if (is(fields.email)) {
      const isDomain = (each: string) => /^@[^@\s]+\.[^@\s]+$/.test(each);
      return operation === 'contains' && value !== undefined && splitValueList(value).every(isDomain)
        ? 'domain'
        : undefined;
    }
    const column = (['country', 'region', 'state', 'industry', 'company'] as const).find((each) => is(fields[each]));
    return equals ? column : undefined;
  })();
  if (!matched) throw new Inexpressible(`it has a row "${field} ${operation}${value === undefined ? ' (blank)' : ''}"`);
  return matched;
}

function valuesOfItem({ value }: CriteriaItem, column: TextColumn): string[] {
  if (value === undefined) return [''];
  const values = splitValueList(value);
  return column === 'domain'
    ? values.map((each) => each.slice(1).toLowerCase())
    : column === 'zip'
      ? values.map((each) => each.toUpperCase())
      : values;
}

function narrower(size: SizeRange | undefined, { operation, value }: CriteriaItem): SizeRange {
  const number = Number(value);
  if (!/^\d+$/.test(value ?? '')) throw new Inexpressible(`it compares the size with ${value ?? 'blank'}`);
  const asked: SizeRange = {
    ...(/^(equals|greater)/.test(operation) ? { least: number + (operation === 'greaterThan' ? 1 : 0) } : {}),
    ...(/^(equals|less)/.test(operation) ? { most: number - (operation === 'lessThan' ? 1 : 0) } : {})
  };
  const least = Math.max(size?.least ?? -Infinity, asked.least ?? -Infinity);
  const most = Math.min(size?.most ?? Infinity, asked.most ?? Infinity);
  return { ...(least === -Infinity ? {} : { least }), ...(most === Infinity ? {} : { most }) };
}

const rowIn = (comment: string | undefined): string | undefined => /^Row (\d+), part /.exec(comment ?? '')?.[1];

/** One line for parts of one row that differ in one column. */
function joinedLines(one: TableLine, other: TableLine): TableLine | undefined {
  const row = rowIn(one.comment);
  if (row === undefined || row !== rowIn(other.comment)) return undefined;
  const key = (values: readonly string[] | undefined): string => JSON.stringify(values);
  const differing = textColumns.filter((column) => key(one.values[column]) !== key(other.values[column]));
  const sizesDiffer = JSON.stringify(one.sizes) !== JSON.stringify(other.sizes);
  const entries = [...one.entries, ...other.entries];
  if (differing.length === 0 && sizesDiffer && one.sizes && other.sizes) {
    return { ...one, entries, sizes: joinSizes([...one.sizes, ...other.sizes]) };
  }
  const [column] = differing;
  const [mine, theirs] = column === undefined ? [] : [one.values[column], other.values[column]];
  if (differing.length !== 1 || sizesDiffer || !mine || !theirs) return undefined;
  return { ...one, entries, values: { ...one.values, [column!]: distinct([...mine, ...theirs]) } };
}

function folded(line: TableLine): TableLine {
  const { country, state, zip } = line.values;
  return {
    ...line,
    values: {
      ...line.values,
      ...(country ? { country: foldSpellings(country, spellingsOfCountry) } : {}),
      ...(state ? { state: foldSpellings(state, (name) => spellingsOfState(name, country)) } : {}),
      ...(zip ? { zip: fewestPrefixes(zip) } : {})
    }
  };
}

/** A line's cells by column, as {@link readTerritoryTable} reads them. */
export function cellsOf({ values, sizes, team }: TableLine): Record<string, string> {
  const list = (of: readonly string[] | undefined): string => {
    const texts = (of ?? []).map((value) => (value === '' ? '(blank)' : value));
    return texts.length === 1 && texts[0]!.includes(',') ? `${texts[0]};` : texts.join('; ');
  };
  return {
    country: list(values.country),
    region: list(values.region),
    state: list(values.state),
    zip: list(values.zip),
    industry: list(values.industry),
    size: (sizes ?? []).map(sizeText).join('; '),
    account: list(values.company ?? values.domain),
    team: team.name
  };
}
