import type { Test } from '../criterion.ts';
import { familyOf } from '../fieldTypes.ts';
import type { FieldReference } from '../leadValues.ts';
import { fieldKey } from '../leadValues.ts';
import { normalText } from '../operand.ts';
import { isIn } from './classSet.ts';
import { holesInGrid, uncoveredLead } from './coverage.ts';
import type { Hole } from './coverage.ts';
import type { ShowLead } from './entryFindings.ts';
import { entriesText, finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { FieldTypes } from '../fieldTypes.ts';
import type { RuleSpace } from './ruleSpace.ts';

/** Fields of a grid in which holes are looked for, by API name of Lead. */
export interface Grid {
  readonly fields: readonly string[];
  /** Values to show of a text field; default: those of its picklist and those that the rule names. */
  readonly values?: Readonly<Record<string, readonly string[]>> | undefined;
}

export const usualGrid: Grid = { fields: ['Country', 'Industry', 'NumberOfEmployees'] };

const reference = (name: string): FieldReference => ({ of: 'lead', name });
const isValue = (value: string): Test => ({ kind: 'textOneOf', values: [normalText(value)] });

/** Tests that the grid asks besides the rule's. */
export function gridTests(
  { fields, values = {} }: Grid,
  types: FieldTypes
): { reference: FieldReference; test: Test }[] {
  return fields.flatMap((name) => {
    const info = types(name);
    if (!info || familyOf(info.type) !== 'text') return [];
    return (values[name] ?? []).map((value) => ({ reference: reference(name), test: isValue(value) }));
  });
}

/** Leads that no entry matches, as a whole and in the grid. */
export function* coverageFindings(space: RuleSpace, grid: Grid, show: ShowLead): Generator<Finding> {
  const places = space.entries.map((_, place) => place);
  const numbers = (of: readonly number[]) => of.map((place) => space.entries[place]!.entry.number);
  const uncovered = uncoveredLead(space);
  const isCatchAll = (place: number) => space.boxes[place]!.some((box) => box.length === 0);
  if (uncovered.kind === 'notDecided') {
    const why = `Whether every lead is matched is not decided: ${entriesText(numbers(uncovered.because))} cannot be judged.`;
    yield finding({ code: 'not-decided', entries: numbers(uncovered.because), why });
  }
  if (uncovered.kind === 'found') {
    const last = 'No entry is without criteria';
    const why = `${last}, and some leads match none: they go to the default lead owner.`;
    yield finding({ code: 'no-catch-all', entries: [], why, example: show(uncovered.example, []) });
  }
  const axes = grid.fields.flatMap((name) => {
    const field = space.fields.get(fieldKey(reference(name)));
    if (!field) return [];
    const { base } = field.space;
    const wanted = grid.values?.[name];
    const { size } = space.table.variables[base]!;
    const classes = Array.from({ length: size }, (_, at) => at).filter((at) => {
      if (wanted) {
        return wanted.some((value) => {
          const tree = field.space.treeOf(isValue(value));
          return tree.kind === 'literal' && isIn(tree.set, at);
        });
      }
      return field.space.isNamed(at);
    });
    return classes.length === 0 ? [] : [{ field, classes }];
  });
  if (axes.length === 0) return;
  const specific = uncovered.kind === 'none' ? places.filter((place) => !isCatchAll(place)) : places;
  if (specific.length === 0) return;
  const { holes, cutShort } = holesInGrid(space, specific, axes);
  const cells = holes.map((hole) => ({ cell: cellOf(hole), example: show(hole.example, []) }));
  const of = axes.map(({ field }) => field.described.label).join(' × ');
  if (cells.length > 0 && uncovered.kind !== 'notDecided') {
    const parts = cells.length === 1 ? 'one part' : `${cells.length} parts`;
    const whole = uncovered.kind === 'found';
    const why = whole
      ? `In ${parts} of the grid ${of} no entry matches any lead.`
      : `In ${parts} of the grid ${of} no entry but the catch-all matches any lead.`;
    yield finding({ code: whole ? 'hole-in-grid' : 'only-catch-all', entries: [], why, cells });
  }
  if (cutShort) {
    const why = `The grid ${of} has more cells than are looked at; name values or fewer fields.`;
    yield finding({ code: 'not-decided', entries: [], why, next: 'Give the grid fewer fields or values.' });
  }
}

function cellOf({ cell }: Hole): Record<string, string> {
  return Object.fromEntries(cell.map(({ field, label }) => [field.reference.name, label]));
}
