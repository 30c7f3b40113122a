import type { OperandReader } from '../operand.ts';
import { rowSetBuilder } from './valueClasses.ts';
import type { RowPredicates, ValueClasses } from './valueClasses.ts';

/** Checkboxes: two classes. */
export function booleanClasses(rowCount: number, predicates: RowPredicates, read: OperandReader): ValueClasses {
  const builder = rowSetBuilder(rowCount, predicates);
  const no = builder.fresh(false);
  const yes = builder.like(no, predicates.keys(), true);
  return {
    rowSets: builder.rowSets,
    classOf: (value) => (read(value) === true ? yes : no)
  };
}
