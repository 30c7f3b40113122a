import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openIntervals } from '../../../orchestrator/routing/businessHours.ts';
import { overlaps } from '../../../orchestrator/routing/intervals.ts';
import { dayOf, zoneNamed } from '../../../orchestrator/routing/wallClock.ts';
import { oneTurn } from '../../../orchestrator/routing/rotation.ts';
import type { PlayedMonth } from '../../../orchestrator/simulation/playMonth.ts';
import type { CallResult, Ring } from '../../../orchestrator/simulation/simulatedCall.ts';
import { unattended } from '../../../orchestrator/simulation/unattended.ts';
import { hourMs, period, played, someMonth, told, type SomeMonth, type Told } from './months.ts';

const numRuns = process.env['BATON_NIGHTLY'] === '1' ? 5_000 : 100;
const limit = 5 * 60_000;

function everyMonth(check: (month: PlayedMonth, of: Told, some: SomeMonth) => void): void {
  fc.assert(
    fc.property(someMonth, (some) => {
      const of = told(some);
      check(played(some, of), of, some);
    }),
    { numRuns }
  );
}

const ringsOf = ({ results }: PlayedMonth): (Ring & { call: CallResult })[] =>
  results.flatMap((call) => call.rings.map((ring) => ({ ...ring, call })));
const engaged = ({ fromMs, untilMs, talkUntilMs }: Ring) => ({ startMs: fromMs, endMs: talkUntilMs ?? untilMs });

describe(`${numRuns} simulated months`, () => {
  it(
    'give each caller exactly one outcome, and an owner for all that is not the whole team’s',
    { timeout: limit },
    () => {
      const met = { transfer: 0, meeting: 0, callback: 0 };
      everyMonth(({ results }, { calls, teams }) => {
        expect(results.map(({ index }) => index)).toEqual(calls.map(({ index }) => index));
        for (const { outcome, repId, meeting, rings, target } of results) {
          met[outcome] += 1;
          const talked = rings.filter(({ talkUntilMs }) => talkUntilMs !== null);
          expect(talked.length).toBe(outcome === 'transfer' ? 1 : 0);
          expect(talked.every((ring) => ring.repId === repId)).toBe(true);
          expect(meeting !== null).toBe(outcome === 'meeting');
          expect(repId === null).toBe(target.kind === 'service');
          expect(new Set(rings.map((ring) => ring.repId)).size).toBe(rings.length);
          const team = target.kind === 'team' ? teams.find((each) => each.team.id === target.teamId) : undefined;
          expect(rings.length).toBeLessThanOrEqual(team?.policy.maxOffers ?? 3);
        }
      });
      expect(Math.min(...Object.values(met))).toBeGreaterThan(100);
    }
  );

  it('ring nobody who is on the phone, away, in a meeting, off hours or takes no transfers', { timeout: limit }, () => {
    let rang = 0;
    everyMonth((month, { reps, teams }) => {
      const rings = ringsOf(month);
      rang += rings.length;
      for (const [at, ring] of rings.entries()) {
        const { repId, fromMs, call } = ring;
        const rep = reps.get(repId)!;
        const ringing = { startMs: fromMs, endMs: ring.untilMs };
        const others = rings.filter((other, index) => index !== at && other.repId === repId);
        expect(others.filter((other) => overlaps(engaged(other), engaged(ring)))).toEqual([]);
        expect(rep.takesTransfers).toBe(true);
        expect(rep.awayUntil === null || Date.parse(rep.awayUntil) <= fromMs).toBe(true);
        const calendar = month.org.staffing.calendars.get(repId)!;
        const booked = month.results.flatMap((other) =>
          other.repId === repId && other.meeting && other.atMs <= fromMs ? other.meeting : []
        );
        expect([...calendar.busy, ...booked].filter((busy) => overlaps(busy, ringing))).toEqual([]);
        const worked =
          call.target.kind === 'team'
            ? teams.filter(({ team }) => team.members.some(({ id }) => id === repId)).map(({ hours }) => hours)
            : [month.org.staffing.general.hours];
        const isOpen = (calendar.hours ? [calendar.hours] : worked).some((hours) =>
          openIntervals(hours, ringing).some((open) => open.startMs === ringing.startMs && open.endMs === ringing.endMs)
        );
        expect(isOpen).toBe(true);
      }
    });
    expect(rang).toBeGreaterThan(numRuns);
  });

  it('ring nobody beyond the cap of their own day', { timeout: limit }, () => {
    let capped = 0;
    everyMonth((month, { reps }) => {
      for (const { id, dailyCap, timeZone } of reps.values()) {
        if (dailyCap === null) continue;
        const byDay = new Map<number, number>();
        for (const { fromMs } of ringsOf(month).filter(({ repId }) => repId === id)) {
          const day = dayOf(zoneNamed(timeZone), fromMs);
          byDay.set(day, (byDay.get(day) ?? 0) + 1);
        }
        capped += [...byDay.values()].filter((count) => count === dailyCap).length;
        expect(Math.max(0, ...byDay.values())).toBeLessThanOrEqual(dailyCap);
      }
    });
    expect(capped).toBeGreaterThan(numRuns / 20);
  });

  it('book nobody twice', { timeout: limit }, () => {
    everyMonth((month) => {
      const meetings = month.results.flatMap(({ repId, meeting }) => (meeting ? [{ repId, ...meeting }] : []));
      for (const [at, one] of meetings.entries()) {
        const { busy } = month.org.staffing.calendars.get(one.repId!)!;
        const others = meetings.slice(at + 1).filter(({ repId }) => repId === one.repId);
        expect([...busy, ...others].filter((other) => overlaps(other, one))).toEqual([]);
      }
    });
  });

  it('keep each rep’s turns near what is due by weight', { timeout: limit }, () => {
    let taken = 0;
    everyMonth(({ org, turns }, { teams }) => {
      for (const { team } of teams) {
        const { balances } = org.bookOf(team.id);
        taken += [...(turns.get(team.id)?.values() ?? [])].reduce((sum, count) => sum + count, 0);
        expect(Object.values(balances).reduce((sum, amount) => sum + amount, 0)).toBe(0);
        for (const amount of Object.values(balances)) {
          expect(Math.abs(amount) / oneTurn).toBeLessThan(2);
        }
      }
    });
    expect(taken).toBeGreaterThan(10 * numRuns);
  });

  it('skip nobody in a strict team, whoever is away', { timeout: limit }, () => {
    let rounds = 0;
    fc.assert(
      fc.property(someMonth, (some) => {
        // Each call takes one turn then: whoever is rung answers, and no team stands in for another.
        const strict = some.teams.map((team) => ({ ...team, rotation: 'strict' as const, hasBackup: false }));
        const month: SomeMonth = { ...some, teams: strict, answerRate: 1 };
        const of = told(month);
        const { results } = played(month, of);
        for (const { team } of of.teams) {
          const takers = results.flatMap(({ teamId, repId }) => (teamId === team.id ? [repId] : []));
          const round = team.members.length;
          for (let from = 0; from + round <= takers.length; from += 1) {
            rounds += 1;
            expect(new Set(takers.slice(from, from + round)).size).toBe(round);
          }
        }
      }),
      { numRuns }
    );
    expect(rounds).toBeGreaterThan(numRuns);
  });

  it('are the same under the same seed, and others under another', { timeout: limit }, () => {
    let differ = 0;
    everyMonth(({ results }, of, some) => {
      expect(played(some, of).results).toEqual(results);
      differ += JSON.stringify(played(some, of, some.seed + 1).results) === JSON.stringify(results) ? 0 : 1;
    });
    expect(differ).toBeGreaterThan(numRuns / 4);
  });

  it('tell when everyone is away as each phone would have found it', { timeout: limit }, () => {
    everyMonth(({ results, org }, { teams, staffing }) => {
      for (const staffed of teams) {
        const { away } = unattended(staffed, {
          calendarOf: (repId) => org.wholeCalendarOf(repId),
          readAtMs: staffing.readAtMs,
          within: period
        });
        const own = results.filter(({ target }) => target.kind === 'team' && target.teamId === staffed.team.id);
        for (const { atMs, teamState } of own) {
          // Whoever was free then may have been booked for this hour afterwards, and a ring reaches a little further.
          if (teamState === 'away' && !away.some(({ startMs, endMs }) => startMs <= atMs + 20_000 && endMs > atMs)) {
            expect.fail(`Somebody of ${staffed.team.id} was there at ${new Date(atMs).toISOString()}.`);
          }
        }
      }
    });
  });
});

describe('a month that is simulated after it was', () => {
  it('takes nobody for away then who is away since', () => {
    const some = fc.sample(someMonth, { seed: 1, numRuns: 1 })[0]!;
    const month = {
      ...some,
      answerRate: 1,
      reps: some.reps.map((each) => ({ ...each, awayHours: 24 * 365, busy: [] }))
    } as SomeMonth;
    const of = told(month);
    const rings = (readAtMs: number): number =>
      ringsOf(played(month, { ...of, staffing: { ...of.staffing, readAtMs } })).length;
    expect(rings(period.startMs)).toBe(0);
    expect(rings(period.endMs + hourMs)).toBeGreaterThan(0);
  });
});
