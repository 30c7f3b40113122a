/**
 * A piece of SQL with the values bound to its question marks, in the order in which they stand.
 */
import type { StoredValue } from '../org.ts';

export interface SqlFragment {
  readonly sql: string;
  readonly parameters: readonly StoredValue[];
}

export function fragment(sql: string, ...parameters: StoredValue[]): SqlFragment {
  return { sql, parameters };
}

/** The pieces in their order, with `separator` between them. */
export function join(fragments: readonly SqlFragment[], separator: string): SqlFragment {
  return {
    sql: fragments.map((each) => each.sql).join(separator),
    parameters: fragments.flatMap((each) => each.parameters)
  };
}

/** True when all (`AND`) or any (`OR`) of the conditions are. SQLite allows an expression to be 1,000 levels deep, and a chain is as deep as it is long, so a long one is halved. */
export function combine(conditions: readonly SqlFragment[], operator: 'AND' | 'OR'): SqlFragment {
  if (conditions.length === 1) return conditions[0]!;
  if (conditions.length > 50) {
    const middle = conditions.length >> 1;
    return combine(
      [combine(conditions.slice(0, middle), operator), combine(conditions.slice(middle), operator)],
      operator
    );
  }
  const all = join(conditions, ` ${operator} `);
  return { ...all, sql: `(${all.sql})` };
}

/**
 * The opposite of a condition in SOQL's two-valued logic: a comparison with a blank value is false, so its opposite is
 * true. In SQL it is NULL, whose opposite is NULL.
 */
export function negate(condition: SqlFragment): SqlFragment {
  return { ...condition, sql: `(NOT IFNULL(${condition.sql}, 0))` };
}

/** A table or column name in SQL. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
