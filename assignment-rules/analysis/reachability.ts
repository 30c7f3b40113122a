import type { ExampleLead, RuleSpace } from './ruleSpace.ts';

/** Whether any lead gets to an entry. Entries are given by their place, from 0. */
export type Reachability =
  | { readonly kind: 'reachable'; readonly example: ExampleLead }
  /** No lead meets its conditions at all. */
  | { readonly kind: 'contradictory' }
  /**
   * Earlier entries take every lead that meets it. `by` is as few of them as possible, none of which can be left out.
   * `example` meets the entry and goes elsewhere; missing where a formula leaves open whether any lead meets it.
   */
  | { readonly kind: 'shadowed'; readonly by: readonly number[]; readonly example?: ExampleLead }
  /** `because`: entries that cannot be judged and stand in the way. */
  | { readonly kind: 'notDecided'; readonly because: readonly number[] };

/** Beyond so many, what is blamed is not made as small as it could be. */
const mostBlamed = 400;

export function reachability(space: RuleSpace, place: number): Reachability {
  const earlier = Array.from({ length: place }, (_, at) => at);
  const found = space.find({ matching: [place], avoiding: earlier });
  if (found.kind === 'found') return { kind: 'reachable', example: found.example };
  if (found.kind === 'notDecided') return found;
  if (found.because.length === 0) return { kind: 'contradictory' };
  const by = fewest(space, place, found.because);
  if (by.length === 0) return { kind: 'contradictory' };
  const meeting = space.find({ matching: [place], avoiding: [] });
  if (meeting.kind === 'none') return { kind: 'contradictory' };
  return { kind: 'shadowed', by, ...(meeting.kind === 'found' ? { example: meeting.example } : {}) };
}

/** Leaves out each one that is not needed, the first ones last: those are the likelier cause. */
function fewest(space: RuleSpace, place: number, blamed: readonly number[]): number[] {
  let kept = [...blamed];
  if (kept.length > mostBlamed) return kept;
  // One that does it alone is the best explanation.
  for (const one of kept) if (space.find({ matching: [place], avoiding: [one] }).kind === 'none') return [one];
  for (const one of [...blamed].reverse()) {
    const without = kept.filter((other) => other !== one);
    const answer = space.find({ matching: [place], avoiding: without });
    if (answer.kind === 'none') kept = kept.filter((other) => answer.because.includes(other));
  }
  return kept;
}
