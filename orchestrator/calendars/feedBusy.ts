/** The busy times of a feed within a stretch of time: each event as often as it takes place there. */
import { DateTime } from 'luxon';
import type { Interval } from '../domain/calendar.ts';
import type { Feed, FeedEvent, Length, Period } from './feedEvents.ts';
import type { FeedTime } from './feedTime.ts';
import { occurrences, type WallTime } from './occurrences.ts';

/**
 * The busy times within a stretch, in no order.
 * @param onUnreadable called for each series whose rule cannot be followed; the others still count
 */
export async function busyTimesOf(
  feed: Feed,
  within: Interval,
  onUnreadable: () => void,
  yieldToOthers: () => Promise<void>
): Promise<Period[]> {
  const busy: Period[] = feed.periods.filter((period) => overlaps(period, within));
  for (const [index, { main, replacements }] of [...seriesOf(feed.events)].entries()) {
    if (index % 20 === 19) {
      await yieldToOthers();
    }
    for (const event of replacements) {
      if (event.kind) {
        busy.push({ ...intervalAt(event, event.start), kind: event.kind });
      }
    }
    if (main?.kind) {
      const { kind } = main;
      const replaced = replacements.flatMap(({ replaces }) => replaces ?? []);
      try {
        const starts = startsOf(main, within).filter((start) => !replaced.some((time) => excludes(time, start)));
        busy.push(...starts.map((start) => ({ ...intervalAt(main, start), kind })));
      } catch {
        onUnreadable();
      }
    }
  }
  return busy.filter((period) => overlaps(period, within));
}

interface Series {
  /** Undefined when the feed shows only some occurrences of a series, as to someone invited to these alone. */
  main: FeedEvent | undefined;
  replacements: readonly FeedEvent[];
}

/** Events by their UID, each in its newest version. */
function* seriesOf(events: readonly FeedEvent[]): Generator<Series> {
  const byUid = new Map<string, FeedEvent[]>();
  for (const event of events) {
    if (event.uid === '') {
      yield { main: event, replacements: [] };
    } else {
      byUid.set(event.uid, [...(byUid.get(event.uid) ?? []), event]);
    }
  }
  for (const versions of byUid.values()) {
    const newest = new Map<number | undefined, FeedEvent>();
    for (const event of versions) {
      const known = newest.get(event.replaces?.atMs);
      if (!known || event.sequence >= known.sequence) {
        newest.set(event.replaces?.atMs, event);
      }
    }
    const main = newest.get(undefined);
    newest.delete(undefined);
    yield { main, replacements: [...newest.values()] };
  }
}

/** When the event begins, each time that it may overlap the stretch. */
function startsOf(event: FeedEvent, within: Interval): WallStart[] {
  const reach = { startMs: within.startMs - longestMs(event.length), endMs: within.endMs };
  const { timeZone, isDate } = event.start;
  const starts: WallStart[] = [...(event.rule === undefined ? [event.start] : []), ...event.alsoAt];
  if (event.rule !== undefined) {
    // An event whose rule does not match its first time takes place then all the same (section 3.8.5.3).
    starts.push(
      event.start,
      ...occurrences(event.rule, event.start, reach).map((atMs) => ({ atMs, timeZone, isDate }))
    );
  }
  const unique = new Map(starts.map((start): [number, WallStart] => [start.atMs, start]));
  return [...unique.values()].filter((start) => !event.except.some((time) => excludes(time, start)));
}

type WallStart = Pick<FeedTime, 'atMs' | 'timeZone' | 'isDate'>;

/** Some exclude an occurrence by its date alone. */
function excludes(time: FeedTime, start: WallStart): boolean {
  if (!time.isDate) {
    return time.atMs === start.atMs;
  }
  return time.local.slice(0, 8) === DateTime.fromMillis(start.atMs, { zone: start.timeZone }).toFormat('yyyyMMdd');
}

function intervalAt(event: FeedEvent, { atMs, timeZone }: Pick<WallTime, 'timeZone'> & { atMs: number }): Interval {
  if ('ms' in event.length) {
    return { startMs: atMs, endMs: atMs + event.length.ms };
  }
  const end = DateTime.fromMillis(atMs, { zone: timeZone }).plus({ days: event.length.days });
  return { startMs: atMs, endMs: end.toMillis() };
}

/** A day lasts 25 hours when clocks go back. */
function longestMs(length: Length): number {
  return 'ms' in length ? length.ms : length.days * 25 * 3_600_000;
}

function overlaps(a: Interval, b: Interval): boolean {
  return a.startMs < b.endMs && a.endMs > b.startMs && a.endMs > a.startMs;
}
