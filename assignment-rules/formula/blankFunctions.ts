import { Refusal } from '../ruleErrors.ts';
import { expectType, expression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';

/** Salesforce Help, ISBLANK, BLANKVALUE, ISNULL and NULLVALUE (documented): text is never null, but may be blank. */
export const blankFunctions: FormulaFunctions = {
  isblank: {
    name: 'ISBLANK',
    takes: [1, 1],
    compile(args, name) {
      const [of] = args as [Expression];
      expectType(of, ['text', 'picklist', 'multi', 'number', 'date', 'datetime'], name);
      return expression('boolean', (scope) => isBlankValue(of.evaluate(scope)));
    }
  },
  isnull: {
    name: 'ISNULL',
    takes: [1, 1],
    compile(args, name) {
      const [of] = args as [Expression];
      expectType(of, ['text', 'number', 'date', 'datetime'], name);
      return expression('boolean', (scope) => of.evaluate(scope) === null);
    }
  },
  blankvalue: substitute('BLANKVALUE', isBlankValue),
  nullvalue: substitute('NULLVALUE', (value) => value === null)
};

function substitute(name: string, isMissing: (value: unknown) => boolean): FormulaFunction {
  return {
    name,
    takes: [2, 2],
    compile(args) {
      const [of, otherwise] = args as [Expression, Expression];
      expectType(of, ['text', 'number', 'date', 'datetime'], name);
      if (of.type !== otherwise.type) {
        throw new Refusal('FORMULA_TYPES', `${name} is given a ${of.type} and a ${otherwise.type}.`);
      }
      return expression(
        of.type,
        (scope) => {
          const value = of.evaluate(scope);
          return isMissing(value) ? otherwise.evaluate(scope) : value;
        },
        { nullable: of.nullable && otherwise.nullable }
      );
    }
  };
}

function isBlankValue(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
