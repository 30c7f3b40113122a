import { Refusal } from '../ruleErrors.ts';
import { expectCertain, expectType, expression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { FormulaFunctions } from './formulaFunctions.ts';
import { impliedByEither } from './impliedConditions.ts';

export const logicalFunctions: FormulaFunctions = {
  and: {
    name: 'AND',
    takes: [1, Infinity],
    compile(args, name) {
      for (const argument of args) expectType(argument, ['boolean'], name);
      return expression('boolean', (scope) => args.every((argument) => argument.evaluate(scope) === true), {
        uncertain: args.some((argument) => argument.uncertain),
        implies: args.flatMap((argument) => argument.implies)
      });
    }
  },
  or: {
    name: 'OR',
    takes: [1, Infinity],
    compile(args, name) {
      for (const argument of args) expectType(argument, ['boolean'], name);
      return expression('boolean', (scope) => args.some((argument) => argument.evaluate(scope) === true), {
        uncertain: args.some((argument) => argument.uncertain),
        implies: impliedByEither(args.map((argument) => argument.implies))
      });
    }
  },
  not: {
    name: 'NOT',
    takes: [1, 1],
    compile(args, name) {
      const [argument] = args as [Expression];
      expectType(argument, ['boolean'], name);
      expectCertain(argument, name);
      return expression('boolean', (scope) => argument.evaluate(scope) !== true);
    }
  },
  if: {
    name: 'IF',
    takes: [3, 3],
    compile(args, name) {
      const [test, yes, no] = args as [Expression, Expression, Expression];
      expectType(test, ['boolean'], name);
      expectCertain(test, name);
      expectSameType([yes, no], name);
      return expression(yes.type, (scope) => (test.evaluate(scope) === true ? yes : no).evaluate(scope), {
        nullable: yes.nullable || no.nullable,
        uncertain: yes.uncertain || no.uncertain
      });
    }
  },
  case: {
    name: 'CASE',
    takes: [4, Infinity],
    compile(args, name) {
      if (args.length % 2 !== 0) throw new Refusal('FORMULA_ARGUMENTS', `${name} has no value for the other cases.`);
      const of = args[0]!;
      expectType(of, ['picklist', 'text', 'number', 'date'], name);
      expectCertain(of, name);
      const otherwise = args[args.length - 1]!;
      const cases: { value: Expression; result: Expression }[] = [];
      for (let at = 1; at < args.length - 1; at += 2) cases.push({ value: args[at]!, result: args[at + 1]! });
      for (const { value } of cases) {
        expectType(value, [of.type === 'picklist' ? 'text' : of.type], name);
        expectCertain(value, name);
      }
      const results = [...cases.map(({ result }) => result), otherwise];
      expectSameType(results, name);
      return expression(
        otherwise.type,
        (scope) => {
          const actual = of.evaluate(scope);
          const found = cases.find(({ value }) => value.evaluate(scope) === actual);
          return (found ? found.result : otherwise).evaluate(scope);
        },
        { nullable: results.some((result) => result.nullable), uncertain: results.some((result) => result.uncertain) }
      );
    }
  }
};

function expectSameType(results: readonly Expression[], name: string): void {
  for (const result of results) {
    if (result.type === 'picklist' || result.type === 'multi') {
      throw new Refusal('FORMULA_TYPES', `${name} gives a ${result.type}; use TEXT for a picklist.`);
    }
    if (result.type !== results[0]!.type) {
      throw new Refusal('FORMULA_TYPES', `${name} gives a ${results[0]!.type} and a ${result.type}.`);
    }
  }
}
