/**
 * The service's own time, on top of Salesforce's, in two ways:
 *
 * - seen from outside: from the voice agent's request to its answer, less the time during which a proxy in front of the
 *   org had a request for that call. What the judge needs to look at its clock counts as the service's: an upper bound. The
 *   goal is judged by this one. How much that is shows the control: the same judge and requests, and a service that does
 *   nothing of its own (control.ts). It is told beside it, and never subtracted.
 * - by its own clock, as the header Server-Timing tells: from the request's body to the answer, less the time until
 *   Salesforce's replies were there. What a reply waits for the event loop counts as Salesforce's: a lower bound.
 *
 * The service has a core to itself; the judge and the org are processes on the others (see cores.ts). What is measured is a
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
import { benchCall, type CallRequest } from './benchCalls.ts';
import { handOff, tellEnded, tellStarted } from './callRound.ts';
import type { Comparison } from './comparison.ts';
import { comparisonTable } from './comparisonTable.ts';
import { measureControl } from './control.ts';
import { placement, whyNotPinned } from './cores.ts';
import { startJudgeProcess, type Judge } from './judgeProcess.ts';
import type { LoadReply } from './load.ts';
import { startLocalOrgProcess } from './localOrgProcess.ts';
import type { Recorded } from './nullCalls.ts';
import { percentile } from './percentile.ts';
import { repsPerTeam, territories } from './salesOrganisation.ts';
import { seenFromOutside } from './seenFromOutside.ts';
import { deadlineMs, startServiceProcess, type ServiceProcess } from './serviceProcess.ts';

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
  /** Seen from outside of a service that does nothing of its own. */
  readonly controlMs: readonly number[];
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
  const { samples, cpuMsPerCall, cold, controlMs } = measured;
  const rowsOf = (what: string, values: readonly number[]) =>
    [0.5, 0.99].map((share) => ({ variant: `${what}, p${share * 100}`, value: percentile(values, share) }));
  const seen = samples.map(({ seenMs }) => seenMs);
  const p99 = percentile(seen, 0.99);
  return {
    name: `Service, ${callers} caller${callers === 1 ? '' : 's'}, Salesforce + ${latencyMs} ms`,
    unit: 'ms',
    rows: [
      ...rowsOf('own time seen from outside', seen),
      ...rowsOf('the same of a service that does nothing: the judge alone', controlMs),
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
    const judge = opened(await startJudgeProcess(org.url));
    let next = 0;
    const freshCalls = (count: number): CallRequest[] => {
      const calls = Array.from({ length: count }, (_, index) => benchCall(`s${latencyMs}c${callers}`, next + index));
      next += count;
      return calls;
    };
    const service = await startServiceProcess({ ...org, url: judge.url }, { profileFolder });
    let measured;
    try {
      measured = await measureService(judge, service, freshCalls, latencyMs, callers);
    } finally {
      await service.close();
    }
    const { recorded, samples, ...rest } = measured;
    const { accessToken } = org;
    const rounds = Math.ceil(samples.length / recorded.length);
    const control = { judge, accessToken, recorded, freshCalls, latencyMs, callers, rounds };
    return { ...rest, samples, controlMs: await measureControl(control) };
  } finally {
    for (const close of closing) await close();
  }
}

async function measureService(
  judge: Judge,
  service: ServiceProcess,
  freshCalls: (count: number) => CallRequest[],
  latencyMs: number,
  callers: number
): Promise<Omit<Measured, 'controlMs'> & { recorded: Recorded[] }> {
  const load = judge.callersOf(service);
  const round = async (count: number, latencyMs: number, callers: number) => {
    const calls = freshCalls(count);
    await tellStarted(load, calls);
    await judge.take();
    await judge.setLatency(latencyMs);
    const cpuBeforeMs = await service.cpuMs();
    const startedAtMs = performance.now();
    const replies = await handOff(load, calls, callers);
    const tookMs = performance.now() - startedAtMs;
    const cpuMs = (await service.cpuMs()) - cpuBeforeMs;
    await judge.setLatency(0);
    const ids = calls.map(({ callId }) => callId);
    const seen = seenFromOutside(ids, replies, await judge.take());
    await tellEnded(load, calls);
    await wait(Math.max(0, startedAtMs + tookMs + deadlineMs - performance.now()));
    const samples = seen.map(({ totalMs, seenMs }, index) => ({ totalMs, seenMs, ownMs: ownMsOf(replies[index]!) }));
    const recorded = calls.map((call, index) => ({ call, requests: seen[index]!.requests }));
    return { samples, tookMs, cpuMs, recorded };
  };

  const first = await round(callsPerRound, 0, warmUpCallers);
  const cold = { samples: first.samples, cpuMsPerCall: first.cpuMs / callsPerRound };
  for (let warmUp = 2; warmUp < warmUpRounds; warmUp += 1) await round(callsPerRound, 0, warmUpCallers);
  const lastWarmUp = await round(callsPerRound, 0, callers);
  const expectedMs = (lastWarmUp.tookMs / callsPerRound) * callers + 2 * latencyMs;
  const perRound = Math.min(callsPerRound, Math.ceil((longestMeasuredMs * callers) / expectedMs));
  const samples: Sample[] = [];
  let recorded: Recorded[] = [];
  let tookMs = 0;
  let cpuMs = 0;
  while (samples.length < mostMeasured && tookMs < longestMeasuredMs) {
    const measured = await round(perRound, latencyMs, callers);
    samples.push(...measured.samples);
    recorded = measured.recorded;
    tookMs += measured.tookMs;
    cpuMs += measured.cpuMs;
  }
  return { samples, cpuMsPerCall: cpuMs / samples.length, cold, recorded };
}

/** By the service's clock. @throws Error when it does not say */
function ownMsOf({ serverTiming }: LoadReply): number {
  const ownMs = Number(/baton;dur=([\d.]+)/.exec(serverTiming)?.[1]);
  if (Number.isNaN(ownMs)) throw new Error('The service did not say how long it took.');
  return ownMs;
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
