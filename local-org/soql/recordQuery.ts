/**
 * A query for records: the statement for the records, and for each child subquery one statement that fetches the
 * children of a whole page.
 */
import type { Query, Subquery, WhereClause } from '@jetstreamapp/soql-parser-js';
import { unsupported } from '../errors.ts';
import type { ChildSelect } from './childSelect.ts';
import { checkClauses, limitClause } from './clauses.ts';
import { describeShape, type ColumnMetadata } from './columnMetadata.ts';
import { whereCondition } from './filter.ts';
import { checkPlainOrder, orderByClause, orderByTerms } from './orderBy.ts';
import type { QueryContext } from './queryContext.ts';
import { QueryScope } from './queryScope.ts';
import { recordOf, type RecordShape } from './recordShape.ts';
import { selectList, type SelectList } from './selectList.ts';
import { combine, fragment, join, quoteName, type SqlFragment } from './sqlFragment.ts';
import { allRows, type RawRow } from './statements.ts';

export interface RecordQuery {
  readonly statement: SqlFragment;
  /** Makes records of rows of the statement, and fetches their children. */
  readonly render: (rows: readonly RawRow[]) => Record<string, unknown>[];
  /** What the columns of the result are, for clients that draw a table. */
  readonly describe: () => ColumnMetadata[];
}

export function recordQuery(scope: QueryScope, query: Query): RecordQuery {
  const select = selectList(scope, query.fields ?? [], query.limit);
  const conditions = conditionsOf(scope, query.where);
  const terms = orderByTerms(scope, query.orderBy, checkPlainOrder, `${scope.root.alias}."Id"`);
  const children = select.children.map((child) => childQuery(scope.context, child));
  const statement = join(
    [
      fragment(`SELECT ${select.columns.join(', ')}`),
      scope.from(),
      ...whereClause(conditions),
      ...orderByClause(terms),
      ...limitClause(query)
    ],
    ' '
  );
  return {
    statement,
    render: (rows) => renderRecords(scope.context, select.shape, children, rows),
    describe: () =>
      describeShape(
        select.shape,
        children.map((child) => child.describe())
      )
  };
}

/** The conditions on the scope's own rows with those of the query. */
export function conditionsOf(scope: QueryScope, where: WhereClause | undefined): SqlFragment[] {
  return [...scope.ownConditions(), ...(where ? [whereCondition(scope, where)] : [])];
}

/** `WHERE …`, or nothing. */
export function whereClause(conditions: readonly SqlFragment[]): SqlFragment[] {
  return conditions.length === 0 ? [] : [join([fragment('WHERE'), combine(conditions, 'AND')], ' ')];
}

interface ChildQuery {
  readonly fetch: (parentIds: readonly string[]) => ReadonlyMap<string, Record<string, unknown>[]>;
  readonly describe: () => ColumnMetadata[];
}

function renderRecords(
  context: QueryContext,
  shape: RecordShape,
  children: readonly ChildQuery[],
  rows: readonly RawRow[]
): Record<string, unknown>[] {
  const ids = rows.map((row) => String(row[shape.idColumn]));
  const results = children.map((child) => child.fetch(ids));
  return rows.map((row, index) => {
    const own = results.map((byParent) => childResult(byParent.get(ids[index]!)));
    return recordOf(context, shape, row, own)!;
  });
}

/** All children come in one batch. Source: documented for the shape; that no children give null is recorded in samples. */
function childResult(records: Record<string, unknown>[] | undefined): Record<string, unknown> | null {
  return records ? { totalSize: records.length, done: true, records } : null;
}

function childQuery(context: QueryContext, { relationship, object, subquery }: ChildSelect): ChildQuery {
  refuseInSubquery(subquery);
  const scope = new QueryScope(context, object, subquery.sObjectAlias);
  const select = selectList(scope, subquery.fields ?? [], subquery.limit);
  if (select.children.length > 0) throw unsupported('SOQL subqueries inside subqueries');
  const foreignKey = `${scope.root.alias}.${quoteName(relationship.field)}`;
  const conditions = conditionsOf(scope, subquery.where);
  const terms = orderByTerms(scope, subquery.orderBy, checkPlainOrder, `${scope.root.alias}."Id"`);
  const fetch = (parentIds: readonly string[]) => {
    const ofParents = fragment(`${foreignKey} IN (SELECT value FROM json_each(?))`, JSON.stringify(parentIds));
    const where = whereClause([ofParents, ...conditions]);
    const rows = allRows(context.org.db, childStatement(scope, select, foreignKey, where, terms, subquery.limit));
    return groupByParent(rows, select.columns.length, (row) => recordOf(context, select.shape, row, [])!);
  };
  return { fetch, describe: () => describeShape(select.shape, []) };
}

function childStatement(
  scope: QueryScope,
  select: SelectList,
  foreignKey: string,
  where: readonly SqlFragment[],
  terms: readonly SqlFragment[],
  limit: number | undefined
): SqlFragment {
  const columns = [...select.columns, foreignKey];
  if (limit === undefined) {
    return join([fragment(`SELECT ${columns.join(', ')}`), scope.from(), ...where, ...orderByClause(terms)], ' ');
  }
  const named = columns.map((sql, index) => `${sql} AS c${index}`).join(', ');
  const place = join(
    [fragment(`ROW_NUMBER() OVER (PARTITION BY ${foreignKey}`), ...orderByClause(terms), fragment(') AS place')],
    ' '
  );
  return join(
    [
      fragment(`SELECT ${columns.map((_, index) => `c${index}`).join(', ')} FROM (SELECT ${named},`),
      place,
      scope.from(),
      ...where,
      fragment(') WHERE place <= ? ORDER BY place', limit)
    ],
    ' '
  );
}

function groupByParent(
  rows: readonly RawRow[],
  foreignKeyColumn: number,
  record: (row: RawRow) => Record<string, unknown>
): Map<string, Record<string, unknown>[]> {
  const byParent = new Map<string, Record<string, unknown>[]>();
  for (const row of rows) {
    const parentId = String(row[foreignKeyColumn]);
    const records = byParent.get(parentId);
    if (records) records.push(record(row));
    else byParent.set(parentId, [record(row)]);
  }
  return byParent;
}

function refuseInSubquery(subquery: Subquery): void {
  checkClauses(subquery, ['relationshipName', 'sObjectPrefix']);
  if (subquery.groupBy || subquery.having) throw unsupported('SOQL GROUP BY in a subquery');
  if (subquery.offset !== undefined) throw unsupported('SOQL OFFSET in a subquery');
}
