/**
 * The calendar that Salesforce keeps: Events of the reps that show as busy or out of office. An invitee's copy of a
 * meeting (IsChild) belongs to the invitee, so it blocks them as any other; so does a private event.
 */
import { DateTime } from 'luxon';
import type { Busy, CalendarOwner, CalendarSource, Interval } from '../domain/calendar.ts';
import { expandedSeries, isSeriesRecord, seriesFields, type SeriesRecord } from './eventSeries.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

export const eventFields = [
  'Id',
  'OwnerId',
  'ShowAs',
  'IsAllDayEvent',
  'StartDateTime',
  'EndDateTime',
  'DurationInMinutes'
] as const;

export interface EventRecord {
  Id: string;
  OwnerId: string;
  /** `Busy`, `OutOfOffice`, `Free`; an administrator may have made it blank. */
  ShowAs: string | null;
  IsAllDayEvent: boolean;
  StartDateTime: string | null;
  EndDateTime: string | null;
  DurationInMinutes: number | null;
}

export interface EventCalendarOptions {
  /** For each query, in milliseconds. */
  deadlineMs: number;
  /** Told of a series whose pattern cannot be read: its occurrences that are no records of their own do not block. */
  onError: (problem: { repId: string; eventId: string; reason: 'unreadablePattern' }) => void;
}

/** Owners in one query: its address must stay below 16,000 characters. */
const mostAtOnce = 100;

/** Whole days are stored as dates in UTC and meant where the rep is, up to 14 hours away; they end inclusively. */
const dayMarginMs = 2 * 24 * 3_600_000;

export function eventCalendar(salesforce: Pick<Salesforce, 'query'>, options: EventCalendarOptions): CalendarSource {
  return {
    name: 'Salesforce',
    async busyTimes(reps, within) {
      const chunks: (readonly CalendarOwner[])[] = [];
      for (let from = 0; from < reps.length; from += mostAtOnce) {
        chunks.push(reps.slice(from, from + mostAtOnce));
      }
      const found = await Promise.all(chunks.map((chunk) => busyTimesOf(salesforce, chunk, within, options)));
      return new Map(found.flatMap((each) => [...each]));
    }
  };
}

async function busyTimesOf(
  salesforce: Pick<Salesforce, 'query'>,
  reps: readonly CalendarOwner[],
  within: Interval,
  options: EventCalendarOptions
): Promise<Map<string, Busy[]>> {
  const records = await salesforce.query<EventRecord & SeriesRecord>(
    `SELECT ${eventFields.join(', ')}, ${seriesFields.join(', ')} FROM Event WHERE OwnerId IN (${reps
      .map(({ id }) => soqlString(id))
      .join(', ')}) AND ${overlapping(within)}`,
    { deadlineMs: options.deadlineMs, trace: startTrace() }
  );
  const zoneOf = new Map(reps.map(({ id, timeZone }) => [id, timeZone]));
  const occurrences = records.filter((record) => !isSeriesRecord(record));
  const series = records.filter((record) => isSeriesRecord(record) && kindOf(record) !== undefined);
  const expanded = await expandedSeries(salesforce, series, occurrences, within, options);
  const busy = new Map<string, Busy[]>();
  for (const record of [...occurrences, ...expanded]) {
    const kind = kindOf(record);
    const interval = kind && intervalOf(record, zoneOf.get(record.OwnerId) ?? 'UTC');
    if (kind && interval && interval.startMs < within.endMs && interval.endMs > within.startMs) {
      busy.set(record.OwnerId, [...(busy.get(record.OwnerId) ?? []), { ...interval, kind, source: 'Salesforce' }]);
    }
  }
  return busy;
}

/**
 * Three kinds of records: events in this stretch, and the records of series that may have occurrences in it, in Lightning
 * Experience and in Classic. `ShowAs` is not asked for here: a single free occurrence says that its series' occurrences
 * are records.
 */
function overlapping({ startMs, endMs }: Interval): string {
  const start = new Date(startMs - dayMarginMs).toISOString();
  const end = new Date(endMs + dayMarginMs).toISOString();
  return (
    `((IsRecurrence = false AND StartDateTime < ${end} AND EndDateTime >= ${start})` +
    ` OR (GroupEventType = '3' AND StartDateTime < ${end})` +
    ` OR (IsRecurrence = true AND RecurrenceStartDateTime < ${end} AND RecurrenceEndDateOnly >= ${start.slice(0, 10)}))`
  );
}

/** A blank counts as busy: it takes the rep's time until somebody says that it does not. */
function kindOf({ ShowAs }: EventRecord): Busy['kind'] | undefined {
  if (ShowAs === 'Free') {
    return undefined;
  }
  return ShowAs === 'OutOfOffice' ? 'outOfOffice' : 'busy';
}

/** Undefined for an event that takes no time. */
function intervalOf(record: EventRecord, zone: string): Interval | undefined {
  if (record.StartDateTime === null) {
    return undefined;
  }
  const startMs = Date.parse(record.StartDateTime);
  if (!record.IsAllDayEvent) {
    const endMs =
      record.EndDateTime === null ? startMs + (record.DurationInMinutes ?? 0) * 60_000 : Date.parse(record.EndDateTime);
    return endMs > startMs ? { startMs, endMs } : undefined;
  }
  const first = DateTime.fromISO(new Date(startMs).toISOString().slice(0, 10), { zone });
  return { startMs: first.toMillis(), endMs: first.plus({ days: daysOf(record, startMs) }).toMillis() };
}

/**
 * The end of an all-day event is the last day that it covers, so an event of one day ends when it starts. The reference
 * is silent on it: assumed, from events that Salesforce's own pages make.
 */
function daysOf({ EndDateTime, DurationInMinutes }: EventRecord, startMs: number): number {
  const days =
    EndDateTime === null
      ? Math.ceil((DurationInMinutes ?? 0) / 1_440)
      : Math.floor((Date.parse(EndDateTime) - startMs) / (24 * 3_600_000)) + 1;
  return Math.max(1, days);
}
