/**
 * The calendar by brute force: minute by minute, by the clock of Intl instead of luxon's, and without intervals. Slow
 * and too simple to be wrong in the same way as the code it checks.
 */
import type { BusinessHours, Busy } from '../../../orchestrator/domain/calendar.ts';

export const minuteMs = 60_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall shows. */
function wall(timeZone: string, atMs: number): { date: string; weekday: number; minute: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23'
    });
    formats.set(timeZone, format);
  }
  const [date = '', time = ''] = format.format(atMs).split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return { date, weekday: new Date(`${date}T12:00:00Z`).getUTCDay(), minute: hour * 60 + minute };
}

/**
 * Whether each minute from `fromMs` on is open. A shift begins and ends when the clock first shows its times: so what
 * counts is the latest time that the clock has shown on that day.
 */
export function openMinutes(hours: BusinessHours, fromMs: number, minutes: number): boolean[] {
  const leadIn = 27 * 60;
  const open: boolean[] = [];
  let today = '';
  let latest = 0;
  for (let index = -leadIn; index < minutes; index += 1) {
    const { date, weekday, minute } = wall(hours.timeZone, fromMs + index * minuteMs);
    latest = date === today ? Math.max(latest, minute) : minute;
    today = date;
    if (index < 0) {
      continue;
    }
    const times = hours.days[weekday];
    const closed = hours.holidays.some(
      (holiday) =>
        holiday.date === date &&
        (holiday.times === null || (latest >= holiday.times.startMinute && latest < holiday.times.endMinute))
    );
    open.push(!!times && latest >= times.startMinute && latest < times.endMinute && !closed);
  }
  return open;
}

/** Whether each minute is one at which the caller may be met: Monday to Friday, 08:00 to 20:00. */
export function reasonableMinutes(timeZone: string | null, fromMs: number, minutes: number): boolean[] {
  return Array.from({ length: minutes }, (_, index) => {
    if (timeZone === null) {
      return true;
    }
    const { weekday, minute } = wall(timeZone, fromMs + index * minuteMs);
    return weekday >= 1 && weekday <= 5 && minute >= 8 * 60 && minute < 20 * 60;
  });
}

/** Whether each minute is free of all that is in the calendar, and of the buffer around it. */
export function freeMinutes(busy: readonly Busy[], bufferMinutes: number, fromMs: number, minutes: number): boolean[] {
  return Array.from({ length: minutes }, (_, index) => {
    const startMs = fromMs + index * minuteMs;
    return busy.every(
      (each) =>
        startMs + minuteMs <= each.startMs - bufferMinutes * minuteMs ||
        startMs >= each.endMs + bufferMinutes * minuteMs
    );
  });
}

/** The quarter hours at which all minutes of a meeting are good. */
export function quarterStarts(good: readonly boolean[], fromMs: number, meetingMinutes: number): number[] {
  return good.flatMap((_, index) => {
    const startMs = fromMs + index * minuteMs;
    const fits = index + meetingMinutes <= good.length;
    return startMs % (15 * minuteMs) === 0 && fits && good.slice(index, index + meetingMinutes).every(Boolean)
      ? [startMs]
      : [];
  });
}
