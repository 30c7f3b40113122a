import { describe, expect, it } from 'vitest';
import { stageStart } from '../../bin/stage/stageClock.ts';

const from = (now: string, wish: 'office' | 'now' = 'office'): string | undefined =>
  stageStart(new Date(now), wish)?.toISOString();

describe('the clock of the stage', () => {
  it.each([
    ['a Wednesday at noon in San Francisco', '2026-12-02T20:00:00Z'],
    ['the first minute of the day there', '2026-12-02T16:00:00Z'],
    ['a Friday at 16:59 there, in summer', '2026-07-10T23:59:00Z']
  ])('is the machine’s on %s', (_when, now) => {
    expect(from(now)).toBeUndefined();
  });

  it.each([
    ['a Wednesday before they open', '2026-12-02T15:59:00Z', '2026-12-08T16:10:00.000Z'],
    ['a Friday in their last hour', '2026-12-05T01:00:00Z', '2026-12-08T16:10:00.000Z'],
    ['a Saturday', '2026-11-28T20:00:00Z', '2026-12-01T16:10:00.000Z'],
    ['a Tuesday night, for the week after', '2026-12-02T04:00:00Z', '2026-12-08T16:10:00.000Z'],
    ['a Tuesday before dawn, for the same day', '2026-12-01T10:00:00Z', '2026-12-01T16:10:00.000Z']
  ])('begins on the next Tuesday on %s', (_when, now, expected) => {
    expect(from(now)).toBe(expected);
  });

  it('is the machine’s at any hour for whoever asks for it', () => {
    expect(from('2026-11-28T20:00:00Z', 'now')).toBeUndefined();
  });
});
