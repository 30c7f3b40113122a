/** What a service took of each call as the judge sees it: from the request to the answer, less the time with the org. */
import { callIdIn } from './benchCalls.ts';
import type { LoadReply } from './load.ts';
import { busyMs, type MeteredRequest } from './meteredProxy.ts';

export interface SeenCall {
  /** The two that were made to the org for it. */
  readonly requests: readonly MeteredRequest[];
  readonly totalMs: number;
  readonly seenMs: number;
}

/** @throws Error when a call was not made by two requests between its own request and its answer */
export function seenFromOutside(
  callIds: readonly string[],
  replies: readonly LoadReply[],
  seen: readonly MeteredRequest[]
): SeenCall[] {
  const requestsOf = groupByCall(seen);
  return replies.map(({ startedAtMs, endedAtMs }, index) => {
    const callId = callIds[index]!;
    const requests = requestsOf.get(callId) ?? [];
    if (requests.length !== 2) throw new Error(`${requests.length} requests were seen for ${callId}, and not two.`);
    if (requests.some((request) => request.startedAtMs < startedAtMs || request.endedAtMs > endedAtMs)) {
      throw new Error(`A request for ${callId} was seen before it was made or after it was answered.`);
    }
    const totalMs = endedAtMs - startedAtMs;
    return { requests, totalMs, seenMs: totalMs - busyMs(requests) };
  });
}

function groupByCall(requests: readonly MeteredRequest[]): Map<string, MeteredRequest[]> {
  const groups = new Map<string, MeteredRequest[]>();
  for (const request of requests) {
    const callId = callIdIn(request.body) ?? callIdIn(request.path);
    if (callId === undefined) continue;
    const group = groups.get(callId);
    if (group) group.push(request);
    else groups.set(callId, [request]);
  }
  return groups;
}
