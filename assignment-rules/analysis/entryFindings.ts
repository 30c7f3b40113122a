import type { Criterion } from '../criterion.ts';
import { oppositeOf } from './conditionTree.ts';
import { entriesText, finding, listText } from './finding.ts';
import type { Finding, FindingExample } from './finding.ts';
import type { JudgedEntry } from './judgedEntry.ts';
import { contestedLead, overlapDetail, sameFields, sameTarget } from './overlaps.ts';
import type { Overlap } from './overlaps.ts';
import { reachability } from './reachability.ts';
import type { ExampleLead, RuleSpace } from './ruleSpace.ts';

/** Makes an example of a lead, by evaluating the rule itself. */
export type ShowLead = (example: ExampleLead, meets: readonly number[]) => FindingExample;

/** Whether any lead gets to the entry, and if not, why. */
export function* reachFindings(space: RuleSpace, place: number, show: ShowLead): Generator<Finding> {
  const numbers = (places: readonly number[]) => places.map((at) => space.entries[at]!.entry.number);
  const { entry } = space.entries[place]!;
  const { number } = entry;
  const reach = reachability(space, place);
  switch (reach.kind) {
    case 'reachable':
      return;
    case 'contradictory': {
      const rows = clashingRows(space, space.entries[place]!);
      const which = rows ? `rows ${listText(rows)} exclude each other` : 'its filter allows none';
      const why = `No lead can meet entry ${number}: ${rows?.length === 1 ? `no lead meets row ${rows[0]}` : which}.`;
      yield finding({ code: 'contradictory-entry', entries: [number], ...(rows ? { rows } : {}), why });
      return;
    }
    case 'shadowed': {
      const by = numbers(reach.by);
      const example = reach.example ? { example: show(reach.example, [number]) } : {};
      const sameOwner = reach.by.every((earlier) => sameTarget(space, earlier, place));
      const harmless = sameOwner
        ? { severity: 'warning' as const, next: 'Remove it; its leads go to the same owner.' }
        : {};
      const isDuplicate =
        reach.by.length === 1 && space.find({ matching: reach.by, avoiding: [place] }).kind === 'none';
      if (isDuplicate) {
        const owner = sameOwner ? 'and has the same owner' : 'and its owner is another, who gets none of them';
        const why = `Entry ${number} matches the same leads as entry ${by[0]}, ${owner}.`;
        yield finding({ code: 'duplicate-entry', entries: [number, ...by], why, ...example, ...harmless });
      } else {
        const together = by.length > 1 ? ' together' : '';
        const why = `Entry ${number} never matches: ${entriesText(by)}${together} take${by.length === 1 ? 's' : ''} every lead that meets it.`;
        yield finding({ code: 'shadowed-entry', entries: [number, ...by], why, ...example, ...harmless });
      }
      return;
    }
    case 'notDecided': {
      const others = reach.because.filter((at) => at !== place);
      // Of an entry that cannot be judged it is said already that it cannot.
      if (others.length === 0 && !space.entries[place]!.compiled) return;
      const way =
        others.length > 0 ? `${entriesText(numbers(others))} cannot be judged for the leads that meet it` : '';
      const own = 'it was not found for which leads its own condition holds';
      const why = `Whether any lead gets to entry ${number} is not decided: ${way || own}.`;
      yield finding({ code: 'not-decided', entries: [number, ...numbers(others)], why });
    }
  }
}

/** As few rows as contradict each other; undefined with filter logic. */
function clashingRows(space: RuleSpace, { entry, compiled }: JudgedEntry): number[] | undefined {
  if (!compiled || compiled.formula || entry.booleanFilter !== undefined) return undefined;
  let kept: readonly Criterion[] = compiled.criteria;
  for (const one of compiled.criteria) {
    const without = kept.filter((other) => other !== one);
    if (space.holding(without.map(space.treeOf)).kind === 'none') kept = without;
  }
  return kept.map((criterion) => compiled.criteria.indexOf(criterion) + 1);
}

/** Rows that hold whenever the others do; entries whose rows must all hold. */
export function* redundantRowFindings(space: RuleSpace, place: number): Generator<Finding> {
  const { entry, compiled } = space.entries[place]!;
  if (!compiled || compiled.formula || entry.booleanFilter !== undefined || compiled.criteria.length < 2) return;
  const trees = compiled.criteria.map(space.treeOf);
  if (space.holding(trees).kind !== 'found') return;
  for (const [row, tree] of trees.entries()) {
    const others = trees.filter((_, at) => at !== row);
    const answer = space.holding([...others, oppositeOf(tree, space.table.variables)]);
    if (answer.kind !== 'none') continue;
    const { field } = compiled.criteria[row]!.item;
    const why = `Row ${row + 1} of entry ${entry.number} (${field}) holds whenever the other rows do.`;
    yield finding({ code: 'redundant-row', entries: [entry.number], rows: [row + 1], why });
    // Of two rows that imply each other only one can go.
    return;
  }
}

/**
 * Two entries that ask about the same fields, each for leads that the other does not ask for, with different owners, and some
 * leads in common. A special case above a general one is how rules are written, and entries on different fields are a
 * matter of rank; this is two owners for one patch of the same map.
 */
export function* conflictFindings(space: RuleSpace, overlap: Overlap, show: ShowLead): Generator<Finding> {
  const { earlier, later } = overlap;
  if (sameTarget(space, earlier, later) || !sameFields(space, earlier, later)) return;
  if (overlapDetail(space, overlap).kind !== 'partial') return;
  const lead = contestedLead(space, overlap);
  if (!lead) return;
  const first = space.entries[earlier]!.entry;
  const second = space.entries[later]!.entry;
  const owner = ({ target }: typeof first) => target?.name ?? 'the owner they have';
  const why =
    `Some leads meet entry ${first.number} and entry ${second.number}, which ask about the same fields, and neither ` +
    `is a special case of the other. They go to ${owner(first)}, by entry ${first.number}, not to ${owner(second)}.`;
  const numbers = [second.number, first.number];
  yield finding({ code: 'conflicting-entries', entries: numbers, why, example: show(lead, numbers) });
}
