import { describe, expect, it } from 'vitest';
import type { BusinessHours, Holiday, OpeningTimes } from '../../../orchestrator/domain/calendar.ts';
import {
  addBusinessMinutes,
  businessMinutesBetween,
  closesAt,
  endOfBusinessDays,
  isOpen,
  nextOpening,
  openIntervals
} from '../../../orchestrator/routing/businessHours.ts';

const at = (iso: string): number => Date.parse(iso);
const iso = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString().replace(':00.000', '');

/** Open from Monday to Friday between the two times, such as `09:00-17:30`, unless days are given. */
function hours(
  timeZone: string,
  times: string,
  changes: { days?: readonly (OpeningTimes | null)[]; holidays?: readonly Holiday[] } = {}
): BusinessHours {
  const [startMinute = 0, endMinute = 0] = times.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  const day = { startMinute, endMinute };
  return {
    id: '01m000000000001AAA',
    name: timeZone,
    isDefault: false,
    timeZone,
    days: [null, day, day, day, day, day, null],
    holidays: [],
    ...changes
  };
}
const everyDay = (startMinute: number, endMinute: number): OpeningTimes[] =>
  Array.from({ length: 7 }, () => ({ startMinute, endMinute }));
const opened = (given: BusinessHours, from: string, to: string): (string | null)[][] =>
  openIntervals(given, { startMs: at(from), endMs: at(to) }).map(({ startMs, endMs }) => [iso(startMs), iso(endMs)]);

const berlin = hours('Europe/Berlin', '09:00-17:00');

describe('business hours', () => {
  it('are open from the first minute and closed at the last', () => {
    expect(isOpen(berlin, at('2026-11-27T07:59:59Z'))).toBe(false);
    expect(isOpen(berlin, at('2026-11-27T08:00:00Z'))).toBe(true);
    expect(isOpen(berlin, at('2026-11-27T15:59:59Z'))).toBe(true);
    expect(isOpen(berlin, at('2026-11-27T16:00:00Z'))).toBe(false);
  });

  it('that are none are always open', () => {
    expect(isOpen(undefined, 0)).toBe(true);
    expect(nextOpening(undefined, 5)).toBe(5);
    expect(closesAt(undefined, 5)).toBeNull();
    expect(openIntervals(undefined, { startMs: 5, endMs: 9 })).toEqual([{ startMs: 5, endMs: 9 }]);
    expect(iso(addBusinessMinutes(undefined, at('2026-11-27T23:30Z'), 60))).toBe('2026-11-28T00:30Z');
  });

  it('open next on Monday when it is Friday evening', () => {
    expect(iso(nextOpening(berlin, at('2026-11-27T17:00Z')))).toBe('2026-11-30T08:00Z');
  });

  it('open next right now when they are open', () => {
    expect(iso(nextOpening(berlin, at('2026-11-27T10:00Z')))).toBe('2026-11-27T10:00Z');
  });

  it('never open when every day is closed', () => {
    const never = hours('Europe/Berlin', '09:00-17:00', { days: Array<null>(7).fill(null) });
    expect(nextOpening(never, at('2026-11-27T10:00Z'))).toBeNull();
    expect(addBusinessMinutes(never, at('2026-11-27T10:00Z'), 1)).toBeNull();
    expect(iso(closesAt(never, at('2026-11-27T10:00Z')))).toBe('2026-11-27T10:00Z');
  });

  it('close at the end of the shift, and never when every day is open round the clock', () => {
    expect(iso(closesAt(berlin, at('2026-11-27T10:00Z')))).toBe('2026-11-27T16:00Z');
    const always = hours('Europe/Berlin', '00:00-24:00', { days: everyDay(0, 1440) });
    expect(closesAt(always, at('2026-11-27T10:00Z'))).toBeNull();
    expect(opened(always, '2026-11-27T10:00Z', '2026-11-29T10:00Z')).toEqual([
      ['2026-11-27T10:00Z', '2026-11-29T10:00Z']
    ]);
  });

  it('count minutes on over the night and the weekend', () => {
    expect(iso(addBusinessMinutes(berlin, at('2026-11-27T15:30Z'), 60))).toBe('2026-11-30T08:30Z');
    expect(businessMinutesBetween(berlin, at('2026-11-27T15:30Z'), at('2026-11-30T08:30Z'))).toBe(60);
  });

  it('make the last minute of a shift due at closing time, not on the next morning', () => {
    expect(iso(addBusinessMinutes(berlin, at('2026-11-27T15:30Z'), 30))).toBe('2026-11-27T16:00Z');
  });

  it('count minutes from the next opening when they are closed, and no minutes to it', () => {
    expect(iso(addBusinessMinutes(berlin, at('2026-11-28T12:00Z'), 15))).toBe('2026-11-30T08:15Z');
    expect(iso(addBusinessMinutes(berlin, at('2026-11-28T12:00Z'), 0))).toBe('2026-11-30T08:00Z');
  });

  it('count no minutes backwards', () => {
    expect(businessMinutesBetween(berlin, at('2026-11-27T12:00Z'), at('2026-11-27T11:00Z'))).toBe(0);
  });

  it('end the second business day after a Friday on Tuesday, and after a Saturday too', () => {
    expect(iso(endOfBusinessDays(berlin, at('2026-11-27T12:00Z'), 2))).toBe('2026-12-01T16:00Z');
    expect(iso(endOfBusinessDays(berlin, at('2026-11-28T12:00Z'), 2))).toBe('2026-12-01T16:00Z');
    expect(iso(endOfBusinessDays(undefined, at('2026-11-27T12:00Z'), 2))).toBe('2026-11-29T12:00Z');
  });

  it('name a time zone that does not exist', () => {
    expect(() => isOpen(hours('Europe/Atlantis', '09:00-17:00'), 0)).toThrow(
      'There is no time zone named Europe/Atlantis.'
    );
  });
});

describe('business hours over a daylight-saving change', () => {
  it('keep their time on the wall: an hour earlier in UTC after the spring change', () => {
    expect(opened(hours('America/New_York', '09:00-17:00'), '2027-03-12T00:00Z', '2027-03-16T00:00Z')).toEqual([
      ['2027-03-12T14:00Z', '2027-03-12T22:00Z'],
      ['2027-03-15T13:00Z', '2027-03-15T21:00Z']
    ]);
  });

  it('open at the jump when the clock jumps over their opening time', () => {
    // Berlin, 28 March 2027: 02:00 becomes 03:00 at 01:00 UTC.
    const night = hours('Europe/Berlin', '', { days: everyDay(150, 300) });
    expect(opened(night, '2027-03-27T22:00Z', '2027-03-28T22:00Z')).toEqual([
      ['2027-03-28T01:00Z', '2027-03-28T03:00Z']
    ]);
  });

  it('stay closed when the clock jumps over all of them', () => {
    const gap = hours('Europe/Berlin', '', { days: everyDay(130, 170) });
    expect(opened(gap, '2027-03-27T22:00Z', '2027-03-28T22:00Z')).toEqual([]);
    expect(opened(gap, '2027-03-28T22:00Z', '2027-03-29T22:00Z')).toEqual([['2027-03-29T00:10Z', '2027-03-29T00:50Z']]);
  });

  it('open and close the first time that the clock shows a time of the doubled hour', () => {
    // New York, 1 November 2026: 02:00 becomes 01:00 at 06:00 UTC, so 01:15 is at 05:15 and again at 06:15.
    const doubled = hours('America/New_York', '', { days: everyDay(75, 105) });
    expect(opened(doubled, '2026-11-01T04:00Z', '2026-11-02T05:00Z')).toEqual([
      ['2026-11-01T05:15Z', '2026-11-01T05:45Z']
    ]);
  });

  it('are an hour longer on a shift over the doubled hour, and an hour shorter on one over the gap', () => {
    const night = hours('America/New_York', '', { days: everyDay(0, 360) });
    expect(businessMinutesBetween(night, at('2026-11-01T04:00Z'), at('2026-11-02T05:00Z'))).toBe(7 * 60);
    expect(businessMinutesBetween(night, at('2027-03-14T05:00Z'), at('2027-03-15T04:00Z'))).toBe(5 * 60);
    expect(businessMinutesBetween(night, at('2027-03-15T04:00Z'), at('2027-03-16T04:00Z'))).toBe(6 * 60);
  });

  it('count minutes that pass, whatever the clock shows meanwhile', () => {
    const night = hours('America/New_York', '', { days: everyDay(0, 360) });
    expect(iso(addBusinessMinutes(night, at('2026-11-01T05:30Z'), 60))).toBe('2026-11-01T06:30Z');
    expect(iso(addBusinessMinutes(night, at('2027-03-14T06:30Z'), 60))).toBe('2027-03-14T07:30Z');
  });

  it('know a change of half an hour, as on Lord Howe', () => {
    // 4 October 2026: 02:00 (+10:30) becomes 02:30 (+11) at 15:30 UTC of the day before.
    const night = hours('Australia/Lord_Howe', '', { days: everyDay(0, 240) });
    expect(businessMinutesBetween(night, at('2026-10-03T13:30Z'), at('2026-10-03T17:00Z'))).toBe(3.5 * 60);
  });
});

describe('business hours on a holiday', () => {
  const christmas: Holiday = { name: 'Christmas Day', date: '2026-12-25', times: null };

  it('are closed all day, by the calendar of their own zone', () => {
    const auckland = hours('Pacific/Auckland', '09:00-17:00', { holidays: [christmas] });
    // Christmas morning in Auckland is Christmas Eve in UTC.
    expect(isOpen(auckland, at('2026-12-24T22:00Z'))).toBe(false);
    expect(isOpen(auckland, at('2026-12-23T22:00Z'))).toBe(true);
  });

  it('open next after the holiday and the weekend that follows', () => {
    const closed = hours('Europe/Berlin', '09:00-17:00', { holidays: [christmas] });
    expect(iso(nextOpening(closed, at('2026-12-24T18:00Z')))).toBe('2026-12-28T08:00Z');
    expect(iso(addBusinessMinutes(closed, at('2026-12-24T15:30Z'), 60))).toBe('2026-12-28T08:30Z');
  });

  it('are closed only from noon where the holiday is', () => {
    const eve: Holiday = { name: 'Christmas Eve', date: '2026-12-24', times: { startMinute: 720, endMinute: 1440 } };
    const half = hours('Europe/Berlin', '09:00-17:00', { holidays: [eve] });
    expect(opened(half, '2026-12-24T00:00Z', '2026-12-25T00:00Z')).toEqual([
      ['2026-12-24T08:00Z', '2026-12-24T11:00Z']
    ]);
  });

  it('open twice around a holiday in the middle of the day', () => {
    const noon: Holiday = { name: 'Assembly', date: '2026-12-24', times: { startMinute: 660, endMinute: 720 } };
    const split = hours('Europe/Berlin', '09:00-17:00', { holidays: [noon] });
    expect(opened(split, '2026-12-24T00:00Z', '2026-12-25T00:00Z')).toEqual([
      ['2026-12-24T08:00Z', '2026-12-24T10:00Z'],
      ['2026-12-24T11:00Z', '2026-12-24T16:00Z']
    ]);
  });
});
