import type { OperandReader } from '../operand.ts';
import { addRow, rowSetBuilder } from './valueClasses.ts';
import type { RowPredicates, ValueClasses } from './valueClasses.ts';

/**
 * Numbers, dates and instants: the bounds that rows name cut the line into points and the gaps between them; each is a
 * class, and blank is one.
 */
export function intervalClasses(rowCount: number, predicates: RowPredicates, read: OperandReader): ValueClasses {
  const rowsOfBound = new Map<number, number[]>();
  for (const [row, all] of predicates) {
    for (const { test } of all) {
      if (test.kind === 'compare') addRow(rowsOfBound, test.bound, row);
      if (test.kind === 'numberOneOf') for (const value of test.values) addRow(rowsOfBound, value, row);
    }
  }
  const bounds = Float64Array.from(rowsOfBound.keys()).sort();
  const builder = rowSetBuilder(rowCount, predicates);
  const lowest = builder.fresh(-Infinity);
  const blank = builder.like(lowest, predicates.keys(), null);
  /** At 2i the gap below bound i, at 2i + 1 the bound itself; the last is the gap above all. */
  const classAt: number[] = [lowest];
  bounds.forEach((bound, at) => {
    const rows = rowsOfBound.get(bound)!;
    const next = bounds[at + 1] ?? Infinity;
    classAt.push(builder.like(classAt[2 * at]!, rows, bound));
    classAt.push(builder.like(classAt[2 * at + 1]!, rows, next === Infinity ? Infinity : bound / 2 + next / 2));
  });

  return {
    rowSets: builder.rowSets,
    classOf(value) {
      const operand = read(value) as number | null;
      if (operand === null) return blank;
      let low = 0;
      let high = bounds.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (bounds[middle]! < operand) low = middle + 1;
        else high = middle;
      }
      return classAt[bounds[low] === operand ? 2 * low + 1 : 2 * low]!;
    }
  };
}
