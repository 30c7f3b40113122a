import { testHolds } from '../criterion.ts';
import type { Test } from '../criterion.ts';
import { membersOf } from './classSet.ts';
import { literalTree } from './conditionTree.ts';
import { testKey } from './fieldSpace.ts';
import type { FieldSpace } from './fieldSpace.ts';
import type { NumberGrid } from './numberGrid.ts';
import type { VariableTable } from './variableTable.ts';

/**
 * A field of numbers, days or instants: one class for blank, one for each bound that the rule names, one for each gap between
 * two that holds a value of the field.
 * @param written the value as a record holds it
 */
export function numberSpace(
  nillable: boolean,
  grid: NumberGrid,
  tests: readonly Test[],
  cuts: readonly number[],
  written: (value: number) => string | number,
  table: VariableTable
): FieldSpace {
  const bounds = new Set(cuts);
  for (const test of tests) {
    if (test.kind === 'compare') bounds.add(test.bound);
    if (test.kind === 'numberOneOf') for (const value of test.values) bounds.add(value);
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  const values: (number | null)[] = nillable ? [null] : [];
  sorted.forEach((bound, at) => {
    const below = grid.between(at === 0 ? -Infinity : sorted[at - 1]!, bound);
    if (below !== undefined) values.push(below);
    if (grid.holds(bound)) values.push(bound);
  });
  const above = grid.between(sorted.at(-1) ?? -Infinity, Infinity);
  if (above !== undefined) values.push(above);

  const base = table.add(values.length);
  const trees = new Map(
    tests.map((test) => {
      const places = values.flatMap((value, place) => (testHolds(test, value) ? [place] : []));
      return [testKey(test), literalTree(base, table.is(base, places).set)];
    })
  );
  return {
    base,
    variables: [base],
    treeOf: (test) => trees.get(testKey(test))!,
    valueAt(domains, choice, isConstrained) {
      const candidates = membersOf(domains(base)).map((at) => values[at]!);
      const rank = (value: number | null) => (value === null ? (isConstrained ? 2 : 0) : value < 0 ? 1.5 : 1);
      candidates.sort((a, b) => rank(a) - rank(b));
      const value = candidates[choice % candidates.length]!;
      return { kind: 'value', value: value === null ? null : written(value) };
    }
  };
}
