/** The dates of a holiday of the org, those of a recurring one included. */
import { BatonError } from '../domain/errors.ts';

export const holidayFields = [
  'Name',
  'IsAllDay',
  'ActivityDate',
  'StartTimeInMinutes',
  'EndTimeInMinutes',
  'IsRecurrence',
  'RecurrenceStartDate',
  'RecurrenceEndDateOnly',
  'RecurrenceType',
  'RecurrenceInterval',
  'RecurrenceDayOfWeekMask',
  'RecurrenceDayOfMonth',
  'RecurrenceInstance',
  'RecurrenceMonthOfYear'
] as const;

/** Dates are `2026-12-25`. */
export interface HolidayRow {
  Name: string;
  IsAllDay: boolean;
  /** Of a single holiday. */
  ActivityDate: string | null;
  StartTimeInMinutes: number | null;
  EndTimeInMinutes: number | null;
  IsRecurrence: boolean;
  RecurrenceStartDate: string | null;
  /** The last date on which it may fall; null for ever. */
  RecurrenceEndDateOnly: string | null;
  RecurrenceType: string | null;
  RecurrenceInterval: number | null;
  /** Sunday 1, Monday 2, Tuesday 4, … Saturday 64. */
  RecurrenceDayOfWeekMask: number | null;
  RecurrenceDayOfMonth: number | null;
  RecurrenceInstance: string | null;
  RecurrenceMonthOfYear: string | null;
}

/** A date, taken apart once for all that the patterns ask of it. */
interface Day {
  /** Days since 1970-01-01. */
  number: number;
  year: number;
  /** From 0. */
  month: number;
  day: number;
  /** Sunday is 0. */
  weekday: number;
}
type Pattern = (row: HolidayRow, date: Day, first: Day) => boolean;

/**
 * When each type falls, of the days from its first on.
 * Source: documented, Object Reference, the table of recurrence fields at Event and Task (types, the fields each needs,
 * an example of each) and the fields of Holiday (masks, last date). Assumed, since it is nowhere said: weeks begin on
 * Sunday; a month without the day has no such holiday; a mask of several days, such as "the last weekday", counts all of
 * them together.
 */
const patterns: Readonly<Record<string, Pattern>> = {
  RecursDaily: (row, date, first) => isEvery(row, date.number - first.number),
  RecursEveryWeekday: (row, { weekday }) =>
    weekday !== 0 && weekday !== 6 && isInMask(row.RecurrenceDayOfWeekMask ?? weekdays, weekday),
  RecursWeekly: (row, date, first) =>
    isInMask(row.RecurrenceDayOfWeekMask, date.weekday) &&
    isEvery(row, (date.number - date.weekday - (first.number - first.weekday)) / 7),
  RecursMonthly: (row, date, first) => isDayOfMonth(row, date) && isEvery(row, monthsBetween(first, date)),
  RecursMonthlyNth: (row, date, first) => isEvery(row, monthsBetween(first, date)) && isInstance(row, date),
  RecursYearly: (row, date) => isMonth(row, date) && isDayOfMonth(row, date),
  RecursYearlyNth: (row, date) => isMonth(row, date) && isInstance(row, date)
};

const weekdays = 62;
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December'
];
const instances: Readonly<Record<string, number>> = { First: 0, Second: 1, Third: 2, Fourth: 3, Last: -1 };

/**
 * Dates of the holiday within a stretch, both ends included.
 * @throws BatonError `unexpected` for a way to recur that Baton does not know: to leave such a holiday out would open
 *   the hours on a day on which they are closed
 */
export function holidayDates(row: HolidayRow, within: { from: string; to: string }): string[] {
  if (!row.IsRecurrence) {
    const date = row.ActivityDate;
    return date !== null && date >= within.from && date <= within.to ? [date] : [];
  }
  const pattern = row.RecurrenceType === null ? undefined : patterns[row.RecurrenceType];
  if (!pattern || row.RecurrenceStartDate === null) {
    const missing = pattern ? 'has no first date' : `recurs by ${row.RecurrenceType}, which Baton does not know`;
    throw new BatonError('unexpected', `The holiday ${row.Name} ${missing}.`);
  }
  const first = dayNumber(row.RecurrenceStartDate);
  const from = Math.max(first, dayNumber(within.from));
  const to = Math.min(dayNumber(row.RecurrenceEndDateOnly ?? within.to), dayNumber(within.to));
  const dates: string[] = [];
  for (let number = from; number <= to; number += 1) {
    if (pattern(row, dayOf(number), dayOf(first))) {
      dates.push(new Date(number * dayMs).toISOString().slice(0, 10));
    }
  }
  return dates;
}

const dayMs = 24 * 60 * 60_000;

function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

function dayOf(number: number): Day {
  const date = new Date(number * dayMs);
  return {
    number,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: date.getUTCDay()
  };
}

function isEvery({ RecurrenceInterval: interval }: HolidayRow, periods: number): boolean {
  return periods % (interval ?? 1) === 0;
}

function isInMask(mask: number | null, weekday: number): boolean {
  return ((mask ?? 0) & (1 << weekday)) !== 0;
}

function isMonth({ RecurrenceMonthOfYear: name }: HolidayRow, { month }: Day): boolean {
  return months[month] === name;
}

function isDayOfMonth({ RecurrenceDayOfMonth: wanted }: HolidayRow, { day }: Day): boolean {
  return day === wanted;
}

/** Whether the date is, say, the third of its month's days that the mask names. */
function isInstance(
  { RecurrenceDayOfWeekMask: mask, RecurrenceInstance: instance }: HolidayRow,
  { year, month, day, weekday }: Day
): boolean {
  const index = instances[instance ?? ''];
  if (index === undefined || !isInMask(mask, weekday)) {
    return false;
  }
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const named = Array.from({ length: daysInMonth }, (_, before) => before + 1).filter((each) =>
    isInMask(mask, (((weekday + each - day) % 7) + 7) % 7)
  );
  return named.at(index) === day;
}

function monthsBetween(first: Day, date: Day): number {
  return (date.year - first.year) * 12 + date.month - first.month;
}
