import type { Predicate } from '../criterion.ts';
import type { LeadValues, RuleContext } from '../leadValues.ts';
import { Refusal } from '../ruleErrors.ts';

/** Dates are days since 1970-01-01, datetimes milliseconds since 1970-01-01 UTC, a multi-select its values. */
export type FormulaType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'picklist' | 'multi';
export type FormulaValue = string | number | boolean | readonly string[] | null;

export interface FormulaScope {
  readonly lead: LeadValues;
  readonly context: RuleContext;
  /** The record before the save that is judged; without it the record is new. Only ISNEW, ISCHANGED and PRIORVALUE ask. */
  readonly before?: LeadValues | undefined;
}

/** A formula, or a part of one, with its types checked. */
export interface Expression {
  readonly type: FormulaType;
  /**
   * Whether the value may be null: a blank number, date or datetime. Text is never null (Salesforce Help, ISNULL:
   * "text fields are never null"; documented), so blank text is the empty text; a checkbox is never blank.
   */
  readonly nullable: boolean;
  /**
   * For booleans: true when a blank makes it false here where null might be meant, i.e. in a comparison. That is the same
   * as long as it is only joined by AND and OR; whatever would tell false from null refuses it.
   */
  readonly uncertain: boolean;
  readonly constant?: string | number | boolean;
  /** The one lead or user field that this expression is, if it is no more than that. */
  readonly field?: Pick<Predicate, 'field' | 'family' | 'read'> & { readonly scaled: boolean };
  /** Conditions that hold whenever this boolean is true; they need not be all. For the index. */
  readonly implies: readonly Predicate[];
  evaluate(scope: FormulaScope): FormulaValue;
}

/** An expression with the usual properties: certain, implying nothing. */
export function expression(
  type: FormulaType,
  evaluate: (scope: FormulaScope) => FormulaValue,
  more: Partial<Omit<Expression, 'type' | 'evaluate'>> = {}
): Expression {
  return { type, nullable: false, uncertain: false, implies: [], ...more, evaluate };
}

export function constantExpression(value: string | number | boolean): Expression {
  const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
  return expression(type, () => value, { constant: value });
}

/** @throws Refusal FORMULA_TYPES unless the expression has one of the types */
export function expectType(argument: Expression, types: readonly FormulaType[], where: string): void {
  if (types.includes(argument.type)) return;
  throw new Refusal(
    'FORMULA_TYPES',
    `${where} is given a ${argument.type}${namesField(argument)} and takes ${types.join(' or ')}.`
  );
}

/** @throws Refusal FORMULA_BLANK_AMBIGUOUS when a blank field would decide the outcome in a way that is not documented */
export function expectCertain(argument: Expression, where: string): void {
  if (!argument.nullable && !argument.uncertain) return;
  throw new Refusal(
    'FORMULA_BLANK_AMBIGUOUS',
    `${where} depends on a value that may be blank${namesField(argument)}.`,
    argument.field?.field.name
  );
}

function namesField(argument: Expression): string {
  return argument.field ? ` (${argument.field.field.name})` : '';
}
