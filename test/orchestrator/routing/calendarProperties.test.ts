import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Busy, BusinessHours } from '../../../orchestrator/domain/calendar.ts';
import {
  addBusinessMinutes,
  businessMinutesBetween,
  closesAt,
  isOpen,
  nextOpening,
  openIntervals
} from '../../../orchestrator/routing/businessHours.ts';
import { isSlotFree } from '../../../orchestrator/routing/slotFree.ts';
import { findSlots } from '../../../orchestrator/routing/slots.ts';
import { freeMinutes, minuteMs, openMinutes, quarterStarts, reasonableMinutes } from './calendarOracle.ts';

/** Zones, and days around which their clocks change; Kolkata's never do. */
const changes: readonly [zone: string, ...dates: string[]][] = [
  ['America/New_York', '2026-11-01', '2027-03-14'],
  ['America/Denver', '2026-11-01', '2027-03-14'],
  ['Europe/Berlin', '2026-10-25', '2027-03-28'],
  ['Australia/Lord_Howe', '2026-10-04', '2027-04-04'],
  ['Asia/Kolkata', '2026-10-25', '2027-03-28'],
  // Clocks that change at midnight, so that a day has no 00:00 or has it twice.
  ['Africa/Cairo', '2026-04-24', '2026-10-30'],
  ['America/Havana', '2026-03-08', '2026-11-01']
];
const windowMinutes = 3 * 24 * 60;

/** Times as people give them, and some that fall into a change of the clocks. */
const minuteOfDay = fc.oneof(
  fc.integer({ min: 0, max: 96 }).map((quarters) => quarters * 15),
  fc.integer({ min: 0, max: 200 }),
  fc.constantFrom(0, 30, 60, 90, 120, 135, 150, 180, 1380, 1440)
);
const times = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => ({ startMinute: Math.min(a, b), endMinute: Math.max(a, b) }));
const wholeDay = fc.constant({ startMinute: 0, endMinute: 1440 });

const moment = fc.constantFrom(...changes).chain(([timeZone, ...dates]) =>
  fc.record({
    timeZone: fc.constant(timeZone),
    date: fc.constantFrom(...dates),
    /** The window begins up to two days before the change. */
    leadMinutes: fc.integer({ min: 0, max: 2 * 24 * 60 })
  })
);

const scene = moment.chain(({ timeZone, date, leadMinutes }) => {
  const dayMs = 24 * 60 * minuteMs;
  const changeMs = Date.parse(`${date}T12:00:00Z`);
  const isoDay = (offset: number): string => new Date(changeMs + offset * dayMs).toISOString().slice(0, 10);
  const day = fc.option(fc.oneof({ weight: 3, arbitrary: times }, { weight: 1, arbitrary: wholeDay }), { freq: 6 });
  return fc.record({
    fromMs: fc.constant(changeMs - leadMinutes * minuteMs),
    hours: fc.record<BusinessHours>({
      id: fc.constant('01m000000000001AAA'),
      name: fc.constant('Sample'),
      isDefault: fc.constant(false),
      timeZone: fc.constant(timeZone),
      days: fc.array(day, { minLength: 7, maxLength: 7 }),
      holidays: fc.array(
        fc.record({
          name: fc.constant('Founders Day'),
          date: fc.integer({ min: -2, max: 3 }).map(isoDay),
          times: fc.option(times, { freq: 3 })
        }),
        { maxLength: 2 }
      )
    })
  });
});

const busyTimes = (fromMs: number): fc.Arbitrary<Busy[]> =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom('busy' as const, 'outOfOffice' as const),
        source: fc.constant('Salesforce'),
        start: fc.integer({ min: -600, max: windowMinutes }),
        length: fc.integer({ min: 1, max: 600 })
      }),
      { maxLength: 4 }
    )
    .map((all) =>
      all.map(({ kind, source, start, length }) => ({
        kind,
        source,
        startMs: fromMs + start * minuteMs,
        endMs: fromMs + (start + length) * minuteMs
      }))
    );

const numRuns = 150;
const indexes = Array.from({ length: windowMinutes }, (_, index) => index);

describe('business hours over a change of the clocks, against a walk through every minute', () => {
  it('are open at the same minutes', () => {
    fc.assert(
      fc.property(scene, ({ hours, fromMs }) => {
        const open = openMinutes(hours, fromMs, windowMinutes);
        const intervals = openIntervals(hours, { startMs: fromMs, endMs: fromMs + windowMinutes * minuteMs });
        const inAny = (atMs: number): boolean =>
          intervals.some(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
        expect(indexes.map((index) => inAny(fromMs + index * minuteMs))).toEqual(open);
        intervals.slice(1).forEach(({ startMs }, index) => expect(startMs).toBeGreaterThan(intervals[index]!.endMs));
        expect(businessMinutesBetween(hours, fromMs, fromMs + windowMinutes * minuteMs)).toBe(
          open.filter(Boolean).length
        );
      }),
      { numRuns }
    );
  });

  it('open, close and count on from any minute alike', () => {
    fc.assert(
      fc.property(scene, fc.nat(windowMinutes - 1), fc.nat(900), ({ hours, fromMs }, start, minutes) => {
        const open = openMinutes(hours, fromMs, windowMinutes);
        const atMs = fromMs + start * minuteMs;
        expect(isOpen(hours, atMs)).toBe(open[start]);
        const endMs = fromMs + windowMinutes * minuteMs;
        const within = (answer: number | null): number | null => (answer === null || answer >= endMs ? null : answer);
        const instantOf = (index: number): number | null => (index < 0 ? null : fromMs + index * minuteMs);
        expect(within(nextOpening(hours, atMs))).toBe(
          instantOf(indexes.findIndex((index) => index >= start && open[index]!))
        );
        expect(within(closesAt(hours, atMs))).toBe(
          instantOf(indexes.findIndex((index) => index >= start && !open[index]))
        );
        const worked = indexes.filter((index) => index >= start && open[index]);
        const due = minutes === 0 ? instantOf(worked[0] ?? -1) : instantOf((worked[minutes - 1] ?? -2) + 1);
        expect(within(addBusinessMinutes(hours, atMs, minutes))).toBe(due === endMs ? null : due);
      }),
      { numRuns }
    );
  });
});

describe('slots over a change of the clocks, against a walk through every minute', () => {
  const withBusy = scene.chain(({ hours, fromMs }) =>
    fc.record({
      hours: fc.constant(hours),
      fromMs: fc.constant(fromMs),
      busy: busyTimes(fromMs),
      callerTimeZone: fc.constantFrom(null, 'America/Denver', 'Europe/Berlin', 'Asia/Kolkata'),
      meetingMinutes: fc.constantFrom(15, 30, 45, 60),
      meetingBufferMinutes: fc.constantFrom(0, 5, 15),
      meetingNoticeMinutes: fc.constantFrom(0, 60, 240)
    })
  );

  it('are all and only the quarter hours at which a meeting can be held', () => {
    fc.assert(
      fc.property(withBusy, ({ hours, fromMs, busy, callerTimeZone, ...minutes }) => {
        const policy = { ...minutes, meetingHorizonDays: 2 };
        const calendar = { hours, busy, presence: undefined };
        const search = { teamHours: undefined, policy, callerTimeZone, nowMs: fromMs };
        const open = openMinutes(hours, fromMs, windowMinutes);
        const reasonable = reasonableMinutes(callerTimeZone, fromMs, windowMinutes);
        const free = freeMinutes(busy, policy.meetingBufferMinutes, fromMs, windowMinutes);
        const good = open.map((isGood, index) => isGood && reasonable[index]! && free[index]!);
        const latestMs = fromMs + 2 * 24 * 60 * minuteMs;
        const earliestMs = fromMs + policy.meetingNoticeMinutes * minuteMs;
        const expected = quarterStarts(good, fromMs, policy.meetingMinutes).filter(
          (startMs) => startMs >= earliestMs && startMs <= latestMs
        );
        const rep = { repId: 'rep', calendar };
        const startsOf = (limit: number): number[] =>
          findSlots({ ...search, reps: [rep], limit }).map(({ startMs }) => startMs);
        expect(startsOf(Infinity)).toEqual(expected);

        const some = startsOf(4);
        expect(some).toHaveLength(Math.min(4, expected.length));
        expect(some[0]).toBe(expected[0]);
        expect(some).toEqual([...new Set(some)].sort((a, b) => a - b));
        expect(expected).toEqual(expect.arrayContaining(some));

        for (let startMs = Math.ceil(earliestMs / 900_000) * 900_000; startMs <= latestMs; startMs += 900_000) {
          expect(isSlotFree({ ...search, rep, startMs }).free).toBe(expected.includes(startMs));
        }
      }),
      { numRuns: 60 }
    );
  });
});
