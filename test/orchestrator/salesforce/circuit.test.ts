import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BatonError, type BatonErrorCode } from '../../../orchestrator/domain/errors.ts';
import { Circuit, type CircuitStatus } from '../../../orchestrator/salesforce/circuit.ts';

let changes: CircuitStatus[];
let asked: number;
/** What Salesforce does now: answers, or fails with this. */
let failure: BatonError | undefined;
let circuit: Circuit;

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T09:00:00.000Z') });
  changes = [];
  asked = 0;
  failure = undefined;
  circuit = new Circuit({ onChange: (status) => void changes.push(status), random: () => 0 });
  circuit.watch(salesforce);
});
afterEach(() => {
  circuit.stop();
  vi.useRealTimers();
});

function salesforce(): Promise<string> {
  asked += 1;
  return failure ? Promise.reject(failure) : Promise.resolve('an answer');
}
const fails = (code: BatonErrorCode, message: string = code) => (failure = new BatonError(code, message));
const ask = (deadlineMs = 3500) =>
  circuit.run(salesforce, deadlineMs).catch((error: unknown) => (error as BatonError).code);
const askTimes = async (times: number, deadlineMs?: number) => {
  for (let count = 0; count < times; count += 1) await ask(deadlineMs);
};
const states = () => changes.map(({ state }) => state);

describe('the circuit', () => {
  it('opens after three failures in a row, and then spares callers the wait', async () => {
    fails('salesforceTimeout');
    await askTimes(2);
    expect(circuit.status).toEqual({ state: 'closed', cause: undefined, nextLookAt: undefined });
    await ask();
    expect(circuit.status).toEqual({
      state: 'open',
      cause: 'salesforceTimeout',
      nextLookAt: '2026-11-23T09:00:01.000Z'
    });
    expect(await ask()).toBe('salesforceUnavailable');
    expect(() => circuit.expectClosed()).toThrow(/not asked until 2026-11-23T09:00:01.000Z/);
    expect(asked).toBe(3);
  });

  it.each(['rejectedBySalesforce', 'salesforcePermission', 'unexpected'] as const)(
    'stays closed whatever %s is answered: Salesforce works',
    async (code) => {
      fails(code);
      await askTimes(20);
      expect(circuit.status.state).toBe('closed');
      expect(asked).toBe(20);
    }
  );

  it('begins to count anew after an answer', async () => {
    fails('salesforceUnavailable');
    await askTimes(2);
    failure = undefined;
    await ask();
    fails('salesforceUnavailable');
    await askTimes(2);
    expect(circuit.status.state).toBe('closed');
    await ask();
    expect(circuit.status.state).toBe('open');
  });

  it('stays closed when failures come far apart', async () => {
    fails('salesforceUnavailable');
    for (let count = 0; count < 6; count += 1) {
      await ask();
      vi.advanceTimersByTime(5_001);
    }
    expect(circuit.status.state).toBe('closed');
  });

  it('makes nothing of a time-out that was given no time', async () => {
    fails('salesforceTimeout');
    await askTimes(10, 400);
    expect(circuit.status.state).toBe('closed');
    await askTimes(3, 1000);
    expect(circuit.status.state).toBe('open');
  });

  it('looks in the background whether Salesforce is back, at longer and longer intervals, never by a call', async () => {
    fails('salesforceUnavailable');
    await askTimes(3);
    const looksAtSeconds: number[] = [];
    await vi.advanceTimersByTimeAsync(10);
    for (let seconds = 1; seconds <= 60; seconds += 1) {
      const before = asked;
      await vi.advanceTimersByTimeAsync(1000);
      expect(await ask()).toBe('salesforceUnavailable');
      if (asked > before) looksAtSeconds.push(seconds);
    }
    expect(looksAtSeconds).toEqual([1, 3, 7, 15, 30, 45, 60]);
    expect(states()).toEqual(['open']);
  });

  it('closes when a look succeeds, and is told of both', async () => {
    fails('salesforceUnavailable');
    await askTimes(3);
    failure = undefined;
    expect(await ask()).toBe('salesforceUnavailable');
    await vi.advanceTimersByTimeAsync(1010);
    expect(await ask()).toBe('an answer');
    expect(states()).toEqual(['open', 'closed']);
    fails('salesforceUnavailable');
    await askTimes(3);
    expect(changes.at(-1)).toMatchObject({ state: 'open', nextLookAt: '2026-11-23T09:00:02.010Z' });
  });

  it('closes when a look is refused: who refuses is there', async () => {
    fails('salesforceUnavailable');
    await askTimes(3);
    fails('salesforcePermission');
    await vi.advanceTimersByTimeAsync(1010);
    expect(circuit.status.state).toBe('closed');
  });

  it.each([
    ['salesforceLimit', 300],
    ['salesforceAuthentication', 30]
  ] as const)('opens at once on %s, and looks again after %i seconds', async (code, seconds) => {
    fails(code);
    await ask();
    expect(circuit.status).toMatchObject({ state: 'open', cause: code });
    expect(await ask()).toBe(code);
    await vi.advanceTimersByTimeAsync(seconds * 1000 - 10);
    expect(asked).toBe(1);
    failure = undefined;
    await vi.advanceTimersByTimeAsync(20);
    expect(asked).toBe(2);
    expect(await ask()).toBe('an answer');
  });

  it('takes too many requests at one moment for no daily limit', async () => {
    fails('salesforceLimit', 'REQUEST_LIMIT_EXCEEDED: ConcurrentRequests (Concurrent API Requests) Limit exceeded.');
    await askTimes(2);
    expect(circuit.status.state).toBe('closed');
    await ask();
    expect(circuit.status.nextLookAt).toBe('2026-11-23T09:00:01.000Z');
  });

  it('lets a request that was under way when it opened come to its end', async () => {
    let answer = (_text: string): void => undefined;
    const underWay = circuit.run(() => new Promise<string>((resolve) => (answer = resolve)), 3500);
    fails('salesforceUnavailable');
    await askTimes(3);
    answer('late, but there');
    expect(await underWay).toBe('late, but there');
    expect(circuit.status.state).toBe('open');
  });

  it('that is stopped looks no more', async () => {
    fails('salesforceUnavailable');
    await askTimes(3);
    circuit.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(3);
  });
});
