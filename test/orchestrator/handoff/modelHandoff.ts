/**
 * A handoff without an org: the real table, the real ladder and the real plans, with what Salesforce holds against a
 * write (an ended offer stays ended) as the only judge. What orchestrator/handoffSteps.ts and meetingDesk.ts do beside
 * them is reading and writing.
 */
import type { RepCalendar } from '../../../orchestrator/domain/calendar.ts';
import type { QualifiedCall } from '../../../orchestrator/domain/call.ts';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { isOpen, openOffer, type HandoffState, type OfferState } from '../../../orchestrator/domain/handoffState.ts';
import type { Mode } from '../../../orchestrator/domain/mode.ts';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import type { Rep } from '../../../orchestrator/domain/rep.ts';
import type { Team } from '../../../orchestrator/domain/team.ts';
import { currentOffer, hearEvent, type Report } from '../../../orchestrator/handoff/hearEvent.ts';
import { askedOf, changesOf, rungOf, type OfferEnd } from '../../../orchestrator/handoff/offerChanges.ts';
import { owedBy, planRow } from '../../../orchestrator/handoff/planRow.ts';
import { decide, needsBackup, type LeadOwner, type Snapshot } from '../../../orchestrator/routing/decide.ts';
import { modeFor, noMeetingFor } from '../../../orchestrator/routing/mode.ts';
import type { Asked } from '../../../orchestrator/routing/snapshot.ts';
import { blankBook } from '../../../orchestrator/routing/teamBook.ts';
import { stepFromDecision } from '../../../orchestrator/stepFromDecision.ts';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** What may be true of a rep at the moment of a decision: the first can take a call, and all but the last a callback. */
export type Condition = 'free' | 'busy' | 'full' | 'away' | 'left';

/** Who works where, and how. What changes from one moment to the next is not in it. */
export interface World {
  name: string;
  owner: { type: 'team'; members: readonly string[] } | { type: 'rep'; repId: string } | { type: 'service' };
  backup: readonly string[] | undefined;
  fallback: string | undefined;
  policy: Policy;
}

export interface ModelHandoff extends HandoffState {
  /** Offers that hold their rep's one live call. */
  liveKeys: readonly string[];
}

/** All that a decision is made from, apart from who is there. */
export interface Question {
  mode: Mode;
  asked: readonly Asked[];
  rung: number;
}

/** One moment of a world: what the clock shows, and what turns out when somebody looks. */
export interface Moment {
  nowMs: number;
  /** The ladder's answer. */
  decide: (question: Question) => Decision;
  /** Whether a rep is still with the company. */
  isActive: (repId: string) => boolean;
}

export const call: QualifiedCall = {
  callId: 'call-1',
  caller: {
    firstName: 'Jamie',
    lastName: 'Rivera',
    company: 'NovaCorp',
    title: null,
    phone: '+14155550142',
    email: null,
    country: null,
    state: null,
    postalCode: null,
    language: null,
    timeZone: null
  },
  qualification: {
    score: null,
    summary: null,
    timeline: null,
    useCase: null,
    teamSize: null,
    employees: null,
    industry: null,
    budget: null,
    productInterest: []
  },
  transcriptUrl: null,
  wish: null,
  custom: {}
};

export const ownTeamId = '00G000000000001AAA';
export const backupTeamId = '00G000000000002AAA';

export function repIn(id: string, condition: Condition, nowMs: number): Rep {
  return {
    id,
    name: id,
    phone: '+14155550101',
    email: null,
    active: condition !== 'left',
    takesTransfers: true,
    awayUntil: condition === 'away' ? new Date(nowMs + 20 * hourMs).toISOString() : null,
    dailyCap: null,
    weight: 1,
    timeZone: 'America/Los_Angeles',
    skills: [],
    businessHours: null,
    calendarUrl: null
  };
}

/** The ladder's answer when these are the reps' conditions. */
export function decideUnder(
  world: World,
  question: Question,
  conditionOf: (repId: string) => Condition,
  nowMs: number
): Decision {
  return decide(snapshotOf(world, question, conditionOf, nowMs)).decision;
}

/** The first answer to a call. */
export function firstStep(world: World, wish: QualifiedCall['wish'], moment: Moment): ModelHandoff {
  const blank: ModelHandoff = {
    id: 'handoff',
    callId: call.callId,
    leadId: 'lead',
    step: 0,
    phase: 'callback',
    offers: [],
    repId: null,
    teamId: world.owner.type === 'team' ? ownTeamId : null,
    nextStepAt: '',
    score: null,
    callerTimeZone: null,
    taskId: null,
    eventId: null,
    firstContactAt: null,
    liveKeys: []
  };
  return decided(blank, modeFor({ ...call, wish }, world.policy), [], moment);
}

/** A report as the service hears it; the same handoff when nothing changes, `refused` when it makes no sense. */
export function apply(
  world: World,
  state: ModelHandoff,
  report: Report & { bookWith?: string },
  moment: Moment
): ModelHandoff | 'refused' {
  let current = state;
  for (let steps = 0; steps < 3; steps += 1) {
    const hearing = hearEvent(current, report, moment.nowMs);
    const { repId } = current;
    const looksForRep = hearing.row.move === 'callBack' && repId !== null;
    const plan = planRow(hearing, report.event, looksForRep && moment.isActive(repId));
    if (plan.kind === 'nothing') {
      return current;
    }
    if (plan.kind === 'refuse') {
      return 'refused';
    }
    const heard = { ...hearing.state, liveKeys: current.liveKeys };
    const at = new Date(moment.nowMs).toISOString();
    switch (plan.kind) {
      case 'connect':
        current = write(heard, { phase: plan.phase, nextStepAt: at, firstContactAt: at }, plan.changes);
        break;
      case 'end':
        current = write(heard, { phase: plan.phase, firstContactAt: heard.firstContactAt ?? at }, plan.changes);
        break;
      case 'sameRep': {
        const nextStepAt = new Date(moment.nowMs + world.policy.callbackMinutes * minuteMs).toISOString();
        const opens = offerTo(heard.repId!, 'callback', 'assigned', at);
        current = write(heard, { phase: plan.phase, nextStepAt, taskId: 'task' }, plan.changes, opens);
        break;
      }
      case 'decide': {
        const { mode } = plan;
        const noMeeting = mode.kind === 'live' ? noMeetingFor(call.qualification, world.policy) : undefined;
        current = decided(heard, { ...mode, noMeeting }, plan.changes, moment);
        break;
      }
      case 'calendar':
        current = booked(heard, report.bookWith!, moment);
    }
    if (!hearing.isCatchingUp) {
      return current;
    }
  }
  throw new Error(`"${report.event}" is heard for ever in ${JSON.stringify(state)}`);
}

/** The rep's own press in Salesforce, of which nobody has heard; undefined when the org refuses it. */
export function pressed(state: ModelHandoff, status: 'accepted' | 'declined'): ModelHandoff | undefined {
  const offer = openOffer(state);
  return offer?.kind === 'live' && offer.status !== status
    ? { ...state, offers: changed(state.offers, [{ id: offer.id!, status, releasesLiveKey: false }]) }
    : undefined;
}

/** All that the ladder is told, by an org in which nobody has had a turn or an offer yet. */
export function snapshotOf(
  world: World,
  question: Question,
  conditionOf: (repId: string) => Condition,
  nowMs: number
): Snapshot {
  const teamOf = (id: string, developerName: string, members: readonly string[]): Team => ({
    id,
    name: developerName,
    developerName,
    members: members.map((repId) => repIn(repId, conditionOf(repId), nowMs))
  });
  const owner: LeadOwner =
    world.owner.type === 'team'
      ? { type: 'team', team: teamOf(ownTeamId, 'Own', world.owner.members) }
      : world.owner.type === 'rep'
        ? { type: 'rep', rep: repIn(world.owner.repId, conditionOf(world.owner.repId), nowMs) }
        : { type: 'service', id: 'service', name: 'the service' };
  const snapshot: Snapshot = {
    owner,
    policy: world.policy,
    hours: undefined,
    book: blankBook,
    backup: undefined,
    fallback: world.fallback === undefined ? undefined : repIn(world.fallback, conditionOf(world.fallback), nowMs),
    ...question,
    offers: [],
    callerTimeZone: null,
    calendarOf: (repId) => calendarIn(conditionOf(repId), nowMs),
    now: new Date(nowMs)
  };
  // The backup team is read only when the decision needs it, as orchestrator/deciding.ts does.
  return world.backup && needsBackup(snapshot)
    ? {
        ...snapshot,
        backup: {
          team: teamOf(backupTeamId, 'Backup', world.backup),
          policy: { ...world.policy, rotation: 'skipUnavailable' },
          hours: undefined,
          book: blankBook
        }
      }
    : snapshot;
}

function calendarIn(condition: Condition, nowMs: number): RepCalendar | undefined {
  const untilMs = condition === 'busy' ? nowMs + hourMs : condition === 'full' ? nowMs + 72 * hourMs : undefined;
  const busy = { kind: 'busy' as const, source: 'Salesforce', startMs: nowMs - minuteMs };
  return untilMs === undefined
    ? undefined
    : { hours: undefined, busy: [{ ...busy, endMs: untilMs }], presence: undefined };
}

function decided(state: ModelHandoff, mode: Mode, changes: readonly OfferEnd[], moment: Moment): ModelHandoff {
  const decision = moment.decide({ mode, asked: askedOf(state, changes), rung: rungOf(state) });
  const { taskId } = state;
  const part = stepFromDecision(call, decision, defaultPolicy, { taskId, now: new Date(moment.nowMs) });
  const opens = part.opens && { ...part.opens, id: null, turn: part.opens.turn?.turn ?? null };
  return write(
    state,
    {
      phase: part.phase,
      nextStepAt: part.nextStepAt,
      repId: owedBy(part.repId, state),
      taskId: part.task ? 'task' : taskId
    },
    changes,
    opens
  );
}

/** Books, or moves the meeting to another time, as orchestrator/meetingDesk.ts does. */
function booked(state: ModelHandoff, repId: string, { nowMs }: Moment): ModelHandoff {
  const open = currentOffer(state);
  const startsAt = new Date(nowMs + 24 * hourMs).toISOString();
  const endsAt = new Date(nowMs + 24.5 * hourMs).toISOString();
  const meeting = { startsAt, endsAt };
  const keeps = open?.kind === 'meeting' && open.repId === repId;
  const offers = keeps
    ? state.offers.map((offer) => (offer === open ? { ...offer, ...meeting } : offer))
    : state.offers;
  return write(
    { ...state, offers },
    { phase: 'booked', nextStepAt: startsAt, repId, eventId: 'event' },
    keeps
      ? [{ id: open.id!, status: 'booked', releasesLiveKey: false }]
      : changesOf(open, { move: 'book', offerBecomes: 'cancelled' }),
    keeps ? undefined : { ...offerTo(repId, 'meeting', 'booked', new Date(nowMs).toISOString()), ...meeting }
  );
}

/** One transaction. @throws when the org would refuse it for ever: an ended offer is changed */
function write(
  state: ModelHandoff,
  next: Partial<ModelHandoff>,
  changes: readonly OfferEnd[],
  opens?: OfferState
): ModelHandoff {
  const released = new Set(changes.filter(({ releasesLiveKey }) => releasesLiveKey).map(({ id }) => id));
  const id = `offer-${state.offers.length + 1}`;
  return {
    ...state,
    ...next,
    step: state.step + 1,
    offers: [...changed(state.offers, changes), ...(opens ? [{ ...opens, id }] : [])],
    liveKeys: [...state.liveKeys.filter((key) => !released.has(key)), ...(opens?.kind === 'live' ? [id] : [])]
  };
}

function changed(offers: readonly OfferState[], changes: readonly OfferEnd[]): OfferState[] {
  return offers.map((offer) => {
    const status = changes.find(({ id }) => id === offer.id)?.status;
    if (status !== undefined && status !== offer.status && !isOpen(offer)) {
      throw new Error(`An offer that is ${offer.status} cannot become ${status}.`);
    }
    return status === undefined ? offer : { ...offer, status };
  });
}

function offerTo(repId: string, kind: OfferState['kind'], status: OfferState['status'], offeredAt: string): OfferState {
  const none = { teamId: null, expiresAt: null, startsAt: null, endsAt: null, turn: null };
  return { id: null, repId, kind, status, offeredAt, ...none };
}
