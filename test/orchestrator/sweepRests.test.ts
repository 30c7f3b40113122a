import { describe, expect, it } from 'vitest';
import { defaultPolicy, type Policy } from '../../orchestrator/domain/policy.ts';
import { queueLeadWish } from '../../orchestrator/queueTurns.ts';
import { RestingItems } from '../../orchestrator/restingItems.ts';
import { queueLeadQuery } from '../../orchestrator/salesforce/queueLeads.ts';

const minuteMs = 60_000;

describe('what fails', () => {
  it('is tried again at once after the first time, then after longer and longer rests, and after a success as if new', () => {
    const items = new RestingItems();
    const restOf = (): number => {
      items.failedAt('x', 0);
      return [0, 30_000, minuteMs, 2 * minuteMs, 4 * minuteMs, 8 * minuteMs, 15 * minuteMs].find(
        (ms) => !items.isResting('x', ms)
      )!;
    };
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(restOf)).toEqual([
      0,
      30_000,
      minuteMs,
      2 * minuteMs,
      4 * minuteMs,
      8 * minuteMs,
      15 * minuteMs,
      15 * minuteMs
    ]);
    items.succeeded('x');
    expect(restOf()).toBe(0);
  });

  it('does not make others rest', () => {
    const items = new RestingItems();
    items.restUntil('x', minuteMs);
    expect([items.isResting('x', 1), items.isResting('y', 1), items.resting(1)]).toEqual([true, false, ['x']]);
    expect([items.isResting('x', minuteMs), items.resting(minuteMs)]).toEqual([false, []]);
  });

  it('is forgotten when it has not been met for long, and not before', () => {
    const items = new RestingItems();
    items.failedAt('x', 0);
    items.failedAt('x', 0);
    items.forgetOld(10 * minuteMs);
    items.failedAt('x', 10 * minuteMs);
    expect(items.isResting('x', 10 * minuteMs + 59_000)).toBe(true);
    items.forgetOld(60 * minuteMs);
    items.failedAt('x', 60 * minuteMs);
    expect(items.isResting('x', 60 * minuteMs)).toBe(false);
  });
});

describe('the queues whose leads get turns', () => {
  const policy = (team: string | null, turnsForQueueLeads: boolean): Policy => ({
    ...defaultPolicy,
    team,
    turnsForQueueLeads
  });
  const soql = (...policies: Policy[]) => {
    const wish = queueLeadWish(policies, []);
    return wish && /\(SELECT Id FROM Group WHERE (.*?\)?)\) AND/.exec(queueLeadQuery(wish))?.[1];
  };

  it('are those whose policy says so', () => {
    expect(soql(policy(null, false), policy('A', true), policy('B', false), policy('C', true))).toBe(
      "Type = 'Queue' AND DeveloperName IN ('A', 'C')"
    );
  });

  it('are none where no policy says so', () => {
    expect(soql(policy(null, false), policy('A', false))).toBeUndefined();
  });

  it('are all but those whose own policy says no, where the default does', () => {
    expect(soql(policy(null, true), policy('A', true), policy('B', false))).toBe(
      "Type = 'Queue' AND DeveloperName NOT IN ('B')"
    );
    expect(soql(policy(null, true))).toBe("Type = 'Queue'");
  });
});
