/**
 * The service's own time, on top of Salesforce's, in two ways:
 *
 * - seen from outside: from the voice agent's request to its answer, less the time during which a proxy in front of the
 *   org had a request for that call. What the load and the proxy need to look at their clocks counts as the service's: an
 *   upper bound. The goal is judged by this one.
 * - by its own clock, as the header Server-Timing tells: from the request's body to the answer, less the time until
 *   Salesforce's replies were there. What a reply waits for the event loop counts as Salesforce's: a lower bound.
 *
 * The service has a core to itself; load, proxy and org are processes on the others (see cores.ts). What is measured is a
 * service that has been at work: one that has just started takes twice the processor time or more for its first hundreds of
 * calls, while its code is compiled, and the table tells of those calls too. Every call is of the
 * usual kind, a live transfer decided from one team of eight, by a caller who was told of when the call began, so that it
 * costs two API calls; each is reported to have ended before its rep is needed again. All else that a running service does
 * goes on: log, journal, snapshot, change events, sweeps.
 *
 * The injected latency varies by a quarter either way, as a network's does; with the same latency for all, the callers
 * would fall into step.
 */
import { Command, InvalidArgumentError } from 'commander';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { benchCall, callIdIn } from './benchCalls.ts';
import { handOff, tellEnded, tellStarted } from './callRound.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { placement, whyNotPinned } from './cores.ts';
import { startLoadProcess, type LoadReply } from './loadProcess.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import { busyMs, type MeteredRequest } from './meteredProxy.ts';
import { startMeteredProxyProcess } from './meteredProxyProcess.ts';
import { percentile } from './percentile.ts';
import { repsPerTeam, territories } from './salesOrganisation.ts';
import { deadlineMs, startServiceProcess } from './serviceProcess.ts';

const allLatenciesMs = [0, 120];
const callerCounts = [1, 8, 64];
const goalMs = 15;

/** Two reps of each team stay free, so that no call finds all of them on the phone. */
const callsPerRound = territories.length * (repsPerTeam - 2);
/** Rounds before those that are measured: after so many the processor time for each call falls no further. */
const warmUpRounds = 4;
/** At once while it warms up, however many there are later. */
const warmUpCallers = 8;
/** Measured until one of the two is reached. */
const mostMeasured = 3 * callsPerRound;
const longestMeasuredMs = 15_000;

interface Sample {
  /** By the service's clock. */
  readonly ownMs: number;
  readonly seenMs: number;
  readonly totalMs: number;
}

interface Measured {
  readonly samples: readonly Sample[];
  /** Processor time of the service for each call, with what it does in the background meanwhile. */
  readonly cpuMsPerCall: number;
  /** The first calls after the start, with nothing added to Salesforce's answers. */
  readonly cold: { readonly samples: readonly Sample[]; readonly cpuMsPerCall: number };
}

export interface ServiceTimeOptions {
  /** Default: 1, 8 and 64. */
  callers?: readonly number[];
  /** What is added to each of Salesforce's answers, in milliseconds. Default: 0 and 120. */
  latenciesMs?: readonly number[];
  /** Where each service leaves a profile of its processor time. Default: none is made. */
  profileFolder?: string | undefined;
}

/** Each latency and number of callers with an org and a service of its own, since records of one would slow the next. */
export async function benchServiceTime(options: ServiceTimeOptions = {}): Promise<Comparison[]> {
  if (whyNotPinned !== undefined) {
    process.stderr.write(`\nThe service shares its core, since ${whyNotPinned}: its times will come out too long.\n`);
  }
  const comparisons: Comparison[] = [];
  for (const latencyMs of options.latenciesMs ?? allLatenciesMs) {
    for (const callers of options.callers ?? callerCounts) {
      comparisons.push(comparison(latencyMs, callers, await measure(latencyMs, callers, options.profileFolder)));
    }
  }
  return comparisons;
}

function comparison(latencyMs: number, callers: number, measured: Measured): Comparison {
  const { samples, cpuMsPerCall, cold } = measured;
  const rowsOf = (what: string, values: readonly number[]) =>
    [0.5, 0.99].map((share) => ({ variant: `${what}, p${share * 100}`, value: percentile(values, share) }));
  const seen = samples.map(({ seenMs }) => seenMs);
  const p99 = percentile(seen, 0.99);
  return {
    name: `Service, ${callers} caller${callers === 1 ? '' : 's'}, Salesforce + ${latencyMs} ms`,
    unit: 'ms',
    rows: [
      ...rowsOf('own time seen from outside', seen),
      { variant: 'processor time for each call', value: cpuMsPerCall },
      ...rowsOf(
        'own time by its own clock',
        samples.map(({ ownMs }) => ownMs)
      ),
      ...rowsOf(
        'whole answer',
        samples.map(({ totalMs }) => totalMs)
      ),
      {
        variant: `just started, first ${callsPerRound} calls: own time seen from outside, p99`,
        value: percentile(
          cold.samples.map(({ seenMs }) => seenMs),
          0.99
        )
      },
      { variant: 'just started: processor time for each call', value: cold.cpuMsPerCall }
    ],
    note: `Service: ${placement}; ${warmUpRounds * callsPerRound} calls at work before those that are measured; just started: 8 callers, Salesforce + 0 ms.`,
    ...(callers === 8 ? { goal: `own p99 < ${goalMs} ms`, met: p99 < goalMs } : {})
  };
}

async function measure(latencyMs: number, callers: number, profileFolder: string | undefined): Promise<Measured> {
  const closing: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closing.unshift(() => part.close());
    return part;
  };
  try {
    const org = opened(await startLocalOrgProcess('org'));
    const proxy = opened(await startMeteredProxyProcess(org.url));
    const service = opened(await startServiceProcess({ ...org, url: proxy.url }, { profileFolder }));
    const load = opened(await startLoadProcess(service));
    let next = 0;
    const round = async (count: number, latencyMs: number, callers: number) => {
      const calls = Array.from({ length: count }, (_, index) => benchCall(`s${latencyMs}c${callers}`, next + index));
      next += count;
      await tellStarted(load, calls);
      await proxy.take();
      await proxy.setLatency(latencyMs);
      const cpuBeforeMs = await service.cpuMs();
      const startedAtMs = performance.now();
      const replies = await handOff(load, calls, callers);
      const tookMs = performance.now() - startedAtMs;
      const cpuMs = (await service.cpuMs()) - cpuBeforeMs;
      await proxy.setLatency(0);
      const samples = samplesOf(
        calls.map(({ callId }) => callId),
        replies,
        await proxy.take()
      );
      await tellEnded(load, calls);
      await wait(Math.max(0, startedAtMs + tookMs + deadlineMs - performance.now()));
      return { samples, tookMs, cpuMs };
    };

    const first = await round(callsPerRound, 0, warmUpCallers);
    const cold = { samples: first.samples, cpuMsPerCall: first.cpuMs / callsPerRound };
    for (let warmUp = 2; warmUp < warmUpRounds; warmUp += 1) await round(callsPerRound, 0, warmUpCallers);
    const lastWarmUp = await round(callsPerRound, 0, callers);
    const expectedMs = (lastWarmUp.tookMs / callsPerRound) * callers + 2 * latencyMs;
    const perRound = Math.min(callsPerRound, Math.ceil((longestMeasuredMs * callers) / expectedMs));
    const samples: Sample[] = [];
    let tookMs = 0;
    let cpuMs = 0;
    while (samples.length < mostMeasured && tookMs < longestMeasuredMs) {
      const measured = await round(perRound, latencyMs, callers);
      samples.push(...measured.samples);
      tookMs += measured.tookMs;
      cpuMs += measured.cpuMs;
    }
    return { samples, cpuMsPerCall: cpuMs / samples.length, cold };
  } finally {
    for (const close of closing) await close();
  }
}

function samplesOf(
  callIds: readonly string[],
  replies: readonly LoadReply[],
  seen: readonly MeteredRequest[]
): Sample[] {
  const requestsOf = groupByCall(seen);
  return replies.map(({ startedAtMs, endedAtMs, serverTiming }, index) => {
    const callId = callIds[index]!;
    const requests = requestsOf.get(callId) ?? [];
    if (requests.length !== 2) throw new Error(`${requests.length} requests were seen for ${callId}, and not two.`);
    if (requests.some((request) => request.startedAtMs < startedAtMs || request.endedAtMs > endedAtMs)) {
      throw new Error(`A request for ${callId} was seen before it was made or after it was answered.`);
    }
    const ownMs = Number(/baton;dur=([\d.]+)/.exec(serverTiming)?.[1]);
    if (Number.isNaN(ownMs)) throw new Error('The service did not say how long it took.');
    const totalMs = endedAtMs - startedAtMs;
    return { totalMs, ownMs, seenMs: totalMs - busyMs(requests) };
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { callers, latency, profile } = new Command('serviceTime')
    .description("Measures the service's own time; some minutes, or one for a single number of callers.")
    .option('--callers <number>', 'measure with so many at once, and no others', wholeNumber)
    .option('--latency <ms>', "add so much to Salesforce's answers, and measure nothing else", wholeNumber)
    .option('--profile <folder>', 'leave a profile of the processor time of each service there, for Chrome DevTools')
    .parse()
    .opts<{ callers?: number; latency?: number; profile?: string }>();
  const options: ServiceTimeOptions = {
    ...(callers === undefined ? {} : { callers: [callers] }),
    ...(latency === undefined ? {} : { latenciesMs: [latency] }),
    profileFolder: profile
  };
  console.log(comparisonTable(await benchServiceTime(options)));
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new InvalidArgumentError('must be a whole number');
  return number;
}
