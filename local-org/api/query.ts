/**
 * SOQL over HTTP: /query, /queryAll and the pages that follow.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, QueryOptions } from '../org.ts';
import { describeQuery } from '../soql/runQuery.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { sessionOf } from './sobjectRows.ts';

const queryParameters = new Set(['q', 'columns', 'explain']);

/** `batchSize=n` in `Sforce-Query-Options`; undefined without one. */
function batchSizeOf(request: ApiRequest): number | undefined {
  const header = request.headers['sforce-query-options'];
  if (header === undefined) return undefined;
  const batchSize = /^\s*batchSize\s*=\s*(\d+)\s*$/i.exec(header)?.[1];
  if (batchSize === undefined) throw unsupported(`Sforce-Query-Options: ${header}`);
  return Number(batchSize);
}

function query(includeDeleted: boolean) {
  return (org: Org, request: ApiRequest): ApiResponse => {
    for (const name of request.query.keys()) {
      if (!queryParameters.has(name)) throw unsupported(`the query parameter ${name}`);
    }
    if (request.query.has('explain')) throw unsupported('query plans (/query?explain=)');
    const soql = request.query.get('q');
    if (!soql) throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
    const options: QueryOptions = { includeDeleted, batchSize: batchSizeOf(request), apiVersion: request.apiVersion };
    const session = sessionOf(request);
    const isDescription = request.query.get('columns') === 'true';
    return {
      status: 200,
      body: isDescription ? describeQuery(org, session, soql, options) : org.query(session, soql, options)
    };
  };
}

function queryMore(org: Org, request: ApiRequest): ApiResponse {
  const options: QueryOptions = { apiVersion: request.apiVersion };
  return { status: 200, body: org.queryMore(sessionOf(request), request.params['locator'] ?? '', options) };
}

const source = 'documented REST API Developer Guide, "Query" and "QueryAll"';
const note = 'what SOQL is supported, see SOQL';

export const operations: Operation[] = [
  {
    method: 'GET',
    at: 'data',
    path: '/query',
    summary: 'Runs a SOQL query, or describes its columns (columns=true)',
    support: 'partial',
    note: `${note}; query plans (explain=) are refused`,
    source,
    inComposite: true,
    handle: query(false)
  },
  {
    method: 'GET',
    at: 'data',
    path: '/queryAll',
    summary: 'Runs a SOQL query over deleted records too',
    support: 'partial',
    note,
    source,
    inComposite: true,
    handle: query(true)
  },
  {
    method: 'GET',
    at: 'data',
    path: '/query/:locator',
    summary: 'Fetches the next page of a result',
    support: 'supported',
    source: 'documented REST API Developer Guide, "Query More Results"',
    inComposite: true,
    handle: queryMore
  }
];
