/**
 * A query that counts, sums or groups: each row of its result is an `AggregateResult`, not a record.
 * Source: documented, SOQL and SOSL Reference, "GROUP BY", "Aggregate Functions", "COUNT()"; texts of errors recorded
 * in public code or assumed.
 */
import type { FieldFunctionExpression, FieldType as SelectedField, Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { limitClause } from './clauses.ts';
import { collated, type Column } from './column.ts';
import { describeColumn } from './columnMetadata.ts';
import { isAggregate, resolveExpression, resolveFunction } from './expression.ts';
import { havingCondition } from './filter.ts';
import { orderByClause, orderByTerms } from './orderBy.ts';
import { queryError } from './queryError.ts';
import type { QueryScope } from './queryScope.ts';
import { readKeys } from './readKeys.ts';
import { restValue } from './recordJson.ts';
import { conditionsOf, whereClause, type RecordQuery } from './recordQuery.ts';
import { writtenPath } from './selectList.ts';
import { fragment, join, type SqlFragment } from './sqlFragment.ts';

/** Whether the query has GROUP BY or an aggregate function in its SELECT list. */
export function isAggregateQuery(query: Query): boolean {
  return query.groupBy !== undefined || (query.fields ?? []).some(isAggregateField);
}

/** Whether the query is `SELECT COUNT() FROM …`, whose result is only a number. */
export function isCountQuery(query: Query): boolean {
  const [field] = query.fields ?? [];
  return field !== undefined && isBareCount(field);
}

/** The statement of `SELECT COUNT()`; its one value is the count. */
export function countStatement(scope: QueryScope, query: Query): SqlFragment {
  if (query.fields!.length > 1 || query.groupBy || query.having || query.orderBy) {
    throw queryError(scope.context.source, 'MALFORMED_QUERY', 'COUNT() must stand alone in a query', 'COUNT');
  }
  const where = whereClause(conditionsOf(scope, query.where));
  const counted = [
    fragment('SELECT COUNT(*) FROM (SELECT 1'),
    scope.from(),
    ...where,
    ...limitClause(query),
    fragment(')')
  ];
  return join(counted, ' ');
}

interface Output {
  readonly name: string;
  readonly column: Column;
}

export function aggregateQuery(scope: QueryScope, query: Query): RecordQuery {
  const grouped = groupedColumns(scope, query);
  const groupKeys = new Set(grouped.map((column) => column.key));
  const checkGrouped = (kind: string) => (column: Column) => {
    if (column.isAggregate || groupKeys.has(column.key)) return;
    const message = `${kind} must be grouped or aggregated: ${column.written}`;
    throw queryError(scope.context.source, 'MALFORMED_QUERY', message, column.written);
  };
  if (grouped.length === 0 && query.limit !== undefined) {
    throw new SalesforceError('MALFORMED_QUERY', 'Aggregate queries without GROUP BY cannot have LIMIT');
  }
  const outputs = outputsOf(scope, query.fields ?? []);
  for (const { column } of outputs) checkGrouped('Field')(column);
  const where = whereClause(conditionsOf(scope, query.where));
  const having = query.having ? [fragment('HAVING'), havingCondition(scope, query.having, checkGrouped('Field'))] : [];
  const terms = orderByTerms(scope, query.orderBy, checkGrouped('Ordered field'), undefined);
  const groups = grouped.map((column) => fragment(collated(column)));
  const statement = join(
    [
      fragment(`SELECT ${outputs.map(({ column }) => column.sql).join(', ')}`),
      scope.from(),
      ...where,
      ...(groups.length ? [fragment('GROUP BY'), join(groups, ', ')] : []),
      ...having,
      ...orderByClause([...terms, ...groups]),
      ...limitClause(query)
    ],
    ' '
  );
  return {
    statement,
    render: (rows) =>
      rows.map((row) => ({
        attributes: { type: 'AggregateResult' },
        ...Object.fromEntries(outputs.map(({ name, column }, index) => [name, restValue(column.field, row[index])]))
      })),
    describe: () =>
      outputs.map(({ name, column }) => ({
        ...describeColumn(name, column.field),
        aggregate: column.key.includes('('),
        displayName: column.written
      }))
  };
}

function groupedColumns(scope: QueryScope, query: Query): Column[] {
  const clauses = query.groupBy === undefined ? [] : [query.groupBy].flat();
  return clauses.map((clause) => {
    const { field, fn } = readKeys(clause, 'GROUP BY', ['field', 'fn']);
    const functionName = (fn as { functionName?: string } | undefined)?.functionName?.toUpperCase();
    if (functionName === 'ROLLUP' || functionName === 'CUBE') throw unsupported(`SOQL GROUP BY ${functionName}`);
    const column = resolveExpression(scope, { field, fn });
    if (column.isAggregate || !isGroupable(column)) {
      const message = `field '${column.field.name}' can not be grouped in a query call`;
      throw queryError(scope.context.source, 'MALFORMED_QUERY', message, column.written);
    }
    return column;
  });
}

/** By type. Source: documented, SOQL and SOSL Reference, "Considerations When Using GROUP BY"; the list of types is assumed. */
function isGroupable(column: Column): boolean {
  const refused = ['datetime', 'time', 'double', 'currency', 'percent', 'multipicklist'];
  return column.field.filterable && !refused.includes(column.field.type);
}

/** Names without an alias: of a field its own, of a function `expr0`, `expr1` and on. */
function outputsOf(scope: QueryScope, fields: readonly SelectedField[]): Output[] {
  let unnamed = 0;
  const outputs = fields.map((selected): Output => {
    if (selected.type === 'FieldSubquery') throw unsupported('SOQL subqueries in an aggregate query');
    if (selected.type === 'FieldTypeof') throw unsupported('SOQL TYPEOF');
    const isFunction = selected.type === 'FieldFunctionExpression';
    const column = isFunction ? resolveFunction(scope, selected) : scope.resolve(writtenPath(selected));
    const alias = 'alias' in selected ? selected.alias : undefined;
    return { column, name: alias ?? (isFunction ? `expr${unnamed++}` : column.field.name) };
  });
  const names = outputs.map(({ name }) => name.toLowerCase());
  const twice = outputs.find(({ name }, index) => names.indexOf(name.toLowerCase()) !== index);
  if (twice) throw new SalesforceError('MALFORMED_QUERY', `duplicate alias: ${twice.name}`);
  return outputs;
}

function isAggregateField(field: SelectedField): field is FieldFunctionExpression {
  return field.type === 'FieldFunctionExpression' && isAggregate(field.functionName);
}

function isBareCount(field: SelectedField): boolean {
  return isAggregateField(field) && field.functionName.toUpperCase() === 'COUNT' && field.parameters.length === 0;
}
