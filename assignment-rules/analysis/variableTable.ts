import type { Box, Literal, Variable } from './box.ts';
import { difference, fullSet, setOf } from './classSet.ts';
import type { ClassSet } from './classSet.ts';
import type { Tree } from './conditionTree.ts';

/**
 * The variables of an analysis, and what binds them to one another: boxes that no value of a field is in, since a text
 * that contains `chief officer` contains `officer` too.
 */
export class VariableTable {
  readonly variables: Variable[] = [];
  readonly #defining = new Map<number, Box[]>();
  readonly #pairs = new Map<number, { other: number; box: Box }[]>();
  /** Variables that `bindAll` named. */
  readonly #bound = new Set<number>();
  readonly #whenAll: { variables: readonly number[]; box: Box }[] = [];

  add(size: number): number {
    return this.variables.push({ size, full: fullSet(size) }) - 1;
  }

  /** A variable with the classes no (0) and yes (1). */
  addSwitch(): number {
    return this.add(2);
  }

  is(variable: number, classes: Iterable<number>): Literal {
    return { variable, set: setOf(this.variables[variable]!.size, classes) };
  }

  yes(variable: number): Literal {
    return { variable, set: yesSet };
  }

  no(variable: number): Literal {
    return { variable, set: noSet };
  }

  opposite({ variable, set }: Literal): ClassSet {
    return difference(this.variables[variable]!.full, set);
  }

  /** Forbids a box wherever the variable is asked about; all its other variables are then asked about too. */
  define(variable: number, box: Box): void {
    const known = this.#defining.get(variable);
    if (known) known.push(box);
    else this.#defining.set(variable, [box]);
  }

  /** Forbids a box of two variables wherever both are asked about: a free one can always step aside. */
  bindPair(one: number, other: number, box: Box): void {
    for (const [from, to] of [
      [one, other],
      [other, one]
    ] as const) {
      const known = this.#pairs.get(from);
      if (known) known.push({ other: to, box });
      else this.#pairs.set(from, [{ other: to, box }]);
    }
  }

  /** Forbids a box wherever all these variables are asked about. */
  bindAll(variables: readonly number[], box: Box): void {
    for (const { variable } of box) this.#bound.add(variable);
    this.#whenAll.push({ variables, box });
  }

  /** Whether anything binds the variable: where nothing does, each of its classes has a value, whatever the others are. */
  isBound(variable: number): boolean {
    return this.#defining.has(variable) || this.#pairs.has(variable) || this.#bound.has(variable);
  }

  /** The boxes that must be forbidden besides those that a question names. */
  bindingsOf(boxes: Iterable<Box>): Box[] {
    const asked = new Set<number>();
    const waiting: number[] = [];
    const ask = (box: Box): void => {
      for (const { variable } of box) {
        if (asked.has(variable)) continue;
        asked.add(variable);
        waiting.push(variable);
      }
    };
    for (const box of boxes) ask(box);
    const bindings: Box[] = [];
    for (let variable = waiting.pop(); variable !== undefined; variable = waiting.pop()) {
      for (const box of this.#defining.get(variable) ?? []) {
        bindings.push(box);
        ask(box);
      }
    }
    const added = new Set<Box>();
    for (const variable of asked) {
      for (const { other, box } of this.#pairs.get(variable) ?? []) {
        if (asked.has(other) && !added.has(box)) bindings.push(box);
        added.add(box);
      }
    }
    for (const { variables, box } of this.#whenAll)
      if (variables.every((variable) => asked.has(variable))) bindings.push(box);
    return bindings;
  }

  /**
   * A literal that holds where the tree holds: a tree with too many alternatives to write out gets a variable of its own
   * for each of its parts, bound to what the part means.
   */
  literalFor(tree: Tree): Literal {
    if (tree.kind === 'literal') return { variable: tree.variable, set: tree.set };
    const parts = tree.of.map((part) => this.literalFor(part));
    const whole = this.addSwitch();
    const [decisive, remaining] =
      tree.kind === 'all' ? [this.yes(whole), this.no(whole)] : [this.no(whole), this.yes(whole)];
    const opposites = parts.map((part) => ({ variable: part.variable, set: this.opposite(part) }));
    for (const [at, part] of parts.entries())
      this.define(whole, [decisive, tree.kind === 'all' ? opposites[at]! : part]);
    this.define(whole, [remaining, ...(tree.kind === 'all' ? parts : opposites)]);
    return this.yes(whole);
  }
}

const yesSet = setOf(2, [1]);
const noSet = setOf(2, [0]);
