import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { thriftFactor } from '../../orchestrator/sweep.ts';
import { SweepTimer } from '../../orchestrator/sweepTimer.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Work that lasts as long as it is told to. */
function counted(lastsMs = 0) {
  const work = { begun: 0, underWay: 0, mostAtOnce: 0 };
  const timer = new SweepTimer({
    work: async () => {
      work.begun += 1;
      work.underWay += 1;
      work.mostAtOnce = Math.max(work.mostAtOnce, work.underWay);
      await new Promise((resolve) => setTimeout(resolve, lastsMs));
      work.underWay -= 1;
    },
    everyMs: () => 10_000,
    random: () => 0.5
  });
  return { timer, work };
}

describe('work that is done again and again', () => {
  it('begins soon after the start, and then at its pace', async () => {
    const { timer, work } = counted();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(work.begun).toBe(0);
    timer.start();
    timer.start();
    await vi.advanceTimersByTimeAsync(500);
    expect(work.begun).toBe(1);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(work.begun).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(work.begun).toBe(2);
    await timer.stop();
  });

  it('does not meet itself, though it lasts longer than its pace and is hastened meanwhile', async () => {
    const { timer, work } = counted(25_000);
    timer.start();
    for (let second = 0; second < 60; second += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      timer.soon();
    }
    expect(work).toMatchObject({ mostAtOnce: 1, begun: 3 });
    await Promise.all([timer.stop(), vi.advanceTimersByTimeAsync(30_000)]);
  });

  it('is done soon when there is a reason, but not without pause', async () => {
    const { timer, work } = counted();
    timer.start();
    await vi.advanceTimersByTimeAsync(500);
    for (let reasons = 0; reasons < 100; reasons += 1) {
      timer.soon();
    }
    await vi.advanceTimersByTimeAsync(600);
    expect(work.begun).toBe(2);
    timer.soon();
    await vi.advanceTimersByTimeAsync(600);
    expect(work.begun).toBe(3);
    await timer.stop();
  });

  it('ends with what is under way, and is not hastened after it', async () => {
    const { timer, work } = counted(1_000);
    timer.start();
    await vi.advanceTimersByTimeAsync(600);
    let hasStopped = false;
    const stopped = timer.stop().then(() => (hasStopped = true));
    await vi.advanceTimersByTimeAsync(100);
    expect(hasStopped).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    await stopped;
    timer.soon();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(work.begun).toBe(1);
  });

  it('begins at other moments where chance says so', async () => {
    const moments = await Promise.all(
      [0, 1].map(async (chance) => {
        const begun: number[] = [];
        const timer = new SweepTimer({
          work: () => Promise.resolve(begun.push(Date.now())),
          everyMs: () => 10_000,
          random: () => chance
        });
        timer.start();
        await vi.advanceTimersByTimeAsync(20_000);
        await timer.stop();
        return begun[1]! - begun[0]!;
      })
    );
    expect(moments).toEqual([7_500, 12_500]);
  });
});

describe('an org whose API calls run low', () => {
  it.each([
    [undefined, 1],
    [{ used: 6_999, limit: 10_000 }, 1],
    [{ used: 7_000, limit: 10_000 }, 4],
    [{ used: 8_999, limit: 10_000 }, 4],
    [{ used: 9_000, limit: 10_000 }, 20],
    [{ used: 10, limit: 0 }, 1]
  ])('is asked less often: %j', (usage, factor) => {
    expect(thriftFactor(usage)).toBe(factor);
  });
});
