/**
 * A WHERE or HAVING clause as one SQL condition.
 */
import type { HavingClause, WhereClause } from '@jetstreamapp/soql-parser-js';
import type { Column } from './column.ts';
import { compare } from './comparison.ts';
import { comparisonsOf, conditionTree, type Comparison, type ConditionTree } from './conditionTree.ts';
import { resolveExpression } from './expression.ts';
import { queryError } from './queryError.ts';
import type { QueryScope } from './queryScope.ts';
import { readKeys } from './readKeys.ts';
import { checkSemiJoins, semiJoin } from './semiJoin.ts';
import { combine, negate, type SqlFragment } from './sqlFragment.ts';

/** @param isInner whether the clause is part of a semi-join, which cannot hold another */
export function whereCondition(scope: QueryScope, clause: WhereClause, isInner = false): SqlFragment {
  const tree = conditionTree(clause, scope.context.source);
  checkSemiJoins(tree, isInner);
  return translate(tree, (comparison) => whereComparison(scope, comparison));
}

/** @param checkGrouped throws when a column is neither grouped nor aggregated */
export function havingCondition(
  scope: QueryScope,
  clause: HavingClause,
  checkGrouped: (column: Column) => void
): SqlFragment {
  const tree = conditionTree(clause, scope.context.source);
  for (const comparison of comparisonsOf(tree)) readKeys(comparison, 'HAVING clause', comparisonKeys);
  return translate(tree, (comparison) => {
    const column = resolveExpression(scope, comparison);
    checkGrouped(column);
    return compare(scope.context, column, comparison);
  });
}

const comparisonKeys = ['field', 'fn', 'operator', 'value', 'literalType', 'dateLiteralVariable'] as const;

function translate(tree: ConditionTree, comparison: (leaf: Comparison) => SqlFragment): SqlFragment {
  if (tree.kind === 'comparison') return comparison(tree.comparison);
  if (tree.kind === 'not') return negate(translate(tree.of, comparison));
  const conditions = tree.of.map((each) => translate(each, comparison));
  return combine(conditions, tree.kind === 'and' ? 'AND' : 'OR');
}

function whereComparison(scope: QueryScope, comparison: Comparison): SqlFragment {
  if (comparison['valueQuery'] !== undefined) return semiJoin(scope, comparison);
  readKeys(comparison, 'WHERE clause', comparisonKeys);
  const column = resolveExpression(scope, comparison);
  const { source } = scope.context;
  if (column.isAggregate) {
    throw queryError(
      source,
      'MALFORMED_QUERY',
      'Aggregate expressions are not allowed in a WHERE clause',
      column.written
    );
  }
  if (!column.field.filterable) {
    const message = `field '${column.field.name}' can not be filtered in a query call`;
    throw queryError(source, 'INVALID_FIELD', message, column.written);
  }
  return compare(scope.context, column, comparison);
}
