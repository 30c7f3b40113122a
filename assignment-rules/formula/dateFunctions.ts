import { Refusal } from '../ruleErrors.ts';
import { parseDate } from '../operand.ts';
import { expectCertain, expectType, expression } from './expression.ts';
import type { Expression } from './expression.ts';
import type { FormulaFunction, FormulaFunctions } from './formulaFunctions.ts';

const millisecondsOfDay = 86_400_000;

/** Days are found in the running user's zone (Salesforce Help, TODAY and DATEVALUE; documented). */
export const dateFunctions: FormulaFunctions = {
  today: {
    name: 'TODAY',
    takes: [0, 0],
    compile: () => expression('date', ({ context }) => dayIn(context.now.getTime(), context.timeZone ?? 'UTC'))
  },
  now: {
    name: 'NOW',
    takes: [0, 0],
    compile: () => expression('datetime', ({ context }) => context.now.getTime())
  },
  date: {
    name: 'DATE',
    takes: [3, 3],
    compile(args, name) {
      const parts = args.map(({ constant }) => constant);
      const [year, month, day] = parts.map((part) => String(part).padStart(2, '0'));
      const date = parseDate(`${year!.padStart(4, '0')}-${month}-${day}`);
      if (date === undefined)
        throw new Refusal('FORMULA_ARGUMENTS', `${name} takes the literal numbers of a day that exists.`);
      return expression('date', () => date, { constant: date });
    }
  },
  datevalue: {
    name: 'DATEVALUE',
    takes: [1, 1],
    compile(args, name) {
      const [of] = args as [Expression];
      expectType(of, ['datetime'], name);
      return expression(
        'date',
        (scope) => {
          const instant = of.evaluate(scope) as number | null;
          return instant === null ? null : dayIn(instant, scope.context.timeZone ?? 'UTC');
        },
        { nullable: of.nullable }
      );
    }
  },
  year: ofDate('YEAR', (date) => date.getUTCFullYear()),
  month: ofDate('MONTH', (date) => date.getUTCMonth() + 1),
  day: ofDate('DAY', (date) => date.getUTCDate()),
  /** Sunday is 1. */
  weekday: ofDate('WEEKDAY', (date) => date.getUTCDay() + 1)
};

function ofDate(name: string, part: (date: Date) => number): FormulaFunction {
  return {
    name,
    takes: [1, 1],
    compile(args) {
      const [of] = args as [Expression];
      expectType(of, ['date'], name);
      expectCertain(of, name);
      return expression('number', (scope) => part(new Date((of.evaluate(scope) as number) * millisecondsOfDay)));
    }
  };
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

function dayIn(instant: number, timeZone: string): number {
  let format = dayFormats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    dayFormats.set(timeZone, format);
  }
  return parseDate(format.format(instant))!;
}
