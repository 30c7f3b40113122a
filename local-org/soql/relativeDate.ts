/**
 * SOQL's relative date literals (`TODAY`, `LAST_N_DAYS:7`, `THIS_QUARTER`) as spans of days in the user's time zone.
 * Source: documented, SOQL and SOSL Reference, "Date Formats and Date Literals in WHERE"; a week begins on the day that
 * the user's locale says.
 */
import { DateTime, type DurationLikeObject } from 'luxon';
import { unsupported } from '../errors.ts';

/** From midnight of the first day to midnight after the last. */
export interface DateSpan {
  readonly start: DateTime;
  readonly end: DateTime;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * @param literal the name in any case, with `:n` where it takes a number
 * @param now where the span is counted from, in the user's time zone and locale
 */
export function relativeDate(literal: string, now: DateTime): DateSpan {
  const [name = '', number] = literal.toUpperCase().split(':');
  if (name.includes('FISCAL')) throw unsupported(`SOQL date literal ${name}`);
  const count = number === undefined ? undefined : Number(number);
  const span = count === undefined ? namedSpan(name, now) : countedSpan(name, count, now);
  if (!span?.start.isValid || !span.end.isValid) throw unsupported(`SOQL date literal ${literal}`);
  return span;
}

function namedSpan(name: string, now: DateTime): DateSpan | undefined {
  const day = now.startOf('day');
  if (name === 'YESTERDAY') return units(day, 'day', -1, 0);
  if (name === 'TODAY') return units(day, 'day', 0, 1);
  if (name === 'TOMORROW') return units(day, 'day', 1, 2);
  if (name === 'LAST_90_DAYS') return units(day, 'day', -90, 1);
  if (name === 'NEXT_90_DAYS') return units(day, 'day', 1, 91);
  const [, which, word] = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(name) ?? [];
  if (!which) return undefined;
  const offset = { LAST: -1, THIS: 0, NEXT: 1 }[which]!;
  const unit = unitOf(word!);
  return units(startOf(now, unit), unit, offset, offset + 1);
}

function countedSpan(name: string, count: number, now: DateTime): DateSpan | undefined {
  const [, which, word] = /^(LAST_N|NEXT_N|N)_(DAY|WEEK|MONTH|QUARTER|YEAR)S(?:_AGO)?$/.exec(name) ?? [];
  if (!which) return undefined;
  const unit = unitOf(word!);
  const start = startOf(now, unit);
  if (which === 'N') return units(start, unit, -count, -count + 1);
  if (which === 'NEXT_N') return units(start, unit, 1, 1 + count);
  return units(start, unit, -count, unit === 'day' ? 1 : 0);
}

function unitOf(word: string): Unit {
  return word.toLowerCase() as Unit;
}

function startOf(now: DateTime, unit: Unit): DateTime {
  return now.startOf(unit, { useLocaleWeeks: true });
}

function units(start: DateTime, unit: Unit, from: number, to: number): DateSpan {
  const duration = (count: number): DurationLikeObject => ({ [`${unit}s`]: count });
  return { start: start.plus(duration(from)), end: start.plus(duration(to)) };
}
