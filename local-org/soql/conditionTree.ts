/**
 * The parser gives a WHERE or HAVING clause as a flat chain with counts of parentheses; this makes the tree of it by
 * Salesforce's grammar, in which each pair of parentheses holds either conditions that are all joined by AND, or all
 * by OR, or a single one under NOT.
 *
 * Source: documented, SOQL and SOSL Reference, "Logical Operators" ("Parentheses are required whenever you mix the
 * operators"); that `A AND NOT B` is an error is recorded in the parser's issue 201.
 */
import type { ConditionWithValueQuery, HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js';
import { unsupported } from '../errors.ts';
import { queryError, type SoqlSource } from './queryError.ts';
import { readKeys } from './readKeys.ts';

/** One comparison as the parser gives it, without its counts of parentheses. */
export type Comparison = Record<string, unknown>;

export type ConditionTree =
  | { readonly kind: 'and' | 'or'; readonly of: readonly ConditionTree[] }
  | { readonly kind: 'not'; readonly of: ConditionTree }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

type Sign = '(' | ')' | 'AND' | 'OR' | 'NOT' | { readonly comparison: Comparison };

/** @throws SalesforceError MALFORMED_QUERY when AND, OR and NOT are mixed without parentheses */
export function conditionTree(clause: WhereClause | HavingClause, source: SoqlSource): ConditionTree {
  const signs = flatten(clause);
  let position = 0;

  const unexpected = () => {
    const sign = signs[position];
    const text = typeof sign === 'string' ? sign : sign === undefined ? '<EOF>' : String(sign.comparison['field']);
    return queryError(source, 'MALFORMED_QUERY', `unexpected token: '${text}'`, text);
  };

  const simple = (): ConditionTree => {
    const sign = signs[position];
    if (sign === '(') {
      position += 1;
      const inner = condition();
      if (signs[position] !== ')') throw unexpected();
      position += 1;
      return inner;
    }
    if (sign === undefined || typeof sign === 'string') throw unexpected();
    position += 1;
    return { kind: 'comparison', comparison: sign.comparison };
  };

  const condition = (): ConditionTree => {
    if (signs[position] === 'NOT') {
      position += 1;
      return { kind: 'not', of: simple() };
    }
    const first = simple();
    const operator = signs[position];
    if (operator !== 'AND' && operator !== 'OR') return first;
    const of = [first];
    while (signs[position] === operator) {
      position += 1;
      of.push(simple());
    }
    return { kind: operator === 'AND' ? 'and' : 'or', of };
  };

  const tree = condition();
  if (position < signs.length) throw unexpected();
  return tree;
}

/** All comparisons of the tree, from left to right. */
export function comparisonsOf(tree: ConditionTree): Comparison[] {
  if (tree.kind === 'comparison') return [tree.comparison];
  return tree.kind === 'not' ? comparisonsOf(tree.of) : tree.of.flatMap(comparisonsOf);
}

function flatten(clause: WhereClause | HavingClause): Sign[] {
  const signs: Sign[] = [];
  let node: unknown = clause;
  while (node !== undefined) {
    const { left, operator, right } = readKeys(node, 'condition', ['left', 'operator', 'right']);
    const {
      openParen = 0,
      closeParen = 0,
      ...comparison
    } = (left ?? {}) as ConditionWithValueQuery & {
      openParen?: number;
      closeParen?: number;
    };
    const isEmpty = Object.keys(comparison).length === 0;
    if (isEmpty !== (operator === 'NOT'))
      throw unsupported('a SOQL nesting of NOT that its parser does not keep whole');
    for (let count = 0; count < openParen; count += 1) signs.push('(');
    if (!isEmpty) signs.push({ comparison });
    for (let count = 0; count < closeParen; count += 1) signs.push(')');
    if (operator !== undefined) signs.push(operator as 'AND' | 'OR' | 'NOT');
    node = right;
  }
  return signs;
}
