import type { Dimension } from './dimensions.ts';
import type { IndexRow } from './indexRows.ts';
import { has } from './valueClasses.ts';

/** Where a path ends without having singled out a row: rows to try in order, and questions that still tell them apart. */
export interface Ending {
  readonly rows: Int32Array;
  readonly left: readonly Dimension[];
}

/**
 * A decision tree over rows that grows as leads come. Each node asks for the class of one field, chosen so that the fewest
 * rows are expected to be left, and remembers where each answer led; a path that was never taken is worked out from the row
 * sets of the classes. So a decision costs a few look-ups whether the rule has 100 entries or 3,000. It is the lazily built
 * automaton of regular-expression matchers, with sets of rows as its states (Aho, Sethi, Ullman, "Compilers", 1986, section
 * 3.7).
 *
 * A place in the tree is a number: not negative for a node, negative for an end.
 */
export interface DecisionTree {
  /** The place to begin at. Places from before this call may not be used after it. */
  begin(): number;
  /** Number of the dimension that a node asks for. */
  asks(node: number): number;
  follow(node: number, answer: number): number;
  /** At an end: the entry's place in the rule, -1 for no match, or what is still to be tried. */
  endingAt(end: number): number | Ending;
}

/** With no more rows than this the rest is tried rather than asked. At most 31, since they are marked in the bits of a number. */
const fewRows = 2;

/** Bounds of the tree's memory; beyond them it is forgotten and grows again. */
const mostCells = 4_000_000;
const mostKeptRows = 2_000_000;
const mostWordClasses = 5_000;

/** Answers about words are endless; a node remembers the first of them, and works the others out each time. */
const rememberedWordAnswers = 64;

export function decisionTree(rows: readonly IndexRow[], dimensions: readonly Dimension[]): DecisionTree {
  const worded = dimensions.map(({ classes }) => classes).filter((classes) => 'forget' in classes);
  /**
   * All nodes in one run of numbers, which keeps a walk within few lines of the processor's cache: a node is its
   * dimension's number followed by a place for each answer, 0 where no lead has been (the root is nobody's answer).
   */
  let cells = new Int32Array(1_024);
  let used = 0;
  let keptRows = 0;
  /** What a node needs to grow. */
  const candidatesOf = new Map<number, { readonly rows: Int32Array; readonly left: readonly Dimension[] }>();
  const endings: Ending[] = [];
  const knownEndings = new Map<string, number>();
  let root = grow(Int32Array.from(rows.keys()), dimensions);

  function grow(candidates: Int32Array, unasked: readonly Dimension[]): number {
    const isCertain = (row: number) => !rows[row]!.verify && unasked.every(({ constrains }) => constrains[row] === 0);
    const certain = candidates.findIndex(isCertain);
    const kept = certain < 0 ? candidates : candidates.slice(0, certain + 1);
    if (kept.length === 0) return endAtEntry(-1);
    if (certain === 0) return endAtEntry(rows[kept[0]!]!.entry);
    const left = unasked.filter(({ constrains }) => kept.some((row) => constrains[row] === 1));
    if (left.length === 0 || kept.length <= fewRows) return endWith({ rows: kept, left });

    const asked = mostTelling(left, kept);
    const node = used;
    used += 1 + slotsOf(asked);
    if (used > cells.length) {
      const more = new Int32Array(Math.max(used, 2 * cells.length));
      more.set(cells);
      cells = more;
    }
    cells[node] = dimensions.indexOf(asked);
    candidatesOf.set(node, { rows: kept, left });
    keptRows += kept.length;
    return node;
  }

  function endWith(ending: Ending): number {
    // Most paths end at the same few rows: they share their end.
    const key = `${ending.rows.join()} ${ending.left.map((dimension) => dimensions.indexOf(dimension)).join()}`;
    let number = knownEndings.get(key);
    if (number === undefined) {
      number = endings.push(ending) - 1;
      knownEndings.set(key, number);
      keptRows += ending.rows.length;
    }
    return ~(2 * number + 1);
  }

  return {
    begin() {
      const isLarge = used > mostCells || keptRows > mostKeptRows;
      if (!isLarge && worded.every(({ rowSets }) => rowSets.length <= mostWordClasses)) return root;
      for (const classes of worded) classes.forget!();
      cells = new Int32Array(1_024);
      used = 0;
      keptRows = 0;
      candidatesOf.clear();
      endings.length = 0;
      knownEndings.clear();
      root = grow(Int32Array.from(rows.keys()), dimensions);
      return root;
    },
    asks: (node) => cells[node]!,
    follow(node, answer) {
      const asked = dimensions[cells[node]!]!;
      const isRemembered = answer < slotsOf(asked);
      const known = isRemembered ? cells[node + 1 + answer]! : 0;
      if (known !== 0) return known;
      const { rows: candidates, left } = candidatesOf.get(node)!;
      const rowSet = asked.classes.rowSets[answer]!;
      const unasked = left.filter((dimension) => dimension !== asked);
      const place = grow(
        candidates.filter((row) => has(rowSet, row)),
        unasked
      );
      if (isRemembered) cells[node + 1 + answer] = place;
      return place;
    },
    endingAt(end) {
      const code = ~end;
      return (code & 1) === 1 ? endings[code >> 1]! : (code >> 1) - 1;
    }
  };
}

function endAtEntry(entry: number): number {
  return ~(2 * (entry + 1));
}

function slotsOf({ classes }: Dimension): number {
  return classes.forget ? rememberedWordAnswers : classes.rowSets.length;
}

function mostTelling(left: readonly Dimension[], rows: Int32Array): Dimension {
  let best = left[0]!;
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
