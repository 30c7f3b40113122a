/**
 * Faults on demand: what a client must bear when Salesforce is slow, busy, gone or full.
 */
import { z } from 'zod';
import { seededChance } from './seededChance.ts';

const match = z
  .strictObject({
    /** HTTP method, in any case; every method when left out. */
    method: z.string().toUpperCase().optional(),
    /** Part of the path with its query string, e.g. `/composite` or `sobjects/Lead`; every path when left out. */
    path: z.string().optional()
  })
  .default({});

const counts = {
  match,
  /** How many requests it meets; for ever when left out. */
  times: z.int().positive().optional(),
  /** How many matching requests pass unharmed before the first. Default 0. */
  after: z.int().nonnegative().default(0),
  /** Chance, above 0 and up to 1, that it meets a request that it could meet. Default 1. */
  probability: z.number().gt(0).max(1).default(1),
  /** Start of the rule's own row of chances: the same seed meets the same requests, counted in their order. Default 1. */
  seed: z.int().default(1)
};

/**
 * A rule as POST /_local/faults takes it.
 * - `slow`: the answer waits `ms` milliseconds; several slow rules add up
 * - `503`: SERVER_UNAVAILABLE instead of the work
 * - `drop`: the connection is cut, `before` the work or `after` it is done (default before)
 * - `expired-session`: the caller's session is ended and the request answered with INVALID_SESSION_ID
 * - `row-lock`: UNABLE_TO_LOCK_ROW instead of the work; alone of all it also meets single subrequests of a composite
 *   request, by their own method and address
 * - `daily-limit`: REQUEST_LIMIT_EXCEEDED instead of the work
 *
 * A rule stays until it is removed. The streaming endpoint (/cometd) meets the first four kinds.
 */
export const faultRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('slow'), ms: z.int().nonnegative().max(600_000), ...counts }),
  z.strictObject({ kind: z.literal('503'), ...counts }),
  z.strictObject({ kind: z.literal('drop'), drop: z.enum(['before', 'after']).default('before'), ...counts }),
  z.strictObject({ kind: z.literal('expired-session'), ...counts }),
  z.strictObject({ kind: z.literal('row-lock'), ...counts }),
  z.strictObject({ kind: z.literal('daily-limit'), ...counts })
]);

export type FaultRule = z.output<typeof faultRule>;
export type FaultRuleInput = z.input<typeof faultRule>;
export type FaultKind = FaultRule['kind'];

/** A rule with what it has done so far. */
export type ActiveFault = FaultRule & { readonly id: number; readonly seen: number; readonly met: number };

export interface Faults {
  add(rule: FaultRule): ActiveFault;
  /** Removes one rule, or all. Returns how many there were. */
  remove(id?: number): number;
  list(): readonly ActiveFault[];
  /** The rules that meet this request now; asking counts. Rules of other kinds than `kinds` are neither met nor counted. */
  meet(method: string, address: string, kinds?: readonly FaultKind[]): readonly FaultRule[];
}

export function createFaults(): Faults {
  interface Entry {
    id: number;
    rule: FaultRule;
    chance: () => number;
    seen: number;
    met: number;
  }
  let entries: Entry[] = [];
  let lastId = 0;
  const shown = ({ id, rule, seen, met }: Entry): ActiveFault => ({ ...rule, id, seen, met });
  return {
    add(rule) {
      lastId += 1;
      const entry: Entry = { id: lastId, rule, chance: seededChance(rule.seed), seen: 0, met: 0 };
      entries.push(entry);
      return shown(entry);
    },
    remove(id) {
      const before = entries.length;
      entries = id === undefined ? [] : entries.filter((entry) => entry.id !== id);
      return before - entries.length;
    },
    list: () => entries.map(shown),
    meet(method, address, kinds) {
      if (entries.length === 0) return [];
      const met: FaultRule[] = [];
      for (const entry of entries) {
        const { rule } = entry;
        if (kinds && !kinds.includes(rule.kind)) continue;
        if (rule.match.method !== undefined && rule.match.method !== method) continue;
        if (rule.match.path !== undefined && !address.includes(rule.match.path)) continue;
        entry.seen += 1;
        if (entry.seen <= rule.after) continue;
        if (rule.times !== undefined && entry.met >= rule.times) continue;
        if (rule.probability < 1 && entry.chance() >= rule.probability) continue;
        entry.met += 1;
        met.push(rule);
      }
      return met;
    }
  };
}
