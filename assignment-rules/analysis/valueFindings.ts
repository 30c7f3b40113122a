import type { Criterion } from '../criterion.ts';
import { qualifiedName } from '../leadValues.ts';
import { normalText } from '../operand.ts';
import { splitValueList } from '../valueList.ts';
import { finding, listText } from './finding.ts';
import type { Finding } from './finding.ts';
import type { JudgedEntry } from './judgedEntry.ts';
import { dayGrid, decimalGrid, instantGrid } from './numberGrid.ts';
import type { DescribedField, FieldLookup } from './orgDescription.ts';
import { spelledShort } from './textValues.ts';

/** Values that no record can hold, row by row. */
export function* valueFindings({ entry, compiled }: JudgedEntry, lookup: FieldLookup): Generator<Finding> {
  for (const [at, criterion] of (compiled?.criteria ?? []).entries()) {
    const field = lookup(qualifiedName(criterion.field));
    if (!field) continue;
    const where = { entries: [entry.number], rows: [at + 1] };
    const row = `Row ${at + 1} of entry ${entry.number}`;
    const unlisted = unlistedValues(criterion, field);
    if (unlisted.length > 0) {
      const have = unlisted.length === 1 ? 'a value that is' : 'values that are';
      if (field.type === 'reference') {
        const why = `${row} compares ${field.label} with ${listText(unlisted.map(quoted))}, and no record has that name.`;
        yield finding({ code: 'name-not-found', ...where, why });
      } else {
        const closed = field.restricted
          ? 'The picklist is restricted: no lead can hold it'
          : 'The picklist is not restricted, so a lead may hold it all the same, if somebody sends it';
        const why = `${row} names ${have} not in the picklist ${field.label}: ${listText(unlisted.map(quoted))}. ${closed}.`;
        yield finding({ code: 'value-not-in-picklist', ...where, why });
      }
    }
    const long = longValues(criterion, field);
    if (long.length > 0) {
      const why = `${row} compares ${field.label}, which holds ${field.length} characters, with ${listText(long.map(quoted), 3)}.`;
      yield finding({ code: 'value-too-long', ...where, why });
    }
    const outside = numbersOutside(criterion, field);
    if (outside.length > 0) {
      const why = `${row} compares ${field.label} with ${listText(outside)}, which the field cannot hold.`;
      yield finding({ code: 'value-out-of-range', ...where, why });
    }
  }
}

function quoted(text: string): string {
  return `"${text}"`;
}

/** As written in the rule. */
function writtenValues({ item, test }: Criterion): string[] {
  return 'values' in test ? splitValueList(item.value ?? '') : [];
}

function unlistedValues(criterion: Criterion, { picklistValues, names }: DescribedField): string[] {
  const { kind } = criterion.test;
  if (kind !== 'textOneOf' && kind !== 'includes') return [];
  const listed = picklistValues?.map(({ value }) => value) ?? names?.map(({ name }) => name);
  if (!listed) return [];
  const known = new Set(listed.map(normalText));
  // A rule may also name a value by its label.
  for (const { label } of picklistValues ?? []) known.add(normalText(label));
  return writtenValues(criterion).filter((value) => !known.has(normalText(value)));
}

function longValues(criterion: Criterion, { length, picklistValues, type }: DescribedField): string[] {
  if (criterion.family !== 'text' || picklistValues || type === 'picklist' || !length || length <= 0) return [];
  return writtenValues(criterion).filter((value) => spelledShort(normalText(value)).length > length);
}

function numbersOutside({ test, family }: Criterion, field: DescribedField): number[] {
  if (test.kind !== 'numberOneOf') return [];
  const grid = family === 'date' ? dayGrid : family === 'datetime' ? instantGrid : decimalGrid(field);
  return family === 'number' ? test.values.filter((value) => !grid.holds(value)) : [];
}
