import { Refusal } from '../ruleErrors.ts';
import { expectCertain, expectType, expression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';
import { impliesComparison, impliesOneOf } from './impliedConditions.ts';

type Operator = '<' | '<=' | '>' | '>=';

/** `5 < Score__c` says what `Score__c > 5` says. */
const mirrored: Readonly<Record<Operator, Operator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * Comparisons. With a blank number or date they are false: rules have no "treat blank fields as zeroes", and ISBLANK of a
 * number works in them, so a blank is null there (assumed: that a comparison with null is false).
 */
export const comparisonFunctions: FormulaFunctions = {
  equal: {
    name: '=',
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = checkedPair(args, name);
      return expression('boolean', (scope) => isEqual(left.evaluate(scope), right.evaluate(scope)), {
        uncertain: left.nullable || right.nullable,
        implies: impliedByEquality(left, right)
      });
    }
  },
  unequal: {
    name: '<>',
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = checkedPair(args, name);
      expectCertain(left, name);
      expectCertain(right, name);
      return expression('boolean', (scope) => !isEqual(left.evaluate(scope), right.evaluate(scope)));
    }
  },
  lessthan: ordering('<', (left, right) => left < right),
  lessthanorequal: ordering('<=', (left, right) => left <= right),
  greaterthan: ordering('>', (left, right) => left > right),
  greaterthanorequal: ordering('>=', (left, right) => left >= right)
};

function ordering(operator: Operator, compares: (left: number, right: number) => boolean): FormulaFunction {
  return {
    name: operator,
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = checkedPair(args, name);
      expectType(left, ['number', 'date', 'datetime'], name);
      return expression(
        'boolean',
        (scope) => {
          const leftValue = left.evaluate(scope);
          const rightValue = right.evaluate(scope);
          return leftValue !== null && rightValue !== null && compares(leftValue as number, rightValue as number);
        },
        {
          uncertain: left.nullable || right.nullable,
          implies: [
            ...impliesComparison(left, operator, right.constant),
            ...impliesComparison(right, mirrored[operator], left.constant)
          ]
        }
      );
    }
  };
}

function checkedPair(args: readonly Expression[], name: string): readonly [Expression, Expression] {
  const [left, right] = args as [Expression, Expression];
  for (const side of [left, right]) expectType(side, ['text', 'number', 'boolean', 'date', 'datetime'], name);
  if (left.type !== right.type)
    throw new Refusal('FORMULA_TYPES', `${name} compares a ${left.type} with a ${right.type}.`);
  if (left.type === 'boolean') {
    expectCertain(left, name);
    expectCertain(right, name);
  }
  return [left, right];
}

function isEqual(left: unknown, right: unknown): boolean {
  return left !== null && left === right;
}

function impliedByEquality(left: Expression, right: Expression): Expression['implies'] {
  if (left.type === 'boolean') {
    if (right.constant === true) return left.implies;
    return left.constant === true ? right.implies : [];
  }
  if (typeof right.constant === 'string') return impliesOneOf(left, right.constant);
  if (typeof left.constant === 'string') return impliesOneOf(right, left.constant);
  return [...impliesComparison(left, '=', right.constant), ...impliesComparison(right, '=', left.constant)];
}
