import { isEmpty, setOf } from './classSet.ts';
import type { Box } from './box.ts';
import type { RuleField } from './ruleFields.ts';
import type { Answer, ExampleLead, RuleSpace } from './ruleSpace.ts';

/** A lead that no entry matches, if there is one. */
export function uncoveredLead(space: RuleSpace): Answer {
  return space.find({ matching: [], avoiding: space.entries.map((_, place) => place) });
}

/** Values of a grid, field by field, of which no entry matches any lead. */
export interface Hole {
  readonly cell: readonly { readonly field: RuleField; readonly label: string }[];
  readonly example: ExampleLead;
}

export interface GridResult {
  readonly holes: readonly Hole[];
  /** Whether there were more cells than are looked at. */
  readonly cutShort: boolean;
}

const mostCells = 60_000;

/**
 * The largest parts of a grid in which none of the entries matches any lead: first whole rows and columns, then what is
 * left of them, so that a country without any entry is one hole and not one for each industry.
 * @param entries places of the entries that count; others are as if they were not there
 * @param axes for each field the classes of its base variable that the grid shows
 */
export function holesInGrid(
  space: RuleSpace,
  entries: readonly number[],
  axes: readonly { readonly field: RuleField; readonly classes: readonly number[] }[]
): GridResult {
  const holes: Hole[] = [];
  const found: Map<number, number>[] = [];
  const counting = new Set(entries);
  const end = entries.reduce((most, place) => Math.max(most, place + 1), 0);
  let looked = 0;
  let cutShort = false;

  const isEmptyCell = (box: Box): boolean =>
    space
      .near(box, end)
      .filter((place) => counting.has(place))
      .every((place) => space.find({ matching: [place], avoiding: [], within: box }).kind === 'none');

  const look = (cell: ReadonlyMap<number, number>): void => {
    if (found.some((hole) => [...hole].every(([axis, at]) => cell.get(axis) === at))) return;
    if (looked >= mostCells) {
      cutShort = true;
      return;
    }
    looked += 1;
    const literals = [...cell].map(([axis, at]) => ({ ...axes[axis]!, at }));
    const box = literals.map(({ field, at }) => {
      const { base } = field.space;
      return { variable: base, set: setOf(space.table.variables[base]!.size, [at]) };
    });
    if (box.some(({ set }) => isEmpty(set)) || !isEmptyCell(box)) return;
    const lead = space.find({ matching: [], avoiding: entries, within: box });
    if (lead.kind !== 'found') return;
    found.push(new Map(cell));
    holes.push({
      cell: literals.map(({ field, at }) => ({ field, label: field.space.labelOf(at) })),
      example: lead.example
    });
  };

  for (let size = 1; size <= axes.length; size += 1) {
    for (const chosen of subsets(axes.length, size)) {
      const walk = (depth: number, cell: Map<number, number>): void => {
        if (depth === chosen.length) {
          look(cell);
          return;
        }
        const axis = chosen[depth]!;
        for (const at of axes[axis]!.classes) walk(depth + 1, new Map(cell).set(axis, at));
      };
      walk(0, new Map());
    }
  }
  return { holes, cutShort };
}

/** Subsets of so many of the numbers below `count`, each in order. */
function subsets(count: number, size: number): number[][] {
  if (size === 0) return [[]];
  return Array.from({ length: count }, (_, at) => at).flatMap((first) =>
    subsets(count - first - 1, size - 1).map((rest) => [first, ...rest.map((at) => at + first + 1)])
  );
}
