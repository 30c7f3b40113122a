import { Refusal } from '../ruleErrors.ts';
import { expectCertain, expectType, expression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';

/**
 * Arithmetic. Blank operands are refused: with BLANKVALUE the formula says itself what they count as. Results are rounded
 * to 15 digits, since Salesforce computes in decimals (0.1 + 0.2 = 0.3; assumed beyond 15 digits).
 */
export const numberFunctions: FormulaFunctions = {
  add: {
    name: '+',
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = certain(args, name);
      if (left.type === 'text' && right.type === 'text') {
        return expression('text', (scope) => `${left.evaluate(scope) as string}${right.evaluate(scope) as string}`);
      }
      if (left.type === 'number' && right.type === 'date') return shiftedDate(right, left, 1);
      if (left.type === 'date' && right.type === 'number') return shiftedDate(left, right, 1);
      return calculation(left, right, name, (a, b) => a + b);
    }
  },
  subtract: {
    name: '-',
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = certain(args, name);
      if (left.type === 'date' && right.type === 'number') return shiftedDate(left, right, -1);
      if (left.type === 'date' && right.type === 'date') {
        return expression('number', (scope) => (left.evaluate(scope) as number) - (right.evaluate(scope) as number));
      }
      return calculation(left, right, name, (a, b) => a - b);
    }
  },
  multiply: {
    name: '*',
    takes: [2, 2],
    compile(args, name) {
      const [left, right] = certain(args, name);
      return calculation(left, right, name, (a, b) => a * b);
    }
  },
  divide: { name: '/', takes: [2, 2], compile: (args, name) => byConstant(args, name, (a, b) => a / b) },
  // The sign follows the dividend, as in the database below Salesforce (assumed).
  mod: { name: 'MOD', takes: [2, 2], compile: (args, name) => byConstant(args, name, (a, b) => a % b) },
  abs: ofNumbers('ABS', [1, 1], ([number]) => Math.abs(number!)),
  max: ofNumbers('MAX', [1, Infinity], (numbers) => Math.max(...numbers)),
  min: ofNumbers('MIN', [1, Infinity], (numbers) => Math.min(...numbers)),
  // Both round away from or towards zero, as Salesforce Help says of negative numbers; MFLOOR and MCEILING are the others.
  floor: ofNumbers('FLOOR', [1, 1], ([number]) => Math.trunc(number!)),
  ceiling: ofNumbers('CEILING', [1, 1], ([number]) => Math.sign(number!) * Math.ceil(Math.abs(number!))),
  mfloor: ofNumbers('MFLOOR', [1, 1], ([number]) => Math.floor(number!)),
  mceiling: ofNumbers('MCEILING', [1, 1], ([number]) => Math.ceil(number!)),
  round: ofNumbers('ROUND', [2, 2], ([number, digits]) => {
    const factor = 10 ** Math.trunc(digits!);
    return (Math.sign(number!) * Math.round(decimal(Math.abs(number!) * factor))) / factor;
  })
};

/** Takes the dust of binary fractions off a result. */
function decimal(value: number): number {
  return Number(value.toPrecision(15));
}

function ofNumbers(
  name: string,
  takes: readonly [number, number],
  compute: (numbers: readonly number[]) => number
): FormulaFunction {
  return {
    name,
    takes,
    compile(args) {
      for (const argument of args) {
        expectType(argument, ['number'], name);
        expectCertain(argument, name);
      }
      return expression('number', (scope) => compute(args.map((argument) => argument.evaluate(scope) as number)));
    }
  };
}

function certain(args: readonly Expression[], name: string): readonly [Expression, Expression] {
  for (const argument of args) expectCertain(argument, name);
  return [args[0]!, args[1]!];
}

function calculation(
  left: Expression,
  right: Expression,
  name: string,
  compute: (a: number, b: number) => number
): Expression {
  expectType(left, ['number'], name);
  expectType(right, ['number'], name);
  return expression('number', (scope) =>
    decimal(compute(left.evaluate(scope) as number, right.evaluate(scope) as number))
  );
}

/** Division by what may be zero is an error of the whole rule in Salesforce, so the divisor must be a literal. */
function byConstant(args: readonly Expression[], name: string, compute: (a: number, b: number) => number): Expression {
  const [left, right] = certain(args, name);
  if (typeof right.constant !== 'number' || right.constant === 0) {
    throw new Refusal('FORMULA_ARGUMENTS', `${name} divides by what may be zero; only a literal is supported.`);
  }
  return calculation(left, right, name, compute);
}

function shiftedDate(date: Expression, days: Expression, sign: 1 | -1): Expression {
  return expression(
    'date',
    (scope) => (date.evaluate(scope) as number) + sign * Math.trunc(days.evaluate(scope) as number)
  );
}
