/** Reads feeds as the service does, and tells what they say. */
import { DateTime } from 'luxon';
import { expect } from 'vitest';
import { icalendarFeed, type FeedOptions, type FeedProblem } from '../../../orchestrator/calendars/icalendarFeed.ts';
import type { Busy, CalendarOwner, CalendarSource, Interval } from '../../../orchestrator/domain/calendar.ts';
import { feedServer, paths } from './feedServer.ts';

export const denver = 'America/Denver';
export const repId = '005000000000001AAA';

export const stretch = (from: string, to: string): Interval => ({ startMs: Date.parse(from), endMs: Date.parse(to) });
export const spring = stretch('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z');

export function source(changes: Partial<FeedOptions> = {}): { source: CalendarSource; problems: FeedProblem[] } {
  const problems: FeedProblem[] = [];
  const onError = (problem: FeedProblem): void => void problems.push(problem);
  return { source: icalendarFeed({ allowLoopback: true, onError, ...changes }), problems };
}

export const owner = (calendarUrl: string | null, timeZone = denver, id = repId): CalendarOwner => ({
  id,
  timeZone,
  calendarUrl
});

/** `busy Mon 02 Mar 09:00 – 09:30` on the rep's clock, earliest first. */
export function told(busy: readonly Busy[], zone = denver): string[] {
  const time = (ms: number, format: string): string => DateTime.fromMillis(ms, { zone }).toFormat(format);
  return [...busy]
    .sort((a, b) => a.startMs - b.startMs)
    .map(({ kind, startMs, endMs }) => {
      const isSameDay = time(startMs, 'yyyyMMdd') === time(endMs, 'yyyyMMdd');
      return `${kind} ${time(startMs, 'ccc dd LLL HH:mm')} – ${time(endMs, isSameDay ? 'HH:mm' : 'ccc dd LLL HH:mm')}`;
    });
}

/** What one feed says of the stretch, read once. */
export async function busyIn(text: string, within = spring, zone = denver): Promise<string[]> {
  const server = await feedServer(paths({ '/feed.ics': text }));
  const { source: feed, problems } = source();
  const busy = await feed.busyTimes([owner(`${server.url}/feed.ics`, zone)], within);
  expect(problems).toEqual([]);
  return told(busy.get(repId) ?? [], zone);
}
