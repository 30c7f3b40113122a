/** Stories of calls, reports, sweeps and reps who come and go, at two services that share one org. */
import fc from 'fast-check';
import { defaultPolicy } from '../../../orchestrator/domain/policy.ts';
import { handoffEvents, type HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import type { Condition, World } from '../handoff/modelHandoff.ts';
import type { Fault } from './sharedOrg.ts';

export const reps = ['a', 'b', 'c', 'd'];

/** What happens to the org, from outside. */
export type Happening =
  | { kind: 'call'; service: number; callId: string; wish: 'meeting' | 'callback' | null }
  | { kind: 'report'; service: number; callId: string; event: HandoffEvent }
  /** The sweep finds what the clock says. */
  | { kind: 'sweep'; service: number; callId: string }
  | { kind: 'rep'; repId: string; condition: Condition }
  | { kind: 'wait'; ms: number };

export interface Story {
  world: World;
  weights: Record<string, number>;
  happenings: Happening[];
  /** Which of those under way goes on next, by chance; used up in a circle, as the faults are. */
  order: number[];
  faults: Fault[];
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

export const story: fc.Arbitrary<Story> = fc.record({
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
  weights: fc.record(Object.fromEntries(reps.map((repId) => [repId, fc.constantFrom(0.5, 1, 2, 3)]))),
  happenings: fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }),
  order: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40, size: 'max' }),
  faults: fc
    .array(fc.constantFrom<Fault>('none', 'none', 'none', 'none', 'locked', 'answerLost', 'requestLost'), {
      minLength: 3,
      maxLength: 12
    })
    .filter((faults) => faults.includes('none'))
});
