/**
 * The service's own time, on top of Salesforce's, in two ways:
 *
 * - seen from outside: from the voice agent's request to its answer, less the time during which a proxy in front of the
 *   org had a request for that call. The load, the proxy and the org compete with the service for the machine's cores,
 *   and what they make each other wait counts as the service's: an upper bound. The goal is judged by this one.
 * - by its own clock, as the header Server-Timing tells: from the request's body to the answer, less the time until
 *   jsforce gave Salesforce's replies. What jsforce does itself, and what a reply waits for the event loop, counts as
 *   Salesforce's: a lower bound.
 *
 * The injected latency varies by a quarter either way, as a network's does; with the same latency for all, the callers
 * would fall into step.
 */
import { fileURLToPath } from 'node:url';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { benchCall, callIdIn } from './benchCalls.ts';
import type { Comparison } from './comparison.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import { busyMs, startMeteredProxy, type MeteredRequest } from './meteredProxy.ts';
import { percentile } from './percentile.ts';
import { startServiceProcess } from './serviceProcess.ts';

const latenciesMs = [0, 120];
const callerCounts = [1, 8, 64];
const goalMs = 15;

interface Sample {
  /** By the service's clock. */
  readonly ownMs: number;
  readonly seenMs: number;
  readonly totalMs: number;
}

/** Each latency and number of callers with an org and a service of its own, since offers of one would slow the next. */
export async function benchServiceTime(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const latencyMs of latenciesMs) {
    for (const callers of callerCounts) {
      const samples = await measure(latencyMs, callers);
      const own = samples.map((sample) => sample.ownMs);
      const seen = samples.map((sample) => sample.seenMs);
      const total = samples.map((sample) => sample.totalMs);
      const p99 = percentile(seen, 0.99);
      comparisons.push({
        name: `Service, ${callers} caller${callers === 1 ? '' : 's'}, Salesforce + ${latencyMs} ms`,
        unit: 'ms',
        rows: [
          { variant: 'own time seen from outside, p50', value: percentile(seen, 0.5) },
          { variant: 'own time seen from outside, p99', value: p99 },
          { variant: 'own time by its own clock, p50', value: percentile(own, 0.5) },
          { variant: 'own time by its own clock, p99', value: percentile(own, 0.99) },
          { variant: 'whole answer, p50', value: percentile(total, 0.5) },
          { variant: 'whole answer, p99', value: percentile(total, 0.99) }
        ],
        ...(callers === 8 ? { goal: `own p99 < ${goalMs} ms`, met: p99 < goalMs } : {})
      });
    }
  }
  return comparisons;
}

async function measure(latencyMs: number, callers: number): Promise<Sample[]> {
  const org = await startLocalOrgProcess();
  const proxy = await startMeteredProxy(org.url);
  const service = await startServiceProcess({ url: proxy.url, accessToken: org.accessToken });
  try {
    const calls = new Map<string, Pick<Sample, 'ownMs' | 'totalMs'>>();
    const run = `s${latencyMs}c${callers}`;
    let next = 0;
    const work = async (until: number): Promise<void> => {
      while (next < until) {
        const call = benchCall(run, next);
        next += 1;
        const startedAtMs = performance.now();
        const ownMs = await service.route(call);
        calls.set(call.callId, { ownMs, totalMs: performance.now() - startedAtMs });
      }
    };
    const together = (until: number): Promise<unknown> =>
      Promise.all(Array.from({ length: callers }, () => work(until)));

    // The first calls compile the code and open connections, which a running service has behind it.
    await together(Math.max(50, 2 * callers));
    proxy.latencyMs = latencyMs;
    const measuredFrom = next;
    await together(measuredFrom + Math.max(200, 5 * callers));
    await nextTurn();

    const requestsOf = groupByCall(proxy.requests);
    return [...calls].slice(measuredFrom).map(([callId, { ownMs, totalMs }]) => {
      const requests = requestsOf.get(callId) ?? [];
      if (requests.length < 2) throw new Error(`Only ${requests.length} requests were seen for ${callId}.`);
      return { totalMs, ownMs, seenMs: totalMs - busyMs(requests) };
    });
  } finally {
    await service.close();
    await proxy.close();
    await org.close();
  }
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(await benchServiceTime(), undefined, 2));
}
