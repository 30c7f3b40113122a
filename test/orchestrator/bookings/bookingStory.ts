/** Stories of callers who book, move and give up meetings at two services that share one org. */
import fc from 'fast-check';
import { defaultPolicy, type Policy } from '../../../orchestrator/domain/policy.ts';
import type { QualifiedCall } from '../../../orchestrator/domain/call.ts';
import type { HandoffEvent } from '../../../orchestrator/handoff/machine.ts';
import type { Fault } from './orgGate.ts';

export const repNames = ['a', 'b', 'c'] as const;
export type RepName = (typeof repNames)[number];

/** Where and for how long something is in a calendar: in quarter hours from the first time that the story is about. */
interface Time {
  quarter: number;
  quarters: number;
}

/** What an agent sends; it is sent so many times at once, to one service and the other in turn. */
interface Sent {
  service: number;
  callId: string;
  times: number;
}

export type Happening =
  | (Sent & { kind: 'call' })
  /** The caller asks for times, and takes one of them. */
  | (Sent & { kind: 'choose'; pick: number })
  /** The caller names a time themselves. */
  | (Sent & { kind: 'book'; quarter: number; with: RepName | undefined })
  | (Sent & { kind: 'cancel' })
  | (Sent & { kind: 'report'; event: HandoffEvent })
  /** A rep puts something into their own calendar. */
  | (Time & { kind: 'event'; rep: RepName; showAs: 'Busy' | 'OutOfOffice' | 'Free' | 'AllDay' })
  | { kind: 'rep'; rep: RepName; condition: 'here' | 'away' | 'left' | 'takesNoCalls' }
  | { kind: 'wait'; ms: number };

export interface StoryRep {
  timeZone: string;
  /** Works by the hours of their own. */
  ownHours: boolean;
  isMember: boolean;
}

export interface StoryHours {
  timeZone: string;
  /** Whole hours, every day of the week. */
  from: number;
  to: number;
}

export interface Story {
  startsAt: string;
  reps: Record<RepName, StoryRep>;
  /** The team's, and those of reps who have their own; null for an org without any: always open. */
  hours: { team: StoryHours; own: StoryHours } | null;
  policy: Policy;
  callers: Record<string, { wish: QualifiedCall['wish']; timeZone: string | null; owner: RepName | 'team' }>;
  /** The first that is sent of each call; the rest of the story begins when they are answered, or lost. */
  calls: Happening[];
  happenings: Happening[];
  /** Which of those that wait goes on next, by chance; used up in a circle, as the faults are. */
  order: number[];
  faults: Fault[];
}

export const callIds = ['call-1', 'call-2', 'call-3', 'call-4'] as const;

const zone = fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata');
const rep = fc.constantFrom(...repNames);
const sent = {
  service: fc.constantFrom(0, 1),
  callId: fc.constantFrom(...callIds),
  times: fc.constantFrom(1, 1, 1, 2, 3)
};
const time = { quarter: fc.nat(7), quarters: fc.constantFrom(1, 2, 3, 4) };
const a = <T extends string>(kind: T): fc.Arbitrary<T> => fc.constant(kind);

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: a('call'), ...sent }) },
  { weight: 6, arbitrary: fc.record({ kind: a('choose'), ...sent, pick: fc.nat(5) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: a('book'),
      ...sent,
      quarter: fc.nat(7),
      with: fc.option(rep, { nil: undefined, freq: 2 })
    })
  },
  { weight: 4, arbitrary: fc.record({ kind: a('cancel'), ...sent }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: a('report'),
      ...sent,
      event: fc.constantFrom<HandoffEvent>('accepted', 'noAnswer', 'declined', 'callerLeft', 'choiceTimedOut')
    })
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: a('event'),
      rep,
      ...time,
      showAs: fc.constantFrom('Busy', 'Busy', 'Busy', 'OutOfOffice', 'Free', 'AllDay')
    })
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: a('rep'),
      rep,
      condition: fc.constantFrom('here', 'away', 'left', 'takesNoCalls')
    })
  },
  { weight: 2, arbitrary: fc.record({ kind: a('wait'), ms: fc.constantFrom(500, 5_000, 61_000, 301_000, 601_000) }) }
);

const hours = fc.record({
  timeZone: zone,
  from: fc.constantFrom(0, 8, 9),
  to: fc.constantFrom(17, 18, 24)
});

const policy = fc
  .record({
    rotation: fc.constantFrom('skipUnavailable' as const, 'weighted' as const, 'strict' as const),
    maxOffers: fc.integer({ min: 1, max: 3 }),
    meetingMinutes: fc.constantFrom(15, 30, 45, 60),
    meetingBufferMinutes: fc.constantFrom(0, 0, 5, 15),
    meetingNoticeMinutes: fc.constantFrom(0, 60),
    meetingHorizonDays: fc.constantFrom(1, 2, 4)
  })
  .map((differing): Policy => ({ ...defaultPolicy, ...differing }));

const caller = fc.record({
  wish: fc.constantFrom('meeting' as const, 'meeting' as const, 'callback' as const, null),
  timeZone: fc.option(zone, { freq: 1 }),
  owner: fc.oneof({ weight: 4, arbitrary: fc.constant('team' as const) }, { weight: 1, arbitrary: rep })
});
const storyRep = fc.record({
  timeZone: zone,
  ownHours: fc.constantFrom(false, false, true),
  isMember: fc.constantFrom(true, true, true, false)
});

export const story: fc.Arbitrary<Story> = fc.record({
  // Some of them a day before the clocks change somewhere.
  startsAt: fc.constantFrom(
    '2026-11-23T14:00:00Z',
    '2026-10-31T14:00:00Z',
    '2026-10-24T08:00:00Z',
    '2027-03-13T16:00:00Z'
  ),
  reps: fc.record({ a: storyRep, b: storyRep, c: storyRep }),
  hours: fc.option(fc.record({ team: hours, own: hours }), { freq: 3 }),
  policy,
  callers: fc.record(Object.fromEntries(callIds.map((callId) => [callId, caller]))),
  calls: fc.tuple(...callIds.map((callId) => fc.record({ kind: a('call'), ...sent, callId: fc.constant(callId) }))),
  happenings: fc.array(happening, { minLength: 1, maxLength: 14, size: 'max' }),
  order: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40, size: 'max' }),
  faults: fc.array(
    fc.oneof(
      { weight: 20, arbitrary: fc.constant<Fault>('none') },
      { weight: 1, arbitrary: fc.constantFrom<Fault>('locked', 'answerLost', 'requestLost') }
    ),
    { minLength: 7, maxLength: 30, size: 'max' }
  )
});
