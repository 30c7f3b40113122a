import { beforeAll, describe, expect, it } from 'vitest';
import { nextStepFromState } from '../../../orchestrator/answer.ts';
import { isOpen, openOffer, type Phase } from '../../../orchestrator/domain/handoffState.ts';
import { clockEventOf } from '../../../orchestrator/handoff/clockEvent.ts';
import { handoffEvents, handoffTable } from '../../../orchestrator/handoff/machine.ts';
import { canEnd, explore, type Checks, type Explored, type Transition } from './exploration.ts';
import { repIn, type ModelHandoff, type World } from './modelHandoff.ts';
import { worldsOf } from './worlds.ts';

/** Worlds of three reps of which one is explored; each of them when the night has time for it. */
const stride = process.env['BATON_NIGHTLY'] === '1' ? 1 : 16;
const worlds = [
  ...[0, 1, 2].flatMap((reps) => worldsOf(reps)),
  ...worldsOf(3).filter((_, index) => index % stride === 0)
];

/** What may never be found, each with the first places where it was. */
const rules = [
  'a state without exactly one next step with a time',
  'a next step that nobody owes although somebody is there',
  'a state whose open offer is not the one it tells of',
  'two open offers',
  'a phone that rings twice',
  'more phones than the policy allows',
  'a live call offered to somebody with an obstacle',
  'a strict team that skips somebody',
  'a callback given back to who let it lapse',
  'a second turn for one call',
  'a rep kept from other calls by an offer that has ended',
  'a state that no clock watches',
  'a time-out before its time',
  'a report of an ended offer that moves the handoff',
  'a completed handoff that goes on',
  'a state that cannot end'
] as const;
type Rule = (typeof rules)[number];
const found = new Map<Rule, string[]>(rules.map((rule) => [rule, []]));

function record(rule: Rule, isBroken: boolean, world: World, details: unknown): void {
  const places = found.get(rule)!;
  if (isBroken && places.length < 3) {
    places.push(`${world.name} ${JSON.stringify(details)}`);
  }
}

const kindOf: Readonly<Record<Phase, readonly string[]>> = {
  ringing: ['transfer', 'live'],
  accepted: ['transfer', 'live'],
  proposed: ['meeting', 'meeting'],
  booked: ['meeting', 'meeting'],
  callback: ['callback', 'callback'],
  completed: ['completed']
};

function checkState(world: World, state: ModelHandoff): void {
  const { phase, repId, offers, liveKeys } = state;
  const step = nextStepFromState(state, repId === null ? null : repIn(repId, 'free', 0));
  const [stepKind, offerKind] = kindOf[phase];
  record(
    'a state without exactly one next step with a time',
    step.kind !== stepKind || Number.isNaN(Date.parse(step.at)) || step.repId !== repId,
    world,
    state
  );
  const open = offers.filter(isOpen);
  record('two open offers', open.length > 1, world, state);
  const [only] = open;
  // Between a rep's own press and its hearing the record says more than the handoff; nobody is left for an open callback.
  const mayHaveNone = phase === 'callback' || phase === 'completed' || offers.at(-1)?.status === 'declined';
  record(
    'a state whose open offer is not the one it tells of',
    only ? only.kind !== offerKind || only.repId !== repId || only !== openOffer(state) : !mayHaveNone,
    world,
    state
  );
  const rung = offers.filter(({ kind }) => kind === 'live').map((offer) => offer.repId);
  record('a phone that rings twice', new Set(rung).size < rung.length, world, state);
  record('more phones than the policy allows', rung.length > world.policy.maxOffers, world, state);
  record(
    'a rep kept from other calls by an offer that has ended',
    liveKeys.some((id) => !open.some((offer) => offer.id === id)) &&
      mayHaveNone &&
      phase !== 'ringing' &&
      phase !== 'accepted',
    world,
    state
  );
  record(
    'a state that no clock watches',
    phase !== 'completed' && only !== undefined && clockEventOf(state) === undefined,
    world,
    state
  );
}

const aboutOneOffer = new Set(['accepted', 'declined', 'noAnswer', 'voicemail', 'busy', 'unreachable', 'ended']);

function checkTransition(world: World, { from, what, to, nowMs }: Transition): void {
  if (to === from || to === 'refused') {
    record('a state that no clock watches', isDue(from, what.event, nowMs), world, { from, what });
    return;
  }
  checkState(world, to);
  if (!from) {
    return;
  }
  record(
    'a next step that nobody owes although somebody is there',
    to.repId === null && to.teamId === null && from.repId !== null,
    world,
    { from, what }
  );
  record('a completed handoff that goes on', from.phase === 'completed', world, { from, what });
  const isUnheard = from.phase === 'ringing' && openOffer(from)?.status !== 'ringing';
  if (what.press || isUnheard) {
    return;
  }
  const isTimeOut = what.event !== undefined && /TimedOut|Over|Lapsed/.test(what.event);
  record('a time-out before its time', isTimeOut && !isDue(from, what.event, nowMs), world, { from, what });
  const current = from.offers.at(-1);
  record(
    'a report of an ended offer that moves the handoff',
    (what.offerId !== undefined && what.offerId !== current?.id) ||
      (what.repId !== undefined && what.repId !== current?.repId && aboutOneOffer.has(what.event ?? '')),
    world,
    { from, what }
  );
}

function isDue(state: ModelHandoff | undefined, event: string | undefined, nowMs: number): boolean {
  const due = state && clockEventOf(state);
  return due !== undefined && due.event === event && due.fromMs <= nowMs;
}

function checksOf(world: World): Checks {
  return {
    onTransition: (transition) => checkTransition(world, transition),
    onDecision: (decision, { question, conditionOf }) => {
      const { kind, rep, turn } = decision;
      const places = {
        toJSON: () => ({ question, kind, rep: rep?.id, conditions: ['a', 'b', 'c'].map(conditionOf) })
      };
      const { asked } = question;
      const wasAsked = rep !== null && asked.some(({ repId }) => repId === rep.id);
      const isStrict = world.owner.type === 'team' && world.policy.rotation === 'strict';
      const mayOwe = (repId: string): boolean =>
        conditionOf(repId) !== 'left' && !asked.some((each) => each.repId === repId && each.lapsed);
      const { owner, backup, fallback } = world;
      const own = owner.type === 'team' ? owner.members : owner.type === 'rep' ? [owner.repId] : [];
      const others = isStrict || owner.type === 'service' ? [] : (backup ?? []);
      record(
        'a next step that nobody owes although somebody is there',
        rep === null && [...own, ...others, ...(fallback ? [fallback] : [])].some(mayOwe),
        world,
        places
      );
      record(
        'a live call offered to somebody with an obstacle',
        kind === 'transfer' && (wasAsked || conditionOf(rep!.id) !== 'free'),
        world,
        places
      );
      record('a callback given back to who let it lapse', rep !== null && !mayOwe(rep.id), world, places);
      record('a second turn for one call', wasAsked && turn !== null, world, places);
      const next = own.filter(mayOwe).find((repId) => !asked.some((each) => each.repId === repId));
      record('a strict team that skips somebody', isStrict && next !== undefined && rep?.id !== next, world, places);
    }
  };
}

describe('every handoff that can be', () => {
  const counts = { worlds: 0, states: 0, transitions: 0, decisions: 0 };
  const met = new Set<string>();

  beforeAll(() => {
    for (const world of worlds) {
      const checks = checksOf(world);
      const explored: Explored = explore(world, {
        ...checks,
        onTransition: (transition) => {
          checks.onTransition(transition);
          met.add(`${transition.from?.phase} ${transition.what.event}`);
        }
      });
      counts.worlds += 1;
      counts.states += explored.states.size;
      counts.transitions += explored.transitions;
      counts.decisions += explored.decisions;
      const ending = canEnd(explored);
      for (const [key, state] of explored.states) {
        record('a state that cannot end', !ending.has(key), world, state);
      }
    }
    const { states, transitions, decisions } = counts;
    console.log(
      `handoffs explored: ${counts.worlds} worlds, ${states} states, ${transitions} transitions, ${decisions} decisions`
    );
  }, 30 * 60_000);

  it.each(rules)('never knows %s', (rule) => {
    expect(found.get(rule)).toEqual([]);
  });

  it('meets every event in every state', () => {
    const all = Object.keys(handoffTable).flatMap((phase) => handoffEvents.map((event) => `${phase} ${event}`));
    expect(all.filter((pair) => !met.has(pair))).toEqual([]);
  });
});
