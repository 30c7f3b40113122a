/**
 * The main job: a qualified call becomes a Lead, Salesforce's assignment rules say whose, the rotation says who, and
 * the voice agent hears it. Two calls to Salesforce; see docs/decisions for why an insert and why turns are reserved
 * ahead.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { composeAnswer, factsFromDecision, factsFromRecord } from './answer.ts';
import type { QualifiedCall } from './domain/call.ts';
import type { Decision } from './domain/decision.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import type { RecentOffer } from './domain/offer.ts';
import { policyFor, type Policy } from './domain/policy.ts';
import { Reservations } from './reservations.ts';
import { isLive } from './routing/availability.ts';
import type { LeadOwner } from './routing/decide.ts';
import { commitHandoff } from './salesforce/commitHandoff.ts';
import { isReservedLeadField } from './salesforce/fieldMap.ts';
import { FreshValue } from './salesforce/freshValue.ts';
import { readWritableLeadFields } from './salesforce/leadFields.ts';
import { openCall, type OpenedCall } from './salesforce/openCall.ts';
import { readPolicies } from './salesforce/policies.ts';
import { readHandedOff } from './salesforce/readHandedOff.ts';
import { readTurns } from './salesforce/readTurns.ts';
import { readRunningUserId } from './salesforce/runningUser.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace, type Trace } from './salesforce/trace.ts';
import { checkVisibleFields } from './salesforce/visibleFields.ts';

/** Times a lost race is run again before the caller is told to; the deadline usually comes first. */
const mostAttempts = 25;
/** Those who lost a race come again at different moments, or they would meet again. */
const longestPauseMs = 30;
const minuteMs = 60_000;

export interface RouterOptions {
  salesforce: Salesforce;
  /** Longest a call may wait for Salesforce, in milliseconds. Default 3500. */
  deadlineMs?: number;
  /** ISO 3166-1 code assumed for reps' numbers without a country code. Default `US`. */
  country?: string;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** Hears of readings in the background that failed. */
  onBackgroundError?: (error: unknown) => void;
}

/** An answer, with what it cost in Salesforce and how often a race was lost on the way. */
export interface Routed {
  answer: HandoffAnswer;
  trace: Trace;
  lostRaces: number;
  /** Whether the call had been handed off before and nothing was changed. */
  repeated: boolean;
}

/** Routes leads for one org. One for each process: it remembers what it has reserved. */
export class Router {
  private readonly salesforce: Salesforce;
  private readonly deadlineMs: number;
  private readonly country: string;
  private readonly now: () => Date;
  private readonly reservations: Reservations;
  private readonly inFlight = new Map<string, Promise<Routed>>();
  private readonly policies: FreshValue<Policy[]>;
  private readonly runningUserId: FreshValue<string>;
  private readonly writableFields: FreshValue<ReadonlySet<string>>;
  private readyAtMs = -Infinity;
  private gettingReady: Promise<void> | undefined;

  constructor(options: RouterOptions) {
    this.salesforce = options.salesforce;
    this.deadlineMs = options.deadlineMs ?? 3500;
    this.country = options.country ?? 'US';
    this.now = options.now ?? (() => new Date());
    this.reservations = new Reservations(this.deadlineMs);
    const onError = options.onBackgroundError ?? (() => undefined);
    const fresh = { maxAgeMs: minuteMs, onError };
    this.policies = new FreshValue({ ...fresh, read: () => readPolicies(this.salesforce, this.deadlineMs) });
    this.runningUserId = new FreshValue({
      ...fresh,
      maxAgeMs: Infinity,
      read: () => readRunningUserId(this.salesforce, this.deadlineMs)
    });
    this.writableFields = new FreshValue({
      ...fresh,
      read: () => readWritableLeadFields(this.salesforce, this.deadlineMs)
    });
  }

  /** Reads what must be known before the first call. @throws BatonError when the org does not answer as it should */
  async warmUp(): Promise<void> {
    await Promise.all([
      this.policies.refresh(),
      this.runningUserId.refresh(),
      this.writableFields.refresh(),
      checkVisibleFields(this.salesforce, this.deadlineMs)
    ]);
    this.readyAtMs = Date.now();
  }

  /**
   * Whether the org can be worked with; asks it at most twice a minute, however often it is called.
   * @throws BatonError
   */
  async ready(): Promise<void> {
    if (Date.now() - this.readyAtMs < minuteMs / 2) {
      return;
    }
    this.gettingReady ??= this.warmUp().finally(() => {
      this.gettingReady = undefined;
    });
    await this.gettingReady;
  }

  /**
   * Routes one call. The same call id sent again, even at the same moment, gets the same answer and changes nothing.
   * @throws BatonError
   */
  route(call: QualifiedCall): Promise<Routed> {
    const running = this.inFlight.get(call.callId);
    if (running) {
      return running;
    }
    const routed = this.routeOnce(call).finally(() => this.inFlight.delete(call.callId));
    this.inFlight.set(call.callId, routed);
    return routed;
  }

  private async routeOnce(call: QualifiedCall): Promise<Routed> {
    const endsAtMs = performance.now() + this.deadlineMs;
    const trace = startTrace();
    const request = () => ({ deadlineMs: endsAtMs - performance.now(), trace, country: this.country });
    await this.checkCustomFields(call);
    const policies = await this.policies.get();
    const runningUserId = await this.runningUserId.get();

    for (let lostRaces = 0; lostRaces < mostAttempts; lostRaces += 1) {
      const opened = await openCall(this.salesforce, call, request());
      if (opened.handoff) {
        const handedOff = await readHandedOff(this.salesforce, opened.handoff, request());
        const facts = factsFromRecord(opened.handoff, opened, handedOff);
        const answer = composeAnswer(handedOff.call, facts, this.salesforce.instanceUrl, new Date(handedOff.decidedAt));
        return { answer, trace, lostRaces, repeated: true };
      }
      await this.observeTurns(opened, request());
      const { leadId, ownerId, team } = opened;
      const now = this.now();
      const policy = policyFor(policies, team?.developerName ?? null);
      const decision = this.reservations.reserve(call, opened, leadOwner(opened, runningUserId), policy, now);
      try {
        const lapsed = decision.kind === 'transfer' ? heldKeys(opened, decision, now) : [];
        const handoff = { call, leadId, ownerId, team, decision, lapsed, now };
        const result = await commitHandoff(this.salesforce, handoff, request());
        if (result.kind === 'done') {
          this.reservations.confirm(call.callId, team?.id, decision, this.now());
          const facts = factsFromDecision(decision, { leadId, ownerId, team, handoffId: result.handoffId, policy });
          return {
            answer: composeAnswer(call, facts, this.salesforce.instanceUrl, now),
            trace,
            lostRaces,
            repeated: false
          };
        }
        this.reservations.giveBack(call.callId, team?.id, decision);
      } catch (error) {
        this.reservations.giveBack(call.callId, team?.id, decision);
        throw error;
      }
      await pause(Math.random() * longestPauseMs);
    }
    throw new BatonError('tooMuchContention', `The call lost its turn ${mostAttempts} times.`);
  }

  /** Takes in the team's turns, and looks for those that other services may have taken unseen. */
  private async observeTurns(
    { team, turns }: OpenedCall,
    request: { deadlineMs: number; trace: Trace }
  ): Promise<void> {
    if (!team) {
      return;
    }
    const missing = this.reservations.observe(team.id, turns, this.now());
    if (missing.length > 0) {
      this.reservations.observe(team.id, await readTurns(this.salesforce, team.id, missing, request), this.now());
    }
  }

  /** Refuses fields that the org does not have before anything is written. */
  private async checkCustomFields(call: QualifiedCall): Promise<void> {
    const names = Object.keys(call.custom);
    if (names.length === 0) {
      return;
    }
    const known = await this.writableFields.get();
    const unknown = (name: string): boolean => !known.has(name.toLowerCase());
    if (names.some(unknown)) {
      // An administrator may have created it a moment ago.
      await this.writableFields.refresh();
    }
    const current = await this.writableFields.get();
    const fields = names.flatMap((name) => {
      const path = `custom.${name}`;
      if (isReservedLeadField(name)) {
        return [{ path, message: `${name} is set by Baton and cannot be sent under custom.` }];
      }
      return current.has(name.toLowerCase())
        ? []
        : [{ path, message: `The org has no Lead field ${name} that the integration user may write.` }];
    });
    if (fields.length > 0) {
      throw new BatonError('unknownField', fields.map(({ message }) => message).join(' '), { fields });
    }
  }
}

/** Offers of the chosen rep that are over and still hold the key of the rep's one live call. */
function heldKeys({ offers }: OpenedCall, { rep }: Decision, now: Date): RecentOffer[] {
  return offers.filter((offer) => offer.holdsLiveKey && offer.repId === rep?.id && !isLive(offer, now));
}

/** Whom the assignment rules chose. A lead that stayed with the user who created it was given to nobody. */
function leadOwner({ team, rep, ownerId }: OpenedCall, runningUserId: string): LeadOwner {
  if (team) {
    return { type: 'team', team };
  }
  return rep && ownerId !== runningUserId
    ? { type: 'rep', rep }
    : { type: 'service', id: ownerId, name: 'the integration user' };
}
