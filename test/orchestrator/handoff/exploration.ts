/**
 * Walks every state that a handoff can reach. What is true of the reps may change from one event to the next, so each
 * question is put to the ladder under every combination of their conditions: that covers every world that stands still.
 */
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { openOffer } from '../../../orchestrator/domain/handoffState.ts';
import { outcomes } from '../../../orchestrator/domain/outcome.ts';
import { clockEventOf } from '../../../orchestrator/handoff/clockEvent.ts';
import type { Report } from '../../../orchestrator/handoff/hearEvent.ts';
import { handoffEvents, type HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import {
  apply,
  decideUnder,
  firstStep,
  pressed,
  type Condition,
  type ModelHandoff,
  type Moment,
  type Question,
  type World
} from './modelHandoff.ts';

export const conditions: readonly Condition[] = ['free', 'busy', 'full', 'away', 'left'];
const reps = ['a', 'b', 'c'];
const startMs = Date.parse('2026-11-23T17:00:00Z');

/** One event that met one state. */
export interface Transition {
  /** Undefined for the first step of a call. */
  from: ModelHandoff | undefined;
  what: Partial<Report> & { bookWith?: string; wish?: string; press?: string };
  to: ModelHandoff | 'refused';
  nowMs: number;
}

export interface Explored {
  /** One state of each kind that behaves alike, by its key. */
  states: ReadonlyMap<string, ModelHandoff>;
  /** Keys of the states that each leads to. */
  next: ReadonlyMap<string, ReadonlySet<string>>;
  transitions: number;
  decisions: number;
}

export interface Checks {
  onTransition: (transition: Transition) => void;
  onDecision: (decision: Decision, facts: { question: Question; conditionOf: (repId: string) => Condition }) => void;
}

export function explore(world: World, checks: Checks): Explored {
  const states = new Map<string, ModelHandoff>();
  const next = new Map<string, Set<string>>();
  const queue: string[] = [];
  const ladder = new Ladder(world, checks.onDecision);
  let transitions = 0;
  const reach = (state: ModelHandoff): string => {
    const key = keyOf(world, state);
    if (!states.has(key)) {
      states.set(key, state);
      next.set(key, new Set());
      queue.push(key);
    }
    return key;
  };
  const take = (transition: Transition, fromKey?: string): void => {
    transitions += 1;
    checks.onTransition(transition);
    if (transition.to !== 'refused' && transition.to !== transition.from) {
      const key = reach(transition.to);
      if (fromKey !== undefined) {
        next.get(fromKey)!.add(key);
      }
    }
  };

  for (const wish of [null, 'meeting', 'callback'] as const) {
    for (const to of ladder.every(startMs, (moment) => firstStep(world, wish, moment))) {
      take({ from: undefined, what: { wish: wish ?? 'none' }, to, nowMs: startMs });
    }
  }
  for (let key = queue.shift(); key !== undefined; key = queue.shift()) {
    const from = states.get(key)!;
    for (const status of ['accepted', 'declined'] as const) {
      const to = pressed(from, status);
      if (to) {
        take({ from, what: { press: status }, to, nowMs: startMs }, key);
      }
    }
    for (const { report, nowMs } of reports(world, from)) {
      for (const to of ladder.every(nowMs, (moment) => apply(world, from, report, moment))) {
        take({ from, what: report, to, nowMs }, key);
      }
    }
  }
  return { states, next, transitions, decisions: ladder.decisions };
}

const presses: ReadonlySet<HandoffEvent> = new Set(['repAccepted', 'repDeclined']);

/**
 * Every event as its sender tells of it: a report of the rep whose phone it was, a press of the offer, each about the
 * open one, an earlier one, somebody who was never asked and nobody in particular; a time-out when it is due and before.
 */
function* reports(
  world: World,
  state: ModelHandoff
): Generator<{ report: Report & { bookWith?: string }; nowMs: number }> {
  const open = openOffer(state) ?? state.offers.at(-1);
  const earlier = state.offers.find(({ repId }) => repId !== open?.repId);
  const due = clockEventOf(state);
  const nowMs = Math.max(startMs, Date.parse(open?.offeredAt ?? '') || 0) + 1000;
  for (const event of handoffEvents) {
    if (event === 'booked' || event === 'moved') {
      const members = world.owner.type === 'team' ? world.owner.members : [];
      for (const bookWith of new Set([...(state.repId === null ? [] : [state.repId]), ...members])) {
        yield { report: { event, bookWith }, nowMs };
      }
      continue;
    }
    yield { report: { event }, nowMs };
    if (event === due?.event) {
      yield { report: { event }, nowMs: due.fromMs };
      yield { report: { event }, nowMs: due.fromMs - 1 };
    }
    for (const offer of [open, earlier]) {
      if (offer && presses.has(event)) {
        yield { report: { event, offerId: offer.id! }, nowMs };
      } else if (offer && (outcomes as readonly string[]).includes(event)) {
        yield { report: { event, repId: offer.repId }, nowMs };
      }
    }
    yield { report: { event, repId: 'nobody' }, nowMs };
  }
}

/** All answers of the ladder to each question, whoever is there; asked once for each combination, and then remembered. */
class Ladder {
  decisions = 0;
  private readonly answers = new Map<string, readonly Decision[]>();
  private readonly world: World;
  private readonly onDecision: Checks['onDecision'];

  constructor(world: World, onDecision: Checks['onDecision']) {
    this.world = world;
    this.onDecision = onDecision;
  }

  /** Runs the work once for each way in which what it asks can turn out. */
  *every<T>(nowMs: number, work: (moment: Moment) => T): Generator<T> {
    let path: number[] = [];
    for (;;) {
      const widths: number[] = [];
      const pick = (width: number): number => widths.push(width) && (path[widths.length - 1] ?? 0);
      const moment: Moment = {
        nowMs,
        isActive: () => pick(2) === 0,
        decide: (question) => {
          const answers = this.answersTo(question);
          return later(answers[pick(answers.length)]!, nowMs - startMs);
        }
      };
      yield work(moment);
      path = widths.map((_, index) => path[index] ?? 0);
      while (path.length > 0 && path.at(-1)! + 1 >= widths[path.length - 1]!) {
        path.pop();
      }
      if (path.length === 0) {
        return;
      }
      path[path.length - 1]! += 1;
    }
  }

  private answersTo(question: Question): readonly Decision[] {
    const { mode, asked, rung } = question;
    // Whoever was asked twice counts by their first place; the ladder is given the list as the handoff has it.
    const places = [...new Set(asked.map(({ repId }) => repId))];
    const lapsed = places.filter((id) => asked.some((each) => each.repId === id && each.lapsed));
    const key = JSON.stringify([mode.kind, places, lapsed, rung]);
    const known = this.answers.get(key);
    if (known) {
      return known;
    }
    const distinct = new Map<string, Decision>();
    for (const conditionOf of combinations(this.world)) {
      this.decisions += 1;
      const decision = decideUnder(this.world, question, conditionOf, startMs);
      this.onDecision(decision, { question, conditionOf });
      distinct.set(JSON.stringify([decision.kind, decision.rep?.id, decision.turnOf?.id]), decision);
    }
    this.answers.set(key, [...distinct.values()]);
    return [...distinct.values()];
  }
}

function* combinations(world: World): Generator<(repId: string) => Condition> {
  const concerned = reps.filter((repId) => placeOf(world, repId) !== '');
  for (let number = 0; number < conditions.length ** concerned.length; number += 1) {
    yield (repId) => {
      const place = concerned.indexOf(repId);
      return conditions[Math.floor(number / conditions.length ** place) % conditions.length]!;
    };
  }
}

/** The same decision, made so much later. */
function later(decision: Decision, byMs: number): Decision {
  const shift = (at: string): string => new Date(Date.parse(at) + byMs).toISOString();
  const { at, endsAt, chooseBy } = decision;
  return { ...decision, at: shift(at), endsAt: endsAt && shift(endsAt), chooseBy: chooseBy && shift(chooseBy) };
}

/** What a rep is to the world; reps of one place differ in nothing but their names. Empty when they have no part in it. */
function placeOf({ owner, backup, fallback }: World, repId: string): string {
  const own = owner.type === 'team' ? owner.members : owner.type === 'rep' ? [owner.repId] : [];
  const places = [own.includes(repId) && 'own', backup?.includes(repId) && 'backup', fallback === repId && 'fallback'];
  return places.filter(Boolean).join(' and ');
}

/**
 * What the rest of a handoff depends on: states with one key behave alike, whatever their times, numbers and names. Of
 * the offers that have ended only who was asked, in which order, who rang, and who let a callback lapse.
 */
function keyOf(world: World, { phase, repId, offers, liveKeys }: ModelHandoff): string {
  if (phase === 'completed') {
    return phase;
  }
  const asked = [...new Set(offers.map((offer) => offer.repId))];
  const alias = (id: string): string => {
    const place = placeOf(world, id);
    const alike = asked.filter((other) => placeOf(world, other) === place);
    return `${place} ${alike.includes(id) ? alike.indexOf(id) : 'unasked'}`;
  };
  const known = asked.map((id) => {
    const own = offers.filter((offer) => offer.repId === id);
    return [alias(id), own.some(({ kind }) => kind === 'live'), own.some(({ status }) => status === 'lapsed')];
  });
  const last = offers.at(-1);
  const newest = last && [alias(last.repId), last.kind, last.status];
  return JSON.stringify([phase, repId && alias(repId), known, newest, liveKeys.length]);
}

/** The states from which the end can be reached. */
export function canEnd({ states, next }: Explored): Set<string> {
  const before = new Map<string, string[]>();
  for (const [from, all] of next) {
    for (const to of all) {
      before.set(to, [...(before.get(to) ?? []), from]);
    }
  }
  const ending = new Set([...states].filter(([, { phase }]) => phase === 'completed').map(([key]) => key));
  for (const key of ending) {
    for (const from of before.get(key) ?? []) {
      ending.add(from);
    }
  }
  return ending;
}
