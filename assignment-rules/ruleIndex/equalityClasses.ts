import type { FieldFamily } from '../fieldTypes.ts';
import type { OperandReader } from '../operand.ts';
import { addRow, rowSetBuilder } from './valueClasses.ts';
import type { RowPredicates, ValueClasses } from './valueClasses.ts';

/** Spellings seen in leads that are remembered besides those in the rule; a bound, so that memory has one. */
const mostLearnedSpellings = 2_000;
const longestLearnedSpelling = 80;

/**
 * Text that is compared as a whole: one class for each value that some row lists, one for blank, one for all else. For a
 * multi-select or a field whose only question is whether it is blank, there are just the last two.
 */
export function equalityClasses(
  rowCount: number,
  predicates: RowPredicates,
  read: OperandReader,
  family: FieldFamily
): ValueClasses {
  const rowsOfValue = new Map<string, number[]>();
  for (const [row, all] of predicates) {
    for (const { test } of all) {
      if (test.kind === 'textOneOf') for (const value of test.values) addRow(rowsOfValue, value, row);
    }
  }
  let unlisted = '\uffff';
  while (rowsOfValue.has(unlisted)) unlisted += '\uffff';

  const builder = rowSetBuilder(rowCount, predicates);
  const other = builder.fresh(unlisted);
  const blank = builder.like(other, predicates.keys(), null);
  const classOfSpelling = new Map<string, number>();
  for (const [value, rows] of rowsOfValue) classOfSpelling.set(value, builder.like(other, rows, value));
  const mostSpellings = classOfSpelling.size + mostLearnedSpellings;
  // A lookup's name belongs to its id only until someone renames the record.
  const bySpelling = family !== 'lookup';

  return {
    rowSets: builder.rowSets,
    classOf(value) {
      if (value === null || value === undefined) return blank;
      if (bySpelling && typeof value === 'string') {
        const known = classOfSpelling.get(value);
        if (known !== undefined) return known;
      }
      const operand = read(value);
      if (operand === null) return blank;
      const found = typeof operand === 'string' ? (classOfSpelling.get(operand) ?? other) : other;
      const mayLearn = bySpelling && typeof value === 'string' && value.length <= longestLearnedSpelling;
      if (mayLearn && classOfSpelling.size < mostSpellings) classOfSpelling.set(value, found);
      return found;
    }
  };
}
