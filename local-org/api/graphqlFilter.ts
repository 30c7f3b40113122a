/**
 * The arguments `where`, `orderBy` and `scope` of the GraphQL API, as SOQL.
 *
 * A filter that says nothing is an error: an operator whose variable was not sent would otherwise select everything.
 */
import { GraphQLError } from 'graphql';
import { unsupported } from '../errors.ts';
import type { Session } from '../org.ts';
import type { Field, Schema, SObjectType } from '../state/schema.ts';

export type Input = Readonly<Record<string, unknown>>;

const comparisons: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  gt: '>',
  lte: '<=',
  gte: '>=',
  like: 'LIKE',
  in: 'IN',
  nin: 'NOT IN',
  includes: 'INCLUDES',
  excludes: 'EXCLUDES'
};

/**
 * A SOQL condition, or undefined when the filter is empty.
 * @param path prefix of field names, e.g. `Lead__r.`
 * @throws GraphQLError for an operator without a value, an empty list, or a malformed date
 */
export function whereToSoql(schema: Schema, object: SObjectType, filter: Input, path = ''): string | undefined {
  const conditions = Object.entries(filter).map(([key, value]): string => {
    if (value === null || value === undefined) throw saysNothing(`${path}${key}`);
    if (key === 'and' || key === 'or') {
      const parts = (value as Input[]).map((part) => needed(part && whereToSoql(schema, object, part, path), key));
      return needed(parts.length > 0 ? `(${parts.join(` ${key.toUpperCase()} `)})` : undefined, key);
    }
    if (key === 'not') return `(NOT ${needed(whereToSoql(schema, object, value as Input, path), 'not')})`;
    const field = object.field(key);
    return field ? fieldToSoql(field, path, value as Input) : parentToSoql(schema, object, key, value as Input, path);
  });
  if (conditions.length === 0) return undefined;
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' AND ')})`;
}

/**
 * `Name ASC NULLS LAST` terms in the order in which the client named them.
 * @param keys the names as the client wrote them: parsing has put `orderBy` into the schema's order
 */
export function orderByToSoql(
  schema: Schema,
  object: SObjectType,
  orderBy: Input,
  keys: readonly string[],
  path = ''
): string[] {
  const named = [...keys.filter((key) => key in orderBy), ...Object.keys(orderBy).filter((key) => !keys.includes(key))];
  return named.flatMap((key) => {
    const value = orderBy[key] as Input;
    if (object.field(key)) {
      const { order, nulls } = value as { order?: string; nulls?: string };
      return [`${path}${key} ${order ?? 'ASC'}${nulls ? ` NULLS ${nulls}` : ''}`];
    }
    const parent = schema.object(lookupOf(object, key).referenceTo[0] ?? '');
    return parent ? orderByToSoql(schema, parent, value, keys, `${path}${key}.`) : [];
  });
}

/** The scopes that Salesforce knows; those of teams, territories and queues are refused. */
export const scopes = [
  'EVERYTHING',
  'MINE',
  'MINE_AND_MY_GROUPS',
  'MY_TERRITORY',
  'MY_TEAM_TERRITORY',
  'QUEUE_OWNED',
  'TEAM',
  'DELEGATED',
  'SCOPING_RULE',
  'ASSIGNEDTOME'
];

/** @throws SalesforceError LOCAL_ORG_UNSUPPORTED for scopes other than EVERYTHING and MINE */
export function scopeToSoql(object: SObjectType, session: Session, scope: string): string | undefined {
  if (scope === 'EVERYTHING') return undefined;
  if (scope !== 'MINE') throw unsupported(`the GraphQL scope ${scope}`);
  if (!object.field('OwnerId'))
    throw new GraphQLError(`The scope MINE does not apply to ${object.name}, which has no owner`);
  return `OwnerId = ${soqlString(session.userId)}`;
}

/**
 * Text as a SOQL literal. Source: documented, SOQL and SOSL Reference, "Quoted String Escape Sequences".
 */
function soqlString(text: string): string {
  const escapes: Record<string, string> = {
    '\\': '\\\\',
    "'": "\\'",
    '"': '\\"',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\b': '\\b',
    '\f': '\\f'
  };
  return `'${text.replace(/[\\'"\n\r\t\u0008\f]/g, (character) => escapes[character] ?? character)}'`;
}

/** A list such as `('005…', '005…')`. */
export function soqlList(texts: readonly string[]): string {
  return `(${texts.map(soqlString).join(', ')})`;
}

function parentToSoql(schema: Schema, object: SObjectType, relationship: string, filter: Input, path: string): string {
  const lookup = lookupOf(object, relationship);
  if (lookup.referenceTo.length === 1) {
    const parent = schema.object(lookup.referenceTo[0] ?? '');
    return needed(parent && whereToSoql(schema, parent, filter, `${path}${relationship}.`), relationship);
  }
  const branches = Object.entries(filter).map(([parentName, parentFilter]) => {
    const parent = schema.object(parentName);
    const condition = needed(
      parent && whereToSoql(schema, parent, parentFilter as Input),
      `${relationship}.${parentName}`
    );
    return `${path}${lookup.name} IN (SELECT Id FROM ${parentName} WHERE ${condition})`;
  });
  return needed(branches.length > 0 ? `(${branches.join(' AND ')})` : undefined, relationship);
}

function lookupOf(object: SObjectType, relationship: string): Field {
  const lookup = object.fields.find((field) => field.relationshipName === relationship);
  if (!lookup) throw new GraphQLError(`${object.name} has no relationship ${relationship}`);
  return lookup;
}

/** What graphql has made of an operator's value, by the type of the field. */
type Operand = string | number | boolean | DateOperand | null;

/** `{ value }`, `{ literal: TODAY }` or `{ range: { last_n_days: 7 } }`: exactly one of them. */
interface DateOperand {
  readonly value?: string | null;
  readonly literal?: string | null;
  readonly range?: Readonly<Record<string, number>> | null;
}

function fieldToSoql(field: Field, path: string, operators: Input): string {
  const name = `${path}${field.name}`;
  const conditions = Object.entries(operators).map(([operator, operand]) => {
    const comparison = comparisons[operator];
    if (!comparison) throw unsupported(`the GraphQL operator ${operator}`);
    return `${name} ${comparison} ${Array.isArray(operand) ? listLiteral(field, operand as Operand[]) : literal(field, operand as Operand)}`;
  });
  return needed(conditions.length > 0 ? conditions.join(' AND ') : undefined, name);
}

function listLiteral(field: Field, operands: readonly Operand[]): string {
  if (operands.length === 0) throw new GraphQLError(`The list to compare ${field.name} with is empty`);
  return `(${operands.map((operand) => literal(field, operand)).join(', ')})`;
}

function literal(field: Field, operand: Operand): string {
  if (operand === null) return 'null';
  switch (field.type) {
    case 'boolean':
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return `${operand as number | boolean}`;
    case 'time':
      return matching(/^\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/, operand as string, field);
    case 'date':
    case 'datetime':
      return dateLiteral(field, operand as DateOperand);
    default:
      return soqlString(operand as string);
  }
}

function dateLiteral(field: Field, operand: DateOperand): string {
  const { value, literal: name, range } = operand;
  const given = [value, name, range].filter((each) => each !== undefined);
  if (given.length !== 1) {
    throw new GraphQLError(`${field.name} must be compared with exactly one of value, literal and range`);
  }
  if (given[0] === null) return 'null';
  if (name) return name;
  if (range) {
    const [key, ...others] = Object.keys(range);
    if (!key || others.length > 0) throw new GraphQLError(`The range for ${field.name} must have exactly one key`);
    return `${key.toUpperCase()}:${range[key]}`;
  }
  const pattern =
    field.type === 'date'
      ? /^\d{4}-\d{2}-\d{2}$/
      : /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:?\d{2})$/;
  return matching(pattern, value ?? '', field);
}

function matching(pattern: RegExp, value: string, field: Field): string {
  if (pattern.test(value)) return value;
  throw new GraphQLError(`${value} is not a valid ${field.type} to compare ${field.name} with`);
}

function needed(condition: string | undefined, what: string): string {
  if (condition === undefined) throw saysNothing(what);
  return condition;
}

function saysNothing(what: string): GraphQLError {
  return new GraphQLError(`The filter on ${what} has no operator with a value`);
}
