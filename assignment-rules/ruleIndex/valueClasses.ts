import { predicateHolds } from '../criterion.ts';
import type { Predicate } from '../criterion.ts';
import type { LeadValue } from '../leadValues.ts';
import type { Operand } from '../operand.ts';

/** The predicates that each row has on one field, of one kind; rows without any are not there. */
export type RowPredicates = ReadonlyMap<number, readonly Predicate[]>;

/**
 * The values of one field, divided into classes whose members no predicate here tells apart. Each class has the set of
 * rows that its values meet, so that the rows a lead meets are the intersection of one set for each field.
 */
export interface ValueClasses {
  /** The class of a field's raw value. @throws LeadValueError when the value is not of the field's type */
  classOf(value: LeadValue): number;
  /** For each class the rows that its values meet. */
  readonly rowSets: readonly Int32Array[];
  /** Only where classes are made as values come: drops all of them, so that their numbers begin anew. */
  forget?(): void;
}

/**
 * Row sets under construction. What a class's rows are is asked of the predicates themselves, with a value that
 * represents the class: the index cannot disagree with them, as long as the classes are well cut.
 */
export interface RowSetBuilder {
  /** A class like none before: every row is asked about this operand. */
  fresh(representative: Operand): number;
  /**
   * A class that differs from an earlier one in no more than these rows. Classes with the same rows are made one, which
   * keeps a list of a hundred postal codes from costing a hundred row sets.
   */
  like(earlier: number, rows: Iterable<number>, representative: Operand): number;
  readonly rowSets: readonly Int32Array[];
}

export function rowSetBuilder(rowCount: number, predicates: RowPredicates): RowSetBuilder {
  const rowSets: Int32Array[] = [];
  const known = new Map<string, number>();
  const meets = (row: number, operand: Operand) =>
    predicates.get(row)!.every((predicate) => predicateHolds(predicate, operand));
  return {
    rowSets,
    fresh(representative) {
      const rowSet = everyRow(rowCount);
      for (const row of predicates.keys()) if (!meets(row, representative)) flip(rowSet, row);
      return rowSets.push(rowSet) - 1;
    },
    like(earlier, rows, representative) {
      const original = rowSets[earlier]!;
      const changed = [...new Set(rows)].filter((row) => meets(row, representative) !== has(original, row));
      if (changed.length === 0) return earlier;
      const key = `${earlier}:${changed.sort((a, b) => a - b).join(',')}`;
      let found = known.get(key);
      if (found === undefined) {
        const rowSet = original.slice();
        for (const row of changed) flip(rowSet, row);
        found = rowSets.push(rowSet) - 1;
        known.set(key, found);
      }
      return found;
    }
  };
}

/** Adds a row to the rows of a value. */
export function addRow<V>(rowsOfValue: Map<V, number[]>, value: V, row: number): void {
  const rows = rowsOfValue.get(value);
  if (rows) rows.push(row);
  else rowsOfValue.set(value, [row]);
}

/** A set of rows, one bit each. */
export function everyRow(rowCount: number): Int32Array {
  const rowSet = new Int32Array(Math.ceil(rowCount / 32));
  for (let row = 0; row < rowCount; row += 1) flip(rowSet, row);
  return rowSet;
}

export function has(rowSet: Int32Array, row: number): boolean {
  return (rowSet[row >>> 5]! & (1 << (row & 31))) !== 0;
}

export function flip(rowSet: Int32Array, row: number): void {
  rowSet[row >>> 5]! ^= 1 << (row & 31);
}
