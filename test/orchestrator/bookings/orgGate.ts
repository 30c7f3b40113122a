/**
 * The way to an org that several services share. A request waits until it is let through, and its answer waits again on
 * the way back, so that whoever plays a story says what overtakes what; either may get lost.
 */
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import type { Subrequest } from '../../../orchestrator/salesforce/composite.ts';
import type { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import type { Trace } from '../../../orchestrator/salesforce/trace.ts';
import { lockedRow, type Change, type ModelOrg } from './modelOrg.ts';

/** How a request goes: as the org judges it, refused for a locked row, or without an answer, done or not. */
export type Fault = 'none' | 'locked' | 'answerLost' | 'requestLost';

/** A transaction that has changed something. */
export interface Commit {
  changes: readonly Change[];
  service: number;
  /** Moment at which the work that wrote it first asked the org. */
  beganAt: number;
}

interface Waiting {
  /** What the org does; undefined when it has been done and the answer is on its way. */
  arrive: ((fault: Fault) => unknown) | undefined;
  outcome: { value: unknown } | { error: Error };
  answer: (outcome: Waiting['outcome']) => void;
}

export class OrgGate {
  /** Counts what reaches the org, to tell what was there before what. */
  moment = 0;
  /** Moment at which a service was last left without a calendar that it had asked for. */
  calendarLostAt = -1;
  private readonly org: ModelOrg;
  private readonly onCommit: (commit: Commit) => void;
  private readonly beganAt = new WeakMap<Trace, number>();
  private waiting: Waiting[] = [];

  constructor(org: ModelOrg, onCommit: (commit: Commit) => void) {
    this.org = org;
    this.onCommit = onCommit;
  }

  get isAsked(): boolean {
    return this.waiting.length > 0;
  }

  /**
   * One request reaches the org, or one answer its service.
   * @param which of those that wait, in a circle
   * @returns whether somebody has an answer now
   */
  goOn(which: number, fault: () => Fault): boolean {
    const [next] = this.waiting.splice(which % Math.max(1, this.waiting.length), 1);
    if (next?.arrive) {
      this.moment += 1;
      try {
        next.outcome = { value: next.arrive(fault()) };
      } catch (error) {
        next.outcome = { error: error as Error };
      }
      next.arrive = undefined;
      this.waiting.push(next);
      return false;
    }
    next?.answer(next.outcome);
    return next !== undefined;
  }

  /** Waits for as long as whoever plays the story likes. */
  rest(): Promise<void> {
    return this.ask(() => undefined);
  }

  /** What a service sees of the org. */
  connection(service: number): Salesforce {
    const { org } = this;
    const connection: Pick<Salesforce, 'instanceUrl' | 'composite' | 'query' | 'get'> = {
      instanceUrl: 'https://org.example',
      composite: (subrequests, { allOrNone, trace }) => {
        this.begin(trace);
        return this.ask((fault) => this.composite(subrequests, { allOrNone, trace, service }, fault));
      },
      query: <T>(soql: string) =>
        this.ask((fault) => {
          if (fault !== 'none' && fault !== 'locked' && soql.includes(' FROM Event ')) {
            this.calendarLostAt = this.moment;
          }
          return withFault(fault, () => org.query(soql)) as T[];
        }),
      get: <T>(path: string) => this.ask((fault) => withFault(fault, () => org.get(path)) as T)
    };
    return connection as Salesforce;
  }

  private composite(
    subrequests: readonly Subrequest[],
    { allOrNone, trace, service }: { allOrNone: boolean; trace: Trace; service: number },
    fault: Fault
  ): ReturnType<typeof lockedRow> {
    if (fault === 'locked' && allOrNone) {
      return lockedRow(subrequests);
    }
    return withFault(fault, () => {
      const { results, changes } = this.org.composite(subrequests, allOrNone);
      if (changes.length > 0) {
        this.onCommit({ changes, service, beganAt: this.beganAt.get(trace)! });
      }
      return results;
    });
  }

  private begin(trace: Trace): void {
    if (!this.beganAt.has(trace)) {
      this.beganAt.set(trace, this.moment);
    }
  }

  private ask<T>(arrive: (fault: Fault) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.waiting.push({
        arrive,
        outcome: { value: undefined },
        answer: (outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value as T))
      });
    });
  }
}

/** @throws BatonError when nobody will know whether it was done */
function withFault<T>(fault: Fault, work: () => T): T {
  const result = fault === 'requestLost' ? undefined : work();
  if (fault === 'requestLost' || fault === 'answerLost') {
    throw new BatonError('salesforceTimeout', 'Salesforce did not answer in time.');
  }
  return result as T;
}
