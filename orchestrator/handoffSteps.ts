/**
 * Every step of a handoff after its first: what the voice agent reports, what the rep presses, what the clock finds. Reads
 * the handoff anew, asks the table what the event does in its state, and writes the step; who loses a race reads again.
 */
import type { CallOptions, MadeDecision } from './deciding.ts';
import type { RepCalendar } from './domain/calendar.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import { openOffer } from './domain/handoffState.ts';
import type { Rep } from './domain/rep.ts';
import { hearEvent, type Report } from './handoff/hearEvent.ts';
import type { Row } from './handoff/machine.ts';
import { askedOf, rungOf } from './handoff/offerChanges.ts';
import { owedBy, planRow, type RowPlan } from './handoff/planRow.ts';
import { callbackDue } from './routing/decide.ts';
import { noMeetingFor } from './routing/mode.ts';
import type { LeadOwner } from './routing/snapshot.ts';
import { tellEntry, toldEntry } from './ruleEntry.ts';
import { lapsedKeys, mostAttempts, type Routed, type Router } from './routeLead.ts';
import { reasonsFromRecord } from './salesforce/handoffRecord.ts';
import { readHandoff, type HandoffReading, type HandoffRef } from './salesforce/readHandoff.ts';
import { startTrace } from './salesforce/trace.ts';
import type { StepWrite } from './salesforce/stepWrite.ts';
import { callbackTask, stepFromDecision, wholeSecond } from './stepFromDecision.ts';

export interface StepRequest extends Report {
  /** When the caller was reached, for `contactMade`; ISO 8601 UTC. */
  at?: string;
  /** The step at which this was found to be due: of a handoff that has moved on since it tells nothing. */
  step?: number;
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
   * @param planBooking makes the write of `book` and `move`; what they need is known to whoever books
   * @throws BatonError `handoffNotFound`, `notPossibleNow`
   */
  async apply(ref: HandoffRef, request: StepRequest, planBooking?: PlanStep): Promise<Routed> {
    const { router } = this;
    const endsAtMs = performance.now() + router.deadlineMs;
    const trace = startTrace();
    const options = (): CallOptions => ({ deadlineMs: endsAtMs - performance.now(), trace, country: router.country });

    let hasWritten = false;
    for (let lostRaces = 0; lostRaces < mostAttempts; lostRaces += 1) {
      const reading = await readHandoff(router.salesforce, ref, options());
      const hasMovedOn = request.step !== undefined && request.step !== reading.state.step;
      if (hasMovedOn) {
        return { answer: router.answerFrom(reading), trace, lostRaces, repeated: !hasWritten, assignedTo: null };
      }
      const hearing = hearEvent(reading.state, request, router.now().getTime());
      const plan = planRow(hearing, request.event, reading.rep?.active ?? false);
      if (plan.kind === 'refuse') {
        const text = `The handoff is ${hearing.state.phase}: "${request.event}" makes no sense there.`;
        throw new BatonError('notPossibleNow', text);
      }
      const heard = { ...reading, state: hearing.state };
      const result = await this.step(heard, plan, request, options, () => planBooking?.(heard, hearing.row, options));
      if (result === 'stands') {
        return { answer: router.answerFrom(reading), trace, lostRaces, repeated: !hasWritten, assignedTo: null };
      }
      if (result === 'written' && hearing.isCatchingUp) {
        // What the rep did had to be heard first; now for what was reported.
        hasWritten = true;
        continue;
      }
      if (result === 'written') {
        const after = await readHandoff(router.salesforce, ref, options());
        return { answer: router.answerFrom(after), trace, lostRaces, repeated: false, assignedTo: null };
      }
      await router.pauseAfterLostRace();
    }
    throw new BatonError('tooMuchContention', `The handoff was moved on by others ${mostAttempts} times.`);
  }

  private async step(
    reading: HandoffReading,
    plan: Exclude<RowPlan, { kind: 'refuse' }>,
    request: StepRequest,
    options: () => CallOptions,
    booking: () => Promise<PlannedWrite | undefined> | undefined
  ): Promise<'written' | 'lost' | 'stands'> {
    const { state } = reading;
    const now = this.router.now();
    switch (plan.kind) {
      case 'nothing':
        return 'stands';
      case 'connect': {
        const { phase, changes } = plan;
        const firstContactAt = state.firstContactAt ?? now.toISOString();
        const connected = { phase, changes, nextStepAt: now.toISOString(), firstContactAt };
        return this.write(reading, { ...this.standing(reading), ...connected }, options);
      }
      case 'end': {
        const { phase, changes, closesTask } = plan;
        const firstContactAt = state.firstContactAt ?? request.at ?? now.toISOString();
        const task = closesTask ? closedTask(state.taskId!) : undefined;
        const ended = { phase, changes, firstContactAt, endedAt: now.toISOString(), task };
        return this.write(reading, { ...this.standing(reading), ...ended }, options);
      }
      case 'sameRep':
        return this.write(
          reading,
          { ...this.standing(reading), ...(await this.callBack(reading, reading.rep!, plan, now)) },
          options
        );
      case 'decide':
        return this.decided(reading, plan, options);
      case 'calendar': {
        const planning = booking();
        if (!planning) {
          throw new BatonError('unexpected', `Nobody planned "${request.event}".`);
        }
        const planned = await planning;
        return planned === undefined ? 'stands' : this.write(reading, planned, options, undefined, planned.rep);
      }
    }
  }

  /** A step that changes nothing yet. */
  private standing(reading: HandoffReading): Omit<PlannedWrite, 'rep' | 'changes'> {
    const { phase, nextStepAt, repId } = reading.state;
    const { because, passedOver } = this.router.answerFrom(reading);
    const changed = { opens: undefined, leadOwnerId: undefined, task: undefined, event: undefined };
    return { phase, nextStepAt, repId, because, passedOver, ...changed };
  }

  /** The ladder goes on: whoever was asked is not asked again. */
  private async decided(
    reading: HandoffReading,
    { mode, changes, cancelsEvent }: Extract<RowPlan, { kind: 'decide' }>,
    options: () => CallOptions
  ): Promise<'written' | 'lost'> {
    const { state, call } = reading;
    const made = await this.router.deciding.decide(
      {
        callId: state.callId,
        owner: await this.ownerOf(reading),
        offers: reading.offers,
        turns: reading.turns,
        modeFor: (policy) =>
          mode.kind === 'live' ? { ...mode, noMeeting: noMeetingFor(call.qualification, policy) } : mode,
        asked: askedOf(state, changes),
        rung: rungOf(state),
        callerTimeZone: state.callerTimeZone
      },
      options
    );
    const { decision, policy, offers } = made;
    // The rules ran once, when the call came; whoever is asked now wants to know as well.
    tellEntry(decision.because, toldEntry(reasonsFromRecord(reading.record).because));
    const now = this.router.now();
    const part = stepFromDecision(call, decision, policy, { taskId: state.taskId, now });
    const lapsed = decision.kind === 'transfer' ? lapsedKeys(offers, decision, now) : [];
    return this.write(
      reading,
      {
        ...part,
        repId: owedBy(part.repId, state),
        changes: [...changes, ...lapsed.filter(({ id }) => changes.every((change) => change.id !== id))],
        leadOwnerId: this.newOwner(reading, decision.rep),
        event: cancelsEvent ? cancelledEvent(reading) : undefined
      },
      options,
      made
    );
  }

  /** The same rep owes a call; the lead stays theirs, so no turn is taken. */
  private async callBack(
    reading: HandoffReading,
    rep: Rep,
    { phase, changes, because: why, cancelsEvent }: Extract<RowPlan, { kind: 'sameRep' }>,
    now: Date
  ): Promise<Pick<PlannedWrite, 'changes'> & Partial<PlannedWrite>> {
    const { state, call, team } = reading;
    const policy = await this.router.facts.policyOf(team?.developerName ?? null);
    const hours = await this.router.facts.hoursOf(policy);
    const at = callbackDue({ calendarOf: this.calendarOf, now }, rep, { policy, hours });
    const because = [why];
    return {
      phase,
      changes,
      nextStepAt: at,
      repId: rep.id,
      because,
      opens: {
        repId: rep.id,
        teamId: null,
        kind: 'callback',
        status: 'assigned',
        offeredAt: wholeSecond(now),
        expiresAt: null,
        startsAt: null,
        endsAt: null,
        turn: null,
        slotNumber: null,
        because,
        passedOver: []
      },
      task: callbackTask(call, rep, at, policy, { taskId: state.taskId, now }),
      event: cancelsEvent ? cancelledEvent(reading) : undefined
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
    const isOver = write.phase !== 'ringing' && write.phase !== 'accepted';
    const { reservations } = this.router;
    const open = openOffer(state);
    if (result.kind === 'done' && (isOver || write.repId !== state.repId)) {
      reservations.release(callId, state.repId ?? undefined);
    } else if (result.kind === 'done' && write.phase === 'accepted' && open) {
      reservations.remember(callId, { ...open, status: 'accepted' }, this.router.now());
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

function closedTask(id: string): StepWrite['task'] {
  return { kind: 'close', id, status: 'Completed' };
}

function cancelledEvent({ state, call }: HandoffReading): StepWrite['event'] {
  const subject = `Cancelled: meeting with ${call.caller.company}`.slice(0, 255);
  return { kind: 'cancel', id: state.eventId!, subject };
}
