import type { Test } from '../criterion.ts';
import type { LeadValue } from '../leadValues.ts';
import type { Tree } from './conditionTree.ts';
import type { Domains } from './search.ts';

/** What a field can hold, divided into classes that no test of the rule tells apart. */
export interface FieldSpace {
  /** The variable whose classes part the field's values; a text has a further one for each listed word in it. */
  readonly base: number;
  /** The base and the others. */
  readonly variables: ReadonlySet<number>;
  /** What a test asks, over the field's variables. Only tests that the space was built for. */
  treeOf(test: Test): Tree;
  /** What a person calls a class of the base variable: `US, USA`, `100 to 999`, `blank`. */
  labelOf(at: number): string;
  /** Whether a class of the base variable holds a value that the rule or the org names, and is not just blank or the rest. */
  isNamed(at: number): boolean;
  /**
   * A value within the domains. `impossible` when there is none, which for lack of room in the field may show only here.
   * @param choice picks among several: 0 the plainest, any other number another one where there is one
   */
  valueAt(domains: Domains, choice: number, isConstrained: boolean): FieldValue;
}

export type FieldValue =
  | { readonly kind: 'value'; readonly value: Exclude<LeadValue, undefined> }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'notDecided' };

/** Tests that ask the same have the same key. */
export function testKey(test: Test): string {
  switch (test.kind) {
    case 'blank':
    case 'isTrue':
      return test.kind;
    case 'compare':
      return `${test.operator} ${test.bound}`;
    default:
      return `${test.kind} ${JSON.stringify(test.values)}`;
  }
}
