/**
 * SOQL over the org's records: read, checked against schema, permissions and sharing, translated to SQL with bound
 * parameters, and run.
 */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError } from '../errors.ts';
import type { Org, QueryOptions, QueryResult, Session } from '../org.ts';
import { aggregateQuery, countStatement, isAggregateQuery, isCountQuery } from './aggregateQuery.ts';
import { checkClauses } from './clauses.ts';
import type { ColumnMetadata } from './columnMetadata.ts';
import { firstPage, nextPage } from './cursors.ts';
import { parseSoql } from './parseSoql.ts';
import { queriedObject, queryContext } from './queryContext.ts';
import { QueryScope } from './queryScope.ts';
import { recordQuery } from './recordQuery.ts';
import { allRows } from './statements.ts';

/** Source: documented, SOQL and SOSL Reference, "Change the Batch Size in Queries". */
const batchSizes = { smallest: 200, largest: 2000 };

/** What `/query?columns=true` answers. */
export interface QueryDescription {
  readonly columnMetadata: readonly ColumnMetadata[];
  readonly entityName: string;
  readonly groupBy: boolean;
  readonly idSelected: boolean;
  readonly keyPrefix: string;
}

/**
 * The first page of a query's result.
 * @throws SalesforceError in Salesforce's words for a query that is wrong, LOCAL_ORG_UNSUPPORTED for one that only
 *   Salesforce could answer
 */
export function runQuery(org: Org, session: Session, soql: string, options: QueryOptions): QueryResult {
  const { query, scope } = read(org, session, soql, options);
  if (isCountQuery(query)) return countResult(org, scope, query);
  const isAggregate = isAggregateQuery(query);
  const { statement, render } = isAggregate ? aggregateQuery(scope, query) : recordQuery(scope, query);
  const rows = allRows(org.db, statement);
  if (!isAggregate) return firstPage(org, session, rows, render, batchSize(options), options.apiVersion);
  if (rows.length > batchSizes.largest) {
    throw new SalesforceError(
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch'
    );
  }
  return { totalSize: rows.length, done: true, records: render(rows) };
}

/**
 * A later page of a result, with the batch size of its query.
 * @param locator the end of a `nextRecordsUrl`: `01g…-2000`
 * @throws SalesforceError INVALID_QUERY_LOCATOR
 */
export function queryMore(org: Org, session: Session, locator: string, options: QueryOptions): QueryResult {
  return nextPage(org, session, locator, options.apiVersion);
}

/**
 * The columns that a query would give, without running it.
 * @throws SalesforceError as {@link runQuery}
 */
export function describeQuery(org: Org, session: Session, soql: string, options: QueryOptions): QueryDescription {
  const { query, scope } = read(org, session, soql, options);
  const { object } = scope.root;
  const columns = isCountQuery(query)
    ? []
    : (isAggregateQuery(query) ? aggregateQuery : recordQuery)(scope, query).describe();
  return {
    columnMetadata: columns,
    entityName: object.name,
    groupBy: query.groupBy !== undefined,
    idSelected: columns.some(({ columnName, aggregate }) => columnName === 'Id' && !aggregate),
    keyPrefix: object.keyPrefix
  };
}

function read(org: Org, session: Session, soql: string, options: QueryOptions): { query: Query; scope: QueryScope } {
  const { query, source } = parseSoql(soql);
  checkClauses(query, ['sObject']);
  const context = queryContext(org, session, source, options);
  const object = queriedObject(context, String(query.sObject));
  return { query, scope: new QueryScope(context, object, query.sObjectAlias) };
}

function batchSize({ batchSize = batchSizes.largest }: QueryOptions): number {
  return Math.min(batchSizes.largest, Math.max(batchSizes.smallest, batchSize));
}

function countResult(org: Org, scope: QueryScope, query: Query): QueryResult {
  const [row] = allRows(org.db, countStatement(scope, query));
  return { totalSize: Number(row![0]), done: true, records: [] };
}
