/** Random small months: teams that share reps, hours, calendars, caps and absences, and the calls that come. */
import fc from 'fast-check';
import type { BusinessHours, Busy, RepCalendar } from '../../../orchestrator/domain/calendar.ts';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import type { Rep } from '../../../orchestrator/domain/rep.ts';
import { chanceOf } from '../../../orchestrator/simulation/chance.ts';
import { periodOf } from '../../../orchestrator/simulation/period.ts';
import { playMonth, type PlayedMonth } from '../../../orchestrator/simulation/playMonth.ts';
import type { StaffedTeam, Staffing } from '../../../orchestrator/simulation/simulatedOrg.ts';
import type { SimulatedCall } from '../../../orchestrator/simulation/simulatedCall.ts';
import { dayFromIso } from '../../../orchestrator/routing/wallClock.ts';
import { call } from '../handoff/modelHandoff.ts';
import { rep } from '../routing/snapshots.ts';

export const hourMs = 3_600_000;
/** Three days from a Monday on. */
export const period = periodOf(dayFromIso('2026-11-23'), 3, 'America/Los_Angeles');

const day = { startMinute: 8 * 60, endMinute: 18 * 60 };
const hoursIn = (timeZone: string): BusinessHours => ({
  id: timeZone,
  name: timeZone,
  isDefault: false,
  timeZone,
  days: [null, day, day, day, day, day, null],
  holidays: [{ name: 'a holiday', date: '2026-11-25', times: null }]
});
const pacific = hoursIn('America/Los_Angeles');
const eastern = hoursIn('America/New_York');

const repIds = ['a', 'b', 'c', 'd', 'e'];
const teamIds = ['north', 'south'];

const someRep = fc.record({
  weight: fc.constantFrom(0.5, 1, 2),
  dailyCap: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 }),
  takesTransfers: fc.constantFrom(true, true, true, false),
  awayHours: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 4 }),
  hours: fc.constantFrom(undefined, undefined, eastern),
  busy: fc.array(
    fc.record({
      atHour: fc.integer({ min: 0, max: 71 }),
      minutes: fc.integer({ min: 5, max: 240 }),
      kind: fc.constantFrom<Busy['kind']>('busy', 'outOfOffice')
    }),
    { maxLength: 4 }
  )
});

const someTeam = fc.record({
  members: fc.uniqueArray(fc.constantFrom(...repIds), { minLength: 1, maxLength: 5 }),
  rotation: fc.constantFrom<Policy['rotation']>('skipUnavailable', 'weighted', 'strict'),
  hasBackup: fc.boolean(),
  maxOffers: fc.integer({ min: 1, max: 3 }),
  hours: fc.constantFrom(undefined, pacific),
  liveTransferMinScore: fc.constantFrom(0, 50),
  meetingMinScore: fc.constantFrom(0, 20)
});

const someCall = fc.record({
  minute: fc.integer({ min: 0, max: 3 * 24 * 60 - 1 }),
  to: fc.constantFrom('north', 'north', 'south', 'south', 'rep a', 'service'),
  score: fc.option(fc.integer({ min: 0, max: 100 }))
});

export const someMonth = fc.record({
  reps: fc.tuple(...repIds.map(() => someRep)),
  teams: fc.tuple(...teamIds.map(() => someTeam)),
  calls: fc.array(someCall, { minLength: 12, maxLength: 60 }),
  /** Many callers within an hour, so that reps are on the phone when the next one comes. */
  isRush: fc.boolean(),
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  answerRate: fc.constantFrom(0, 0.5, 0.9, 1)
});

export type SomeMonth = typeof someMonth extends fc.Arbitrary<infer T> ? T : never;

export interface Told {
  staffing: Staffing;
  calls: SimulatedCall[];
  teams: readonly StaffedTeam[];
  reps: ReadonlyMap<string, Rep>;
}

export function told({ reps, teams, calls, isRush }: SomeMonth): Told {
  const people = reps.map(({ weight, dailyCap, takesTransfers, awayHours }, at) =>
    rep(repIds[at]!, {
      weight,
      dailyCap,
      takesTransfers,
      awayUntil: awayHours === null ? null : new Date(period.startMs + awayHours * hourMs).toISOString()
    })
  );
  const byId = new Map(people.map((each) => [each.id, each]));
  const staffed = teams.map(({ members, hours, hasBackup, ...policy }, at): StaffedTeam => ({
    team: {
      id: teamIds[at]!,
      name: teamIds[at]!,
      developerName: teamIds[at]!,
      members: members.map((id) => byId.get(id)!)
    },
    policy: { ...defaultPolicy, ...policy, team: teamIds[at]!, backupTeam: hasBackup ? teamIds[1 - at]! : null },
    hours
  }));
  const calendars = new Map(
    reps.map(({ hours, busy }, at): [string, RepCalendar] => [
      repIds[at]!,
      {
        hours,
        presence: undefined,
        busy: busy.map(({ atHour, minutes, kind }) => {
          const startMs = period.startMs + atHour * hourMs;
          return { startMs, endMs: startMs + minutes * 60_000, kind, source: 'Salesforce' };
        })
      }
    ])
  );
  return {
    staffing: {
      teams: staffed,
      reps: people,
      general: { policy: defaultPolicy, hours: pacific },
      fallbacks: new Map(),
      calendars,
      readAtMs: period.startMs
    },
    teams: staffed,
    reps: byId,
    calls: calls
      .map(({ minute, to, score }, index): SimulatedCall => ({
        index,
        atMs: period.startMs + (isRush ? 10 * 60 + (minute % 60) : minute) * 60_000,
        target:
          to === 'service'
            ? { kind: 'service' }
            : to === 'rep a'
              ? { kind: 'rep', repId: 'a' }
              : { kind: 'team', teamId: to },
        qualification: { ...call.qualification, score },
        callerTimeZone: null
      }))
      .sort((a, b) => a.atMs - b.atMs)
  };
}

export function played(month: SomeMonth, { staffing, calls }: Told, seed = month.seed): PlayedMonth {
  const behaviour = { answerRate: month.answerRate, talkMinutes: 15, bookingRate: 0.6 };
  return playMonth(calls, { staffing, behaviour, chance: chanceOf(seed) });
}
