import { fieldKey } from '../leadValues.ts';
import type { ExampleLead, RuleSpace } from './ruleSpace.ts';

/** Two entries that one lead can meet: the earlier one wins it. Places from 0. */
export interface Overlap {
  readonly earlier: number;
  readonly later: number;
}

export interface OverlapDetail extends Overlap {
  /**
   * - `special`: the later entry holds all of the earlier: the special case before the general
   * - `same`: both hold the same leads
   * - `general`: the earlier entry holds all of the later, which therefore never matches
   * - `partial`: each holds leads that the other does not
   * - `notDecided`: a formula is in the way
   */
  readonly kind: 'special' | 'same' | 'general' | 'partial' | 'notDecided';
  /** Whether both ask about the same fields. */
  readonly sameFields: boolean;
  readonly sameTarget: boolean;
}

/** Pairs that overlap, and those of which it is not decided. */
export function* overlaps(space: RuleSpace): Generator<Overlap & { readonly decided: boolean }> {
  const { entries, boxes, table } = space;
  // Of these the variables alone tell whether they meet; of others the bindings between variables have a say, or a formula.
  const plain = boxes.map(
    (all, place) =>
      entries[place]!.compiled?.formula === undefined &&
      entries[place]!.compiled !== undefined &&
      all.every((box) => box.every(({ variable }) => !table.isBound(variable)))
  );
  const fields = entries.map((_, place) => fieldsOf(space, place));
  const known = new Map<number, boolean>();
  const possible = (place: number): boolean => {
    let found = known.get(place);
    if (found === undefined)
      known.set(place, (found = space.find({ matching: [place], avoiding: [] }).kind === 'found'));
    return found;
  };
  /** Entries on different fields have nothing to disagree about. */
  const unrelated = (one: number, other: number): boolean =>
    [one, other].every((place) => entries[place]!.compiled && !entries[place]!.compiled.formula) &&
    ![...fields[one]!].some((field) => fields[other]!.has(field));
  for (let later = 1; later < boxes.length; later += 1) {
    const near = new Set(boxes[later]!.flatMap((box) => space.near(box, later)));
    for (const earlier of [...near].sort((a, b) => a - b)) {
      if ((plain[earlier] && plain[later]) || (unrelated(earlier, later) && possible(earlier) && possible(later))) {
        yield { earlier, later, decided: true };
        continue;
      }
      const answer = space.find({ matching: [earlier, later], avoiding: [] });
      if (answer.kind !== 'none') yield { earlier, later, decided: answer.kind === 'found' };
    }
  }
}

export function overlapDetail(space: RuleSpace, { earlier, later }: Overlap): OverlapDetail {
  const onlyEarlier = space.find({ matching: [earlier], avoiding: [later] }).kind;
  const onlyLater = space.find({ matching: [later], avoiding: [earlier] }).kind;
  const kind =
    onlyEarlier === 'notDecided' || onlyLater === 'notDecided'
      ? 'notDecided'
      : onlyEarlier === 'none'
        ? onlyLater === 'none'
          ? 'same'
          : 'special'
        : onlyLater === 'none'
          ? 'general'
          : 'partial';
  return {
    earlier,
    later,
    kind,
    sameFields: sameFields(space, earlier, later),
    sameTarget: sameTarget(space, earlier, later)
  };
}

/** Keys of the fields that an entry's rows ask about. */
function fieldsOf({ entries }: RuleSpace, place: number): ReadonlySet<string> {
  return new Set((entries[place]!.compiled?.criteria ?? []).map(({ field }) => fieldKey(field)));
}

/** Whether both entries ask about the same fields, in whatever rows. */
export function sameFields(space: RuleSpace, one: number, other: number): boolean {
  const fields = fieldsOf(space, one);
  const others = fieldsOf(space, other);
  return fields.size > 0 && fields.size === others.size && [...fields].every((field) => others.has(field));
}

export function sameTarget({ entries }: RuleSpace, one: number, other: number): boolean {
  const name = (place: number) => {
    const { target } = entries[place]!.entry;
    return target ? `${target.type} ${target.name.toLowerCase()}` : '';
  };
  return name(one) === name(other);
}

/** A lead that meets both and that no entry before the earlier one takes: it shows who wins. */
export function contestedLead(space: RuleSpace, { earlier, later }: Overlap): ExampleLead | undefined {
  const before = Array.from({ length: earlier }, (_, at) => at);
  const answer = space.find({ matching: [earlier, later], avoiding: before });
  return answer.kind === 'found' ? answer.example : undefined;
}
