/** How each field of a lead is drawn where the org has too few leads to draw from: by its list, its type, its place. */
import type { AssignmentRule, DescribedField } from '../assignment-rules/index.ts';
import { spellingsOfCountry, spellingsOfState } from '../assignment-rules/territory/placeNames.ts';
import { splitValueList } from '../assignment-rules/valueList.ts';
import type { FieldDraw } from './simulation/leadSource.ts';

/** Share of callers who leave out what they could have told. */
const usualBlank = 0.1;
/** Share of callers who have one of the texts that the rule asks for, where a field has no list. */
const namedShare = 0.15;
/** Most digits of a number of which nothing else is known. */
const usualDigits = 4;

/** Fields that mean the same in every org. */
const wellKnown: Readonly<Record<string, Omit<Extract<FieldDraw, { kind: 'number' }>, 'name'>>> = {
  numberofemployees: { kind: 'number', from: 1, to: 20_000, spread: 'magnitude', blank: 0.15 },
  qualification_score__c: { kind: 'number', from: 20, to: 100, spread: 'middle', blank: 0.05 },
  team_size__c: { kind: 'number', from: 1, to: 500, spread: 'magnitude', blank: 0.3 },
  annualrevenue: { kind: 'number', from: 100_000, to: 1_000_000_000, spread: 'magnitude', blank: 0.3 }
};

const places: Readonly<Record<string, { part: Extract<FieldDraw, { kind: 'place' }>['part']; blank: number }>> = {
  country: { part: 'country', blank: 0.05 },
  countrycode: { part: 'country', blank: 0.05 },
  state: { part: 'state', blank: 0.1 },
  statecode: { part: 'state', blank: 0.1 },
  postalcode: { part: 'postalCode', blank: 0.2 },
  language__c: { part: 'language', blank: 0.05 }
};

export interface FieldDrawOptions {
  /** Texts that the rule in force asks a field for, by the field's name in lower case. */
  namedValues: ReadonlyMap<string, readonly string[]>;
  /** Whether State and Country have picklists: the text fields hold names then, and the codes stand beside them. */
  hasPlaceLists: boolean;
}

/** Undefined for a field that a new lead has from the org alone: a formula, a checkbox, a date, a lookup. */
export function fieldDraw(
  field: DescribedField,
  { namedValues, hasPlaceLists }: FieldDrawOptions
): FieldDraw | undefined {
  const { name, type, calculated } = field;
  const key = name.toLowerCase();
  const values = field.picklistValues?.filter(({ active }) => active).map(({ value }) => value);
  const isList = values !== undefined && values.length > 0;
  const place = places[key];
  const blank = field.nillable ? usualBlank : 0;
  if (calculated) {
    return undefined;
  }
  if (place && (!isList || place.part === 'country' || place.part === 'state')) {
    const spelling = isList ? listed(place.part, values) : hasPlaceLists ? fullName(place.part) : undefined;
    return { name, kind: 'place', part: place.part, blank: place.blank, ...(spelling ? { spelling } : {}) };
  }
  if (isList) {
    return { name, kind: type === 'multipicklist' ? 'values' : 'value', values, blank };
  }
  const known = wellKnown[key];
  if (known) {
    return { name, ...known };
  }
  switch (type) {
    case 'int':
    case 'double':
    case 'currency': {
      const digits = Math.min(usualDigits, (field.precision ?? usualDigits) - (field.scale ?? 0));
      return { name, kind: 'number', from: 1, to: 10 ** Math.max(1, digits) - 1, spread: 'magnitude', blank };
    }
    case 'percent':
      return { name, kind: 'number', from: 0, to: 100, spread: 'even', blank };
    case 'string':
    case 'textarea':
    case 'picklist':
    case 'combobox':
    case 'multipicklist': {
      const named = namedValues.get(key) ?? [];
      if (named.length > 0) {
        return { name, kind: 'value', values: named, blank: 1 - namedShare };
      }
      return field.nillable ? undefined : { name, kind: 'constant', value: 'Example', blank: 0 };
    }
    default:
      return undefined;
  }
}

/** Texts that the rule compares fields with, where they are texts: what a field without a list may hold. */
export function valuesNamedBy({ entries }: AssignmentRule): Map<string, string[]> {
  const values = new Map<string, Set<string>>();
  for (const { field, operation, value } of entries.flatMap(({ criteriaItems }) => criteriaItems)) {
    if (field.startsWith('Lead.') && value !== undefined && !/^not|exclude|less|greater/i.test(operation)) {
      const key = field.slice('Lead.'.length).toLowerCase();
      values.set(key, new Set([...(values.get(key) ?? []), ...itemsOf(value)]));
    }
  }
  return new Map([...values].map(([key, set]) => [key, [...set].sort()]));
}

/** None of a list that cannot be read: whether the rule can be followed is not decided here. */
function itemsOf(value: string): string[] {
  try {
    return splitValueList(value);
  } catch {
    return [];
  }
}

/** The org's own spelling of a place; undefined for one that its list does not have. */
function listed(part: string, values: readonly string[]): (code: string) => string | undefined {
  const bySpelling = new Map(values.map((value) => [value.toLowerCase(), value]));
  return (code) =>
    spellings(part, code)
      .map((spelling) => bySpelling.get(spelling.toLowerCase()))
      .find((value) => value !== undefined);
}

function fullName(part: string): ((code: string) => string) | undefined {
  return part === 'country' || part === 'state' ? (code) => spellings(part, code)[1] ?? code : undefined;
}

function spellings(part: string, code: string): readonly string[] {
  return part === 'country' ? spellingsOfCountry(code) : spellingsOfState(code, undefined);
}
