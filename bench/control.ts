/** The control of a measurement: the same judge, org and requests, and a service that does nothing of its own. */
import type { CallRequest } from './benchCalls.ts';
import type { Judge } from './judgeProcess.ts';
import { nullCall, type Recorded } from './nullCalls.ts';
import { startNullService } from './nullService.ts';
import { seenFromOutside } from './seenFromOutside.ts';

interface Conditions {
  readonly judge: Judge;
  readonly accessToken: string;
  /** Calls that the real service has made, one for each of a round's. */
  readonly recorded: readonly Recorded[];
  /** Fresh calls, for the same territories in the same order. */
  readonly freshCalls: (count: number) => CallRequest[];
  readonly latencyMs: number;
  readonly callers: number;
  readonly rounds: number;
}

/** @returns what is seen from outside of each call, in milliseconds @throws Error when the org refused one */
export async function measureControl(conditions: Conditions): Promise<number[]> {
  const { judge, accessToken, recorded, freshCalls, latencyMs, callers, rounds } = conditions;
  const service = await startNullService({ url: judge.url, accessToken });
  try {
    const seenMs: number[] = [];
    // One round more than is counted: its own code is cold, too.
    for (let round = 0; round <= rounds; round += 1) {
      const calls = freshCalls(recorded.length);
      const requests = calls.map((call, index) => ({
        path: '/',
        body: JSON.stringify(nullCall(recorded[index]!, call))
      }));
      await judge.take();
      await judge.setLatency(round === 0 ? 0 : latencyMs);
      const replies = await judge.callersOf(service).send(requests, callers);
      await judge.setLatency(0);
      replies.forEach(({ status, body }) => expectDone(status, body));
      const ids = calls.map(({ callId }) => callId);
      const seen = seenFromOutside(ids, replies, await judge.take());
      if (round > 0) seenMs.push(...seen.map((call) => call.seenMs));
    }
    return seenMs;
  } finally {
    await service.close();
  }
}

/** A request that is refused is quick, and another time than the real one's. */
function expectDone(status: number, body: string): void {
  const { compositeResponse = [] } = JSON.parse(body) as { compositeResponse?: { httpStatusCode: number }[] };
  if (status !== 200 || compositeResponse.some(({ httpStatusCode }) => httpStatusCode >= 300)) {
    throw new Error(`The org refused what it had done for the real service: ${body}`);
  }
}
