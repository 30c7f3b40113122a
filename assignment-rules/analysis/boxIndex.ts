import type { Box, Variable } from './box.ts';
import { countOf, emptySet, fullSet, intersection, intersects, isWithin, membersOf, union } from './classSet.ts';
import type { ClassSet } from './classSet.ts';

/** Finds, among many boxes, those that meet a box. */
export interface BoxIndex {
  /** Places of the boxes before `end` that have a point in common with the box, as far as the variables alone tell. */
  meeting(box: Box, end: number): number[];
}

/** A literal with more classes than this is looked at box by box. */
const mostClasses = 64;

/** For each class of a variable the boxes that allow it, made when a variable is first asked about. */
export function boxIndex(boxes: readonly Box[], variables: readonly Variable[]): BoxIndex {
  const allowing = new Map<number, ClassSet[]>();
  const every = fullSet(boxes.length);

  function allowedBy(variable: number): ClassSet[] {
    let found = allowing.get(variable);
    if (!found) {
      const free = fullSet(boxes.length);
      const sets = Array.from({ length: variables[variable]!.size }, () => emptySet(boxes.length));
      boxes.forEach((box, place) => {
        const literal = box.find((it) => it.variable === variable);
        if (!literal) return;
        free[place >>> 5]! &= ~(1 << (place & 31));
        for (const at of membersOf(literal.set)) sets[at]![place >>> 5]! |= 1 << (place & 31);
      });
      allowing.set(variable, (found = sets.map((set) => union(set, free))));
    }
    return found;
  }

  return {
    meeting(box, end) {
      let candidates = every;
      const unread: Box[number][] = [];
      for (const literal of box) {
        const { variable, set } = literal;
        if (countOf(set) > mostClasses) {
          if (!isWithin(variables[variable]!.full, set)) unread.push(literal);
          continue;
        }
        const sets = allowedBy(variable);
        // In place: this is asked for every pair of a large rule.
        const allowed = emptySet(boxes.length);
        for (const at of membersOf(set)) {
          const more = sets[at]!;
          for (let word = 0; word < allowed.length; word += 1) allowed[word]! |= more[word]!;
        }
        candidates = intersection(candidates, allowed);
      }
      const found = membersOf(candidates).filter((place) => place < end);
      if (unread.length === 0) return found;
      return found.filter((place) =>
        unread.every(({ variable, set }) => {
          const other = boxes[place]!.find((it) => it.variable === variable);
          return !other || intersects(set, other.set);
        })
      );
    }
  };
}
