import type { Expression } from './expression.ts';
import { blankFunctions } from './blankFunctions.ts';
import { changeFunctions } from './changeFunctions.ts';
import { comparisonFunctions } from './comparisonFunctions.ts';
import { dateFunctions } from './dateFunctions.ts';
import { logicalFunctions } from './logicalFunctions.ts';
import { numberFunctions } from './numberFunctions.ts';
import { textFunctions } from './textFunctions.ts';

export interface FormulaFunction {
  /** As messages show it: `AND`, `=`. */
  readonly name: string;
  /** Least and most arguments. */
  readonly takes: readonly [number, number];
  /** Checks the arguments' types and gives the call as an expression. @throws Refusal */
  compile(args: readonly Expression[], name: string): Expression;
}

export type FormulaFunctions = Readonly<Record<string, FormulaFunction>>;

/**
 * Every function and operator that an assignment rule's formula or a formula field may use, by formulon's name in lower
 * case. What is not here is refused by name: ISCHANGED, ISNEW and PRIORVALUE (they compare with the record before the
 * save), VALUE (an error on text that is no number), functions of places, and whatever else no rule has needed yet.
 */
export const formulaFunctions: FormulaFunctions = {
  ...logicalFunctions,
  ...comparisonFunctions,
  ...blankFunctions,
  ...textFunctions,
  ...numberFunctions,
  ...dateFunctions
};

/** The same for a validation rule, which judges a save and so knows what the record was before. */
export const validationFunctions: FormulaFunctions = { ...formulaFunctions, ...changeFunctions };
