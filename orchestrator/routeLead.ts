/**
 * The main job: a qualified call becomes a Lead, Salesforce's assignment rules say whose, the rotation says who, and
 * the voice agent hears it. Two calls to Salesforce; see docs/decisions for why an insert and why turns are reserved
 * ahead.
 */
import { composeAnswer, factsFromDecision, factsFromRecord } from './answer.ts';
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import { policyFor, type Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import { Reservations } from './reservations.ts';
import { isRinging } from './routing/availability.ts';
import type { LeadOwner } from './routing/decide.ts';
import { commitHandoff } from './salesforce/commitHandoff.ts';
import { isReservedLeadField, repFromUser, userFields, type UserRecord } from './salesforce/fieldMap.ts';
import { FreshValue } from './salesforce/freshValue.ts';
import type { HandoffRecord } from './salesforce/handoffRecord.ts';
import { readWritableLeadFields } from './salesforce/leadFields.ts';
import { openCall, type OpenedCall } from './salesforce/openCall.ts';
import { readPolicies } from './salesforce/policies.ts';
import { readRunningUserId } from './salesforce/runningUser.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace, type Trace } from './salesforce/trace.ts';

/** Times a lost race is run again before the caller is told to; the deadline usually comes first. */
const mostAttempts = 25;
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
  private readonly reservations = new Reservations();
  private readonly inFlight = new Map<string, Promise<Routed>>();
  private readonly policies: FreshValue<Policy[]>;
  private readonly runningUserId: FreshValue<string>;
  private readonly writableFields: FreshValue<ReadonlySet<string>>;

  constructor(options: RouterOptions) {
    this.salesforce = options.salesforce;
    this.deadlineMs = options.deadlineMs ?? 3500;
    this.country = options.country ?? 'US';
    this.now = options.now ?? (() => new Date());
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
    await Promise.all([this.policies.refresh(), this.runningUserId.refresh(), this.writableFields.refresh()]);
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

    for (let lostRaces = 0; lostRaces < mostAttempts; lostRaces += 1) {
      const opened = await openCall(this.salesforce, call, request());
      if (opened.handoff) {
        const answer = await this.answerAgain(call, opened, opened.handoff, policies, request());
        return { answer, trace, lostRaces, repeated: true };
      }
      const now = this.now();
      const policy = policyFor(policies, opened.team?.developerName ?? null);
      const decision = this.reservations.reserve(
        call,
        opened,
        leadOwner(opened, await this.runningUserId.get()),
        policy,
        now
      );
      const teamId = opened.team?.id;
      try {
        const { leadId, ownerId, team } = opened;
        const lapsed = opened.offers.filter(
          (offer) => offer.holdsLiveKey && offer.repId === decision.rep?.id && !isRinging(offer, now)
        );
        const handoff = {
          call,
          leadId,
          ownerId,
          team,
          decision,
          lapsed: decision.kind === 'transfer' ? lapsed : [],
          now
        };
        const result = await commitHandoff(this.salesforce, handoff, request());
        if (result.kind === 'done') {
          this.reservations.confirm(teamId, decision);
          const facts = factsFromDecision(decision, { leadId, ownerId, team, handoffId: result.handoffId, policy });
          const answer = composeAnswer(call, facts, this.salesforce.instanceUrl, now);
          return { answer, trace, lostRaces, repeated: false };
        }
        this.reservations.giveBack(call.callId, teamId, decision);
      } catch (error) {
        this.reservations.giveBack(call.callId, teamId, decision);
        throw error;
      }
    }
    throw new BatonError('tooMuchContention', `The call lost its turn ${mostAttempts} times.`);
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

  /** The answer that an earlier request with this call id got, from the handoff that it left. */
  private async answerAgain(
    call: QualifiedCall,
    opened: OpenedCall,
    record: HandoffRecord,
    policies: readonly Policy[],
    request: { deadlineMs: number; trace: Trace }
  ): Promise<HandoffAnswer> {
    const known = [opened.rep, ...(opened.team?.members ?? [])].find((rep) => rep?.id === record.Rep__c);
    const rep = known ?? (record.Rep__c === null ? null : await this.readRep(record.Rep__c, request));
    const { ringSeconds } = policyFor(policies, opened.team?.developerName ?? null);
    const facts = factsFromRecord(record, { leadId: opened.leadId, ownerId: opened.ownerId, rep, ringSeconds });
    return composeAnswer(call, facts, this.salesforce.instanceUrl, this.now());
  }

  private async readRep(id: string, request: { deadlineMs: number; trace: Trace }): Promise<Rep> {
    const user = await this.salesforce.get<UserRecord>(`/sobjects/User/${id}?fields=${userFields.join(',')}`, request);
    return repFromUser(user, this.country);
  }
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
