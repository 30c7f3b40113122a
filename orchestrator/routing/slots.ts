/**
 * Times at which a meeting can be held. A meeting begins on a quarter hour, at least the policy's notice from now and
 * within its horizon. It lies wholly inside the rep's hours and the caller's reasonable ones, and the policy's buffer
 * before and after it is free of everything in the rep's calendar; the buffer itself may lie outside the hours.
 */
import type { BusinessHours, Interval, RepCalendar, Slot } from '../domain/calendar.ts';
import type { Policy } from '../domain/policy.ts';
import { endOfBusinessDays, openIntervals } from './businessHours.ts';
import { commonIntervals, withoutIntervals } from './intervals.ts';
import { takeSpread } from './spread.ts';
import { dayOf, isoDate, minuteMs, minuteOfDay, zoneNamed } from './wallClock.ts';

/**
 * Every clock in the world is a whole number of quarter hours from UTC, so a quarter hour there is one everywhere.
 * Source: the IANA time zone database, all zones since 1986.
 */
const quarterMs = 15 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

/** Holidays are known for a little more than a year; a policy that looks further ahead is held to this. */
const mostHorizonDays = 365;

export type MeetingPolicy = Pick<
  Policy,
  'meetingMinutes' | 'meetingBufferMinutes' | 'meetingNoticeMinutes' | 'meetingHorizonDays'
>;

export interface RepTime {
  repId: string;
  calendar: RepCalendar;
}

export interface SlotSearch {
  /** In order of preference, such as that of the rotation: where several are free at a time, the first has it. */
  reps: readonly RepTime[];
  /** For reps without hours of their own; undefined when the team is always open. */
  teamHours: BusinessHours | undefined;
  policy: MeetingPolicy;
  /** IANA name; null when unknown: the rep's hours alone count then. */
  callerTimeZone: string | null;
  nowMs: number;
  /** No slot begins sooner, e.g. when the caller asked for next week. Default: as soon as the notice allows. */
  fromMs?: number;
  /** Most slots in all. */
  limit: number;
  /** Most slots of one rep. Default: no such limit. */
  perRep?: number;
}

/**
 * Slots in order of time, each at another one. The earliest that can be had is always the first; the others are spread
 * over half-days of the caller's (or else the rep's) time zone, as {@link takeSpread} says.
 * @throws RangeError for a time zone that does not exist
 */
export function findSlots(search: SlotSearch): Slot[] {
  const { reps, policy, perRep = Infinity } = search;
  const byStart = new Map<number, { startMs: number; repIds: string[] }>();
  for (const rep of reps) {
    for (const startMs of startsOf(rep, search)) {
      const candidate = byStart.get(startMs) ?? { startMs, repIds: [] };
      candidate.repIds.push(rep.repId);
      byStart.set(startMs, candidate);
    }
  }
  const slots: Slot[] = [];
  const takenBy = new Map<string, number>();
  takeSpread(
    [...byStart.values()].sort((a, b) => a.startMs - b.startMs),
    {
      limit: search.limit,
      halfDayOf: halfDays(search),
      take: ({ startMs, repIds }) => {
        const repId = repIds.find((each) => (takenBy.get(each) ?? 0) < perRep);
        if (repId === undefined) {
          return false;
        }
        takenBy.set(repId, (takenBy.get(repId) ?? 0) + 1);
        slots.push({ repId, startMs, endMs: startMs + policy.meetingMinutes * minuteMs });
        return true;
      }
    }
  );
  return slots.sort((a, b) => a.startMs - b.startMs);
}

/** Each rep's earliest slot, the soonest first, those at one time in the order of the reps; who has none is left out. */
export function earliestPerRep(search: Omit<SlotSearch, 'limit' | 'perRep'>): Slot[] {
  return search.reps
    .flatMap((rep) => findSlots({ ...search, reps: [rep], limit: 1 }))
    .sort((a, b) => a.startMs - b.startMs);
}

export interface HandoffSlots {
  slots: Slot[];
  /** Whether they are the owner's alone; if not, the owner has none soon and anyone of the team may have them. */
  ownersOnly: boolean;
}

/**
 * The owner's slots when the first of them is soon, otherwise those of the owner and the whole team.
 * @param search.owner null when the lead belongs to the team
 * @param search.reps the owner and the team, the team in rotation order; an owner who is not among them has no slots
 * @param search.soonMs the owner must have one that begins before this instant. Default: the end of the second business
 *   day after today by the owner's hours, or else the team's
 */
export function findSlotsForHandoff(search: SlotSearch & { owner: string | null; soonMs?: number }): HandoffSlots {
  const owner = search.reps.find(({ repId }) => repId === search.owner);
  if (!owner) {
    return { slots: findSlots(search), ownersOnly: false };
  }
  const hours = owner.calendar.hours ?? search.teamHours;
  const soonMs = search.soonMs ?? endOfBusinessDays(hours, search.nowMs, 2) ?? search.nowMs;
  const own = findSlots({ ...search, reps: [owner] });
  const others = search.reps.filter((rep) => rep !== owner);
  return own.length > 0 && own[0]!.startMs < soonMs
    ? { slots: own, ownersOnly: true }
    : { slots: findSlots({ ...search, reps: [owner, ...others] }), ownersOnly: false };
}

/** The hours at which a caller is met, in their own time zone: Monday to Friday, 08:00 to 20:00. */
export function reasonableHours(timeZone: string): BusinessHours {
  const day = { startMinute: 8 * 60, endMinute: 20 * 60 };
  return {
    id: '',
    name: `reasonable hours in ${timeZone}`,
    isDefault: false,
    timeZone,
    days: [null, day, day, day, day, day, null],
    holidays: []
  };
}

/** The instants at which a meeting may begin, the last included. */
export function startsWithin({ policy, nowMs, fromMs = nowMs }: Pick<SlotSearch, 'policy' | 'nowMs' | 'fromMs'>): {
  earliestMs: number;
  latestMs: number;
} {
  return {
    earliestMs: Math.max(nowMs + policy.meetingNoticeMinutes * minuteMs, fromMs),
    latestMs: nowMs + Math.min(policy.meetingHorizonDays, mostHorizonDays) * dayMs
  };
}

/** Starts of all meetings that the rep and the caller could hold, in order. */
function startsOf({ calendar }: RepTime, search: SlotSearch): number[] {
  const { earliestMs, latestMs } = startsWithin(search);
  const lengthMs = search.policy.meetingMinutes * minuteMs;
  const bufferMs = search.policy.meetingBufferMinutes * minuteMs;
  const within = { startMs: earliestMs, endMs: latestMs + lengthMs };
  const open = openIntervals(calendar.hours ?? search.teamHours, within);
  const reasonable =
    search.callerTimeZone === null ? open : openIntervals(reasonableHours(search.callerTimeZone), within);
  const taken = calendar.busy.map((busy) => ({ startMs: busy.startMs - bufferMs, endMs: busy.endMs + bufferMs }));
  return withoutIntervals(commonIntervals(open, reasonable), taken).flatMap((free) => quarters(free, lengthMs));
}

function quarters({ startMs, endMs }: Interval, lengthMs: number): number[] {
  const starts: number[] = [];
  for (let at = Math.ceil(startMs / quarterMs) * quarterMs; at + lengthMs <= endMs; at += quarterMs) {
    starts.push(at);
  }
  return starts;
}

function halfDays({
  callerTimeZone,
  reps,
  teamHours
}: SlotSearch): (candidate: { startMs: number; repIds: readonly string[] }) => string {
  const zoneOf = new Map(reps.map(({ repId, calendar }) => [repId, (calendar.hours ?? teamHours)?.timeZone]));
  return ({ startMs, repIds }) => {
    const zone = zoneNamed(callerTimeZone ?? zoneOf.get(repIds[0]!) ?? 'UTC');
    return `${isoDate(dayOf(zone, startMs))} ${minuteOfDay(zone, startMs) < 12 * 60 ? 'morning' : 'afternoon'}`;
  };
}
