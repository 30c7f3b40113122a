import { describe, expect, it } from 'vitest';
import { createClock } from '../../../local-org/state/clock.ts';
import { orgWith } from '../orgFixture.ts';

const channel = '/event/Popped__e';

describe('The event bus', () => {
  it('numbers events when they are committed, upwards and with gaps', () => {
    const org = orgWith();
    const ids: number[] = [];
    org.events.onEvent((event) => ids.push(event.replayId));
    org.transaction(() => {
      org.events.publish(channel, { n: 1 });
      org.events.publish(channel, { n: 2 });
      expect(ids).toEqual([]);
    });
    org.events.publish(channel, { n: 3 });
    expect(ids).toHaveLength(3);
    expect(ids.every((id, index) => index === 0 || id > ids[index - 1]! + 1)).toBe(true);
    expect(org.events.lastReplayId).toBe(ids[2]);
  });

  it('forgets events of an inner transaction that is undone, and keeps those around it', () => {
    const org = orgWith();
    org.transaction(() => {
      org.events.publish(channel, { n: 1 });
      try {
        org.transaction(() => {
          org.events.publish(channel, { n: 2 });
          throw new Error('undo');
        });
      } catch {
        // The inner work failed; the outer goes on.
      }
      org.events.publish(channel, { n: 3 });
    });
    expect(org.events.retained(channel, 0).map((event) => event.payload['n'])).toEqual([1, 3]);
  });

  it('replays the events of one channel after a replay id', () => {
    const org = orgWith();
    for (const n of [1, 2, 3]) org.events.publish(n === 2 ? '/event/Other__e' : channel, { n });
    const [first] = org.events.retained(channel, 0);
    expect(org.events.retained(channel, first!.replayId).map((event) => event.payload['n'])).toEqual([3]);
  });

  it('retains events for 72 hours', () => {
    const clock = createClock(new Date('2026-11-03T08:00:00Z'));
    clock.freeze();
    const org = orgWith([], { clock });
    org.events.publish(channel, {});
    clock.advance(72 * 3_600_000);
    expect(org.events.retained(channel, 0)).toHaveLength(1);
    clock.advance(1000);
    expect(org.events.retained(channel, 0)).toHaveLength(0);
  });

  it('lets the other subscribers hear when one fails, and stops when asked', () => {
    const org = orgWith();
    const heard: unknown[] = [];
    const stopFailing = org.events.onEvent(() => {
      throw new Error('subscriber');
    });
    const stop = org.events.onEvent((event) => heard.push(event.payload['n']));
    const warnings = process.listeners('warning');
    process.removeAllListeners('warning');
    org.events.publish(channel, { n: 1 });
    stopFailing();
    stop();
    org.events.publish(channel, { n: 2 });
    for (const listener of warnings) process.on('warning', listener);
    expect(heard).toEqual([1]);
  });

  it('delivers what a subscriber publishes while it is told of something', () => {
    const org = orgWith();
    const heard: unknown[] = [];
    org.events.onEvent((event) => {
      heard.push(event.payload['n']);
      if (event.payload['n'] === 1) org.events.publish(channel, { n: 2 });
    });
    org.events.publish(channel, { n: 1 });
    expect(heard).toEqual([1, 2]);
  });
});
