/** How a Salesforce Classic event repeats, as an iCalendar rule. */
import type { SeriesRecord } from './eventSeries.ts';

type Pattern = Pick<
  SeriesRecord,
  | 'RecurrenceType'
  | 'RecurrenceInterval'
  | 'RecurrenceDayOfWeekMask'
  | 'RecurrenceDayOfMonth'
  | 'RecurrenceInstance'
  | 'RecurrenceMonthOfYear'
  | 'RecurrenceEndDateOnly'
>;

/** From the lowest bit of the mask. */
const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

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

const instances: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };

/**
 * Source: Object Reference, Event, "Recurrence Field Usage" (documented); a day that a month does not have means its
 * last one (documented for Lightning series; assumed here).
 * @throws Error when the pattern is incomplete or of a type that is not documented
 */
export function classicRule(pattern: Pattern): string {
  const interval = `INTERVAL=${pattern.RecurrenceInterval ?? 1}`;
  const until = pattern.RecurrenceEndDateOnly ? `;UNTIL=${pattern.RecurrenceEndDateOnly.replaceAll('-', '')}` : '';
  switch (pattern.RecurrenceType) {
    case 'RecursDaily':
      return `FREQ=DAILY;${interval}${until}`;
    case 'RecursEveryWeekday':
      return `FREQ=WEEKLY;${byDay(pattern)}${until}`;
    case 'RecursWeekly':
      return `FREQ=WEEKLY;WKST=SU;${interval};${byDay(pattern)}${until}`;
    case 'RecursMonthly':
      return `FREQ=MONTHLY;${interval};${byMonthDay(pattern)}${until}`;
    case 'RecursMonthlyNth':
      return `FREQ=MONTHLY;${interval};${byDay(pattern)};${nth(pattern)}${until}`;
    case 'RecursYearly':
      return `FREQ=YEARLY;${byMonth(pattern)};${byMonthDay(pattern)}${until}`;
    case 'RecursYearlyNth':
      return `FREQ=YEARLY;${byMonth(pattern)};${byDay(pattern)};${nth(pattern)}${until}`;
    default:
      throw new Error(`The recurrence type is not supported: ${pattern.RecurrenceType ?? 'none'}`);
  }
}

function byDay({ RecurrenceDayOfWeekMask: mask }: Pattern): string {
  const days = weekdays.filter((_day, bit) => ((mask ?? 0) & (1 << bit)) !== 0);
  if (days.length === 0) {
    throw new Error('The recurrence names no day of the week.');
  }
  return `BYDAY=${days.join(',')}`;
}

function byMonthDay({ RecurrenceDayOfMonth: day }: Pattern): string {
  if (day === null || day < 1 || day > 31) {
    throw new Error('The recurrence names no day of the month.');
  }
  if (day <= 28) {
    return `BYMONTHDAY=${day}`;
  }
  const days = Array.from({ length: day - 27 }, (_each, index) => 28 + index);
  return `BYMONTHDAY=${days.join(',')};BYSETPOS=-1`;
}

function byMonth({ RecurrenceMonthOfYear: name }: Pattern): string {
  const month = months.indexOf(name ?? '') + 1;
  if (month === 0) {
    throw new Error('The recurrence names no month.');
  }
  return `BYMONTH=${month}`;
}

function nth({ RecurrenceInstance: name }: Pattern): string {
  const position = instances[name ?? ''];
  if (position === undefined) {
    throw new Error('The recurrence does not say which day of those it names.');
  }
  return `BYSETPOS=${position}`;
}
