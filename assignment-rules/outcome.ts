import type { AssignmentTarget, RuleEntry } from './ruleFile.ts';

/**
 * What a rule says of a lead.
 *
 * - `assign`: the first entry that matches gives it to a user (by username) or a queue (by DeveloperName)
 * - `keepOwner`: that entry is "Do Not Reassign Owner", so evaluation ends and the owner stays
 * - `noMatch`: no entry matches; Salesforce then gives it to the default lead owner
 *
 * `entry` is the entry's number, from 1. That no rule is active at all is for the caller: see `activeRule`.
 */
export type Outcome =
  | { readonly kind: 'assign'; readonly entry: number; readonly target: AssignmentTarget }
  | { readonly kind: 'keepOwner'; readonly entry: number }
  | { readonly kind: 'noMatch' };

export const noMatch: Outcome = Object.freeze({ kind: 'noMatch' });

/** The outcome when this entry is the first to match. */
export function outcomeOf(entry: RuleEntry): Outcome {
  return Object.freeze(
    entry.target
      ? { kind: 'assign' as const, entry: entry.number, target: Object.freeze({ ...entry.target }) }
      : { kind: 'keepOwner' as const, entry: entry.number }
  );
}
