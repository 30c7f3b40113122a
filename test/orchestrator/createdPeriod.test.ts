import { describe, expect, it } from 'vitest';
import { createdPeriod, readGivenTime } from '../../orchestrator/createdPeriod.ts';

const now = new Date('2026-12-01T16:10:00Z');
const period = (from: string | undefined, to: string | undefined, timeZone = 'America/Los_Angeles'): string => {
  const { from: start, to: end } = createdPeriod(
    {
      from: from === undefined ? undefined : readGivenTime(from),
      to: to === undefined ? undefined : readGivenTime(to)
    },
    { now, timeZone }
  );
  return `${start.toISOString()} ${end.toISOString()}`;
};

describe('the period in which leads were created', () => {
  it('is the last 90 days where nothing is said, by the hour on the wall', () => {
    // Daylight saving time ends between the two.
    expect(period(undefined, undefined)).toBe('2026-09-02T15:10:00.000Z 2026-12-01T16:10:00.000Z');
  });

  it('begins and ends with whole days of the zone, also where a day has 23 or 25 hours', () => {
    expect(period('2026-11-01', '2026-11-01')).toBe('2026-11-01T07:00:00.000Z 2026-11-02T08:00:00.000Z');
    expect(period('2026-03-08', '2026-03-08')).toBe('2026-03-08T08:00:00.000Z 2026-03-09T07:00:00.000Z');
    expect(period('2026-11-01', '2026-11-01', 'Asia/Kolkata')).toBe(
      '2026-10-31T18:30:00.000Z 2026-11-01T18:30:00.000Z'
    );
  });

  it('takes instants as they are', () => {
    expect(period('2026-11-03T08:00:00+01:00', '2026-11-03T08:00:00.5Z')).toBe(
      '2026-11-03T07:00:00.000Z 2026-11-03T08:00:00.500Z'
    );
  });

  it('must begin before it ends', () => {
    expect(() => period('2026-11-03', '2026-11-02')).toThrow(/would end before it begins/);
    expect(() => period('2026-12-02', undefined)).toThrow(/would end before it begins/);
  });
});

describe('a time on the command line', () => {
  it.each(['2026-11-31', '11/03/2026', '2026-11-03T08:00:00', 'yesterday', '2026-11-03T25:00:00Z'])(
    'is not %s',
    (text) => {
      expect(readGivenTime(text)).toBeUndefined();
    }
  );
});
