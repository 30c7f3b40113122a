/**
 * ORDER BY as SQL. Blank values come first unless the query says otherwise, for ASC and DESC alike; a picklist sorts
 * in the order in which its values are defined.
 * Source: documented, SOQL and SOSL Reference, "ORDER BY". That rows without ORDER BY, or equal in it, come by id is
 * this org's own choice, so that pages are stable; Salesforce promises nothing.
 */
import type { OrderByClause } from '@jetstreamapp/soql-parser-js';
import { unsupported } from '../errors.ts';
import { collated, type Column } from './column.ts';
import { resolveExpression } from './expression.ts';
import { queryError } from './queryError.ts';
import type { QueryScope } from './queryScope.ts';
import { readKeys } from './readKeys.ts';
import { fragment, join, type SqlFragment } from './sqlFragment.ts';

/** The parser gives one clause alone, several in an array. */
export type OrderBy = OrderByClause | readonly OrderByClause[] | undefined;

/**
 * @param check refuses a column that may not be sorted by in this query
 * @param last SQL that decides between equal rows; undefined for none
 * @returns an empty array when there is nothing to sort by
 */
export function orderByTerms(
  scope: QueryScope,
  orderBy: OrderBy,
  check: (column: Column) => void,
  last: string | undefined
): SqlFragment[] {
  const clauses = orderBy === undefined ? [] : [orderBy].flat();
  const terms = clauses.map((clause) => {
    const { order, nulls, ...expression } = readKeys(clause, 'ORDER BY', ['field', 'fn', 'order', 'nulls']);
    const column = resolveExpression(scope, expression);
    checkSortable(scope, column);
    check(column);
    const sorted = sortSql(column);
    return {
      ...sorted,
      sql: `${sorted.sql} ${order === 'DESC' ? 'DESC' : 'ASC'} NULLS ${nulls === 'LAST' ? 'LAST' : 'FIRST'}`
    };
  });
  return last === undefined ? terms : [...terms, fragment(last)];
}

/** `ORDER BY …`, or nothing. */
export function orderByClause(terms: readonly SqlFragment[]): SqlFragment[] {
  return terms.length === 0 ? [] : [join([fragment('ORDER BY'), join(terms, ', ')], ' ')];
}

/** For a query without GROUP BY. */
export function checkPlainOrder(column: Column): void {
  if (column.key.includes('(')) throw unsupported(`SOQL ORDER BY ${column.written} without GROUP BY`);
}

function checkSortable(scope: QueryScope, column: Column): void {
  if (column.field.sortable) return;
  const message = `field '${column.field.name}' can not be sorted in a query call`;
  throw queryError(scope.context.source, 'MALFORMED_QUERY', message, column.written);
}

function sortSql(column: Column): SqlFragment {
  const values = column.field.type === 'picklist' && !column.isAggregate ? (column.field.picklistValues ?? []) : [];
  if (values.length === 0) return fragment(collated(column));
  const branches = values.map(({ value }, place) => fragment(`WHEN ? THEN ${place}`, value));
  return join(
    [
      fragment(`CASE WHEN ${column.sql} IS NULL THEN NULL ELSE CASE ${collated(column)}`),
      ...branches,
      fragment(`ELSE ${values.length} END END`)
    ],
    ' '
  );
}
