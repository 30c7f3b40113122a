/**
 * Every step of a handoff after its first: what the voice agent reports, what the rep presses, what the clock finds. Reads
 * the handoff anew, asks the table what the event does in its state, and writes the step; who loses a race reads again.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CallOptions, MadeDecision } from './deciding.ts';
import type { RepCalendar } from './domain/calendar.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import { openOffer, type HandoffState, type OfferState } from './domain/handoffState.ts';
import type { Mode } from './domain/mode.ts';
import type { Because } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import { rowFor, type HandoffEvent, type Row } from './handoff/machine.ts';
import { callbackDue } from './routing/decide.ts';
import type { Asked, LeadOwner } from './routing/snapshot.ts';
import { lapsedKeys, longestPauseMs, mostAttempts, type Routed, type Router } from './routeLead.ts';
import { readHandoff, type HandoffReading, type HandoffRef } from './salesforce/readHandoff.ts';
import { startTrace } from './salesforce/trace.ts';
import type { OfferChange, StepWrite } from './salesforce/writeStep.ts';
import { callbackTask, stepFromDecision } from './stepFromDecision.ts';

/** What happened, and to whom. */
export interface StepRequest {
  event: HandoffEvent;
  /** The rep it tells of; undefined for events that tell of none. */
  repId?: string;
  /** The offer it tells of, where that is known; wins over the rep. */
  offerId?: string;
  /** When the caller was reached, for `contactMade`; ISO 8601 UTC. */
  at?: string;
}

/** A step that the table names and that is planned outside, such as a booking. */
export type PlannedWrite = Omit<StepWrite, 'notices' | 'leadId' | 'handoffId' | 'step'> & { rep: Rep | null };

/** Undefined when there is nothing to do: what is asked for stands already. */
export type PlanStep = (
  reading: HandoffReading,
  row: Row,
  options: () => CallOptions
) => Promise<PlannedWrite | undefined>;

export interface HandoffStepsOptions {
  router: Router;
  calendarOf: (repId: string) => RepCalendar | undefined;
}

export class HandoffSteps {
  private readonly router: Router;
  private readonly calendarOf: (repId: string) => RepCalendar | undefined;

  constructor({ router, calendarOf }: HandoffStepsOptions) {
    this.router = router;
    this.calendarOf = calendarOf;
  }

  /** How a handoff stands. @throws BatonError `handoffNotFound` */
  async read(ref: HandoffRef): Promise<HandoffAnswer> {
    const { router } = this;
    const options = { deadlineMs: router.deadlineMs, trace: startTrace(), country: router.country };
    return router.answerFrom(await readHandoff(router.salesforce, ref, options));
  }

  /**
   * Moves a handoff on. What has been told before, or comes too late, changes nothing: the answer is the next step that
   * stands, and `repeated` says so.
   * @param plan makes the write of `book` and `move`; what they need is known to whoever books
   * @throws BatonError `handoffNotFound`, `notPossibleNow`
   */
  async apply(ref: HandoffRef, request: StepRequest, plan?: PlanStep): Promise<Routed> {
    const { router } = this;
    const endsAtMs = performance.now() + router.deadlineMs;
    const trace = startTrace();
    const options = (): CallOptions => ({ deadlineMs: endsAtMs - performance.now(), trace, country: router.country });

    for (let lostRaces = 0; lostRaces < mostAttempts; lostRaces += 1) {
      const reading = await readHandoff(router.salesforce, ref, options());
      const declinedByRep = unansweredDecline(reading.state);
      const state = declinedByRep ? reading.state : withRepsOwnAccept(reading.state);
      const open = declinedByRep ?? openOffer(state);
      const row: Row = declinedByRep
        ? { move: 'nextRung' }
        : rowFor(state.phase, request.event, isAbout(request, open));
      const isUnheardAccept = state !== reading.state;
      if (row.move === 'stay' && isUnheardAccept) {
        await this.step({ ...reading, state }, open, { move: 'connect' }, request, options);
        continue;
      }
      if (row.move === 'stay') {
        return { answer: router.answerFrom(reading), trace, lostRaces, repeated: true };
      }
      if (row.move === 'refuse') {
        const text = `The handoff is ${state.phase}: "${request.event}" makes no sense there.`;
        throw new BatonError('notPossibleNow', text);
      }
      const result = await this.step({ ...reading, state }, open, row, request, options, plan);
      if (result === 'stands') {
        return { answer: router.answerFrom(reading), trace, lostRaces, repeated: true };
      }
      if (result === 'written' && declinedByRep && request.event !== 'repDeclined') {
        // The rep's own decline had to be heard first; now for what was reported.
        continue;
      }
      if (result === 'written') {
        const after = await readHandoff(router.salesforce, ref, options());
        return { answer: router.answerFrom(after), trace, lostRaces, repeated: false };
      }
      await pause(Math.random() * longestPauseMs);
    }
    throw new BatonError('tooMuchContention', `The handoff was moved on by others ${mostAttempts} times.`);
  }

  private async step(
    reading: HandoffReading,
    open: OfferState | undefined,
    row: Row,
    request: StepRequest,
    options: () => CallOptions,
    plan?: PlanStep
  ): Promise<'written' | 'lost' | 'stands'> {
    const { state } = reading;
    const now = this.router.now();
    const changes = changesOf(open, row);
    const standing = {
      phase: state.phase,
      nextStepAt: state.nextStepAt,
      repId: state.repId,
      because: this.router.answerFrom(reading).because,
      passedOver: this.router.answerFrom(reading).passedOver,
      changes,
      opens: undefined,
      leadOwnerId: undefined,
      task: undefined,
      event: undefined
    };
    switch (row.move) {
      case 'connect': {
        const firstContactAt = state.firstContactAt ?? now.toISOString();
        return this.write(
          reading,
          { ...standing, phase: 'accepted', nextStepAt: now.toISOString(), firstContactAt },
          options
        );
      }
      case 'nextRung':
        return this.decided(reading, changes, { kind: 'live', because: undefined }, options);
      case 'passOn':
        return this.decided(reading, changes, { kind: 'callback', because: whyCallback(request.event) }, options);
      case 'callBack': {
        const rep = reading.rep;
        if (!rep?.active) {
          return this.decided(reading, changes, { kind: 'callback', because: whyCallback(request.event) }, options);
        }
        return this.write(
          reading,
          { ...standing, ...(await this.callBack(reading, rep, request.event, now)) },
          options
        );
      }
      case 'complete': {
        const firstContactAt = state.firstContactAt ?? request.at ?? now.toISOString();
        const task =
          state.taskId !== null && state.phase === 'callback' ? closedTask(state.taskId, 'Completed') : undefined;
        return this.write(
          reading,
          { ...standing, phase: 'completed', firstContactAt, endedAt: now.toISOString(), task },
          options
        );
      }
      case 'book':
      case 'move': {
        if (!plan) {
          throw new BatonError('unexpected', `Nobody planned the ${row.move}.`);
        }
        const planned = await plan(reading, row, options);
        return planned === undefined ? 'stands' : this.write(reading, planned, options, undefined, planned.rep);
      }
      case 'stay':
      case 'refuse':
        return 'stands';
    }
  }

  /** The ladder goes on: whoever was asked is not asked again. */
  private async decided(
    reading: HandoffReading,
    changes: OfferChange[],
    mode: Mode,
    options: () => CallOptions
  ): Promise<'written' | 'lost'> {
    const { state, call } = reading;
    const made = await this.router.deciding.decide(
      {
        callId: state.callId,
        owner: await this.ownerOf(reading),
        offers: reading.offers,
        turns: reading.turns,
        modeFor: () => mode,
        asked: askedOf(state, changes),
        rung: state.offers.filter(({ kind }) => kind === 'live').length,
        callerTimeZone: state.callerTimeZone
      },
      options
    );
    const { decision, policy } = made;
    const now = this.router.now();
    const part = stepFromDecision(call, decision, policy, { taskId: state.taskId, now });
    const lapsed = decision.kind === 'transfer' ? lapsedKeys(reading.offers, decision, now) : [];
    return this.write(
      reading,
      {
        ...part,
        changes: [...changes, ...lapsed.filter(({ id }) => changes.every((change) => change.id !== id))],
        leadOwnerId: this.newOwner(reading, decision.rep),
        event: undefined
      },
      options,
      made
    );
  }

  /** The same rep owes a call; the lead stays theirs, so no turn is taken. */
  private async callBack(
    reading: HandoffReading,
    rep: Rep,
    event: HandoffEvent,
    now: Date
  ): Promise<Partial<PlannedWrite>> {
    const { state, call, team } = reading;
    const policy = await this.router.facts.policyOf(team?.developerName ?? null);
    const hours = await this.router.facts.hoursOf(policy);
    const at = callbackDue({ calendarOf: this.calendarOf, now }, rep, { policy, hours });
    const because = [whyCallback(event)];
    const subject = `Cancelled: meeting with ${call.caller.company}`.slice(0, 255);
    return {
      phase: 'callback',
      nextStepAt: at,
      repId: rep.id,
      because,
      opens: {
        repId: rep.id,
        teamId: null,
        kind: 'callback',
        status: 'assigned',
        offeredAt: now.toISOString(),
        expiresAt: null,
        startsAt: null,
        endsAt: null,
        turn: null,
        slotNumber: null,
        because
      },
      task: callbackTask(call, rep, at, policy, { taskId: state.taskId, now }),
      event:
        state.eventId !== null && state.phase === 'booked' ? { kind: 'cancel', id: state.eventId, subject } : undefined
    };
  }

  private async write(
    { state, call, rep }: HandoffReading,
    write: Omit<StepWrite, 'notices' | 'leadId' | 'handoffId' | 'step'>,
    options: () => CallOptions,
    made?: MadeDecision,
    newRep?: Rep | null
  ): Promise<'written' | 'lost'> {
    const { leadId, id, step, callId } = state;
    const result = await this.router.write(
      call,
      { ...write, leadId, handoffId: id, step: step + 1 },
      { decision: made?.decision, rep: newRep ?? made?.decision.rep ?? rep, before: state },
      options()
    );
    if (result.kind === 'done' && write.repId !== state.repId) {
      this.router.reservations.release(callId, state.repId ?? undefined);
    }
    return result.kind === 'done' ? 'written' : 'lost';
  }

  /** Whose lead it is to the ladder: the team's or the rep's whom the rules chose first. */
  private async ownerOf({ team, owner, leadOwnerId }: HandoffReading): Promise<LeadOwner> {
    if (team) {
      return { type: 'team', team };
    }
    if (owner && owner.id !== (await this.router.facts.runningUserId.get())) {
      return { type: 'rep', rep: owner };
    }
    return { type: 'service', id: leadOwnerId, name: 'the integration user' };
  }

  /** A person who was given the lead by another person keeps it. */
  newOwner({ state, leadOwnerId }: HandoffReading, rep: Rep | null): string | undefined {
    const isOurs = leadOwnerId.startsWith('00G') || state.offers.some(({ repId }) => repId === leadOwnerId);
    return rep && rep.id !== leadOwnerId && isOurs ? rep.id : undefined;
  }
}

/** A live offer that its rep has declined in Salesforce, which the handoff has not heard of. */
function unansweredDecline({ phase, offers }: HandoffState): OfferState | undefined {
  const last = offers.at(-1);
  return phase === 'ringing' && last?.status === 'declined' ? last : undefined;
}

/** A rep who has pressed Accept has accepted, whether or not the handoff has heard of it. */
function withRepsOwnAccept(state: HandoffState): HandoffState {
  return state.phase === 'ringing' && openOffer(state)?.status === 'accepted' ? { ...state, phase: 'accepted' } : state;
}

/** What becomes of the open offer. An offer that its rep has ended already only gives back the rep's one live call. */
export function changesOf(open: OfferState | undefined, { move, offerBecomes }: Row): OfferChange[] {
  if (!open?.id || move === 'connect') {
    return open?.id && offerBecomes && offerBecomes !== open.status
      ? [{ id: open.id, status: offerBecomes, releasesLiveKey: false }]
      : [];
  }
  const isEnded = offerBecomes === undefined || open.status === offerBecomes;
  return [{ id: open.id, ...(isEnded ? {} : { status: offerBecomes }), releasesLiveKey: open.kind === 'live' }];
}

function isAbout({ offerId, repId }: StepRequest, open: OfferState | undefined): boolean {
  if (offerId !== undefined) {
    return open?.id?.slice(0, 15) === offerId.slice(0, 15);
  }
  return repId === undefined || open?.repId.slice(0, 15) === repId.slice(0, 15);
}

function askedOf({ offers }: HandoffState, changes: readonly OfferChange[]): Asked[] {
  return offers.map(({ id, repId, turn, status }) => ({
    repId,
    tookTurn: turn !== null,
    lapsed: status === 'lapsed' || changes.some((change) => change.id === id && change.status === 'lapsed')
  }));
}

function closedTask(id: string, status: 'Completed' | 'Deferred'): StepWrite['task'] {
  return { kind: 'close', id, status };
}

function whyCallback(event: HandoffEvent): Because {
  switch (event) {
    case 'callerLeft':
      return {
        rule: 'callerLeft',
        text: 'The caller left before they could be joined; the rep who was asked calls back.'
      };
    case 'ringTimedOut':
      return {
        rule: 'nobodyReported',
        text: 'Nobody reported what became of the ringing; the rep who was asked calls back.'
      };
    case 'choiceTimedOut':
      return { rule: 'notChosen', text: 'The caller chose no time for a meeting; the rep calls back.' };
    case 'callbackLapsed':
      return { rule: 'callbackLapsed', text: 'The callback was not made in time and goes to the next in turn.' };
    default:
      return { rule: 'meetingCancelled', text: 'The meeting was cancelled; the rep calls back.' };
  }
}
