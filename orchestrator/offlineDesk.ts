/**
 * Goes on without Salesforce: decides from the snapshot of the org, keeps what it decided in the journal, and moves it on as
 * the voice agent reports. A meeting is not offered: nobody can tell here whether its time is still free.
 */
import { composeAnswer, nextStepFromState } from './answer.ts';
import type { Calendars } from './deciding.ts';
import type { QualifiedCall } from './domain/call.ts';
import type { Decision } from './domain/decision.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import type { HandoffState } from './domain/handoffState.ts';
import type { Mode } from './domain/mode.ts';
import { defaultPolicy, policyFor, type Policy } from './domain/policy.ts';
import type { Because } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import type { Team } from './domain/team.ts';
import { hearEvent, type Report } from './handoff/hearEvent.ts';
import { askedOf, rungOf, type OfferEnd } from './handoff/offerChanges.ts';
import { owedBy, planRow } from './handoff/planRow.ts';
import { hoursNamed } from './orgFacts.ts';
import type { PredictedHandoff, PredictedOffer } from './predictedHandoff.ts';
import type { Reservations } from './reservations.ts';
import { callbackDue } from './routing/decide.ts';
import { modeFor } from './routing/mode.ts';
import type { Asked, LeadOwner, Snapshot, WorkedTeam } from './routing/snapshot.ts';
import { leadFromCall } from './salesforce/fieldMap.ts';
import type { OrgSnapshot } from './snapshot/orgSnapshot.ts';
import { wholeSecond } from './stepFromDecision.ts';
import { predictedEntry } from './ruleEntry.ts';
import { predictOwner, type Prediction } from './snapshot/predictOwner.ts';

export interface OfflineDeskOptions {
  snapshot: () => OrgSnapshot | undefined;
  reservations: Reservations;
  calendars: Calendars;
  /** Username of whoever owes a callback when nothing tells whose the lead is. */
  fallbackOwner: string | undefined;
  now: () => Date;
}

/** How long a phone that rings without Salesforce's knowledge is remembered here. */
const rememberedMs = 60 * 60_000;

export class OfflineDesk {
  private readonly options: OfflineDeskOptions;

  constructor(options: OfflineDeskOptions) {
    this.options = options;
  }

  /** The first answer to a call. */
  answer(call: QualifiedCall): PredictedHandoff {
    const snapshot = this.options.snapshot();
    const now = this.options.now();
    const prediction: Prediction = snapshot
      ? predictOwner(snapshot, leadFromCall(call), now)
      : { type: 'unknown', reason: 'Nothing is known of the org yet.' };
    const owner = this.ownerOf(prediction);
    const text = predictedText(prediction, snapshot);
    const because: Because[] = [{ rule: 'predicted', text, ...predictedEntry(prediction) }];
    const policy = this.policyOf(snapshot, owner);
    const { decision, worked } = this.decide(call, snapshot, owner, noMeeting(modeFor(call, policy)), [], 0);
    decision.because.unshift(...because);
    return {
      version: 1,
      assignedTo: assigneeOf(prediction),
      phase: decision.kind === 'transfer' ? 'ringing' : 'callback',
      step: 1,
      nextStepAt: decision.at,
      rep: decision.rep,
      team: owner.type === 'team' ? { id: owner.team.id, name: owner.team.name } : null,
      owner: owner.type === 'rep' ? owner.rep : null,
      ringSeconds: worked.ringSeconds,
      offers: decision.rep ? [offerOf(decision, decision.rep, now)] : [],
      firstContactAt: null,
      endedAt: null,
      because: decision.because,
      passedOver: decision.passedOver
    };
  }

  /**
   * Moves it on.
   * @returns undefined when nothing changes
   * @throws BatonError `notPossibleNow`, or `salesforceUnavailable` for what cannot be done without Salesforce
   */
  apply(call: QualifiedCall, handoff: PredictedHandoff, report: Report): PredictedHandoff | undefined {
    const now = this.options.now();
    const state = stateOf(call, handoff);
    const hearing = hearEvent(state, report, now.getTime());
    const plan = planRow(hearing, report.event, handoff.rep?.active ?? false);
    const step = handoff.step + 1;
    switch (plan.kind) {
      case 'nothing':
        return undefined;
      case 'refuse':
        throw new BatonError(
          'notPossibleNow',
          `The handoff is ${state.phase}: "${report.event}" makes no sense there.`
        );
      case 'calendar':
        throw new BatonError('salesforceUnavailable', 'Meetings cannot be booked while Salesforce is down.');
      case 'connect':
        this.remember(call.callId, { ...handoff.offers.at(-1)!, status: 'accepted' });
        return {
          ...changed(handoff, plan.changes),
          step,
          phase: 'accepted',
          nextStepAt: now.toISOString(),
          firstContactAt: handoff.firstContactAt ?? now.toISOString()
        };
      case 'end':
        this.options.reservations.release(call.callId, handoff.rep?.id);
        return {
          ...changed(handoff, plan.changes),
          step,
          phase: 'completed',
          firstContactAt: handoff.firstContactAt ?? now.toISOString(),
          endedAt: now.toISOString()
        };
      case 'sameRep': {
        const rep = handoff.rep!;
        this.options.reservations.release(call.callId, rep.id);
        const snapshot = this.options.snapshot();
        const policy = this.policyOf(snapshot, this.owner(snapshot, handoff));
        const hours = hoursNamed(snapshot?.hours ?? [], policy.businessHours);
        const at = callbackDue({ calendarOf: (id) => this.options.calendars.get(id), now }, rep, { policy, hours });
        const because = [plan.because];
        const offer: PredictedOffer = { ...blankOffer(rep.id, now), kind: 'callback', status: 'assigned', because };
        const ended = changed(handoff, plan.changes);
        return { ...ended, step, phase: 'callback', nextStepAt: at, offers: [...ended.offers, offer], because };
      }
      case 'decide':
        return this.decideAgain(call, changed(handoff, plan.changes), plan.mode, step, askedOf(state, plan.changes));
    }
  }

  /** What the voice agent hears. */
  answerFrom(call: QualifiedCall, handoff: PredictedHandoff): HandoffAnswer {
    const { rep, team, because, passedOver, phase } = handoff;
    const state = stateOf(call, handoff);
    const step = nextStepFromState(state, rep);
    return composeAnswer(
      call,
      {
        leadId: null,
        ownerId: team?.id ?? handoff.owner?.id ?? this.options.fallbackOwner ?? '',
        handoffId: `call:${call.callId}`,
        team,
        rep,
        nextStep: step,
        phase,
        because,
        passedOver,
        predicted: true
      },
      { leadUrl: null, now: this.options.now() }
    );
  }

  /** When a callback that is owed from now is due, by the team's policy and the hours. ISO 8601 UTC. */
  dueAt(rep: { id: string } | null, team: { id: string } | null): string {
    const snapshot = this.options.snapshot();
    const known = snapshot?.teams.find(({ id }) => id === team?.id);
    const policy = policyFor(snapshot?.policies ?? [], known?.developerName ?? null);
    const hours = hoursNamed(snapshot?.hours ?? [], policy.businessHours);
    const user = snapshot?.users.find((each) => each.rep.id === rep?.id)?.rep ?? null;
    const facts = { calendarOf: (id: string) => this.options.calendars.get(id), now: this.options.now() };
    return callbackDue(facts, user, { policy, hours });
  }

  /** What was answered before a restart counts: its turns, and the phones that may ring still. */
  recall(call: QualifiedCall, handoff: PredictedHandoff): void {
    for (const { turn, turnOf } of handoff.offers) {
      if (turn && turnOf) {
        this.options.reservations.observe(turnOf.id, [turn], this.options.now());
      }
    }
    const open = handoff.offers.at(-1);
    if (open && (open.status === 'ringing' || open.status === 'accepted')) {
      this.remember(call.callId, open);
    }
  }

  private remember(callId: string, offer: PredictedOffer): void {
    this.options.reservations.remember(callId, offer, this.options.now(), rememberedMs);
  }

  private decideAgain(
    call: QualifiedCall,
    handoff: PredictedHandoff,
    mode: Mode,
    step: number,
    asked: readonly Asked[]
  ): PredictedHandoff {
    const snapshot = this.options.snapshot();
    const owner = this.owner(snapshot, handoff);
    const { decision, worked } = this.decide(
      call,
      snapshot,
      owner,
      noMeeting(mode),
      asked,
      rungOf(stateOf(call, handoff))
    );
    const now = this.options.now();
    const before = handoff.offers.at(-1);
    this.options.reservations.release(call.callId, before?.repId);
    const repId = owedBy(decision.rep?.id ?? null, {
      repId: handoff.rep?.id ?? null,
      teamId: handoff.team?.id ?? null
    });
    return {
      ...handoff,
      step,
      phase: decision.kind === 'transfer' ? 'ringing' : 'callback',
      nextStepAt: decision.at,
      rep: decision.rep ?? (repId === null ? null : handoff.rep),
      ringSeconds: worked.ringSeconds,
      offers: decision.rep ? [...handoff.offers, offerOf(decision, decision.rep, now)] : handoff.offers,
      because: decision.because,
      passedOver: decision.passedOver
    };
  }

  private decide(
    call: QualifiedCall,
    snapshot: OrgSnapshot | undefined,
    owner: LeadOwner,
    mode: Mode,
    asked: readonly Asked[],
    rung: number
  ): { decision: Decision; worked: Pick<Policy, 'ringSeconds'> } {
    const { reservations, calendars, now } = this.options;
    const policy = this.policyOf(snapshot, owner);
    const backupTeam = snapshot?.teams.find(
      ({ developerName, problem }) => developerName === policy.backupTeam && problem === null
    );
    const teams = [...(owner.type === 'team' ? [owner.team] : []), ...(backupTeam ? [backupTeam] : [])];
    for (const { id } of teams) {
      const turn = snapshot?.lastTurns[id];
      reservations.observe(id, turn ? [turn] : [], now());
    }
    const at = now();
    const decision = reservations.reserve(call.callId, at, ({ bookOf, live }): Snapshot => {
      const backup: WorkedTeam | undefined = backupTeam && {
        ...this.worked(snapshot, backupTeam),
        book: bookOf(backupTeam.id)
      };
      return {
        owner,
        policy,
        hours: hoursNamed(snapshot?.hours ?? [], policy.businessHours),
        book: bookOf(owner.type === 'team' ? owner.team.id : ''),
        backup,
        fallback: this.fallback(snapshot, policy),
        mode,
        asked,
        rung,
        offers: live(),
        calendarOf: (repId) => calendars.get(repId),
        callerTimeZone: call.caller.timeZone,
        now: at
      };
    });
    reservations.confirm(call.callId, decision, at, rememberedMs);
    const isBackup = backupTeam !== undefined && decision.turnOf?.id === backupTeam.id;
    return { decision, worked: isBackup ? policyFor(snapshot?.policies ?? [], backupTeam.developerName) : policy };
  }

  private worked(snapshot: OrgSnapshot | undefined, team: Team): Omit<WorkedTeam, 'book'> {
    const policy = policyFor(snapshot?.policies ?? [], team.developerName);
    return { team, policy, hours: hoursNamed(snapshot?.hours ?? [], policy.businessHours) };
  }

  private policyOf(snapshot: OrgSnapshot | undefined, owner: LeadOwner): Policy {
    return snapshot
      ? policyFor(snapshot.policies, owner.type === 'team' ? owner.team.developerName : null)
      : defaultPolicy;
  }

  private fallback(snapshot: OrgSnapshot | undefined, policy: Policy): Rep | undefined {
    const username = policy.fallbackOwner ?? this.options.fallbackOwner;
    return snapshot?.users.find((user) => user.username === username)?.rep;
  }

  private ownerOf(prediction: Prediction): LeadOwner {
    switch (prediction.type) {
      case 'team':
        return { type: 'team', team: prediction.team };
      case 'rep':
        return { type: 'rep', rep: prediction.rep };
      default:
        return { type: 'service', id: '', name: this.options.fallbackOwner ?? 'the integration user' };
    }
  }

  /** Whose it was predicted to be. */
  private owner(snapshot: OrgSnapshot | undefined, { team, owner }: PredictedHandoff): LeadOwner {
    const known = snapshot?.teams.find(({ id }) => id === team?.id);
    if (known) {
      return { type: 'team', team: known };
    }
    return owner ? { type: 'rep', rep: owner } : { type: 'service', id: '', name: 'the integration user' };
  }
}

/** Meetings need the calendar that Salesforce keeps: who would have been offered one is called back. */
function noMeeting(mode: Mode): Mode {
  const why: Because = { rule: 'noSlot', text: 'No meeting can be booked while Salesforce cannot be reached.' };
  return mode.kind === 'live' ? { ...mode, noMeeting: why } : { kind: 'callback', because: mode.because ?? why };
}

function predictedText(prediction: Prediction, snapshot: OrgSnapshot | undefined): string {
  const asOf = snapshot ? ` As the org was at ${snapshot.readAt}.` : '';
  switch (prediction.type) {
    case 'team':
      return `Salesforce cannot be reached; by entry ${prediction.entry} of its rules it would go to ${prediction.team.name}.${asOf}`;
    case 'rep':
      return `Salesforce cannot be reached; by entry ${prediction.entry} of its rules it would go to ${prediction.rep.name}.${asOf}`;
    default:
      return `Salesforce cannot be reached, and nobody can tell whose the lead would be: ${prediction.reason}${asOf}`;
  }
}

function assigneeOf(prediction: Prediction): string | null {
  return prediction.type === 'team' ? prediction.team.id : prediction.type === 'rep' ? prediction.rep.id : null;
}

function blankOffer(repId: string, now: Date): PredictedOffer {
  return {
    repId,
    kind: 'live',
    status: 'ringing',
    offeredAt: wholeSecond(now),
    expiresAt: null,
    turn: null,
    turnOf: null,
    because: [],
    passedOver: []
  };
}

function offerOf({ kind, at, turn, turnOf, because, passedOver }: Decision, rep: Rep, now: Date): PredictedOffer {
  const live = kind === 'transfer';
  return {
    ...blankOffer(rep.id, now),
    kind: live ? 'live' : 'callback',
    status: live ? 'ringing' : 'assigned',
    expiresAt: live ? at : null,
    turn,
    turnOf: turnOf && { id: turnOf.id, name: turnOf.name },
    because,
    passedOver
  };
}

/** The state of the table; an offer's place stands in for the id that it will have. */
function stateOf(call: QualifiedCall, handoff: PredictedHandoff): HandoffState {
  return {
    id: `call:${call.callId}`,
    callId: call.callId,
    leadId: '',
    step: handoff.step,
    phase: handoff.phase,
    offers: handoff.offers.map((offer, index) => ({
      id: String(index),
      repId: offer.repId,
      teamId: offer.turnOf?.id ?? null,
      kind: offer.kind,
      status: offer.status,
      offeredAt: offer.offeredAt,
      expiresAt: offer.expiresAt,
      startsAt: null,
      endsAt: null,
      turn: offer.turn?.turn ?? null
    })),
    repId: handoff.rep?.id ?? null,
    teamId: handoff.team?.id ?? null,
    nextStepAt: handoff.nextStepAt,
    score: call.qualification.score,
    callerTimeZone: call.caller.timeZone,
    taskId: null,
    eventId: null,
    firstContactAt: handoff.firstContactAt
  };
}

function changed(handoff: PredictedHandoff, changes: readonly OfferEnd[]): PredictedHandoff {
  const offers = handoff.offers.map((offer, index) => {
    const status = changes.find(({ id }) => id === String(index))?.status;
    return status === undefined ? offer : { ...offer, status };
  });
  return { ...handoff, offers };
}
