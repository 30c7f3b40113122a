import type { Condition } from '../booleanFilter.ts';
import { commonBox } from './box.ts';
import type { Box, Literal, Variable } from './box.ts';
import { difference, intersection, isEmpty, isWithin, union } from './classSet.ts';
import type { ClassSet } from './classSet.ts';

/** A condition over variables, without negations: a literal has its opposite among the literals. */
export type Tree =
  ({ readonly kind: 'literal' } & Literal) | { readonly kind: 'all' | 'any'; readonly of: readonly Tree[] };

export const always: Tree = { kind: 'all', of: [] };
export const never: Tree = { kind: 'any', of: [] };

export function literalTree(variable: number, set: ClassSet): Tree {
  return { kind: 'literal', variable, set };
}

/** The tree of a filter over rows. */
export function treeOfCondition(
  condition: Condition,
  rowTree: (row: number) => Tree,
  variables: readonly Variable[]
): Tree {
  switch (condition.kind) {
    case 'row':
      return rowTree(condition.row);
    case 'not':
      return oppositeOf(treeOfCondition(condition.of, rowTree, variables), variables);
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => treeOfCondition(part, rowTree, variables));
      return joined(condition.kind === 'and' ? 'all' : 'any', parts, variables);
    }
  }
}

export function oppositeOf(tree: Tree, variables: readonly Variable[]): Tree {
  if (tree.kind === 'literal') return literalTree(tree.variable, difference(variables[tree.variable]!.full, tree.set));
  return {
    kind: tree.kind === 'all' ? 'any' : 'all',
    of: tree.of.map((part) => oppositeOf(part, variables))
  };
}

/**
 * Joins trees, and the literals of one variable to one: a list of thirty states in three rows, joined by OR, is one
 * question and not thirty-one.
 */
export function joined(kind: 'all' | 'any', parts: readonly Tree[], variables: readonly Variable[]): Tree {
  const sets = new Map<number, ClassSet>();
  const others: Tree[] = [];
  const add = (part: Tree): void => {
    if (part.kind === 'literal') {
      const known = sets.get(part.variable);
      const together = known && (kind === 'all' ? intersection(known, part.set) : union(known, part.set));
      sets.set(part.variable, together ?? part.set);
    } else if (part.kind === kind) part.of.forEach(add);
    else others.push(part);
  };
  parts.forEach(add);
  const of: Tree[] = [];
  for (const [variable, set] of sets) {
    const isFull = isWithin(variables[variable]!.full, set);
    if (kind === 'all' ? isEmpty(set) : isFull) return kind === 'all' ? never : always;
    if (kind === 'all' ? !isFull : !isEmpty(set)) of.push(literalTree(variable, set));
  }
  for (const other of others) {
    if (other.kind !== 'literal' && other.of.length === 0) return other;
    of.push(other);
  }
  return of.length === 1 ? of[0]! : { kind, of };
}

/** Boxes that together hold what the tree holds; undefined when there would be more than `most`. */
export function boxesOf(tree: Tree, most: number): Box[] | undefined {
  if (tree.kind === 'literal') return isEmpty(tree.set) ? [] : [[tree]];
  if (tree.kind === 'any') {
    const boxes: Box[] = [];
    for (const part of tree.of) {
      const more = boxesOf(part, most);
      if (!more || boxes.length + more.length > most) return undefined;
      boxes.push(...more);
    }
    return boxes;
  }
  let boxes: Box[] = [[]];
  for (const part of tree.of) {
    const more = boxesOf(part, most);
    if (!more || boxes.length * more.length > most * 4) return undefined;
    boxes = boxes.flatMap((box) => more.flatMap((other) => commonBox(box, other)));
    if (boxes.length > most) return undefined;
  }
  return boxes;
}
