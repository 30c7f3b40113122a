/**
 * The clauses around the fields, filter and order of a query: which have an effect, which are refused.
 */
import type { Query, Subquery } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { readKeys } from './readKeys.ts';
import { fragment, type SqlFragment } from './sqlFragment.ts';

const readByCallers = ['fields', 'sObjectAlias', 'where', 'groupBy', 'having', 'orderBy', 'limit', 'offset'] as const;
const readHere = [
  'usingScope',
  'withSecurityEnforced',
  'withAccessLevel',
  'withDataCategory',
  'for',
  'update'
] as const;

/** Source: documented, SOQL and SOSL Reference, "OFFSET". */
const maxOffset = 2000;

/**
 * Refuses what has no effect here. WITH SECURITY_ENFORCED and WITH USER_MODE are granted, since object and field
 * permissions and sharing always hold.
 * @param nameKeys keys that say what is queried: `sObject`, or those of a child relationship
 */
export function checkClauses(query: Query | Subquery, nameKeys: readonly string[]): void {
  const clauses = readKeys<string>(query, 'query', [...readByCallers, ...readHere, ...nameKeys]) as Partial<Query>;
  if (clauses.usingScope !== undefined && clauses.usingScope.toLowerCase() !== 'everything') {
    throw unsupported(`SOQL USING SCOPE ${clauses.usingScope}`);
  }
  if (clauses.withAccessLevel === 'SYSTEM_MODE') throw unsupported('SOQL WITH SYSTEM_MODE');
  if (clauses.withDataCategory) throw unsupported('SOQL WITH DATA CATEGORY');
  if (clauses.for) throw unsupported(`SOQL FOR ${clauses.for}`);
  if (clauses.update) throw unsupported(`SOQL UPDATE ${clauses.update}`);
  if ((clauses.offset ?? 0) > maxOffset) {
    throw new SalesforceError('NUMBER_OUTSIDE_VALID_RANGE', `Maximum SOQL offset allowed is ${maxOffset}`);
  }
}

/** `LIMIT … OFFSET …`, or nothing. */
export function limitClause(query: Pick<Query, 'limit' | 'offset'>): SqlFragment[] {
  if (query.limit === undefined && query.offset === undefined) return [];
  return [fragment('LIMIT ? OFFSET ?', query.limit ?? -1, query.offset ?? 0)];
}
