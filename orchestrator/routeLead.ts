/**
 * The main job: a qualified call becomes a Lead, Salesforce's assignment rules say whose, the rotation says who, and
 * the voice agent hears it. Two calls to Salesforce once the caller is known; see docs/decisions for why an insert and
 * why turns are reserved ahead.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { composeAnswer, nextStepFromState, nextStepOf } from './answer.ts';
import { checkCustomFields } from './customFields.ts';
import { Deciding, type Calendars, type CallOptions } from './deciding.ts';
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import type { HandoffState } from './domain/handoffState.ts';
import { noMatch, type CallerMatch } from './domain/match.ts';
import type { Because } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import type { RecentOffer } from './domain/offer.ts';
import type { Decision } from './domain/decision.ts';
import { OrgFacts } from './orgFacts.ts';
import { Reservations } from './reservations.ts';
import { callbackDue } from './routing/decide.ts';
import { isLive } from './routing/availability.ts';
import { modeFor } from './routing/mode.ts';
import type { LeadOwner } from './routing/snapshot.ts';
import { findCaller } from './salesforce/findCaller.ts';
import { leadUrl, openCall, type OpenedCall } from './salesforce/openCall.ts';
import { matchOfDuplicates } from './salesforce/matchOfDuplicates.ts';
import { reasonsFromRecord } from './salesforce/handoffRecord.ts';
import { readHandoff, type HandoffReading } from './salesforce/readHandoff.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace, type Trace } from './salesforce/trace.ts';
import { checkVisibleFields } from './salesforce/visibleFields.ts';
import type { OfferChange, StepWrite } from './salesforce/stepWrite.ts';
import { writeStep, type StepResult } from './salesforce/writeStep.ts';
import { tellEntry } from './ruleEntry.ts';
import type { MatchedEntry } from './snapshot/predictOwner.ts';
import { stepFromDecision } from './stepFromDecision.ts';

/** Times a lost race is run again before the caller is told to; the deadline usually comes first. */
export const mostAttempts = 25;
const longestPauseMs = 30;
const minuteMs = 60_000;

export interface RouterOptions {
  salesforce: Salesforce;
  /** Longest a call may wait for Salesforce, in milliseconds. Default 3000. */
  deadlineMs?: number;
  /** ISO 3166-1 code assumed for reps' numbers without a country code. Default `US`. */
  country?: string;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** Hears of readings in the background that failed. */
  onBackgroundError?: (error: unknown) => void;
  /** Reps' calendars. Default: nothing is known of them, and everyone is free within the team's hours. */
  calendars?: Calendars;
  /** Who is calling. Default: asks the org when the call has been qualified. */
  findCaller?: (call: QualifiedCall, options: CallOptions) => Promise<CallerMatch>;
  /**
   * The entry of the assignment rule by which Salesforce chose this owner, from what is in memory: the answer waits for it.
   * Undefined where nobody can tell.
   */
  matchedEntry?: (call: QualifiedCall, ownerId: string) => MatchedEntry | undefined;
  /** Hears of each step that was written. */
  onStep?: (step: WrittenStep) => void;
  /** How long who lost a race waits before they read again. Default: by chance, up to 30 ms, or they would meet again. */
  pauseAfterLostRace?: () => Promise<unknown>;
  /** The notices that a step asks for, as subrequests of its transaction. */
  noticesFor?: (step: PlannedStep) => StepWrite['notices'];
}

/** A step before it is written: what its notices are made from. */
export interface PlannedStep {
  call: QualifiedCall;
  write: Omit<StepWrite, 'notices'>;
  rep: Rep | null;
  /** The handoff before the step; undefined for its first. */
  before: HandoffState | undefined;
  leadUrl: string;
}

export interface WrittenStep extends PlannedStep {
  handoffId: string;
  offerId: string | null;
  noticeIds: readonly string[];
  dropped: readonly string[];
}

/** An answer, with what it cost in Salesforce and how often a race was lost on the way. */
export interface Routed {
  answer: HandoffAnswer;
  trace: Trace;
  lostRaces: number;
  /** Whether the call had been handed off before and nothing was changed. */
  repeated: boolean;
  /** Id of the queue or user that the assignment rules chose; null when they did not run, or did not choose alone. */
  assignedTo: string | null;
}

/** A call whose lead is saved: handed off by an earlier request, or ready to be. */
export type OpenedLead =
  { kind: 'handedOff'; reading: HandoffReading } | { kind: 'opened'; match: CallerMatch; opened: OpenedCall };

const nobodysCalendar: Calendars = { get: () => undefined, ensure: () => Promise.resolve() };

/** Routes leads for one org. One for each process: it remembers what it has reserved. */
export class Router {
  readonly salesforce: Salesforce;
  readonly facts: OrgFacts;
  readonly deciding: Deciding;
  readonly reservations: Reservations;
  readonly deadlineMs: number;
  readonly country: string;
  readonly now: () => Date;
  readonly pauseAfterLostRace: () => Promise<unknown>;
  private readonly options: RouterOptions;
  private readonly inFlight = new Map<string, Promise<Routed>>();
  private readyAtMs = -Infinity;
  private gettingReady: Promise<void> | undefined;

  constructor(options: RouterOptions) {
    this.options = options;
    this.salesforce = options.salesforce;
    this.deadlineMs = options.deadlineMs ?? 3000;
    this.country = options.country ?? 'US';
    this.now = options.now ?? (() => new Date());
    this.pauseAfterLostRace = options.pauseAfterLostRace ?? (() => pause(Math.random() * longestPauseMs));
    this.reservations = new Reservations(this.deadlineMs);
    const { salesforce, deadlineMs, country, now, reservations } = this;
    this.facts = new OrgFacts({
      salesforce,
      deadlineMs,
      country,
      now,
      onError: options.onBackgroundError ?? (() => undefined)
    });
    const calendars = options.calendars ?? nobodysCalendar;
    this.deciding = new Deciding({ salesforce, facts: this.facts, calendars, reservations, now });
  }

  /** Reads what must be known before the first call. @throws BatonError when the org does not answer as it should */
  async warmUp(): Promise<void> {
    await Promise.all([this.facts.refresh(), checkVisibleFields(this.salesforce, this.deadlineMs)]);
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
   * Routes one call. The same call id sent again, even at the same moment, gets the answer that stands and changes
   * nothing.
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
    const request = (): CallOptions => ({ deadlineMs: endsAtMs - performance.now(), trace, country: this.country });
    for (let lostRaces = 0; lostRaces < mostAttempts; lostRaces += 1) {
      const lead = await this.open(call, request);
      if (lead.kind === 'handedOff') {
        return { answer: this.answerFrom(lead.reading), trace, lostRaces, repeated: true, assignedTo: null };
      }
      const answer = await this.handOff(call, lead.match, lead.opened, request);
      if (answer) {
        const assignedTo = isByRulesAlone(lead.match) ? lead.opened.ownerId : null;
        return { answer, trace, lostRaces, repeated: false, assignedTo };
      }
      await this.pauseAfterLostRace();
    }
    throw new BatonError('tooMuchContention', `The call lost its turn ${mostAttempts} times.`);
  }

  /**
   * The lead of a call, saved under the assignment rules, or the handoff that an earlier request with its id made.
   * @throws BatonError
   */
  async open(call: QualifiedCall, request: () => CallOptions): Promise<OpenedLead> {
    await checkCustomFields(call, this.facts.writableLeadFields);
    let match = await this.whoIsCalling(call, request());
    if (match.lead) {
      // An update would run the rules on a lead that an earlier request with this call id has handed off.
      const earlier = await this.earlierHandoff(call.callId, request());
      if (earlier) {
        return { kind: 'handedOff', reading: earlier };
      }
    }
    let opened = await openCall(this.salesforce, call, match, request());
    if ('kind' in opened) {
      match = await matchOfDuplicates(this.salesforce, opened.records, match, request());
      opened = await openCall(this.salesforce, call, match, { ...request(), allowDuplicate: true });
    }
    if ('kind' in opened) {
      throw new BatonError('rejectedBySalesforce', "One of the org's duplicate rules does not let the lead be saved.");
    }
    return opened.handoff
      ? { kind: 'handedOff', reading: await readHandoff(this.salesforce, { callId: call.callId }, request()) }
      : { kind: 'opened', match, opened };
  }

  /** Decides and writes the first step; undefined when a race was lost. */
  async handOff(
    call: QualifiedCall,
    match: CallerMatch,
    opened: OpenedCall,
    request: () => CallOptions,
    { predicted = false, because }: { predicted?: boolean; because?: Because } = {}
  ): Promise<HandoffAnswer | undefined> {
    const { leadId, ownerId, team } = opened;
    const { decision, policy, hours, offers } = await this.deciding.decide(
      {
        callId: call.callId,
        owner: leadOwner(opened, match, await this.facts.runningUserId.get()),
        offers: opened.offers,
        turns: opened.turns,
        modeFor: (teamPolicy) => modeFor(call, teamPolicy),
        asked: [],
        rung: 0,
        callerTimeZone: call.caller.timeZone
      },
      request
    );
    const now = this.now();
    if (isByRulesAlone(match)) {
      tellEntry(decision.because, this.options.matchedEntry?.(call, ownerId));
    }
    decision.because.unshift(...(because ? [because] : []), ...becauseOf(match, opened));
    const contactDue =
      decision.kind === 'callback'
        ? decision.at
        : callbackDue({ calendarOf: (id) => this.options.calendars?.get(id), now }, decision.rep, { policy, hours });
    const write = {
      leadId,
      handoffId: null,
      step: 1,
      ...stepFromDecision(call, decision, policy, { taskId: null, now }),
      firstContactDueAt: contactDue,
      first: { call, team: team && { id: team.id, name: team.name }, predicted },
      changes: decision.kind === 'transfer' ? lapsedKeys(offers, decision, now) : [],
      leadOwnerId: decision.rep && decision.rep.id !== ownerId ? decision.rep.id : undefined,
      event: undefined
    };
    const result = await this.write(call, write, { decision, rep: decision.rep, before: undefined }, request());
    if (result.kind !== 'done') {
      return undefined;
    }
    return composeAnswer(
      call,
      {
        leadId,
        ownerId,
        handoffId: result.handoffId,
        team: team ?? null,
        rep: decision.rep,
        nextStep: nextStepOf(decision, policy),
        phase: write.phase,
        because: decision.because,
        passedOver: decision.passedOver,
        predicted
      },
      { leadUrl: this.leadUrl(leadId), now }
    );
  }

  /**
   * Writes a step with its notices, and keeps or gives back what its decision reserved.
   * @param context.decision undefined when the step reserved nothing
   * @throws BatonError
   */
  async write(
    call: QualifiedCall,
    write: Omit<StepWrite, 'notices'>,
    { decision, rep, before }: { decision: Decision | undefined; rep: Rep | null; before: HandoffState | undefined },
    request: CallOptions
  ): Promise<StepResult> {
    const planned: PlannedStep = { call, write, rep, before, leadUrl: this.leadUrl(write.leadId) };
    try {
      const notices = this.options.noticesFor?.(planned) ?? [];
      const result = await writeStep(this.salesforce, { ...write, notices }, request);
      if (result.kind === 'done') {
        if (decision) {
          this.reservations.confirm(call.callId, decision, this.now());
        }
        this.options.onStep?.({ ...planned, ...result });
      } else if (decision) {
        this.reservations.giveBack(call.callId, decision);
      }
      return result;
    } catch (error) {
      if (decision) {
        this.reservations.giveBack(call.callId, decision);
      }
      throw error;
    }
  }

  /** The answer that a handoff stands at. */
  answerFrom({ state, record, call, rep, leadOwnerId }: HandoffReading): HandoffAnswer {
    const team = state.teamId === null ? null : { id: state.teamId, name: record.Team_Name__c ?? '' };
    return composeAnswer(
      { ...call, caller: { ...call.caller, timeZone: state.callerTimeZone } },
      {
        leadId: state.leadId,
        ownerId: team?.id ?? leadOwnerId,
        handoffId: state.id,
        team,
        rep,
        nextStep: nextStepFromState(state, rep),
        phase: state.phase,
        predicted: record.Predicted__c,
        ...reasonsFromRecord(record)
      },
      { leadUrl: this.leadUrl(state.leadId), now: this.now() }
    );
  }

  private leadUrl(leadId: string): string {
    return leadUrl(this.salesforce.instanceUrl, leadId);
  }

  private async earlierHandoff(callId: string, request: CallOptions): Promise<HandoffReading | undefined> {
    try {
      return await readHandoff(this.salesforce, { callId }, request);
    } catch (error) {
      if (error instanceof BatonError && error.code === 'handoffNotFound') {
        return undefined;
      }
      throw error;
    }
  }

  /** A caller whom the org knows. A lead that an earlier request of the same call made is no acquaintance. */
  private async whoIsCalling(call: QualifiedCall, request: CallOptions): Promise<CallerMatch> {
    const { phone, email, company, postalCode, country } = call.caller;
    const facts = { phone, email, company, postalCode, country };
    const match = await (this.options.findCaller?.(call, request) ?? findCaller(this.salesforce, facts, request));
    return match.lead?.callId === call.callId ? { ...noMatch, account: match.account, because: match.because } : match;
  }
}

/** Offers of the chosen rep that are over and still hold the key of the rep's one live call. */
export function lapsedKeys(offers: readonly RecentOffer[], { rep }: Decision, now: Date): OfferChange[] {
  const lapsed = offers
    .filter((offer) => offer.id !== null && offer.holdsLiveKey && offer.repId === rep?.id && !isLive(offer, now))
    .map(({ id }) => id!);
  // A rep of both the team and its backup was read twice.
  return [...new Set(lapsed)].map((id) => ({ id, releasesLiveKey: true }));
}

/** Whom the assignment rules chose. A lead that stayed with the user who created it was given to nobody. */
function leadOwner({ team, rep, ownerId }: OpenedCall, { lead }: CallerMatch, runningUserId: string): LeadOwner {
  if (team) {
    return { type: 'team', team };
  }
  return rep && ownerId !== runningUserId
    ? { type: 'rep', rep, kept: lead?.ownerId === ownerId }
    : { type: 'service', id: ownerId, name: 'the integration user' };
}

/** A lead that somebody owned before says nothing of the rules. */
function isByRulesAlone({ lead, account }: CallerMatch): boolean {
  return !lead && !account;
}

/** What the caller was recognised by, and what it led to. */
function becauseOf({ because, account }: CallerMatch, { ownerId }: OpenedCall): Because[] {
  const matched = because.map(({ text }): Because => ({ rule: 'matched', text }));
  return account && account.ownerId === ownerId
    ? [
        ...matched,
        {
          rule: 'keptOwner',
          text: `The account ${account.name} has an owner, and the rules let the owner keep its leads.`
        }
      ]
    : matched;
}
