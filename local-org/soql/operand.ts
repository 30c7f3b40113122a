/**
 * The right side of a comparison as values of the field's type: checks that a literal fits the field, and converts it
 * to what is stored.
 */
import type { LiteralType } from '@jetstreamapp/soql-parser-js';
import { DateTime } from 'luxon';
import { SalesforceError, unsupported } from '../errors.ts';
import { normalizeId } from '../state/idChecksum.ts';
import type { FieldType } from '../state/schema.ts';
import type { Column } from './column.ts';
import type { QueryContext } from './queryContext.ts';
import { queryError } from './queryError.ts';
import { relativeDate } from './relativeDate.ts';
import { unquote } from './stringLiteral.ts';

/** One literal as the parser gives it. */
export interface Literal {
  readonly type: LiteralType;
  /** As written, with its quotes. */
  readonly text: string;
}

/** A literal as the database compares it. A span runs from `start` until before `end`. */
export type Operand =
  | { readonly kind: 'blank' }
  | { readonly kind: 'value'; readonly value: string | number }
  | { readonly kind: 'span'; readonly start: string; readonly end: string };

interface LiteralRule {
  /** The type's name in Salesforce's message. */
  readonly typeName: string;
  readonly accepts: readonly LiteralType[];
}

const textRule: LiteralRule = { typeName: 'string', accepts: ['STRING'] };
const numberRule: LiteralRule = { typeName: 'double', accepts: ['INTEGER', 'DECIMAL'] };
const idRule: LiteralRule = { typeName: 'ID', accepts: ['STRING'] };

const rules: Readonly<Record<FieldType, LiteralRule>> = {
  id: idRule,
  reference: idRule,
  string: textRule,
  textarea: textRule,
  email: textRule,
  phone: textRule,
  url: textRule,
  picklist: textRule,
  multipicklist: textRule,
  boolean: { typeName: 'boolean', accepts: ['BOOLEAN'] },
  int: { ...numberRule, typeName: 'int' },
  double: numberRule,
  currency: numberRule,
  percent: numberRule,
  date: { typeName: 'date', accepts: ['DATE', 'DATE_LITERAL', 'DATE_N_LITERAL'] },
  datetime: { typeName: 'dateTime', accepts: ['DATETIME', 'DATE_LITERAL', 'DATE_N_LITERAL'] },
  time: { typeName: 'time', accepts: [] },
  base64: { typeName: 'base64', accepts: [] }
};

/**
 * @throws SalesforceError INVALID_FIELD when the literal is of another type than the field,
 *   INVALID_QUERY_FILTER_OPERATOR for an id that is none
 */
export function operand(context: QueryContext, column: Column, literal: Literal): Operand {
  if (literal.type === 'NULL') return { kind: 'blank' };
  if (literal.type.endsWith('_WITH_CURRENCY_PREFIX')) throw unsupported('SOQL currency literals');
  const rule = rules[column.field.type];
  if (!rule.accepts.includes(literal.type)) {
    const quotes = rule.accepts.includes('STRING') ? 'should be' : 'should not be';
    throw queryError(
      context.source,
      'INVALID_FIELD',
      `value of filter criterion for field '${column.field.name}' must be of type ${rule.typeName} and ${quotes} enclosed in quotes`,
      literal.text
    );
  }
  if (literal.type === 'STRING') return stringOperand(context, column, literal);
  if (literal.type === 'BOOLEAN') return { kind: 'value', value: literal.text.toUpperCase() === 'TRUE' ? 1 : 0 };
  if (literal.type === 'DATE') return { kind: 'value', value: dateValue(literal.text) };
  if (literal.type === 'DATETIME') return { kind: 'value', value: instantValue(literal.text) };
  if (literal.type === 'INTEGER' || literal.type === 'DECIMAL') return { kind: 'value', value: Number(literal.text) };
  return spanOperand(context, column, literal);
}

function stringOperand(context: QueryContext, column: Column, literal: Literal): Operand {
  const text = unquote(literal.text);
  if (text === '') return { kind: 'blank' };
  if (column.field.type === 'multipicklist') return { kind: 'value', value: inDefinedOrder(column, text) };
  if (column.field.type !== 'id' && column.field.type !== 'reference') return { kind: 'value', value: text };
  const id = normalizeId(text);
  if (!id) throw queryError(context.source, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`, literal.text);
  return { kind: 'value', value: id };
}

/** `B;A` as it is stored: in the order of the field's values. */
function inDefinedOrder(column: Column, text: string): string {
  const order = (column.field.picklistValues ?? []).map(({ value }) => value.toLowerCase());
  const place = (value: string) => order.indexOf(value.toLowerCase());
  return text
    .split(';')
    .sort((left, right) => place(left) - place(right))
    .join(';');
}

function dateValue(text: string): string {
  if (!DateTime.fromISO(text).isValid) throw new SalesforceError('MALFORMED_QUERY', `Invalid date: ${text}`);
  return text;
}

function instantValue(text: string): string {
  const instant = DateTime.fromISO(text, { setZone: true });
  if (!instant.isValid) throw new SalesforceError('MALFORMED_QUERY', `Invalid dateTime: ${text}`);
  return stored(instant);
}

function spanOperand(context: QueryContext, column: Column, literal: Literal): Operand {
  const { start, end } = relativeDate(literal.text, context.localTime());
  const bound = column.field.type === 'date' ? (instant: DateTime) => instant.toISODate()! : stored;
  return { kind: 'span', start: bound(start), end: bound(end) };
}

function stored(instant: DateTime): string {
  return instant.toUTC().toISO({ suppressMilliseconds: false })!;
}
