import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextStepFromState } from '../../../orchestrator/answer.ts';
import { isOpen } from '../../../orchestrator/domain/handoffState.ts';
import { ownTeamId, repIn } from '../handoff/modelHandoff.ts';
import { Play } from './play.ts';
import { turnsIn } from './sharedOrg.ts';
import { reps, story, type Story } from './story.ts';

const numRuns = process.env['BATON_NIGHTLY'] === '1' ? 10_000 : 500;

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
