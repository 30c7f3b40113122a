import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BookingPlay } from './bookingPlay.ts';
import { story } from './bookingStory.ts';

const numRuns = process.env['BATON_NIGHTLY'] === '1' ? 10_000 : 500;

describe(`${numRuns} stories of bookings at two services that share one org`, () => {
  // A calendar that is waited for in vain is no part of a story: every request is answered, or lost and known to be.
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it(
    'book nobody twice, give no caller two meetings, and leave each with one next step',
    async () => {
      const met = { answers: 0, booked: 0, moved: 0, cancelled: 0, freed: 0 };
      await fc.assert(
        fc.asyncProperty(story, async (told) => {
          const play = new BookingPlay(told);
          await play.run();
          await play.endQuietly();
          met.answers += play.answers;
          met.booked += play.judge.met.booked;
          met.moved += play.judge.met.moved;
          met.cancelled += play.judge.met.cancelled;
          met.freed += play.freed;
          expect(play.problems).toEqual([]);
          expect(play.judge.broken).toEqual([]);
        }),
        { numRuns }
      );
      console.log(`stories of bookings: ${numRuns}, ${JSON.stringify(met)}`);
      expect(Math.min(...Object.values(met))).toBeGreaterThan(0);
    },
    30 * 60_000
  );
});
