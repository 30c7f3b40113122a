/**
 * A circuit breaker round the CRM: when Salesforce has failed several times in a row, callers hear so at once instead of
 * waiting for it one by one. Whether it is back is found out in the background, never by a caller's call.
 */
import { CircuitState, circuitBreaker, handleWhen, type CircuitBreakerPolicy, type IBreaker } from 'cockatiel';
import { BatonError, type BatonErrorCode } from '../domain/errors.ts';

export interface CircuitOptions {
  /** Failures in a row that open it. Default 3. */
  failures?: number;
  /** Within how long they must come, in milliseconds. Default 10,000. */
  withinMs?: number;
  /** A request that timed out counts only if it was given this long: one with little left tells nothing. Default 1000. */
  patienceMs?: number;
  /** Hears of each opening, with its cause, and of each closing. */
  onChange?: (status: CircuitStatus) => void;
  /** 0 to 1; spreads the looks of several instances. Default `Math.random`. */
  random?: () => number;
}

export interface CircuitStatus {
  state: 'closed' | 'open';
  /** Why it is open; undefined while it is closed. */
  cause: BatonErrorCode | undefined;
  /** When the next look is due; undefined while it is closed. ISO 8601 UTC. */
  nextLookAt: string | undefined;
}

/** What counts. A refusal, such as a validation rule's, is an answer: Salesforce works. */
const counted: readonly BatonErrorCode[] = ['salesforceUnavailable', 'salesforceTimeout'];
/** What opens it at once, and how long it then stays open before each look. */
const opensAtOnce: Readonly<Partial<Record<BatonErrorCode, number>>> = {
  // The limit counts the last 24 hours, so it is hours rather than seconds away.
  salesforceLimit: 300_000,
  salesforceAuthentication: 30_000
};
const firstLookMs = 1_000;
const longestBetweenLooksMs = 15_000;

export class Circuit {
  private readonly policy: CircuitBreakerPolicy;
  private readonly breaker: FailuresInARow;
  private readonly options: Required<Omit<CircuitOptions, 'failures' | 'withinMs'>>;
  private probe: (() => Promise<unknown>) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private openFor: { cause: BatonError; lookAtMs: number } | undefined;
  private isStopped = false;

  constructor({ failures = 3, withinMs = 10_000, ...options }: CircuitOptions = {}) {
    this.options = { patienceMs: 1_000, onChange: () => undefined, random: Math.random, ...options };
    this.breaker = new FailuresInARow(failures, withinMs);
    this.policy = circuitBreaker(
      handleWhen((error) => this.counts(error)),
      { breaker: this.breaker, halfOpenAfter: { next: (context) => this.pause(context.attempt, context.result) } }
    );
    this.policy.onReset(() => {
      this.openFor = undefined;
      this.options.onChange(this.status);
    });
  }

  get status(): CircuitStatus {
    return {
      state: this.openFor ? 'open' : 'closed',
      cause: this.openFor?.cause.code,
      nextLookAt: this.openFor && new Date(this.openFor.lookAtMs).toISOString()
    };
  }

  /** @param probe a cheap request that goes the way the calls go; it is made while the circuit is open */
  watch(probe: () => Promise<unknown>): void {
    this.probe = probe;
  }

  /** @throws BatonError what would have been thrown by asking: the code that opened it, at once */
  expectClosed(): void {
    if (this.openFor) {
      const { cause, lookAtMs } = this.openFor;
      const code = cause.code === 'salesforceTimeout' ? 'salesforceUnavailable' : cause.code;
      throw new BatonError(
        code,
        `Salesforce is not asked until ${new Date(lookAtMs).toISOString()}, since it failed: ${cause.message}`,
        { cause }
      );
    }
  }

  /**
   * Does the work, and learns from how it ends. While the circuit is open it is not done at all.
   * @param deadlineMs what the work was given
   */
  async run<T>(work: () => Promise<T>, deadlineMs: number): Promise<T> {
    this.expectClosed();
    return this.policy
      .execute(async () => {
        try {
          return await work();
        } catch (error) {
          if (deadlineMs < this.options.patienceMs && (error as BatonError).code === 'salesforceTimeout') {
            throw new Impatient(error as BatonError);
          }
          this.breaker.opensAtOnce = pauseAtOnce(error) !== undefined;
          throw error;
        }
      })
      .catch((error: unknown) => {
        throw error instanceof Impatient ? error.error : error;
      });
  }

  /** Ends the looks in the background. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  private counts(error: unknown): boolean {
    return error instanceof BatonError && (counted.includes(error.code) || error.code in opensAtOnce);
  }

  /** Called by the policy as it opens; says for how long, and sees to the look after that. */
  private pause(attempt: number, result: unknown): { duration: number; next: (context: never) => never } {
    const cause = (result as { error: BatonError }).error;
    const atLeast = pauseAtOnce(cause) ?? Math.min(longestBetweenLooksMs, firstLookMs * 2 ** Math.min(attempt - 1, 10));
    const duration = Math.round(atLeast * (1 + this.options.random() / 4));
    const wasClosed = this.openFor === undefined;
    this.openFor = { cause, lookAtMs: Date.now() + duration };
    if (wasClosed) {
      this.options.onChange(this.status);
    }
    this.lookAfter(duration);
    const next = (context: { attempt: number; result: unknown }) => this.pause(context.attempt, context.result);
    return { duration, next: next as never };
  }

  private lookAfter(ms: number): void {
    clearTimeout(this.timer);
    if (this.isStopped) {
      return;
    }
    this.timer = setTimeout(() => {
      const look = this.probe;
      if (look && this.policy.state === CircuitState.Open) {
        // Its failure opens the circuit again, which plans the next look.
        this.policy.execute(() => look()).catch(() => undefined);
      }
    }, ms + 1);
    this.timer.unref();
  }
}

/** Says that a timeout is no evidence, since little time was given. */
class Impatient extends Error {
  readonly error: BatonError;

  constructor(error: BatonError) {
    super(error.message);
    this.error = error;
  }
}

function pauseAtOnce(error: unknown): number | undefined {
  if (!(error instanceof BatonError)) {
    return undefined;
  }
  // Too many long requests at the same moment has the daily limit's code, and is over in seconds.
  return /ConcurrentRequests/.test(error.message) ? undefined : opensAtOnce[error.code];
}

/** Opens after so many failures in a row, the first and the last of them within a stretch of time. */
class FailuresInARow implements IBreaker {
  state: unknown = undefined;
  /** Whether the failure that is about to be counted opens the circuit by itself. */
  opensAtOnce = false;
  private readonly count: number;
  private readonly withinMs: number;
  private failedAtMs: number[] = [];

  constructor(count: number, withinMs: number) {
    this.count = count;
    this.withinMs = withinMs;
  }

  success(): void {
    this.failedAtMs = [];
  }

  failure(): boolean {
    const now = Date.now();
    this.failedAtMs = [...this.failedAtMs.filter((atMs) => now - atMs <= this.withinMs), now];
    const opens = this.opensAtOnce || this.failedAtMs.length >= this.count;
    this.opensAtOnce = false;
    if (opens) {
      this.failedAtMs = [];
    }
    return opens;
  }
}
