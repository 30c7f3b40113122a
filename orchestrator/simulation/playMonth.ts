/**
 * Plays a month of calls: the ladder, the rotation, the calendars and the table of states are those that decide live calls;
 * only the clock, the callers and what reps do when their phone rings are made up.
 */
import type { Decision } from '../domain/decision.ts';
import { openOffer, type HandoffState, type OfferState } from '../domain/handoffState.ts';
import type { RecentOffer } from '../domain/offer.ts';
import { hearEvent } from '../handoff/hearEvent.ts';
import type { HandoffEvent } from '../handoff/machine.ts';
import { rungOf, type OfferEnd } from '../handoff/offerChanges.ts';
import { planRow } from '../handoff/planRow.ts';
import { longestTalkMs } from '../routing/availability.ts';
import { callbackDue, decide, type Snapshot } from '../routing/decide.ts';
import { modeFor, noMeetingFor } from '../routing/mode.ts';
import { pickUpMs, takesMeeting, talkMs, type Behaviour } from './behaviour.ts';
import type { Chance } from './chance.ts';
import { ownershipOf, snapshotFor, teamStateOf, type Question } from './decisionFacts.ts';
import { EventQueue } from './eventQueue.ts';
import { SimulatedOrg, type Staffing } from './simulatedOrg.ts';
import type { CallResult, Ring, SimulatedCall, TeamState } from './simulatedCall.ts';

export interface PlayOptions {
  staffing: Staffing;
  behaviour: Behaviour;
  chance: Chance;
  /** Hears of each thing that is told to the service, as a voice agent would tell it. */
  onStep?: (step: PlayedStep) => void;
  /** @param share of 1 */
  onProgress?: (share: number) => void;
}

/** Something that happened, and what the caller's next step was after it. */
export interface PlayedStep {
  /** Number of the call. */
  index: number;
  atMs: number;
  event: 'call' | HandoffEvent;
  /** Whom it tells of; null when the call has only come. */
  aboutRepId: string | null;
  phase: HandoffState['phase'];
  repId: string | null;
  /** ISO 8601 UTC. */
  nextStepAt: string;
}

export interface PlayedMonth {
  /** In the order in which the calls came. */
  results: readonly CallResult[];
  /** As it was at the end. */
  org: SimulatedOrg;
  /** Turns of each team's rotation that went to each rep, by team id and rep id. */
  turns: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

interface CallUnderWay {
  call: SimulatedCall;
  state: HandoffState;
  rings: Ring[];
  teamState: TeamState | null;
  turnOf: string | null;
  meeting: CallResult['meeting'];
  /** What the caller says to the meeting that has just been offered. */
  choice?: 'booked' | 'cancelled' | undefined;
}

type Happening = { kind: 'arrival'; call: SimulatedCall } | { kind: 'event'; of: CallUnderWay; event: HandoffEvent };

/** How often progress is told, in calls. */
const progressEvery = 50;

export function playMonth(calls: readonly SimulatedCall[], options: PlayOptions): PlayedMonth {
  const month = new Month(options);
  const results = month.play(calls);
  return { results, org: month.org, turns: month.turns };
}

class Month {
  readonly org: SimulatedOrg;
  readonly turns = new Map<string, Map<string, number>>();
  private readonly options: PlayOptions;
  private readonly queue = new EventQueue<Happening>();
  private readonly underWay = new Map<SimulatedCall, CallUnderWay>();
  nowMs = 0;

  constructor(options: PlayOptions) {
    this.options = options;
    this.org = new SimulatedOrg(options.staffing);
  }

  play(calls: readonly SimulatedCall[]): CallResult[] {
    calls.forEach((call) => this.queue.plan(call.atMs, { kind: 'arrival', call }));
    let arrived = 0;
    for (let next = this.queue.next(); next; next = this.queue.next()) {
      this.nowMs = next.atMs;
      this.org.forgetBefore(this.nowMs);
      if (next.what.kind === 'arrival') {
        arrived += 1;
        if (arrived % progressEvery === 0) {
          this.options.onProgress?.(arrived / calls.length);
        }
        this.arrive(next.what.call);
      } else {
        this.hear(next.what.of, next.what.event);
      }
    }
    return calls.map((call) => resultOf(this.underWay.get(call)!));
  }

  private arrive(call: SimulatedCall): void {
    const { target } = call;
    const state: HandoffState = {
      id: `call ${call.index}`,
      callId: `call ${call.index}`,
      leadId: `lead ${call.index}`,
      step: 0,
      phase: 'callback',
      offers: [],
      repId: null,
      teamId: target.kind === 'team' ? target.teamId : null,
      nextStepAt: '',
      score: call.qualification.score,
      callerTimeZone: call.callerTimeZone,
      taskId: null,
      eventId: null,
      firstContactAt: null
    };
    const of: CallUnderWay = { call, state, rings: [], teamState: null, turnOf: null, meeting: null };
    this.underWay.set(call, of);
    const { own, worked } = ownershipOf(call, this.org, this.nowMs);
    const question = { mode: modeFor({ wish: null, qualification: call.qualification }, worked.policy), changes: [] };
    of.teamState = own ? teamStateOf(this.snapshot(of, question), own) : null;
    this.decide(of, question);
    this.tell(of, 'call', null);
    this.choose(of);
  }

  /** What is told of a call, as orchestrator/handoffSteps.ts hears it. */
  private hear(of: CallUnderWay, event: HandoffEvent): void {
    const hearing = hearEvent(of.state, { event }, this.nowMs);
    const { repId } = of.state;
    const plan = planRow(hearing, event, repId !== null && (this.org.rep(repId, this.nowMs)?.active ?? false));
    switch (plan.kind) {
      case 'connect':
      case 'end':
        this.change(of, plan.changes, { phase: plan.phase, nextStepAt: this.iso() });
        break;
      case 'sameRep': {
        const { worked } = ownershipOf(of.call, this.org, this.nowMs);
        const calendars = { calendarOf: (id: string) => this.org.calendarOf(id), now: new Date(this.nowMs) };
        const nextStepAt = callbackDue(calendars, this.org.rep(repId!, this.nowMs)!, worked);
        this.change(of, plan.changes, { phase: plan.phase, nextStepAt });
        this.open(of, { repId: repId!, teamId: null, kind: 'callback', status: 'assigned' });
        break;
      }
      case 'decide': {
        const { worked } = ownershipOf(of.call, this.org, this.nowMs);
        const noMeeting = plan.mode.kind === 'live' ? noMeetingFor(of.call.qualification, worked.policy) : undefined;
        this.decide(of, { mode: { ...plan.mode, noMeeting }, changes: plan.changes });
        break;
      }
      case 'calendar':
        this.bookMeeting(of);
        break;
      case 'nothing':
      case 'refuse':
        throw new Error(`"${event}" was played of a handoff that is ${of.state.phase}.`);
    }
    this.tell(of, event, repId);
    this.choose(of);
  }

  private decide(of: CallUnderWay, question: Question): void {
    const snapshot = this.snapshot(of, question);
    const { decision, book } = decide(snapshot);
    this.change(of, question.changes, {});
    if (book && decision.turn && decision.turnOf) {
      this.org.takeTurn(decision.turnOf.id, book, decision.turn, this.nowMs);
      this.countTurn(decision.turnOf.id, decision.turn.repId);
    }
    of.turnOf = decision.turnOf?.id ?? null;
    const { backup } = snapshot;
    const { policy } = backup && decision.turnOf?.id === backup.team.id ? backup : snapshot;
    this.follow(of, decision, policy.ringSeconds * 1000);
  }

  private snapshot(of: CallUnderWay, question: Question): Snapshot {
    return snapshotFor(of, ownershipOf(of.call, this.org, this.nowMs), question, this);
  }

  /** Opens the offer of a decision, and plans what rep and caller will do about it. */
  private follow(of: CallUnderWay, { kind, rep, at, endsAt, turn }: Decision, ringMs: number): void {
    const { options, nowMs } = this;
    const { index } = of.call;
    const phase = ({ transfer: 'ringing', meeting: 'proposed', callback: 'callback' } as const)[kind];
    of.state = { ...of.state, phase, nextStepAt: at, repId: rep?.id ?? null };
    if (!rep) {
      return;
    }
    const rung = rungOf(of.state);
    this.open(of, {
      repId: rep.id,
      teamId: of.turnOf,
      kind: kind === 'transfer' ? 'live' : kind,
      status: kind === 'transfer' ? 'ringing' : 'assigned',
      expiresAt: kind === 'transfer' ? at : null,
      startsAt: kind === 'meeting' ? at : null,
      endsAt,
      turn: turn?.turn ?? null
    });
    if (kind === 'meeting') {
      of.choice = takesMeeting(index, options) ? 'booked' : 'cancelled';
    } else if (kind === 'transfer') {
      const untilMs = Date.parse(at);
      const answeredMs = pickUpMs(index, rung, ringMs, options);
      if (answeredMs === undefined) {
        of.rings.push({ repId: rep.id, fromMs: nowMs, untilMs, talkUntilMs: null });
        this.queue.plan(untilMs, { kind: 'event', of, event: 'noAnswer' });
        return;
      }
      // The service keeps a rep no longer for a call whose end nobody reports.
      const talkUntilMs = Math.min(nowMs + answeredMs + talkMs(index, options), nowMs + longestTalkMs);
      of.rings.push({ repId: rep.id, fromMs: nowMs, untilMs: nowMs + answeredMs, talkUntilMs });
      this.queue.plan(nowMs + answeredMs, { kind: 'event', of, event: 'accepted' });
      this.queue.plan(talkUntilMs, { kind: 'event', of, event: 'ended' });
    }
  }

  /** The caller takes the time that was offered. */
  private bookMeeting(of: CallUnderWay): void {
    const offer = openOffer(of.state)!;
    const [startMs, endMs] = [Date.parse(offer.startsAt!), Date.parse(offer.endsAt!)];
    this.org.book(offer.repId, startMs, endMs);
    of.meeting = { startMs, endMs };
    this.change(of, [{ id: offer.id!, status: 'booked', releasesLiveKey: false }], { phase: 'booked' });
  }

  private open(
    of: CallUnderWay,
    given: Pick<OfferState, 'repId' | 'teamId' | 'kind' | 'status'> & Partial<OfferState>
  ): void {
    const offer: OfferState = {
      id: `${of.state.id} offer ${of.state.offers.length + 1}`,
      offeredAt: this.iso(),
      expiresAt: null,
      startsAt: null,
      endsAt: null,
      turn: null,
      ...given
    };
    of.state = { ...of.state, offers: [...of.state.offers, offer] };
    this.org.keep(recent(of.state, offer, offer.kind === 'live'));
  }

  /** One step: what becomes of the offers there are, and of the handoff. */
  private change(of: CallUnderWay, changes: readonly OfferEnd[], next: Partial<HandoffState>): void {
    const offers = of.state.offers.map((offer) => {
      const change = changes.find(({ id }) => id === offer.id);
      if (!change) {
        return offer;
      }
      const changed = { ...offer, status: change.status ?? offer.status };
      this.org.keep(recent(of.state, changed, offer.kind === 'live' && !change.releasesLiveKey));
      return changed;
    });
    of.state = { ...of.state, ...next, offers, step: of.state.step + 1 };
  }

  private countTurn(teamId: string, repId: string): void {
    const ofTeam = this.turns.get(teamId) ?? new Map<string, number>();
    this.turns.set(teamId, ofTeam.set(repId, (ofTeam.get(repId) ?? 0) + 1));
  }

  private tell({ call: { index }, state }: CallUnderWay, event: PlayedStep['event'], aboutRepId: string | null): void {
    const { phase, repId, nextStepAt } = state;
    this.options.onStep?.({ index, atMs: this.nowMs, event, aboutRepId, phase, repId, nextStepAt });
  }

  /** A caller who is offered a meeting says yes or no before anybody else can have the time. */
  private choose(of: CallUnderWay): void {
    const { choice } = of;
    if (choice) {
      of.choice = undefined;
      this.hear(of, choice);
    }
  }

  private iso(): string {
    return new Date(this.nowMs).toISOString();
  }
}

function recent({ callId }: HandoffState, offer: OfferState, holdsLiveKey: boolean): RecentOffer {
  const { id, repId, status, offeredAt, expiresAt } = offer;
  return { id, callId, repId, status, offeredAt, expiresAt, holdsLiveKey };
}

function resultOf({ call, state, rings, teamState, turnOf, meeting }: CallUnderWay): CallResult {
  const { index, atMs, target } = call;
  const outcome = meeting ? 'meeting' : state.phase === 'callback' ? 'callback' : 'transfer';
  return { index, atMs, target, outcome, repId: state.repId, teamId: turnOf, rings, teamState, meeting };
}
