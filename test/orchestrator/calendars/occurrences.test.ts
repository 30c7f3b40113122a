import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isEndless, occurrences } from '../../../orchestrator/calendars/occurrences.ts';

const at = (iso: string): number => Date.parse(iso);

/** The occurrences on the clock of the zone, from one date to another. */
function local(rule: string, first: string, timeZone: string, from: string, to: string): string[] {
  const within = { startMs: at(`${from}T00:00:00Z`), endMs: at(`${to}T00:00:00Z`) };
  return occurrences(rule, { local: first, timeZone }, within).map((startMs) =>
    DateTime.fromMillis(startMs, { zone: timeZone }).toFormat('ccc dd LLL HH:mm')
  );
}

describe('the occurrences of a repeating event', () => {
  it('keep their time of day when clocks go forward', () => {
    const within = { startMs: at('2026-03-06T00:00:00Z'), endMs: at('2026-03-11T00:00:00Z') };
    const starts = occurrences('FREQ=DAILY', { local: '20260105T090000', timeZone: 'America/Denver' }, within);
    expect(starts.map((startMs) => new Date(startMs).toISOString())).toEqual([
      '2026-03-06T16:00:00.000Z',
      '2026-03-07T16:00:00.000Z',
      '2026-03-08T15:00:00.000Z',
      '2026-03-09T15:00:00.000Z',
      '2026-03-10T15:00:00.000Z'
    ]);
  });

  it('keep their time of day when clocks go back', () => {
    expect(local('FREQ=DAILY', '20260105T090000', 'Europe/Berlin', '2026-10-24', '2026-10-27')).toEqual([
      'Sat 24 Oct 09:00',
      'Sun 25 Oct 09:00',
      'Mon 26 Oct 09:00'
    ]);
  });

  it('move forward where a change of clocks skips their time, and are back the day after', () => {
    expect(local('FREQ=DAILY', '20200105T023000', 'Europe/Berlin', '2026-03-28', '2026-03-31')).toEqual([
      'Sat 28 Mar 02:30',
      'Sun 29 Mar 03:30',
      'Mon 30 Mar 02:30'
    ]);
  });

  it('of every other week stay on the same weeks, years later', () => {
    const rule = 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR';
    const near = local(rule, '20260608T100000', 'America/New_York', '2026-06-08', '2026-06-27');
    expect(near).toEqual(['Mon 08 Jun 10:00', 'Fri 12 Jun 10:00', 'Mon 22 Jun 10:00', 'Fri 26 Jun 10:00']);
    expect(local(rule, '20160606T100000', 'America/New_York', '2026-06-08', '2026-06-27')).toEqual(near);
  });

  it('of a series that began generations ago are found all the same', () => {
    expect(local('FREQ=DAILY', '19800101T100000', 'UTC', '2026-06-01', '2026-06-03')).toEqual([
      'Mon 01 Jun 10:00',
      'Tue 02 Jun 10:00'
    ]);
    expect(local('FREQ=DAILY;INTERVAL=3', '19800101T100000', 'UTC', '2026-06-01', '2026-06-08')).toEqual([
      'Mon 01 Jun 10:00',
      'Thu 04 Jun 10:00',
      'Sun 07 Jun 10:00'
    ]);
  });

  it('of a counted series end with the count, wherever the stretch begins', () => {
    const rule = 'RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3';
    expect(local(rule, '20260602T100000', 'UTC', '2026-06-10', '2026-12-01')).toEqual(['Tue 16 Jun 10:00']);
  });

  it('end with the day that a series is said to end on', () => {
    expect(local('FREQ=DAILY;UNTIL=20260603', '20260601T220000', 'America/Denver', '2026-06-01', '2026-06-10')).toEqual(
      ['Mon 01 Jun 22:00', 'Tue 02 Jun 22:00', 'Wed 03 Jun 22:00']
    );
  });

  it('end with the local time that a series is said to end at', () => {
    const rule = 'FREQ=DAILY;UNTIL=20260602T220000';
    expect(local(rule, '20260601T220000', 'America/Denver', '2026-06-01', '2026-06-10')).toEqual([
      'Mon 01 Jun 22:00',
      'Tue 02 Jun 22:00'
    ]);
  });

  it('may fall on the last weekday of a month', () => {
    const rule = 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1';
    expect(local(rule, '20250131T160000', 'Europe/London', '2026-05-01', '2026-07-01')).toEqual([
      'Fri 29 May 16:00',
      'Tue 30 Jun 16:00'
    ]);
  });

  it('include what begins when the stretch does, and not what begins when it ends', () => {
    const rule = 'FREQ=DAILY';
    expect(local(rule, '20260601T000000', 'UTC', '2026-06-01', '2026-06-03')).toEqual([
      'Mon 01 Jun 00:00',
      'Tue 02 Jun 00:00'
    ]);
  });

  it.each(['FREQ=HOURLY', 'FREQ=SECONDLY;COUNT=5', 'FREQ=OFTEN', 'BYDAY=MO', ''])('are refused of %j', (rule) => {
    expect(() => local(rule, '20260601T000000', 'UTC', '2026-06-01', '2026-06-03')).toThrow('not supported');
  });
});

describe('a rule', () => {
  it('is endless without a count and an end', () => {
    expect(isEndless('RRULE:FREQ=WEEKLY;BYDAY=MO')).toBe(true);
    expect(isEndless('FREQ=WEEKLY;COUNT=4')).toBe(false);
    expect(isEndless('FREQ=WEEKLY;UNTIL=20261231T000000Z')).toBe(false);
  });
});
