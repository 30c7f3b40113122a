/** What the service counts, in Prometheus's form at /metrics. No label holds anything personal. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Routed } from '../routeLead.ts';

const seconds = [0.001, 0.002, 0.005, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4];

export class Metrics {
  readonly registry = new Registry();
  private readonly routed: Counter;
  private readonly failed: Counter;
  private readonly lostRaces: Counter;
  private readonly apiCalls: Counter;
  private readonly total: Histogram;
  private readonly own: Histogram;

  private readonly predicted: Counter;
  private readonly agreement: Counter;
  private readonly drained: Counter;
  private readonly notices: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.routed = new Counter({
      name: 'baton_calls_routed_total',
      help: 'Calls answered, by next step, and whether the call id had been answered before.',
      labelNames: ['next_step', 'repeated'],
      registers
    });
    this.failed = new Counter({
      name: 'baton_calls_failed_total',
      help: 'Calls answered with an error, by its code.',
      labelNames: ['code'],
      registers
    });
    this.lostRaces = new Counter({
      name: 'baton_lost_races_total',
      help: 'Turns or reps that another process took first; each costs two more API calls.',
      registers
    });
    this.apiCalls = new Counter({
      name: 'baton_salesforce_api_calls_total',
      help: 'API calls made to route calls.',
      registers
    });
    this.predicted = new Counter({
      name: 'baton_calls_predicted_total',
      help: 'Calls answered without Salesforce, by why it could not be worked with.',
      labelNames: ['code'],
      registers
    });
    this.agreement = new Counter({
      name: 'baton_predictions_total',
      help: 'Leads whose assignment was compared with the prediction: agrees, differs, or open when none could be made.',
      labelNames: ['verdict'],
      registers
    });
    this.drained = new Counter({
      name: 'baton_calls_drained_total',
      help: 'Calls that waited in the journal and were written to Salesforce.',
      registers
    });
    this.notices = new Counter({
      name: 'baton_notices_total',
      help: 'Attempts to tell a rep something, by channel, kind and outcome.',
      labelNames: ['channel', 'kind', 'outcome'],
      registers
    });
    this.total = new Histogram({
      name: 'baton_route_seconds',
      help: 'Time to route a call.',
      buckets: seconds,
      registers
    });
    this.own = new Histogram({
      name: 'baton_route_own_seconds',
      help: 'Time to route a call, without the time Salesforce took.',
      buckets: seconds,
      registers
    });
  }

  countRouted({ answer, trace, lostRaces, repeated }: Routed, totalMs: number): void {
    this.routed.inc({ next_step: answer.nextStep.kind, repeated: String(repeated) });
    this.lostRaces.inc(lostRaces);
    this.apiCalls.inc(trace.apiCalls);
    this.total.observe(totalMs / 1000);
    this.own.observe(Math.max(0, totalMs - trace.salesforceMs) / 1000);
  }

  countPredicted(code: string): void {
    this.predicted.inc({ code });
  }

  countAgreement(verdict: 'agrees' | 'differs' | 'open'): void {
    this.agreement.inc({ verdict });
  }

  countDrained(calls: number): void {
    this.drained.inc(calls);
  }

  countNotice({ channel, kind, outcome }: { channel: string; kind: string; outcome: string }): void {
    this.notices.inc({ channel, kind, outcome });
  }

  /** A figure that is asked for when the page is read. @param read undefined leaves it out */
  gauge(name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        const value = await read();
        if (value === undefined) {
          this.reset();
        } else {
          this.set(value);
        }
      }
    });
  }

  countFailed(code: string): void {
    this.failed.inc({ code });
  }
}
