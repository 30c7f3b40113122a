import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { relativeDate } from '../../../local-org/soql/relativeDate.ts';

const now = (zone = 'America/Los_Angeles', locale = 'en-US') =>
  DateTime.fromISO('2026-11-04T02:30:00Z').setZone(zone).setLocale(locale);

/** First and last day of a span, both in it. */
function days(literal: string, from = now()): string {
  const { start, end } = relativeDate(literal, from);
  return `${start.toISODate()} ${end.minus({ days: 1 }).toISODate()}`;
}

describe('a relative date on Tuesday 3 November 2026', () => {
  it.each([
    ['YESTERDAY', '2026-11-02 2026-11-02'],
    ['today', '2026-11-03 2026-11-03'],
    ['TOMORROW', '2026-11-04 2026-11-04'],
    ['LAST_WEEK', '2026-10-25 2026-10-31'],
    ['THIS_WEEK', '2026-11-01 2026-11-07'],
    ['NEXT_WEEK', '2026-11-08 2026-11-14'],
    ['LAST_MONTH', '2026-10-01 2026-10-31'],
    ['THIS_MONTH', '2026-11-01 2026-11-30'],
    ['NEXT_MONTH', '2026-12-01 2026-12-31'],
    ['LAST_QUARTER', '2026-07-01 2026-09-30'],
    ['THIS_QUARTER', '2026-10-01 2026-12-31'],
    ['NEXT_QUARTER', '2027-01-01 2027-03-31'],
    ['LAST_YEAR', '2025-01-01 2025-12-31'],
    ['THIS_YEAR', '2026-01-01 2026-12-31'],
    ['NEXT_YEAR', '2027-01-01 2027-12-31'],
    ['LAST_90_DAYS', '2026-08-05 2026-11-03'],
    ['NEXT_90_DAYS', '2026-11-04 2027-02-01'],
    ['LAST_N_DAYS:1', '2026-11-02 2026-11-03'],
    ['NEXT_N_DAYS:2', '2026-11-04 2026-11-05'],
    ['N_DAYS_AGO:3', '2026-10-31 2026-10-31'],
    ['LAST_N_WEEKS:2', '2026-10-18 2026-10-31'],
    ['NEXT_N_WEEKS:2', '2026-11-08 2026-11-21'],
    ['N_WEEKS_AGO:1', '2026-10-25 2026-10-31'],
    ['LAST_N_MONTHS:2', '2026-09-01 2026-10-31'],
    ['NEXT_N_MONTHS:3', '2026-12-01 2027-02-28'],
    ['N_MONTHS_AGO:11', '2025-12-01 2025-12-31'],
    ['LAST_N_QUARTERS:4', '2025-10-01 2026-09-30'],
    ['NEXT_N_QUARTERS:1', '2027-01-01 2027-03-31'],
    ['N_QUARTERS_AGO:1', '2026-07-01 2026-09-30'],
    ['LAST_N_YEARS:2', '2024-01-01 2025-12-31'],
    ['NEXT_N_YEARS:1', '2027-01-01 2027-12-31'],
    ['N_YEARS_AGO:2', '2024-01-01 2024-12-31']
  ])('%s runs from %s', (literal, span) => {
    expect(days(literal)).toBe(span);
  });

  it('is counted in the time zone of the user', () => {
    expect(days('TODAY', now('Europe/London'))).toBe('2026-11-04 2026-11-04');
  });

  it('has weeks that begin as the locale of the user says', () => {
    expect(days('THIS_WEEK', now('America/Los_Angeles', 'de-DE'))).toBe('2026-11-02 2026-11-08');
  });

  it('has 25 hours when summer time ends', () => {
    const { start, end } = relativeDate(
      'YESTERDAY',
      DateTime.fromISO('2026-11-02T12:00', { zone: 'America/Los_Angeles' })
    );
    expect(end.diff(start).as('hours')).toBe(25);
  });

  it.each(['THIS_FISCAL_YEAR', 'LAST_N_FISCAL_QUARTERS:2', 'SOMEDAY', 'LAST_N_DAYS:99999999999999'])(
    'is refused as %s',
    (literal) => {
      expect(() => relativeDate(literal, now())).toThrow(
        expect.objectContaining({ errorCode: 'LOCAL_ORG_UNSUPPORTED' })
      );
    }
  );
});
