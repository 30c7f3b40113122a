/** Whether one given time can be had: what is asked again when a caller takes a slot that was free a moment ago. */
import type { BusinessHours, Slot } from '../domain/calendar.ts';
import { nextOpening, openIntervals } from './businessHours.ts';
import { endOf, isoInstant } from './calendarObstacle.ts';
import { reasonableHours, startsWithin, type MeetingPolicy, type RepTime } from './slots.ts';
import { minuteMs } from './wallClock.ts';

/** Why a time cannot be had. Instants are ISO 8601 UTC. */
export type SlotObstacle =
  /** Less than the policy's notice from now, or past. */
  | { rule: 'tooSoon'; earliest: string }
  /** Beyond the policy's horizon. */
  | { rule: 'tooLate'; latest: string }
  | { rule: 'outOfOffice'; until: string; source: string }
  | { rule: 'offHours'; opensAt: string | null; hours: string }
  | { rule: 'busy'; until: string; source: string }
  /** Not between 08:00 and 20:00 from Monday to Friday where the caller is. */
  | { rule: 'callersOffHours'; opensAt: string | null };

/**
 * The slot, or the first reason against it. It may begin at any minute, not on quarter hours alone: somebody may have
 * asked for it. `until` is when the rep's other business ends, without the buffer.
 * @param options.callerTimeZone null when unknown, or when the caller named the time themselves
 * @throws RangeError for a time zone that does not exist
 */
export function isSlotFree(options: {
  rep: RepTime;
  startMs: number;
  teamHours: BusinessHours | undefined;
  policy: MeetingPolicy;
  callerTimeZone: string | null;
  nowMs: number;
}): { free: true; slot: Slot } | { free: false; obstacle: SlotObstacle } {
  const obstacle = obstacleTo(options);
  const { rep, startMs, policy } = options;
  return obstacle
    ? { free: false, obstacle }
    : { free: true, slot: { repId: rep.repId, startMs, endMs: startMs + policy.meetingMinutes * minuteMs } };
}

function obstacleTo({
  rep,
  startMs,
  teamHours,
  policy,
  callerTimeZone,
  nowMs
}: Parameters<typeof isSlotFree>[0]): SlotObstacle | undefined {
  const { earliestMs, latestMs } = startsWithin({ policy, nowMs });
  if (startMs < earliestMs) {
    return { rule: 'tooSoon', earliest: isoInstant(earliestMs) };
  }
  if (startMs > latestMs) {
    return { rule: 'tooLate', latest: isoInstant(latestMs) };
  }
  const meeting = { startMs, endMs: startMs + policy.meetingMinutes * minuteMs };
  const bufferMs = policy.meetingBufferMinutes * minuteMs;
  const widened = { startMs: meeting.startMs - bufferMs, endMs: meeting.endMs + bufferMs };
  const away = endOf(
    rep.calendar.busy.filter(({ kind }) => kind === 'outOfOffice'),
    widened
  );
  if (away) {
    return { rule: 'outOfOffice', ...away };
  }
  const hours = rep.calendar.hours ?? teamHours;
  const closedMs = firstClosed(hours, meeting);
  if (hours && closedMs !== null) {
    return { rule: 'offHours', opensAt: isoOrNull(nextOpening(hours, closedMs)), hours: hours.name };
  }
  const taken = endOf(rep.calendar.busy, widened);
  if (taken) {
    return { rule: 'busy', ...taken };
  }
  const callersHours = callerTimeZone === null ? undefined : reasonableHours(callerTimeZone);
  const callerGoneMs = firstClosed(callersHours, meeting);
  return callerGoneMs === null
    ? undefined
    : { rule: 'callersOffHours', opensAt: isoOrNull(nextOpening(callersHours, callerGoneMs)) };
}

/** The first instant of a stretch at which it is closed; null when it is open throughout. */
function firstClosed(hours: BusinessHours | undefined, within: { startMs: number; endMs: number }): number | null {
  const [open] = openIntervals(hours, within);
  const openUntilMs = open?.startMs === within.startMs ? open.endMs : within.startMs;
  return openUntilMs < within.endMs ? openUntilMs : null;
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoInstant(atMs);
}
