import { Refusal } from '../ruleErrors.ts';
import { expectCertain, expectType, expression } from './expression.ts';
import type { Expression, FormulaType } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';
import { impliesOneOf, impliesTextTest } from './impliedConditions.ts';

/** Text functions tell upper from lower case, as Salesforce's do (Salesforce Help, CONTAINS: "is case sensitive"; documented). */
export const textFunctions: FormulaFunctions = {
  ispickval: {
    name: 'ISPICKVAL',
    takes: [2, 2],
    compile(args, name) {
      const [of, value] = args as [Expression, Expression];
      expectType(of, ['picklist'], name);
      if (typeof value.constant !== 'string') throw new Refusal('FORMULA_ARGUMENTS', `${name} takes a text literal.`);
      const wanted = value.constant;
      return expression('boolean', (scope) => of.evaluate(scope) === wanted, { implies: impliesOneOf(of, wanted) });
    }
  },
  includes: {
    name: 'INCLUDES',
    takes: [2, 2],
    compile(args, name) {
      const [of, value] = args as [Expression, Expression];
      expectType(of, ['multi'], name);
      if (typeof value.constant !== 'string') throw new Refusal('FORMULA_ARGUMENTS', `${name} takes a text literal.`);
      const wanted = value.constant;
      return expression('boolean', (scope) => (of.evaluate(scope) as readonly string[]).includes(wanted));
    }
  },
  begins: {
    name: 'BEGINS',
    takes: [2, 2],
    compile(args, name) {
      const [text, start] = texts(args, name) as [Expression, Expression];
      return expression('boolean', (scope) => asText(text, scope).startsWith(asText(start, scope)), {
        implies: impliesTextTest(text, 'startsWith', start)
      });
    }
  },
  contains: {
    name: 'CONTAINS',
    takes: [2, 2],
    compile(args, name) {
      const [text, part] = texts(args, name) as [Expression, Expression];
      return expression('boolean', (scope) => asText(text, scope).includes(asText(part, scope)), {
        implies: impliesTextTest(text, 'contains', part)
      });
    }
  },
  text: {
    name: 'TEXT',
    takes: [1, 1],
    compile(args, name) {
      const [of] = args as [Expression];
      expectType(of, ['picklist'], name);
      return expression('text', (scope) => of.evaluate(scope), of.field ? { field: of.field } : {});
    }
  },
  upper: ofText('UPPER', 'text', (text) => text.toUpperCase()),
  lower: ofText('LOWER', 'text', (text) => text.toLowerCase()),
  trim: ofText('TRIM', 'text', (text) => text.trim()),
  len: ofText('LEN', 'number', (text) => text.length),
  left: {
    name: 'LEFT',
    takes: [2, 2],
    compile(args, name) {
      const [text, count] = textAndCounts(args, name) as [Expression, Expression];
      return expression('text', (scope) => asText(text, scope).slice(0, asCount(count, scope)));
    }
  },
  right: {
    name: 'RIGHT',
    takes: [2, 2],
    compile(args, name) {
      const [text, count] = textAndCounts(args, name) as [Expression, Expression];
      return expression('text', (scope) => {
        const value = asText(text, scope);
        return value.slice(Math.max(0, value.length - asCount(count, scope)));
      });
    }
  },
  mid: {
    name: 'MID',
    takes: [3, 3],
    compile(args, name) {
      const [text, start, count] = textAndCounts(args, name) as [Expression, Expression, Expression];
      return expression('text', (scope) => {
        const from = Math.max(0, asCount(start, scope) - 1);
        return asText(text, scope).slice(from, from + asCount(count, scope));
      });
    }
  },
  find: {
    name: 'FIND',
    takes: [2, 2],
    compile(args, name) {
      const [part, text] = texts(args, name) as [Expression, Expression];
      return expression('number', (scope) => {
        const wanted = asText(part, scope);
        return wanted === '' ? 0 : asText(text, scope).indexOf(wanted) + 1;
      });
    }
  },
  substitute: {
    name: 'SUBSTITUTE',
    takes: [3, 3],
    compile(args, name) {
      const [text, old, fresh] = texts(args, name) as [Expression, Expression, Expression];
      if (!old.constant) throw new Refusal('FORMULA_ARGUMENTS', `${name} takes a text literal as the text to replace.`);
      return expression('text', (scope) =>
        asText(text, scope).replaceAll(String(old.constant), () => asText(fresh, scope))
      );
    }
  },
  regex: {
    name: 'REGEX',
    takes: [2, 2],
    compile(args, name) {
      const [text, pattern] = texts(args, name) as [Expression, Expression];
      const matcher = javaPattern(pattern.constant);
      return expression('boolean', (scope) => matcher.test(asText(text, scope)));
    }
  }
};

function ofText(name: string, gives: FormulaType, change: (text: string) => string | number): FormulaFunction {
  return {
    name,
    takes: [1, 1],
    compile(args) {
      const [text] = texts(args, name) as [Expression];
      return expression(gives, (scope) => change(asText(text, scope)));
    }
  };
}

/** REGEX must match the whole text, in Java's dialect; only what JavaScript reads in the same way is let through. */
function javaPattern(pattern: unknown): RegExp {
  if (typeof pattern !== 'string') throw new Refusal('FORMULA_ARGUMENTS', 'REGEX takes a text literal as its pattern.');
  if (/&&|\(\?|\+\+|\*\+|\?\+|\}\+|\[[^\]]*\[/.test(pattern)) {
    throw new Refusal(
      'FORMULA_ARGUMENTS',
      `REGEX has the pattern ${pattern}, which JavaScript may read otherwise than Java.`
    );
  }
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    throw new Refusal('FORMULA_ARGUMENTS', `REGEX has the pattern ${pattern}, which is not a regular expression.`);
  }
}

function texts(args: readonly Expression[], name: string): readonly Expression[] {
  for (const argument of args) expectType(argument, ['text'], name);
  return args;
}

function textAndCounts(args: readonly Expression[], name: string): readonly Expression[] {
  args.forEach((argument, at) => {
    expectType(argument, [at === 0 ? 'text' : 'number'], name);
    expectCertain(argument, name);
  });
  return args;
}

function asText(argument: Expression, scope: Parameters<Expression['evaluate']>[0]): string {
  return argument.evaluate(scope) as string;
}

function asCount(argument: Expression, scope: Parameters<Expression['evaluate']>[0]): number {
  return Math.max(0, Math.trunc(argument.evaluate(scope) as number));
}
