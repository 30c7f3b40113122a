/** What the calendar has against a call now. */
import type { Busy, BusinessHours, Interval, RepCalendar } from '../domain/calendar.ts';
import type { Obstacle } from '../domain/reason.ts';
import { nextOpening, openIntervals } from './businessHours.ts';
import { mergeIntervals, overlaps } from './intervals.ts';

/** An obstacle that a calendar can tell of. */
export type CalendarObstacle = Extract<Obstacle, { rule: 'outOfOffice' | 'offHours' | 'busy' | 'notOnline' }>;

/**
 * The first that applies of: out of the office, outside the hours, something else in the calendar, not online. The rep
 * must be free for the whole stretch: who is about to go into a meeting, or to go home, is not asked.
 * @param options.calendar undefined when nothing is known of the rep's time: the team's hours alone count then
 * @param options.teamHours hold for a rep without hours of their own; undefined when the team is always open
 * @param options.untilMs until when the rep is needed, e.g. when the ringing ends
 */
export function calendarObstacle(options: {
  calendar: RepCalendar | undefined;
  teamHours: BusinessHours | undefined;
  nowMs: number;
  untilMs: number;
}): CalendarObstacle | undefined {
  const { calendar, nowMs } = options;
  const needed = { startMs: nowMs, endMs: Math.max(options.untilMs, nowMs + 1) };
  const busy = calendar?.busy ?? [];

  const outOfOffice = busy.filter(({ kind }) => kind === 'outOfOffice');
  const away = endOf(outOfOffice, needed);
  if (away) {
    return { rule: 'outOfOffice', ...away };
  }
  const hours = calendar?.hours ?? options.teamHours;
  const [open] = openIntervals(hours, needed);
  const openUntilMs = open?.startMs === nowMs ? open.endMs : nowMs;
  if (hours && openUntilMs < needed.endMs) {
    const opensMs = nextOpening(hours, openUntilMs);
    return { rule: 'offHours', opensAt: opensMs === null ? null : isoInstant(opensMs), hours: hours.name };
  }
  const taken = endOf(busy, needed);
  if (taken) {
    return { rule: 'busy', ...taken };
  }
  return calendar?.presence && !calendar.presence.online
    ? { rule: 'notOnline', status: calendar.presence.status }
    : undefined;
}

/**
 * When what stands in the way of the stretch ends. Times that overlap or touch are one, so that a day of back-to-back
 * meetings ends in the evening.
 */
export function endOf(busy: readonly Busy[], needed: Interval): { until: string; source: string } | undefined {
  // Most reps are asked when nothing is in the way, and need no merging.
  const block = busy.some((each) => overlaps(each, needed))
    ? mergeIntervals(busy).find((each) => overlaps(each, needed))
    : undefined;
  if (!block) {
    return undefined;
  }
  const sources = new Set(busy.filter((each) => overlaps(each, block)).map(({ source }) => source));
  return { until: isoInstant(block.endMs), source: [...sources].join(', ') };
}

export function isoInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
