/**
 * A field or a function over a field, wherever a query may have one: SELECT, WHERE, GROUP BY, HAVING, ORDER BY.
 */
import { unsupported } from '../errors.ts';
import type { FieldType } from '../state/schema.ts';
import { collated, type Column, type ColumnField } from './column.ts';
import { applyDateFunction, isDateFunction } from './dateFunctions.ts';
import { queryError } from './queryError.ts';
import type { QueryScope } from './queryScope.ts';
import { readKeys } from './readKeys.ts';

const numeric: ReadonlySet<FieldType> = new Set(['int', 'double', 'currency', 'percent']);

const aggregates: Readonly<Record<string, { takes: (field: ColumnField) => boolean; type?: FieldType }>> = {
  COUNT: { takes: () => true, type: 'int' },
  COUNT_DISTINCT: { takes: () => true, type: 'int' },
  SUM: { takes: (field) => numeric.has(field.type), type: 'double' },
  AVG: { takes: (field) => numeric.has(field.type), type: 'double' },
  MIN: { takes: hasOrder },
  MAX: { takes: hasOrder }
};

/** Source: documented, SOQL and SOSL Reference, "Support for Field Types in Aggregate Functions". */
function hasOrder(field: ColumnField): boolean {
  return !['boolean', 'multipicklist', 'time'].includes(field.type) && field.filterable;
}

/** Whether the name is that of an aggregate function. */
export function isAggregate(name: string): boolean {
  return name.toUpperCase() in aggregates;
}

/**
 * The value of a node that the parser gives as `{ field }` or `{ fn }`, or as an element of SELECT.
 * @throws SalesforceError for an unknown field, or a function that is not supported here
 */
export function resolveExpression(scope: QueryScope, node: { field?: unknown; fn?: unknown }): Column {
  if (node.fn === undefined) return scope.resolve(String(node.field));
  return resolveFunction(scope, node.fn);
}

/** @throws SalesforceError as {@link resolveExpression} */
export function resolveFunction(scope: QueryScope, node: unknown): Column {
  const { functionName, parameters, rawValue } = readKeys(node, 'function', [
    'functionName',
    'parameters',
    'rawValue',
    'type',
    'isAggregateFn',
    'alias'
  ]);
  const name = String(functionName).toUpperCase();
  const written = typeof rawValue === 'string' ? rawValue : name;
  const [parameter, ...others] = (parameters ?? []) as unknown[];
  if (!isAggregate(name) && !isDateFunction(name)) throw unsupported(`SOQL function ${name}`);
  if (parameter === undefined || others.length > 0) {
    throw queryError(scope.context.source, 'MALFORMED_QUERY', `unexpected use of ${name}()`, name);
  }
  if (typeof parameter !== 'string') {
    throw unsupported(`SOQL function ${String((parameter as { functionName?: string }).functionName)} in ${name}`);
  }
  const inner = scope.resolve(parameter);
  const key = `${name}(${inner.key})`;
  if (isAggregate(name)) return aggregate(scope, name, inner, written, key);
  const { sql, type } = applyDateFunction(name, inner.sql, inner.field);
  return {
    ...inner,
    sql,
    written,
    key,
    isPlain: false,
    field: { ...inner.field, type, picklistValues: undefined }
  };
}

function aggregate(scope: QueryScope, name: string, inner: Column, written: string, key: string): Column {
  const { takes, type } = aggregates[name]!;
  if (!takes(inner.field)) {
    const message = `field ${inner.field.name} does not support aggregate operator ${name}`;
    throw queryError(scope.context.source, 'MALFORMED_QUERY', message, name);
  }
  const sql = name === 'COUNT_DISTINCT' ? `COUNT(DISTINCT ${collated(inner)})` : `${name}(${collated(inner)})`;
  const field = { ...inner.field, type: type ?? inner.field.type, filterable: true, sortable: true };
  return { sql, field, written, key, isPlain: false, isJoined: false, isAggregate: true };
}
