import { familyOf } from './fieldTypes.ts';
import type { FieldFamily, FieldTypes } from './fieldTypes.ts';
import { qualifiedName } from './leadValues.ts';
import type { FieldReference } from './leadValues.ts';
import { normalText, operandReader, parseBoolean, parseDate, parseDatetime, parseDecimal } from './operand.ts';
import type { Operand, OperandReader } from './operand.ts';
import { Refusal } from './ruleErrors.ts';
import type { CriteriaItem } from './ruleFile.ts';
import { splitValueList } from './valueList.ts';

/**
 * What a criterion asks of one operand. Every test but `blank` is false for a blank field, so that the negation of each
 * is exactly the opposite operation: a blank field is `notEqual` to a value, does `notContain` it and `excludes` it
 * (assumed; the positive halves are documented in Salesforce Help, "Filter Operators").
 */
export type Test =
  | { readonly kind: 'blank' }
  | { readonly kind: 'textOneOf'; readonly values: readonly string[] }
  | { readonly kind: 'startsWith'; readonly values: readonly string[] }
  | { readonly kind: 'contains'; readonly values: readonly string[] }
  | { readonly kind: 'includes'; readonly values: readonly string[] }
  | { readonly kind: 'numberOneOf'; readonly values: readonly number[] }
  | { readonly kind: 'compare'; readonly operator: '<' | '<=' | '>' | '>='; readonly bound: number }
  | { readonly kind: 'isTrue' };

/** A test of one field, or its negation. */
export interface Predicate {
  readonly field: FieldReference;
  readonly family: FieldFamily;
  readonly read: OperandReader;
  readonly test: Test;
  readonly negated: boolean;
}

/** A row of an entry's filter, compiled. */
export interface Criterion extends Predicate {
  readonly item: CriteriaItem;
}

export function predicateHolds({ test, negated }: Predicate, operand: Operand): boolean {
  return testHolds(test, operand) !== negated;
}

/** Whether a test holds; the one place that says so. Indexes are built from its answers. */
export function testHolds(test: Test, operand: Operand): boolean {
  switch (test.kind) {
    case 'blank':
      return operand === null;
    case 'textOneOf':
      return test.values.includes(operand as string);
    case 'startsWith':
      return operand !== null && test.values.some((value) => (operand as string).startsWith(value));
    case 'contains':
      return operand !== null && test.values.some((value) => (operand as string).includes(value));
    case 'includes':
      return operand !== null && test.values.some((value) => (operand as readonly string[]).includes(value));
    case 'numberOneOf':
      return test.values.includes(operand as number);
    case 'compare':
      return operand !== null && compares(test.operator, operand as number, test.bound);
    case 'isTrue':
      return operand === true;
  }
}

function compares(operator: '<' | '<=' | '>' | '>=', left: number, right: number): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

/**
 * Compiles one row of an entry's filter. The checks come in this order: field, type, operation, value.
 * @throws Refusal for what cannot be evaluated exactly
 */
export function compileCriterion(item: CriteriaItem, fields: FieldTypes): Criterion {
  const field = fieldReference(item.field);
  const info = fields(qualifiedName(field));
  if (!info) throw new Refusal('FIELD_UNKNOWN', `There is no field ${item.field}.`, item.field);
  if (item.valueField !== undefined) {
    throw new Refusal(
      'VALUE_FIELD_NOT_SUPPORTED',
      `${item.field} is compared with the field ${item.valueField}.`,
      item.field
    );
  }
  const family = familyOf(info.type);
  if (family === 'uncomparable') {
    throw new Refusal('FIELD_TYPE_NOT_SUPPORTED', `${item.field} has the type ${info.type}.`, item.field);
  }
  if (family === 'lookup' && !info.nameOf) {
    throw new Refusal('LOOKUP_NAMES_UNKNOWN', `${item.field} is a lookup whose names are not known.`, item.field);
  }
  const { test, negated } = compileTest(item, family);
  return { item, field, family, read: operandReader(qualifiedName(field), family, info), test, negated };
}

/** `Lead.Country` and `User.Country`; metadata knows no field without its object. */
function fieldReference(written: string): FieldReference {
  const [, object, name] = /^(Lead|User)\.(\w+)$/i.exec(written) ?? [];
  if (!object || !name)
    throw new Refusal('FIELD_OBJECT_UNKNOWN', `${written} is not a field of Lead or User.`, written);
  return { of: object.toLowerCase() === 'user' ? 'user' : 'lead', name };
}

const operationsOf: Readonly<Record<Exclude<FieldFamily, 'uncomparable'>, readonly string[]>> = {
  text: ['equals', 'notEqual', 'contains', 'notContain', 'startsWith'],
  lookup: ['equals', 'notEqual', 'contains', 'notContain', 'startsWith'],
  number: ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'],
  date: ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'],
  datetime: ['equals', 'notEqual', 'lessThan', 'greaterThan', 'lessOrEqual', 'greaterOrEqual'],
  boolean: ['equals', 'notEqual'],
  multi: ['equals', 'notEqual', 'includes', 'excludes']
};

const comparisons: Readonly<Record<string, '<' | '<=' | '>' | '>='>> = {
  lessThan: '<',
  lessOrEqual: '<=',
  greaterThan: '>',
  greaterOrEqual: '>='
};

function compileTest(
  item: CriteriaItem,
  family: Exclude<FieldFamily, 'uncomparable'>
): { test: Test; negated: boolean } {
  const { field, operation, value } = item;
  const refuse = (code: Refusal['code'], message: string) => new Refusal(code, message, field);
  if (operation === 'within') throw refuse('OPERATION_NOT_SUPPORTED', `${field} within: distances are not supported.`);
  if (!Object.values(operationsOf).some((operations) => operations.includes(operation))) {
    throw refuse('OPERATION_UNKNOWN', `${field} has the operation ${operation}.`);
  }
  if (!operationsOf[family].includes(operation)) {
    throw refuse('OPERATION_NOT_FOR_TYPE', `${field} (${family}) has the operation ${operation}.`);
  }
  const negated = operation === 'notEqual' || operation === 'notContain' || operation === 'excludes';
  if (value === undefined || value === '') {
    if (operation !== 'equals' && operation !== 'notEqual')
      throw refuse('VALUE_MISSING', `${field} ${operation} has no value.`);
    if (family === 'boolean') throw refuse('VALUE_MISSING', `${field} is a checkbox, which is never blank.`);
    return { test: { kind: 'blank' }, negated };
  }
  const items = inField(field, () => splitValueList(value));
  const only = () => {
    if (items.length > 1) throw refuse('VALUE_TAKES_ONE', `${field} ${operation} has the values ${value}.`);
    return items[0]!;
  };
  switch (family) {
    case 'boolean': {
      const wanted = parseBoolean(only());
      if (wanted === undefined)
        throw refuse('VALUE_NOT_A_BOOLEAN', `${field} ${operation} ${value} is not True or False.`);
      return { test: { kind: 'isTrue' }, negated: negated === wanted };
    }
    case 'multi':
      if (operation === 'equals' || operation === 'notEqual') {
        const message = `${field} is a multi-select; ${operation} with values compares the whole selection.`;
        throw refuse('OPERATION_NOT_SUPPORTED', message);
      }
      if (items.some((entry) => entry.includes(';')))
        throw refuse('VALUE_HAS_SEMICOLON', `${field} ${operation} ${value}.`);
      return { test: { kind: 'includes', values: items.map(normalText) }, negated };
    case 'text':
    case 'lookup': {
      const kind = operation === 'startsWith' ? 'startsWith' : /contain/i.test(operation) ? 'contains' : 'textOneOf';
      return { test: { kind, values: items.map(normalText) }, negated };
    }
    case 'number':
    case 'date':
    case 'datetime': {
      const bounds = items.map((entry) => parseBound(entry, item, family));
      const operator = comparisons[operation];
      if (!operator) return { test: { kind: 'numberOneOf', values: bounds }, negated };
      only();
      return { test: { kind: 'compare', operator, bound: bounds[0]! }, negated };
    }
  }
}

function parseBound(
  text: string,
  { field, operation, value }: CriteriaItem,
  family: 'number' | 'date' | 'datetime'
): number {
  const complain = (code: Refusal['code'], what: string) =>
    new Refusal(code, `${field} ${operation} ${value}: ${what}.`, field);
  if (family === 'number') {
    const number = parseDecimal(text);
    // `1,000` reads as a list of 1 and 000: nobody means that.
    if (number === undefined || /^0\d/.test(text))
      throw complain('VALUE_NOT_A_NUMBER', `${text} is not a plain decimal`);
    return number;
  }
  const bound = family === 'date' ? parseDate(text) : parseDatetime(text);
  if (bound !== undefined) return bound;
  throw family === 'date'
    ? complain('VALUE_NOT_A_DATE', `${text} is not an ISO date`)
    : complain('VALUE_NOT_A_DATETIME', `${text} is not an ISO instant with its zone`);
}

function inField<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal && error.field === undefined)
      throw new Refusal(error.code, `${field}: ${error.message}`, field);
    throw error;
  }
}
