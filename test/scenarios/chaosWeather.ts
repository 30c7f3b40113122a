/** Faults that come and go at random, and the service that is killed at random: what a chaos run does to Baton. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SeededRandom } from '../../bench/seededRandom.ts';
import type { FaultKind, FaultRuleInput } from '../../local-org/control/faults.ts';
import type { ChaosOrg } from './chaosOrg.ts';

const composite = { method: 'POST', path: '/composite' };
const handoffs = { method: 'POST', path: '/sobjects/Handoff__c' };
const offers = { method: 'PATCH', path: '/sobjects/Handoff_Offer__c' };

/** One gust, without its own seed. */
const gusts: readonly ((random: SeededRandom) => FaultRuleInput)[] = [
  () => ({ kind: 'drop', match: {} }),
  (random) => ({ kind: 'drop', match: composite, probability: 0.1 + random.next() / 2 }),
  (random) => ({ kind: 'drop', drop: 'after', match: composite, probability: 0.1 + random.next() / 2 }),
  (random) => ({ kind: 'slow', ms: Math.round(200 + random.next() * 1_500), match: {}, probability: 0.5 }),
  (random) => ({ kind: 'slow', ms: Math.round(3_000 + random.next() * 4_000), match: composite, probability: 0.7 }),
  (random) => ({ kind: '503', match: composite, probability: 0.2 + random.next() / 2 }),
  () => ({ kind: '503', match: {} }),
  () => ({ kind: 'row-lock', match: handoffs, probability: 0.4 }),
  () => ({ kind: 'row-lock', match: offers, probability: 0.4 }),
  () => ({ kind: 'expired-session', match: composite, times: 1 })
];

/** Keeps the service away from Salesforce for minutes: for a moment in which it is soon to be killed. */
const usedUp: FaultRuleInput = { kind: 'daily-limit', match: composite, times: 1 };

export class ChaosWeather {
  /** How many requests each kind of fault has met. */
  readonly met: Partial<Record<FaultKind, number>> = {};
  private readonly org: ChaosOrg;
  private readonly random: SeededRandom;
  private isOver = false;
  private running: Promise<void> | undefined;

  constructor(org: ChaosOrg, random: SeededRandom) {
    this.org = org;
    this.random = random;
  }

  begin(): void {
    this.running = this.blow();
  }

  /** Ends with a clear sky. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  /** The day's API calls are used up: the next request is told so. */
  async useUpLimit(): Promise<void> {
    await this.org.addFault(usedUp);
  }

  private async blow(): Promise<void> {
    const { org, random } = this;
    while (!this.isOver) {
      for (const gust of random.some(gusts, random.chance(0.3) ? 2 : 1)) {
        await org.addFault({ ...gust(random), seed: Math.floor(random.next() * 1e9) });
      }
      await pause(200 + random.next() * 1_000);
      for (const { kind, met } of await org.faults()) {
        this.met[kind] = (this.met[kind] ?? 0) + met;
      }
      await org.clearFaults();
      await pause(500 + random.next() * 2_500);
    }
  }
}
