import { awayChoices, morningOf } from 'c/handoffAwayChoices';

const untilOf = (now, timeZone) =>
  Object.fromEntries(awayChoices(Date.parse(now), timeZone).map(({ name, until }) => [name, until]));

describe('the choices for being away', () => {
  it('are two spans, this evening and tomorrow morning, in the rep’s own zone', () => {
    expect(untilOf('2026-12-01T16:10:00Z', 'Europe/London')).toEqual({
      halfHour: '2026-12-01T16:40:00.000Z',
      hour: '2026-12-01T17:10:00.000Z',
      endOfDay: '2026-12-01T18:00:00.000Z',
      tomorrow: '2026-12-02T09:00:00.000Z'
    });
  });

  it('leave the evening out once it is less than an hour away', () => {
    expect(untilOf('2026-12-01T17:00:00Z', 'Europe/London')).not.toHaveProperty('endOfDay');
    expect(untilOf('2026-12-01T16:59:00Z', 'Europe/London')).toHaveProperty('endOfDay');
  });

  it('know what day it is where the rep is', () => {
    // Already the second of December in Sydney.
    expect(untilOf('2026-12-01T16:10:00Z', 'Australia/Sydney').tomorrow).toBe('2026-12-02T22:00:00.000Z');
  });

  it('keep nine in the morning when the clocks change overnight', () => {
    expect(untilOf('2026-10-24T12:00:00Z', 'Europe/London').tomorrow).toBe('2026-10-25T09:00:00.000Z');
    expect(untilOf('2027-03-27T12:00:00Z', 'Europe/London').tomorrow).toBe('2027-03-28T08:00:00.000Z');
  });

  it('go over the end of a month', () => {
    expect(untilOf('2026-12-31T12:00:00Z', 'UTC').tomorrow).toBe('2027-01-01T09:00:00.000Z');
  });
});

describe('the morning of a day', () => {
  it('is nine o’clock where the rep is', () => {
    expect(morningOf('2026-12-24', 'America/Los_Angeles')).toBe('2026-12-24T17:00:00.000Z');
    expect(morningOf('2026-07-01', 'Europe/London')).toBe('2026-07-01T08:00:00.000Z');
  });

  it('is nothing for what is no day', () => {
    expect(morningOf(undefined, 'UTC')).toBeUndefined();
    expect(morningOf('soon', 'UTC')).toBeUndefined();
  });
});
