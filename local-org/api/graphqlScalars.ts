/**
 * The types of the GraphQL API that do not depend on an org's objects: scalars, wrapped values, operators.
 *
 * Source: documented, GraphQL API Developer Guide, "Schema Conventions", "Field Operators" and "Filter by Date"; names
 * also as recorded by Salesforce in the fixtures of Lightning Data Service.
 */
import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLString
} from 'graphql';
import type { Field } from '../state/schema.ts';
import type { UiValue } from './uiApiValue.ts';

/** What the GraphQL API calls each kind of field. */
type ValueKind =
  | 'ID'
  | 'String'
  | 'TextArea'
  | 'LongTextArea'
  | 'Email'
  | 'PhoneNumber'
  | 'Url'
  | 'Picklist'
  | 'MultiPicklist'
  | 'Boolean'
  | 'Int'
  | 'Double'
  | 'Currency'
  | 'Percent'
  | 'Date'
  | 'DateTime'
  | 'Time';

/** A value type with its scalar and, where it can be filtered, its operators. */
export interface FieldKind {
  readonly value: GraphQLObjectType<UiValue>;
  readonly scalar: GraphQLScalarType;
  readonly operators: GraphQLInputObjectType | undefined;
}

export function fieldKind(field: Field): FieldKind {
  const kind = kinds[kindOf(field)];
  return field.filterable ? kind : { ...kind, operators: undefined };
}

/** Milliseconds since 1970 do not fit into GraphQL's Int. */
export const Long = new GraphQLScalarType<number, number>({ name: 'Long', serialize: Number });

/** An id, or `@{alias}` for the id that an earlier mutation of the same request produced. */
export const IdOrRef = textScalar('IdOrRef');

export const OrderByClause = new GraphQLInputObjectType({
  name: 'OrderByClause',
  fields: {
    order: { type: new GraphQLEnumType({ name: 'ResultOrder', values: { ASC: {}, DESC: {} } }) },
    nulls: { type: new GraphQLEnumType({ name: 'NullOrder', values: { FIRST: {}, LAST: {} } }) }
  }
});

export const PageInfo = new GraphQLObjectType({
  name: 'PageInfo',
  fields: {
    startCursor: { type: GraphQLString },
    endCursor: { type: GraphQLString },
    hasNextPage: { type: new GraphQLNonNull(GraphQLBoolean) },
    hasPreviousPage: { type: new GraphQLNonNull(GraphQLBoolean) }
  }
});

function kindOf(field: Field): ValueKind {
  switch (field.type) {
    case 'id':
    case 'reference':
      return 'ID';
    case 'textarea':
      return (field.length ?? 255) > 255 ? 'LongTextArea' : 'TextArea';
    case 'email':
      return 'Email';
    case 'phone':
      return 'PhoneNumber';
    case 'url':
      return 'Url';
    case 'picklist':
      return 'Picklist';
    case 'multipicklist':
      return 'MultiPicklist';
    case 'boolean':
      return 'Boolean';
    case 'int':
      return 'Int';
    case 'double':
      return 'Double';
    case 'currency':
      return 'Currency';
    case 'percent':
      return 'Percent';
    case 'date':
      return 'Date';
    case 'datetime':
      return 'DateTime';
    case 'time':
      return 'Time';
    default:
      return 'String';
  }
}

const periods = ['days', 'weeks', 'months', 'quarters', 'years', 'fiscal_quarters', 'fiscal_years'];

/** Date literals without a number, as in SOQL. */
const dateLiterals = [
  ...['YESTERDAY', 'TODAY', 'TOMORROW', 'LAST_90_DAYS', 'NEXT_90_DAYS'],
  ...['WEEK', 'MONTH', 'QUARTER', 'YEAR', 'FISCAL_QUARTER', 'FISCAL_YEAR'].flatMap((period) => [
    `LAST_${period}`,
    `THIS_${period}`,
    `NEXT_${period}`
  ])
];

/** `{ last_n_days: 7 }`, `{ n_months_ago: 2 }`: exactly one key, which is SOQL's literal in lower case. */
const DateRange = new GraphQLInputObjectType({
  name: 'DateRange',
  fields: Object.fromEntries(
    periods
      .flatMap((period) => [`last_n_${period}`, `next_n_${period}`, `n_${period}_ago`])
      .map((name) => [name, { type: GraphQLInt }])
  )
});

const DateLiteral = new GraphQLEnumType({
  name: 'DateLiteral',
  values: Object.fromEntries(dateLiterals.map((name) => [name, {}]))
});

const scalars: Readonly<Record<ValueKind, GraphQLScalarType>> = {
  ID: GraphQLID,
  String: GraphQLString,
  TextArea: textScalar('TextArea'),
  LongTextArea: textScalar('LongTextArea'),
  Email: textScalar('Email'),
  PhoneNumber: textScalar('PhoneNumber'),
  Url: textScalar('Url'),
  Picklist: textScalar('Picklist'),
  MultiPicklist: textScalar('MultiPicklist'),
  Boolean: GraphQLBoolean,
  Int: GraphQLInt,
  Double: numberScalar('Double'),
  Currency: numberScalar('Currency'),
  Percent: numberScalar('Percent'),
  Date: textScalar('Date'),
  DateTime: textScalar('DateTime'),
  Time: textScalar('Time')
};

const equality = ['eq', 'ne'] as const;
const order = ['lt', 'gt', 'lte', 'gte'] as const;
const membership = ['in', 'nin'] as const;

const kinds: Readonly<Record<ValueKind, FieldKind>> = {
  ID: kind('ID', [...equality, ...membership]),
  String: kind('String', [...equality, ...order, ...membership, 'like']),
  TextArea: kind('TextArea', [...equality, ...order, ...membership, 'like']),
  LongTextArea: kind('LongTextArea', []),
  Email: kind('Email', [...equality, ...order, ...membership, 'like']),
  PhoneNumber: kind('PhoneNumber', [...equality, ...order, ...membership, 'like']),
  Url: kind('Url', [...equality, ...order, ...membership, 'like']),
  Picklist: kind('Picklist', [...equality, ...order, ...membership, 'like']),
  MultiPicklist: kind('MultiPicklist', [...equality, 'includes', 'excludes']),
  Boolean: kind('Boolean', equality),
  Int: kind('Int', [...equality, ...order, ...membership]),
  Double: kind('Double', [...equality, ...order, ...membership]),
  Currency: kind('Currency', [...equality, ...order, ...membership]),
  Percent: kind('Percent', [...equality, ...order, ...membership]),
  Date: kind('Date', [...equality, ...order, ...membership]),
  DateTime: kind('DateTime', [...equality, ...order, ...membership]),
  Time: kind('Time', [...equality, ...order, ...membership])
};

/** For the audit fields that every record has. */
export const idKind: FieldKind = kinds.ID;
export const dateTimeKind: FieldKind = kinds.DateTime;

function kind(name: ValueKind, operators: readonly string[]): FieldKind {
  const scalar = scalars[name];
  const hasLabel = name === 'Picklist';
  const value = new GraphQLObjectType<UiValue>({
    name: `${name}Value`,
    fields: {
      value: { type: scalar },
      displayValue: { type: GraphQLString },
      ...(hasLabel ? { label: { type: GraphQLString, resolve: (source: UiValue) => source.displayValue } } : {})
    }
  });
  if (operators.length === 0) return { value, scalar, operators: undefined };
  const operand = name === 'Date' || name === 'DateTime' ? dateInput(name, scalar) : scalar;
  const lists = ['in', 'nin', 'includes', 'excludes'];
  return {
    value,
    scalar,
    operators: new GraphQLInputObjectType({
      name: `${name}Operators`,
      fields: Object.fromEntries(
        operators.map((operator) => [operator, { type: lists.includes(operator) ? new GraphQLList(operand) : operand }])
      )
    })
  };
}

function dateInput(name: 'Date' | 'DateTime', scalar: GraphQLScalarType): GraphQLInputObjectType {
  return new GraphQLInputObjectType({
    name: `${name}Input`,
    fields: { value: { type: scalar }, literal: { type: DateLiteral }, range: { type: DateRange } }
  });
}

/** Text that is checked where it is used, by the record's own rules or by SOQL. */
function textScalar(name: string): GraphQLScalarType {
  const text = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} must be text`);
    return value;
  };
  return new GraphQLScalarType({ name, serialize: String, parseValue: text });
}

function numberScalar(name: string): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    serialize: Number,
    parseValue: (value) => GraphQLFloat.parseValue(value),
    parseLiteral: (node, variables) => GraphQLFloat.parseLiteral(node, variables)
  });
}
