import { describe, expect, it } from 'vitest';
import { holidayDates, type HolidayRow } from '../../../orchestrator/salesforce/holidays.ts';

const row = (changes: Partial<HolidayRow>): HolidayRow => ({
  Name: 'Founders Day',
  IsAllDay: true,
  ActivityDate: null,
  StartTimeInMinutes: null,
  EndTimeInMinutes: null,
  IsRecurrence: true,
  RecurrenceStartDate: '2026-01-01',
  RecurrenceEndDateOnly: null,
  RecurrenceType: null,
  RecurrenceInterval: null,
  RecurrenceDayOfWeekMask: null,
  RecurrenceDayOfMonth: null,
  RecurrenceInstance: null,
  RecurrenceMonthOfYear: null,
  ...changes
});
const datesOf = (changes: Partial<HolidayRow>, from: string, to: string): string[] =>
  holidayDates(row(changes), { from, to });

const [sunday, monday, wednesday, friday, saturday] = [1, 2, 8, 32, 64];

describe('the dates of a holiday', () => {
  it('are one, where it does not recur', () => {
    const single = { IsRecurrence: false, ActivityDate: '2026-12-28' };
    expect(datesOf(single, '2026-12-28', '2026-12-28')).toEqual(['2026-12-28']);
    expect(datesOf(single, '2026-12-29', '2027-12-29')).toEqual([]);
  });

  it('are every so many days from the first, by RecursDaily', () => {
    const everySecond = { RecurrenceType: 'RecursDaily', RecurrenceInterval: 2 };
    expect(datesOf(everySecond, '2026-01-02', '2026-01-07')).toEqual(['2026-01-03', '2026-01-05', '2026-01-07']);
  });

  it('are Monday to Friday, by RecursEveryWeekday', () => {
    const weekdays = { RecurrenceType: 'RecursEveryWeekday', RecurrenceDayOfWeekMask: 62 };
    expect(datesOf(weekdays, '2026-11-27', '2026-12-01')).toEqual(['2026-11-27', '2026-11-30', '2026-12-01']);
  });

  it('are the days of every so many weeks, counted from Sundays, by RecursWeekly', () => {
    const everyThird = {
      RecurrenceType: 'RecursWeekly',
      RecurrenceInterval: 3,
      RecurrenceDayOfWeekMask: wednesday + friday,
      RecurrenceStartDate: '2026-11-06'
    };
    expect(datesOf(everyThird, '2026-11-01', '2026-12-01')).toEqual(['2026-11-06', '2026-11-25', '2026-11-27']);
  });

  it('are one day of every so many months, and none in a month without it, by RecursMonthly', () => {
    const day31 = { RecurrenceType: 'RecursMonthly', RecurrenceInterval: 1, RecurrenceDayOfMonth: 31 };
    expect(datesOf(day31, '2026-08-01', '2026-11-30')).toEqual(['2026-08-31', '2026-10-31']);
    const everySecond = { ...day31, RecurrenceInterval: 2, RecurrenceDayOfMonth: 3 };
    expect(datesOf(everySecond, '2026-10-01', '2027-01-31')).toEqual(['2026-11-03', '2027-01-03']);
  });

  it('are the last Friday of every second month, by RecursMonthlyNth', () => {
    const lastFriday = {
      RecurrenceType: 'RecursMonthlyNth',
      RecurrenceInterval: 2,
      RecurrenceInstance: 'Last',
      RecurrenceDayOfWeekMask: friday
    };
    expect(datesOf(lastFriday, '2026-07-01', '2026-11-30')).toEqual(['2026-07-31', '2026-09-25', '2026-11-27']);
  });

  it('count the days of a mask together: the first weekday, the last day of a weekend', () => {
    const monthly = { RecurrenceType: 'RecursMonthlyNth', RecurrenceInterval: 1 };
    const firstWeekday = { ...monthly, RecurrenceInstance: 'First', RecurrenceDayOfWeekMask: 62 };
    expect(datesOf(firstWeekday, '2026-08-01', '2026-08-31')).toEqual(['2026-08-03']);
    const lastOfWeekend = { ...monthly, RecurrenceInstance: 'Last', RecurrenceDayOfWeekMask: sunday + saturday };
    expect(datesOf(lastOfWeekend, '2026-10-01', '2026-10-31')).toEqual(['2026-10-31']);
  });

  it('are one date a year, by RecursYearly, and a leap day only in leap years', () => {
    const christmas = { RecurrenceType: 'RecursYearly', RecurrenceDayOfMonth: 25, RecurrenceMonthOfYear: 'December' };
    expect(datesOf(christmas, '2026-12-25', '2027-12-25')).toEqual(['2026-12-25', '2027-12-25']);
    const leapDay = { RecurrenceType: 'RecursYearly', RecurrenceDayOfMonth: 29, RecurrenceMonthOfYear: 'February' };
    expect(datesOf(leapDay, '2027-01-01', '2028-12-31')).toEqual(['2028-02-29']);
  });

  it('are the fourth Thursday of November, by RecursYearlyNth', () => {
    const thanksgiving = {
      RecurrenceType: 'RecursYearlyNth',
      RecurrenceInstance: 'Fourth',
      RecurrenceDayOfWeekMask: 16,
      RecurrenceMonthOfYear: 'November'
    };
    expect(datesOf(thanksgiving, '2026-01-01', '2027-12-31')).toEqual(['2026-11-26', '2027-11-25']);
  });

  it('begin with the first date and end with the last', () => {
    const mondays = {
      RecurrenceType: 'RecursWeekly',
      RecurrenceInterval: 1,
      RecurrenceDayOfWeekMask: monday,
      RecurrenceStartDate: '2026-11-09',
      RecurrenceEndDateOnly: '2026-11-23'
    };
    expect(datesOf(mondays, '2026-11-01', '2026-12-31')).toEqual(['2026-11-09', '2026-11-16', '2026-11-23']);
  });

  it('are refused by name where the way to recur is not known', () => {
    expect(() => datesOf({ RecurrenceType: 'RecursByMoon' }, '2026-01-01', '2026-12-31')).toThrow(
      'The holiday Founders Day recurs by RecursByMoon, which Baton does not know.'
    );
  });
});
