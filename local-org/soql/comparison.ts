/**
 * One comparison of a WHERE or HAVING clause as SQL.
 *
 * A blank field equals only null, is different from every value, and is neither less nor greater than any. A checkbox
 * of a parent that is missing counts as unchecked.
 * Source: documented, SOQL and SOSL Reference, "Comparison Operators" and "Using Relationship Queries with Null"; that
 * NOT IN and EXCLUDES keep blank fields is assumed, by analogy with `!=`.
 */
import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { collated, isText, type Column } from './column.ts';
import type { Comparison } from './conditionTree.ts';
import { operand, type Literal, type Operand } from './operand.ts';
import type { QueryContext } from './queryContext.ts';
import { queryError } from './queryError.ts';
import { combine, fragment, negate, type SqlFragment } from './sqlFragment.ts';
import { unquote, unquotePattern } from './stringLiteral.ts';
import { equals, isPlainCase, like } from './textMatch.ts';

const listOperators = new Set(['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES']);
const opposites: Readonly<Record<string, string>> = {
  '!=': '=',
  '<>': '=',
  'NOT IN': 'IN',
  EXCLUDES: 'INCLUDES'
};

/**
 * @param comparison `operator`, `value` and `literalType` as the parser gives them; its left side is `column`
 * @throws SalesforceError when operator, literal and field do not fit each other
 */
export function compare(context: QueryContext, column: Column, comparison: Comparison): SqlFragment {
  const operator = String(comparison['operator']).toUpperCase().replace(/\s+/g, ' ');
  const literals = literalsOf(operator, comparison);
  const opposite = opposites[operator];
  const positive = opposite ?? operator;
  checkOperator(context, column, positive);
  const condition = positiveCondition(context, column, positive, literals);
  return opposite ? negate(condition) : condition;
}

function literalsOf(operator: string, comparison: Comparison): Literal[] {
  const { value, literalType } = comparison;
  if (Array.isArray(value) !== listOperators.has(operator)) {
    throw new SalesforceError('MALFORMED_QUERY', `unexpected operand of ${operator}`);
  }
  const values = Array.isArray(value) ? value : [value];
  return values.map((text, index) => ({
    text: String(text),
    type: (Array.isArray(literalType) ? literalType[index] : literalType) as LiteralType
  }));
}

/** Source: documented, SOQL and SOSL Reference, "Comparison Operators"; the text is recorded for ids and assumed for others. */
function checkOperator(context: QueryContext, column: Column, operator: string): void {
  const { type } = column.field;
  const isId = type === 'id' || type === 'reference';
  const fits =
    operator === '=' ||
    operator === 'IN' ||
    (operator === 'LIKE' && isText(column.field) && type !== 'multipicklist') ||
    (operator === 'INCLUDES' && type === 'multipicklist') ||
    (/^[<>]=?$/.test(operator) && type !== 'boolean' && type !== 'multipicklist');
  if (fits) return;
  const message = `invalid operator on ${isId ? 'id' : type} field`;
  throw queryError(context.source, 'INVALID_QUERY_FILTER_OPERATOR', message, column.written);
}

function positiveCondition(
  context: QueryContext,
  column: Column,
  operator: string,
  literals: readonly Literal[]
): SqlFragment {
  if (operator === 'LIKE') return likeCondition(column, literals[0]!);
  if (operator === 'INCLUDES') return includes(column, literals);
  const operands = literals.map((literal) => operand(context, column, literal));
  if (operator === '=' || operator === 'IN') return isOneOf(column, operands);
  return ordered(column, operator, operands[0]!);
}

function isOneOf(column: Column, operands: readonly Operand[]): SqlFragment {
  const pieces: SqlFragment[] = [];
  const simple: (string | number)[] = [];
  for (const each of operands) {
    if (each.kind === 'blank') pieces.push(isBlank(column));
    else if (each.kind === 'span') pieces.push(within(column, each));
    else if (isText(column.field) && !column.field.caseSensitive && !isPlainCase(String(each.value))) {
      pieces.push(equals(column, String(each.value)));
    } else simple.push(each.value);
  }
  const [first] = simple;
  if (simple.length === 1) pieces.push(fragment(`${comparable(column)} = ?`, first!));
  if (simple.length > 1) {
    pieces.push(fragment(`${comparable(column)} IN (SELECT value FROM json_each(?))`, JSON.stringify(simple)));
  }
  return combine(pieces, 'OR');
}

function isBlank(column: Column): SqlFragment {
  if (column.field.type === 'boolean') throw unsupported('SOQL comparison of a checkbox with null');
  return fragment(`${column.sql} IS NULL`);
}

function within(column: Column, span: { start: string; end: string }): SqlFragment {
  return fragment(`(${column.sql} >= ? AND ${column.sql} < ?)`, span.start, span.end);
}

function comparable(column: Column): string {
  const isOptionalCheckbox = column.isJoined && column.field.type === 'boolean';
  return isOptionalCheckbox ? `IFNULL(${column.sql}, 0)` : collated(column);
}

function ordered(column: Column, operator: string, bound: Operand): SqlFragment {
  if (bound.kind === 'blank') throw unsupported(`SOQL comparison with null by ${operator}`);
  if (bound.kind === 'value') return fragment(`${collated(column)} ${operator} ?`, bound.value);
  const reachesOver = operator === '<=' || operator === '>';
  return fragment(
    `${column.sql} ${operator === '<' || operator === '<=' ? '<' : '>='} ?`,
    reachesOver ? bound.end : bound.start
  );
}

function likeCondition(column: Column, literal: Literal): SqlFragment {
  if (literal.type !== 'STRING') throw unsupported('SOQL LIKE with anything but a string');
  return like(column, unquotePattern(literal.text));
}

/** Each literal is one or several values, all of which must be chosen; any literal will do. */
function includes(column: Column, literals: readonly Literal[]): SqlFragment {
  const chosen: Column = { ...column, sql: `(';' || ${column.sql} || ';')`, isPlain: false };
  const alternatives = literals.map((literal) => {
    if (literal.type !== 'STRING') throw unsupported('SOQL INCLUDES and EXCLUDES with anything but strings');
    const values = unquote(literal.text).split(';');
    if (values.includes('')) throw unsupported('SOQL INCLUDES and EXCLUDES with a blank value');
    return combine(
      values.map((value) => like(chosen, [{ wildcard: '%' }, { text: `;${value};` }, { wildcard: '%' }])),
      'AND'
    );
  });
  return combine(alternatives, 'OR');
}
