import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStepFromState } from '../../../orchestrator/answer.ts';
import type { Decision } from '../../../orchestrator/domain/decision.ts';
import { isOpen } from '../../../orchestrator/domain/handoffState.ts';
import { defaultPolicy } from '../../../orchestrator/domain/policy.ts';
import { clockEventOf } from '../../../orchestrator/handoff/clockEvent.ts';
import { handoffEvents, type HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import { Reservations, type Reserved } from '../../../orchestrator/reservations.ts';
import { needsBackup } from '../../../orchestrator/routing/decide.ts';
import type { Snapshot } from '../../../orchestrator/routing/snapshot.ts';
import {
  apply,
  backupTeamId,
  firstStep,
  ownTeamId,
  repIn,
  snapshotOf,
  type Condition,
  type ModelHandoff,
  type Moment,
  type Question,
  type World
} from '../handoff/modelHandoff.ts';
import { SharedOrg, turnsIn, type Fault, type Reading } from './sharedOrg.ts';

const numRuns = process.env['BATON_NIGHTLY'] === '1' ? 10_000 : 500;
const reps = ['a', 'b', 'c', 'd'];
const startMs = Date.parse('2026-11-23T17:00:00Z');
const mostAttempts = 25;
const deadlineMs = 3500;

/** What happens to the org, from outside. */
type Happening =
  | { kind: 'call'; service: number; callId: string; wish: 'meeting' | 'callback' | null }
  | { kind: 'report'; service: number; callId: string; event: HandoffEvent }
  /** The sweep finds what the clock says. */
  | { kind: 'sweep'; service: number; callId: string }
  | { kind: 'rep'; repId: string; condition: Condition }
  | { kind: 'wait'; ms: number };

interface Story {
  world: World;
  weights: Record<string, number>;
  happenings: Happening[];
  /** Which of those under way goes on next, by chance; used up in a circle, as the faults are. */
  order: number[];
  faults: Fault[];
}

class Service {
  readonly reservations = new Reservations(deadlineMs);
  /** Whether it has seen every turn of the team from the first. */
  knowsAllTurns = false;
}

/** Plays a story to its end. */
class Play {
  readonly org = new SharedOrg();
  readonly services = [new Service(), new Service()];
  readonly problems: string[] = [];
  nowMs = startMs;
  private readonly conditions = new Map<string, Condition>();
  private readonly story: Story;
  private turn = 0;
  private writes = 0;

  constructor(story: Story) {
    this.story = story;
  }

  run(): void {
    const underWay: Generator<void>[] = [];
    const goOn = (): void => {
      const index = this.story.order[(this.turn += 1) % this.story.order.length]! % underWay.length;
      if (underWay[index]!.next().done) {
        underWay.splice(index, 1);
      }
    };
    let oldestMs = this.nowMs;
    for (const happening of this.story.happenings) {
      // Nothing is under way for longer than its deadline.
      while (happening.kind === 'wait' && this.nowMs + happening.ms - oldestMs > deadlineMs && underWay.length > 0) {
        goOn();
      }
      oldestMs = underWay.length === 0 ? this.nowMs : oldestMs;
      const started = this.start(happening);
      if (started) {
        underWay.push(started);
      }
      for (
        let steps = this.story.order[(this.turn += 1) % this.story.order.length]! % 4;
        steps > 0 && underWay.length > 0;
      ) {
        goOn();
        steps -= 1;
      }
    }
    while (underWay.length > 0) {
      goOn();
    }
  }

  private start(happening: Happening): Generator<void> | undefined {
    switch (happening.kind) {
      case 'wait':
        this.nowMs += happening.ms;
        return undefined;
      case 'rep':
        this.conditions.set(happening.repId, happening.condition);
        return undefined;
      case 'call':
        return this.work(happening, undefined);
      case 'report':
        return this.work(happening, () => happening.event);
      case 'sweep':
        return this.work(happening, (state) => clockEventOf(state)?.event);
    }
  }

  /** A first step, or a later one, as routeLead.ts and handoffSteps.ts go about it; it may rest wherever the org is asked. */
  private *work(
    { callId, service: number, ...happening }: Extract<Happening, { callId: string }>,
    eventIn: ((state: ModelHandoff) => HandoffEvent | undefined) | undefined
  ): Generator<void> {
    const service = this.services[number]!;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      yield;
      const reading = this.org.read(callId);
      yield;
      if (reading.handoff ? !eventIn : eventIn) {
        return;
      }
      let decision: Decision | undefined;
      const moment: Moment = {
        nowMs: this.nowMs,
        isActive: (repId) => this.conditionOf(repId) !== 'left',
        decide: (question) => (decision = this.reserve(service, callId, question, reading))
      };
      let after: ModelHandoff | 'refused';
      if (reading.handoff) {
        const event = eventIn!(reading.handoff);
        if (event === undefined || !this.canHappen(reading.handoff, event)) {
          return;
        }
        const bookWith = reading.handoff.repId ?? 'a';
        after = apply(this.story.world, reading.handoff, { event, bookWith }, moment);
      } else {
        after = { ...firstStep(this.story.world, 'wish' in happening ? happening.wish : null, moment), callId };
      }
      if (after === 'refused' || after === reading.handoff) {
        return;
      }
      yield;
      const now = new Date(this.nowMs);
      const fault = this.story.faults[(this.writes += 1) % this.story.faults.length]!;
      let result: ReturnType<SharedOrg['write']> | 'unknown';
      try {
        result = this.org.write(reading.handoff, after, { decision, reading, now, fault });
      } catch {
        result = 'unknown';
      }
      yield;
      if (decision) {
        if (result === 'done') {
          service.reservations.confirm(callId, decision, new Date(this.nowMs));
        } else {
          service.reservations.giveBack(callId, decision);
        }
      }
      if (result === 'done' || (result === 'unknown' && eventIn)) {
        return;
      }
    }
    this.problems.push(`${callId} lost its turn ${mostAttempts} times`);
  }

  /** A rep who has not picked up in time cannot be said to have: the phone no longer rings. */
  private canHappen({ phase, offers }: ModelHandoff, event: HandoffEvent): boolean {
    const open = offers.find(isOpen);
    const isAccept = event === 'accepted' || event === 'repAccepted';
    return !(isAccept && phase === 'ringing' && Date.parse(open?.expiresAt ?? '') <= this.nowMs);
  }

  private reserve(service: Service, callId: string, question: Question, reading: Reading): Decision {
    const { world, weights } = this.story;
    const now = new Date(this.nowMs);
    for (const teamId of [ownTeamId, backupTeamId]) {
      const isFirst = service.reservations.look(now, ({ bookOf }) => bookOf(teamId).last === 0);
      service.knowsAllTurns ||= teamId === ownTeamId && isFirst && reading.turnsOf(teamId).length === 0;
      const missing = service.reservations.observe(teamId, reading.turnsOf(teamId), now);
      if (missing.length > 0) {
        service.reservations.observe(teamId, this.org.turnsNumbered(teamId, missing), now);
      }
    }
    const conditionOf = (repId: string): Condition => this.conditionOf(repId);
    const weighed = <T extends { members: readonly { id: string }[] }>(team: T): T => ({
      ...team,
      members: team.members.map((rep) => ({ ...rep, weight: weights[rep.id]! }))
    });
    const snapshotWith = ({ bookOf, withOwn }: Reserved): Snapshot => {
      const alone = snapshotOf({ ...world, backup: undefined }, question, conditionOf, this.nowMs);
      const owner = alone.owner.type === 'team' ? { ...alone.owner, team: weighed(alone.owner.team) } : alone.owner;
      const snapshot = { ...alone, owner, book: bookOf(ownTeamId), offers: withOwn(reading.offers) };
      return world.backup && needsBackup(snapshot)
        ? {
            ...snapshot,
            backup: {
              team: weighed({
                id: backupTeamId,
                name: 'Backup',
                developerName: 'Backup',
                members: world.backup.map((repId) => repIn(repId, conditionOf(repId), this.nowMs))
              }),
              policy: { ...world.policy, rotation: 'weighted' },
              hours: undefined,
              book: bookOf(backupTeamId)
            }
          }
        : snapshot;
    };
    return service.reservations.reserve(callId, now, snapshotWith);
  }

  private conditionOf(repId: string): Condition {
    return this.conditions.get(repId) ?? 'free';
  }
}

const callId = fc.constantFrom('call-1', 'call-2', 'call-3', 'call-4', 'call-5');
const service = fc.constantFrom(0, 1);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('call' as const),
      service,
      callId,
      wish: fc.constantFrom(null, null, null, 'meeting' as const, 'callback' as const)
    })
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      service,
      callId,
      event: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom<HandoffEvent>(
            'noAnswer',
            'declined',
            'accepted',
            'callerLeft',
            'booked',
            'cancelled'
          )
        },
        { weight: 1, arbitrary: fc.constantFrom(...handoffEvents) }
      )
    })
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('sweep' as const), service, callId }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rep' as const),
      repId: fc.constantFrom(...reps),
      condition: fc.constantFrom<Condition>('free', 'busy', 'full', 'away', 'left')
    })
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(500, 5000, 21_000, 1_900_000, 4_000_000)
    })
  }
);

const story: fc.Arbitrary<Story> = fc.record({
  world: fc
    .record({
      members: fc.subarray(reps, { minLength: 1 }),
      backup: fc.option(fc.subarray(reps), { nil: undefined }),
      fallback: fc.option(fc.constantFrom(...reps), { nil: undefined }),
      owner: fc.option(fc.constantFrom(...reps), { nil: undefined, freq: 3 }),
      rotation: fc.constantFrom('skipUnavailable' as const, 'weighted' as const, 'strict' as const),
      maxOffers: fc.integer({ min: 1, max: 4 })
    })
    .map(({ members, backup, fallback, owner, rotation, maxOffers }): World => ({
      name: 'random',
      owner: owner ? { type: 'rep', repId: owner } : { type: 'team', members },
      backup,
      fallback,
      policy: {
        ...defaultPolicy,
        rotation: owner ? 'skipUnavailable' : rotation,
        maxOffers,
        backupTeam: backup ? 'Backup' : null,
        meetingHorizonDays: 0.25
      }
    })),
  weights: fc.record(Object.fromEntries(reps.map((repId) => [repId, fc.constantFrom(0.5, 1, 2, 3)]))) as fc.Arbitrary<
    Record<string, number>
  >,
  happenings: fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }),
  order: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40, size: 'max' }),
  faults: fc
    .array(fc.constantFrom<Fault>('none', 'none', 'none', 'none', 'locked', 'answerLost', 'requestLost'), {
      minLength: 3,
      maxLength: 12
    })
    .filter((faults) => faults.includes('none'))
});

const sum = (amounts: Readonly<Record<string, number>>): number => Object.values(amounts).reduce((a, b) => a + b, 0);

function played(told: Story): Play {
  const play = new Play(told);
  play.run();
  return play;
}

/** Figures of all stories, so that a test which met nothing is seen. */
const met = { handoffs: 0, steps: 0, turns: 0 };

function everyStory(check: (play: Play, told: Story) => void): void {
  fc.assert(
    fc.property(story, (told) => check(played(told), told)),
    { numRuns }
  );
}

describe(`${numRuns} stories of calls at two services that share one org`, () => {
  it(
    'leave every answered call with one next step, its owner and its time',
    () => {
      everyStory((play, { world }) => {
        for (const state of play.org.handoffs.values()) {
          met.handoffs += 1;
          met.steps += state.step;
          const step = nextStepFromState(state, state.repId === null ? null : repIn(state.repId, 'free', 0));
          expect(Date.parse(step.at)).not.toBeNaN();
          expect(step.repId).toBe(state.repId);
          expect(state.offers.filter(isOpen).length).toBeLessThanOrEqual(1);
          const rung = state.offers.filter(({ kind }) => kind === 'live').map(({ repId }) => repId);
          expect(new Set(rung).size).toBe(rung.length);
          expect(rung.length).toBeLessThanOrEqual(world.policy.maxOffers);
        }
      });
      console.log(`stories: ${numRuns} of ${met.handoffs} handoffs in ${met.steps} steps`);
      expect(met.steps).toBeGreaterThan(met.handoffs);
    },
    20 * 60_000
  );

  it(
    'never offer a rep two live calls at once, and lose no call to a race',
    () => {
      everyStory((play) => {
        expect(play.org.broken).toEqual([]);
        expect(play.problems).toEqual([]);
      });
    },
    20 * 60_000
  );

  it(
    'give each turn once, to whom it says, and every turn sums to zero',
    () => {
      everyStory((play) => {
        const taken: string[] = [];
        for (const { offers } of play.org.handoffs.values()) {
          for (const { teamId, turn, repId } of offers) {
            if (teamId !== null && turn !== null) {
              met.turns += 1;
              taken.push(`${teamId}:${turn}`);
              expect(play.org.turns.get(`${teamId}:${turn}`)?.repId).toBe(repId);
            }
          }
        }
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.sort()).toEqual([...play.org.turns.keys()].sort());
        for (const { change, balances } of play.org.turns.values()) {
          expect([sum(change), sum(balances)]).toEqual([0, 0]);
        }
      });
      expect(met.turns).toBeGreaterThan(numRuns);
    },
    20 * 60_000
  );

  it(
    'end with books that agree with the org, in every service that was there from the first turn',
    () => {
      everyStory((play) => {
        const now = new Date(play.nowMs + 120_000);
        const stored = turnsIn(play.org.turns, ownTeamId);
        const truth: Record<string, number> = {};
        for (const [repId, amount] of stored.flatMap(({ change }) => Object.entries(change))) {
          truth[repId] = (truth[repId] ?? 0) + amount;
        }
        for (const { reservations, knowsAllTurns } of play.services) {
          reservations.observe(ownTeamId, stored, now);
          const { balances, pending } = reservations.look(now, ({ bookOf }) => bookOf(ownTeamId));
          expect(sum(balances)).toBe(0);
          if (knowsAllTurns) {
            expect(pending.size).toBe(0);
            expect(reps.map((repId) => balances[repId] ?? 0)).toEqual(reps.map((repId) => truth[repId] ?? 0));
          }
        }
      });
    },
    20 * 60_000
  );
});
