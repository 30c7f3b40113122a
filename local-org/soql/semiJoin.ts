/**
 * `Id IN (SELECT LeadId FROM …)` and `NOT IN`: semi-joins and anti-joins, within Salesforce's limits for them.
 * Source: documented, SOQL and SOSL Reference, "Semi-Joins and Anti-Joins: Subqueries"; the text for OR is recorded in
 * public code, the other texts are assumed.
 */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { comparisonsOf, type Comparison, type ConditionTree } from './conditionTree.ts';
import { whereCondition } from './filter.ts';
import { queriedObject } from './queryContext.ts';
import { QueryScope } from './queryScope.ts';
import { readKeys } from './readKeys.ts';
import { combine, fragment, join, negate, type SqlFragment } from './sqlFragment.ts';

const maxSemiJoins = 2;

/** @throws SalesforceError MALFORMED_QUERY when there are too many, or one stands inside another or under OR */
export function checkSemiJoins(tree: ConditionTree, isInner: boolean): void {
  const count = comparisonsOf(tree).filter(isSemiJoin).length;
  if (count > 0 && isInner) throw malformed('Nested semi join sub-selects are not supported');
  if (count > maxSemiJoins) throw malformed(`maximum ${maxSemiJoins} semi join sub-selects are allowed`);
  if (isUnderOr(tree)) throw malformed(`Semi join sub-selects are not allowed with the 'OR' operator`);
}

/** @param comparison one with a `valueQuery` */
export function semiJoin(scope: QueryScope, comparison: Comparison): SqlFragment {
  const { field, operator, valueQuery } = readKeys(comparison, 'semi-join', [
    'field',
    'operator',
    'valueQuery',
    'literalType'
  ]);
  if (typeof field !== 'string') throw unsupported('SOQL semi-joins over a function');
  const outer = scope.resolve(field);
  if (!isId(outer.field.type)) {
    throw malformed(`Semi join sub-selects are only allowed on id and reference fields, cannot use: '${field}'`);
  }
  if (outer.isJoined) throw malformed(`The left operand of a semi join cannot use a relationship: '${field}'`);
  const query = valueQuery as Query;
  const selected = innerSelect(scope, query);
  const condition = join([fragment(`${outer.sql} IN (`), selected, fragment(')')], '');
  return String(operator).toUpperCase() === 'IN' ? condition : negate(condition);
}

function innerSelect(scope: QueryScope, query: Query): SqlFragment {
  const { fields, sObject, sObjectAlias, where } = readKeys(query, 'semi-join', [
    'fields',
    'sObject',
    'sObjectAlias',
    'where'
  ]);
  const [selected, ...others] = (fields ?? []) as Record<string, unknown>[];
  if (!selected || others.length > 0) throw malformed('semi join sub-selects can only query one field');
  const { type, field, relationships } = readKeys(selected, 'semi-join', [
    'type',
    'field',
    'relationships',
    'rawValue',
    'objectPrefix'
  ]);
  if (type !== 'Field' || relationships !== undefined) {
    throw malformed(`The inner select of a semi join can only be a field of its own object`);
  }
  const object = queriedObject(scope.context, String(sObject));
  if (object === scope.root.object)
    throw malformed('The inner and outer selects should not be on the same object type');
  const inner = new QueryScope(scope.context, object, sObjectAlias as string | undefined);
  const column = inner.resolve(String(field));
  if (!isId(column.field.type)) {
    throw malformed(`Semi join sub-selects can only query id fields, cannot use: '${column.field.name}'`);
  }
  const condition = where ? [whereCondition(inner, where as NonNullable<Query['where']>, true)] : [];
  const conditions = [fragment(`${column.sql} IS NOT NULL`), ...inner.ownConditions(), ...condition];
  return join([fragment(`SELECT ${column.sql}`), inner.from(), fragment('WHERE'), combine(conditions, 'AND')], ' ');
}

function isSemiJoin(comparison: Comparison): boolean {
  return comparison['valueQuery'] !== undefined;
}

function isUnderOr(tree: ConditionTree): boolean {
  if (tree.kind === 'comparison') return false;
  if (tree.kind === 'not') return isUnderOr(tree.of);
  return tree.kind === 'or' ? comparisonsOf(tree).some(isSemiJoin) : tree.of.some(isUnderOr);
}

function isId(type: string): boolean {
  return type === 'id' || type === 'reference';
}

function malformed(message: string): SalesforceError {
  return new SalesforceError('MALFORMED_QUERY', message);
}
