/**
 * Calls that have begun, each with the lookup of who is calling. The lookup runs while the agent talks, so that it costs the
 * caller nothing later. All of it may be lost: who is calling is then looked up when the call has been qualified.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { noMatch, type CallerFacts, type CallerMatch } from './domain/match.ts';
import { lookUpCaller, type CallerLookup, type LookupOptions } from './salesforce/findCaller.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace, type Trace } from './salesforce/trace.ts';

const hourMs = 3_600_000;

export interface StartedCallsOptions {
  salesforce: Salesforce;
  /** ISO 3166-1 code assumed for numbers of records that name no country. Default `US`. */
  country?: string;
  /** Longest a lookup in the background may take, in milliseconds. Default 10000. */
  deadlineMs?: number;
  /** How long a call is remembered, in milliseconds. Default two hours. */
  keepMs?: number;
  /** Most calls that are remembered; the oldest go first. Default 10000. */
  maxCalls?: number;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** Hears what each lookup in the background cost, whether or not it succeeded. */
  onLookedUp?: (trace: Trace) => void;
  /** Hears of lookups in the background that failed. */
  onError?: (error: unknown) => void;
}

interface StartedCall {
  facts: CallerFacts;
  startedAtMs: number;
  /** Settles when the last of its lookups has; undefined when that failed. Never rejects. */
  lookup: Promise<CallerLookup | undefined>;
  /** What has been found so far. */
  found: CallerLookup | undefined;
  isRunning: boolean;
}

/** One for each process. */
export class StartedCalls {
  private readonly options: Required<StartedCallsOptions>;
  /** In the order in which they began. */
  private readonly calls = new Map<string, StartedCall>();

  constructor(options: StartedCallsOptions) {
    this.options = {
      country: 'US',
      deadlineMs: 10_000,
      keepMs: 2 * hourMs,
      maxCalls: 10_000,
      now: () => new Date(),
      onLookedUp: () => undefined,
      onError: () => undefined,
      ...options
    };
  }

  /** How many calls are remembered. */
  get size(): number {
    return this.calls.size;
  }

  /**
   * Begins to look up who is calling, and comes back at once. Told again with more facts, it looks up what is new; facts that
   * are left out stay as they were. Never throws.
   * @returns whether the org knows the caller; null while that is not known
   */
  begin(callId: string, facts: CallerFacts): boolean | null {
    this.forgetOld();
    const earlier = this.calls.get(callId);
    const all = earlier ? merged(earlier.facts, facts) : facts;
    const isNew = !earlier || !sameFacts(all, earlier.facts) || (!earlier.isRunning && !earlier.found);
    if (isNew && Object.values(all).some((fact) => fact !== null)) {
      this.remember(callId, all, earlier);
    }
    const call = this.calls.get(callId);
    return call === undefined || call.isRunning || !call.found ? null : isKnown(call.found.match);
  }

  /**
   * Who is calling, by all that is known now. What the call's earlier lookup asked is not asked again; while that is still
   * running it is waited for, but no longer than half of the deadline.
   * @throws BatonError as `findCaller` does
   */
  async find(callId: string, facts: CallerFacts, options: LookupOptions): Promise<CallerMatch> {
    const endsAtMs = performance.now() + options.deadlineMs;
    if (Object.values(facts).every((fact) => fact === null)) {
      return noMatch;
    }
    this.forgetOld();
    const started = this.calls.get(callId);
    const earlier = started?.isRunning ? await within(options.deadlineMs / 2, started.lookup) : started?.found;
    if (started && earlier && sameFacts(facts, started.facts)) {
      return earlier.match;
    }
    const remaining = { ...options, deadlineMs: endsAtMs - performance.now() };
    const { match } = await lookUpCaller(this.options.salesforce, facts, remaining, earlier);
    return match;
  }

  private remember(callId: string, facts: CallerFacts, earlier: StartedCall | undefined): void {
    const call: StartedCall = {
      facts,
      startedAtMs: earlier?.startedAtMs ?? this.options.now().getTime(),
      lookup: Promise.resolve(undefined),
      found: undefined,
      isRunning: true
    };
    call.lookup = this.lookUp(call, earlier);
    this.calls.set(callId, call);
    const [oldest] = this.calls.keys();
    if (this.calls.size > this.options.maxCalls && oldest !== undefined) {
      this.calls.delete(oldest);
    }
  }

  private async lookUp(call: StartedCall, earlier: StartedCall | undefined): Promise<CallerLookup | undefined> {
    const { salesforce, deadlineMs, country, onLookedUp, onError } = this.options;
    const trace = startTrace();
    try {
      const known = await earlier?.lookup;
      call.found = await lookUpCaller(salesforce, call.facts, { deadlineMs, trace, country }, known);
    } catch (error) {
      onError(error);
    }
    call.isRunning = false;
    onLookedUp(trace);
    return call.found;
  }

  private forgetOld(): void {
    const oldestMs = this.options.now().getTime() - this.options.keepMs;
    for (const [callId, { startedAtMs }] of this.calls) {
      if (startedAtMs > oldestMs) {
        return;
      }
      this.calls.delete(callId);
    }
  }
}

/** Undefined when it takes longer. */
async function within<T>(ms: number, running: Promise<T>): Promise<T | undefined> {
  const waiting = new AbortController();
  const gaveUp = pause(ms, undefined, { signal: waiting.signal }).catch(() => undefined);
  try {
    return await Promise.race([running, gaveUp]);
  } finally {
    waiting.abort();
  }
}

function merged(earlier: CallerFacts, now: CallerFacts): CallerFacts {
  const given = Object.fromEntries(Object.entries(now).filter(([, fact]) => fact !== null));
  return { ...earlier, ...given };
}

function sameFacts(one: CallerFacts, other: CallerFacts): boolean {
  return (Object.keys(one) as (keyof CallerFacts)[]).every((fact) => one[fact] === other[fact]);
}

function isKnown({ lead, contact, account }: CallerMatch): boolean {
  return lead !== null || contact !== null || account !== null;
}
