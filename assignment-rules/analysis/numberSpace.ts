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
  const stretches = stretchesOf(
    [...bounds].sort((a, b) => a - b),
    grid
  );
  const values: readonly (Stretch | null)[] = nillable ? [null, ...stretches] : stretches;

  // Stretches that meet the same tests are one class: a bound that is only ever inclusive does not stand alone.
  const classOf = new Map<string, number>();
  const classes: (Stretch | null)[][] = [];
  for (const value of values) {
    const key = tests.map((test) => (testHolds(test, value && value.example) ? '1' : '0')).join('');
    let found = classOf.get(key);
    if (found === undefined) classOf.set(key, (found = classes.push([]) - 1));
    classes[found]!.push(value);
  }

  const base = table.add(classes.length);
  const trees = new Map(
    tests.map((test) => {
      const meeting = classes.flatMap(([value], at) => (testHolds(test, value ? value.example : null) ? [at] : []));
      return [testKey(test), literalTree(base, table.is(base, meeting).set)];
    })
  );
  return {
    base,
    variables: new Set([base]),
    treeOf: (test) => trees.get(testKey(test))!,
    labelOf: (at) => labelOf(classes[at]!, written),
    isNamed: (at) => classes[at]!.some((value) => value !== null),
    valueAt(domains, choice, isConstrained) {
      const candidates = membersOf(domains(base)).flatMap((at) => classes[at]!);
      const rank = (value: Stretch | null) => (value === null ? (isConstrained ? 2 : 0) : value.example < 0 ? 1.5 : 1);
      candidates.sort((a, b) => rank(a) - rank(b));
      const value = candidates[choice % candidates.length]!;
      return { kind: 'value', value: value === null ? null : written(value.example) };
    }
  };
}

/** Numbers side by side, from the first to the last that the field can hold; undefined where they go on without end. */
interface Stretch {
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly example: number;
  /** Its place among all: neighbours have neighbouring numbers. */
  readonly place: number;
}

function stretchesOf(bounds: readonly number[], grid: NumberGrid): Stretch[] {
  const stretches: Stretch[] = [];
  const add = (from: number | undefined, to: number | undefined, example: number) =>
    stretches.push({ from, to, example, place: stretches.length });
  bounds.forEach((bound, at) => {
    const below = at === 0 ? -Infinity : bounds[at - 1]!;
    const example = grid.between(below, bound);
    if (example !== undefined) {
      const last = grid.justBelow(bound);
      add(at === 0 ? undefined : example, last, at === 0 ? last : example);
    }
    if (grid.holds(bound)) add(bound, bound, bound);
  });
  const above = grid.between(bounds.at(-1) ?? -Infinity, Infinity);
  if (above !== undefined) add(bounds.length > 0 ? above : undefined, undefined, above);
  return stretches;
}

/** `under 100`, `100 to 999`, `1000 or more`; several where a class has a gap. */
function labelOf(values: readonly (Stretch | null)[], written: (value: number) => string | number): string {
  const joined: { from: number | undefined; to: number | undefined; place: number }[] = [];
  for (const value of values) {
    if (value === null) continue;
    const last = joined.at(-1);
    if (last?.place === value.place - 1) [last.to, last.place] = [value.to, value.place];
    else joined.push({ from: value.from, to: value.to, place: value.place });
  }
  const texts = joined.map(({ from, to }) => {
    if (from === undefined) return to === undefined ? 'any' : `${written(to)} or less`;
    if (to === undefined) return `${written(from)} or more`;
    return from === to ? String(written(from)) : `${written(from)} to ${written(to)}`;
  });
  return [...(values.includes(null) ? ['blank'] : []), ...texts].join(', ');
}
