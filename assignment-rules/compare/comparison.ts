import type { LeadValues } from '../leadValues.ts';
import type { RuleProblem } from '../ruleErrors.ts';
import type { AssignmentTarget } from '../ruleFile.ts';

export interface ComparedLead {
  /** What people look it up by. */
  readonly id: string;
  readonly values: LeadValues;
  /** What NOW() and TODAY() mean for it. Default: those of the context. */
  readonly at?: Date | undefined;
  /** DeveloperName of the queue that has it today; undefined for one that a person has, or where that is not known. */
  readonly queue?: string | undefined;
}

/** Whom a rule gives a lead to, apart from the entry that does it. */
export type RuleOwner =
  | { readonly kind: 'assign'; readonly target: AssignmentTarget }
  | { readonly kind: 'keepOwner' }
  /** No entry matches: the default lead owner. */
  | { readonly kind: 'noMatch' };

/** What two rules say of the same leads. Counts do not depend on the order of the leads. */
export interface Comparison {
  readonly leads: number;
  /** Another owner after than before. */
  readonly changed: number;
  readonly stayed: number;
  /** Whose owner, before or after, cannot be told. `changed`, `stayed` and this make up all leads. */
  readonly notDecided: number;
  /** Of those: whoever it is, it is the same before and after, since the same entries are in the way. */
  readonly sameEitherWay: number;
  /** By owner before and owner after, the largest first. */
  readonly flows: readonly Flow[];
  /** What kept leads from being decided, the most frequent first. A lead may be counted under several. */
  readonly reasons: readonly OpenReason[];
  /** Leads that a queue has today, among those decided, and how many of these the rule before gives to that very queue. */
  readonly inQueues: { readonly leads: number; readonly asBefore: number };
}

export interface Flow {
  readonly before: RuleOwner;
  readonly after: RuleOwner;
  readonly changes: boolean;
  readonly leads: number;
  /** Which entries decided, the most frequent first; undefined where none matches. */
  readonly entries: readonly {
    readonly before: number | undefined;
    readonly after: number | undefined;
    readonly leads: number;
  }[];
  /** Ids of some leads; none of a flow that changes nothing. */
  readonly examples: readonly string[];
}

/** What keeps leads from being decided. */
export type OpenCause =
  | {
      readonly kind: 'entry';
      readonly rule: 'before' | 'after';
      /** Number of the entry that cannot be judged, from 1. */
      readonly entry: number;
      readonly problems: readonly RuleProblem[];
    }
  | {
      /** A value of the lead that its field's type does not have. */
      readonly kind: 'value';
      readonly field: string;
      /** Names the field, never the value. */
      readonly message: string;
    };

export interface OpenReason {
  readonly cause: OpenCause;
  readonly leads: number;
  readonly examples: readonly string[];
}

export function isSameOwner(one: RuleOwner, other: RuleOwner): boolean {
  return ownerKey(one) === ownerKey(other);
}

/** The same for owners that are one. Names of queues and usernames are told apart in any case (documented for usernames). */
export function ownerKey(owner: RuleOwner): string {
  return owner.kind === 'assign' ? `${owner.target.type} ${owner.target.name.toLowerCase()}` : owner.kind;
}
