import type { Literal } from './box.ts';
import { intersection, membersOf, setOf } from './classSet.ts';
import type { ClassSet } from './classSet.ts';
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
  const found: (readonly (number | undefined)[])[] = [];
  const end = entries.reduce((most, place) => Math.max(most, place + 1), 0);
  const counting = setOf(end, entries);
  let looked = 0;
  let cutShort = false;

  const literalAt = (axis: number, at: number): Literal => {
    const { base } = axes[axis]!.field.space;
    return { variable: base, set: setOf(space.table.variables[base]!.size, [at]) };
  };
  // Which entries allow a class at all rules most cells out without a question.
  const allowing = axes.map(
    ({ classes }, axis) => new Map(classes.map((at) => [at, setOf(end, space.near([literalAt(axis, at)], end))]))
  );

  /** @param cell a class for each axis; undefined where any will do */
  const look = (cell: readonly (number | undefined)[], candidates: ClassSet): void => {
    if (found.some((hole) => hole.every((at, axis) => at === undefined || cell[axis] === at))) return;
    looked += 1;
    const chosen = cell.flatMap((at, axis) => (at === undefined ? [] : [{ axis, at }]));
    const box = chosen.map(({ axis, at }) => literalAt(axis, at));
    const matches = (place: number) => space.find({ matching: [place], avoiding: [], within: box }).kind !== 'none';
    if (membersOf(candidates).some(matches)) return;
    const lead = space.find({ matching: [], avoiding: entries, within: box });
    if (lead.kind !== 'found') return;
    found.push(cell);
    holes.push({
      cell: chosen.map(({ axis, at }) => ({ field: axes[axis]!.field, label: axes[axis]!.field.space.labelOf(at) })),
      example: lead.example
    });
  };

  for (let size = 1; size <= axes.length; size += 1) {
    for (const chosen of subsets(axes.length, size)) {
      const walk = (depth: number, cell: readonly (number | undefined)[], candidates: ClassSet): void => {
        if (looked >= mostCells) {
          cutShort = true;
        } else if (depth === chosen.length) {
          look(cell, candidates);
        } else {
          const axis = chosen[depth]!;
          for (const at of axes[axis]!.classes)
            walk(depth + 1, cell.with(axis, at), intersection(candidates, allowing[axis]!.get(at)!));
        }
      };
      walk(
        0,
        Array.from(axes, () => undefined),
        counting
      );
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
