import type { Box, Literal, Variable } from './box.ts';
import { countOf, difference, intersection, intersects, isEmpty, isWithin } from './classSet.ts';
import type { ClassSet } from './classSet.ts';

/** Where in each variable the search stands. Asked at its ends; every point of these sets is outside all forbidden boxes. */
export type Domains = (variable: number) => ClassSet;

/** What an end of the search is worth: a region that was proved free of the forbidden boxes. */
export type Judgement = 'accepted' | 'impossible' | 'notDecided';

export interface Search {
  readonly variables: readonly Variable[];
  readonly within: Box;
  readonly forbidden: readonly Box[];
  /**
   * Judges a region that no forbidden box meets. `impossible` must hold for each of its points; `notDecided` lets the
   * search go on, and makes its answer no more than that when nothing is found.
   * @param narrowed variables that are not as free as they were
   */
  readonly judge: (domains: Domains, narrowed: readonly number[]) => Judgement;
  /** Looks at boxes after which the search gives up, as `notDecided`. */
  readonly mostWork: number;
}

export interface SearchResult {
  readonly answer: 'found' | 'none' | 'notDecided';
  /** Places in `forbidden` of the boxes without which the answer `none` was not reached; there may be more than needed. */
  readonly used: ReadonlySet<number>;
}

/**
 * Looks for a point within a box and outside others, exactly: DPLL over sets of classes. A forbidden box of which one
 * literal is left takes its classes from that variable; one of which none is left ends the branch; otherwise the variable
 * that most boxes still ask about is split, by the set that most of them name.
 */
export function search({ variables, within, forbidden, judge, mostWork }: Search): SearchResult {
  const domains = new Map<number, ClassSet>();
  const domainOf = (variable: number): ClassSet => domains.get(variable) ?? variables[variable]!.full;
  const trail: { variable: number; before: ClassSet }[] = [];
  const used = new Set<number>();
  let undecided = false;
  let work = 0;

  const narrow = (variable: number, to: ClassSet): void => {
    trail.push({ variable, before: domainOf(variable) });
    domains.set(variable, to);
  };
  const undoTo = (length: number): void => {
    while (trail.length > length) {
      const { variable, before } = trail.pop()!;
      domains.set(variable, before);
    }
  };

  /** Removes what must be removed; the boxes that still matter, or undefined when one covers all that is left. */
  function propagate(active: readonly number[]): number[] | undefined {
    let left = active as number[];
    for (let changed = true; changed;) {
      changed = false;
      const next: number[] = [];
      work += left.length + 1;
      for (const place of left) {
        let open: Literal | undefined;
        let openCount = 0;
        let avoided = false;
        for (const literal of forbidden[place]!) {
          const domain = domainOf(literal.variable);
          if (!intersects(domain, literal.set)) {
            avoided = true;
            break;
          }
          if (isWithin(domain, literal.set)) continue;
          open = literal;
          openCount += 1;
        }
        if (avoided) continue;
        if (openCount === 0) {
          used.add(place);
          return undefined;
        }
        if (openCount === 1) {
          used.add(place);
          narrow(open!.variable, difference(domainOf(open!.variable), open!.set));
          changed = true;
          continue;
        }
        next.push(place);
      }
      left = next;
    }
    return left;
  }

  /** The literal to split by. */
  function choose(active: readonly number[]): Literal {
    const counts = new Map<number, number>();
    for (const place of active) {
      for (const { variable, set } of forbidden[place]!)
        if (!isWithin(domainOf(variable), set)) counts.set(variable, (counts.get(variable) ?? 0) + 1);
    }
    let best = -1;
    let bestCount = 0;
    let bestSize = 0;
    for (const [variable, count] of counts) {
      if (count < bestCount) continue;
      const size = countOf(domainOf(variable));
      if (count > bestCount || size < bestSize) [best, bestCount, bestSize] = [variable, count, size];
    }
    const named = new Map<ClassSet, number>();
    let chosen: Literal | undefined;
    let most = 0;
    for (const place of active) {
      for (const literal of forbidden[place]!) {
        if (literal.variable !== best || isWithin(domainOf(best), literal.set)) continue;
        const count = (named.get(literal.set) ?? 0) + 1;
        named.set(literal.set, count);
        if (count > most) [chosen, most] = [literal, count];
      }
    }
    return chosen!;
  }

  function explore(candidates: readonly number[]): boolean {
    const start = trail.length;
    let active = candidates;
    for (;;) {
      if (work > mostWork) {
        undecided = true;
        undoTo(start);
        return false;
      }
      const left = propagate(active);
      if (!left) break;
      if (left.length === 0) {
        const judgement = judge(domainOf, [...domains.keys()]);
        if (judgement === 'accepted') return true;
        if (judgement === 'notDecided') undecided = true;
        break;
      }
      const { variable, set } = choose(left);
      const before = trail.length;
      narrow(variable, difference(domainOf(variable), set));
      if (explore(left)) return true;
      undoTo(before);
      if (work > mostWork) break;
      narrow(variable, intersection(domainOf(variable), set));
      active = left;
    }
    undoTo(start);
    return false;
  }

  for (const { variable, set } of within) {
    const left = intersection(domainOf(variable), set);
    if (isEmpty(left)) return { answer: 'none', used };
    domains.set(variable, left);
  }
  const found = explore(forbidden.map((_, place) => place));
  return { answer: found ? 'found' : undecided ? 'notDecided' : 'none', used };
}
