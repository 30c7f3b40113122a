import { entryMatches } from '../compiledEntry.ts';
import type { CompiledEntry } from '../compiledEntry.ts';
import { readField } from '../leadValues.ts';
import type { LeadValues, RuleContext } from '../leadValues.ts';
import { buildDimensions } from './dimensions.ts';
import type { Dimension } from './dimensions.ts';
import { indexRows } from './indexRows.ts';
import { has } from './valueClasses.ts';

/** Finds the first entry that matches, at a cost that hardly depends on how many there are. */
export interface RuleIndex {
  /** Place of the first matching entry, from 0; -1 when none matches. */
  firstMatch(lead: LeadValues, context: RuleContext): number;
}

/** Rows that may still match, in the order of the rule, and what is left to ask. */
interface Node {
  readonly rows: Int32Array;
  /** The questions that still tell these rows apart. */
  readonly left: readonly Dimension[];
  /** The question to ask next, and where each answer leads; undefined when few rows are left: they are tried one by one. */
  readonly asks: Dimension | undefined;
  readonly next: Map<number, Node>;
}

/** With no more rows than this the rest is tried rather than asked. */
const fewRows = 3;

/** Bounds of the memory of a tree; beyond them it is forgotten and grows again. */
const mostNodes = 50_000;
const mostRows = 2_000_000;
const mostClasses = 10_000;

/**
 * A decision tree that grows as leads come: each node asks for the class of one field, chosen so that the fewest rows are
 * expected to be left, and remembers where each answer led; a path that was never taken is worked out from the row sets
 * of the classes. (As a lazy deterministic automaton does for regular expressions: Aho, Sethi, Ullman, "Compilers", 1986,
 * section 3.7; here the states are sets of rows.) So a decision costs a few look-ups, whether the rule has 100 entries
 * or 3,000. A formula is evaluated only when everything that it implies holds.
 */
export function buildRuleIndex(entries: readonly CompiledEntry[]): RuleIndex {
  const rows = indexRows(entries);
  const dimensions = buildDimensions(rows);
  const worded = dimensions.map(({ classes }) => classes).filter(({ forget }) => forget !== undefined);
  let nodeCount = 0;
  let rowCount = 0;
  let root = grow(Int32Array.from(rows.keys()), dimensions);

  function grow(candidates: Int32Array, unasked: readonly Dimension[]): Node {
    const certain = candidates.findIndex((row) => !rows[row]!.verify && unasked.every(({ constrains }) => constrains[row] === 0));
    const kept = certain < 0 ? candidates : candidates.subarray(0, certain + 1);
    const left = unasked.filter(({ constrains }) => kept.some((row) => constrains[row] === 1));
    const asks = kept.length > fewRows ? mostTelling(left, kept) : undefined;
    nodeCount += 1;
    rowCount += candidates.length;
    return { rows: kept, left, asks, next: new Map() };
  }

  function follow(node: Node, asked: Dimension, answer: number): Node {
    const rowSet = asked.classes.rowSets[answer]!;
    const unasked = node.left.filter((dimension) => dimension !== asked);
    const found = grow(node.rows.filter((row) => has(rowSet, row)), unasked);
    node.next.set(answer, found);
    return found;
  }

  function forgetWhenLarge(): void {
    if (nodeCount <= mostNodes && rowCount <= mostRows && worded.every(({ rowSets }) => rowSets.length <= mostClasses)) return;
    for (const classes of worded) classes.forget!();
    nodeCount = 0;
    rowCount = 0;
    root = grow(Int32Array.from(rows.keys()), dimensions);
  }

  return {
    firstMatch(lead, context) {
      forgetWhenLarge();
      let node = root;
      while (node.asks !== undefined) {
        const { asks } = node;
        const answer = asks.classes.classOf(readField(asks.field, lead, context));
        const known = node.next.get(answer);
        if (known === undefined) {
          node = follow(node, asks, answer);
        } else {
          node = known;
        }
      }
      return tryEach(node, lead, context);
    }
  };

  function tryEach({ rows: candidates, left }: Node, lead: LeadValues, context: RuleContext): number {
    // When anything is left to ask there are few rows: one bit for each fits a number.
    let failed = 0;
    for (let at = 0; at < left.length; at += 1) {
      const { field, classes } = left[at]!;
      const rowSet = classes.rowSets[classes.classOf(readField(field, lead, context))]!;
      for (let place = 0; place < candidates.length; place += 1) if (!has(rowSet, candidates[place]!)) failed |= 1 << place;
    }
    for (let place = 0; place < candidates.length; place += 1) {
      if (left.length > 0 && (failed & (1 << place)) !== 0) continue;
      const { entry, verify } = rows[candidates[place]!]!;
      if (!verify || entryMatches(entries[entry]!, lead, context)) return entry;
    }
    return -1;
  }
}

function mostTelling(left: readonly Dimension[], rows: Int32Array): Dimension | undefined {
  let best: Dimension | undefined;
  let fewest = Infinity;
  for (const dimension of left) {
    let expected = 0;
    for (const row of rows) expected += dimension.shareMet[row]!;
    if (expected < fewest) {
      fewest = expected;
      best = dimension;
    }
  }
  return best;
}
