/**
 * Repeating Events. Both kinds keep one record for the series and one for each occurrence:
 *
 * - Lightning Experience: the series' record has GroupEventType 3; each occurrence repeats its pattern (IsRecurrence2,
 *   Recurrence2PatternText, Recurrence2PatternStartDate). No field links them, so pattern, start and owner do.
 * - Classic: the series' record has IsRecurrence; each occurrence names it in RecurrenceActivityId.
 *
 * Source: Object Reference, Event; Change Data Capture Developer Guide, "Recurring Activities" (documented).
 *
 * Occurrences that are records speak for themselves: one that was moved, freed or deleted is then known. An occurrence
 * that has no record is worked out from the pattern where the records cannot have said it: in a series that has none at
 * all, and in an endless one after its last, since how far ahead Salesforce writes these is not documented.
 */
import { DateTime } from 'luxon';
import type { Interval } from '../domain/calendar.ts';
import { isEndless, occurrences, type WallTime } from '../calendars/occurrences.ts';
import { classicRule } from './classicRecurrence.ts';
import type { EventRecord } from './eventCalendar.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

export const seriesFields = [
  'GroupEventType',
  'IsRecurrence2',
  'IsRecurrence2Exclusion',
  'Recurrence2PatternText',
  'Recurrence2PatternStartDate',
  'Recurrence2PatternTimeZone',
  'IsRecurrence',
  'RecurrenceActivityId',
  'RecurrenceStartDateTime',
  'RecurrenceEndDateOnly',
  'RecurrenceTimeZoneSidKey',
  'RecurrenceType',
  'RecurrenceInterval',
  'RecurrenceDayOfWeekMask',
  'RecurrenceDayOfMonth',
  'RecurrenceInstance',
  'RecurrenceMonthOfYear'
] as const;

export interface SeriesRecord {
  /** `3` on the record of a Lightning series. */
  GroupEventType: string | null;
  IsRecurrence2: boolean;
  /** The pattern no longer holds for this record. */
  IsRecurrence2Exclusion: boolean;
  /** `RRULE:FREQ=…` */
  Recurrence2PatternText: string | null;
  Recurrence2PatternStartDate: string | null;
  /** IANA name. */
  Recurrence2PatternTimeZone: string | null;
  IsRecurrence: boolean;
  RecurrenceActivityId: string | null;
  RecurrenceStartDateTime: string | null;
  RecurrenceEndDateOnly: string | null;
  RecurrenceTimeZoneSidKey: string | null;
  RecurrenceType: string | null;
  RecurrenceInterval: number | null;
  RecurrenceDayOfWeekMask: number | null;
  RecurrenceDayOfMonth: number | null;
  RecurrenceInstance: string | null;
  RecurrenceMonthOfYear: string | null;
}

type Row = EventRecord & SeriesRecord;

/** What identifies the series that a record belongs to, or that it is. */
type SeriesKey = Pick<Row, 'Id' | 'OwnerId' | 'IsRecurrence' | 'RecurrenceActivityId'> &
  Pick<Row, 'IsRecurrence2' | 'Recurrence2PatternText' | 'Recurrence2PatternStartDate'>;

/** Whether it stands for a series, and not for any time that it takes. */
export function isSeriesRecord({ GroupEventType, IsRecurrence }: SeriesRecord): boolean {
  return IsRecurrence || GroupEventType === '3';
}

/**
 * Occurrences of the series within the stretch that are no records of their own, each as if it were one.
 * @param rows occurrences that are records and overlap the stretch
 */
export async function expandedSeries(
  salesforce: Pick<Salesforce, 'query'>,
  series: readonly Row[],
  rows: readonly Row[],
  within: Interval,
  options: {
    deadlineMs: number;
    onError: (problem: { repId: string; eventId: string; reason: 'unreadablePattern' }) => void;
  }
): Promise<Row[]> {
  const expanded: { of: Row; starts: number[]; endless: boolean }[] = [];
  for (const record of series.filter(({ IsRecurrence2Exclusion }) => !IsRecurrence2Exclusion)) {
    try {
      const { rule, first } = patternOf(record);
      const reach = { startMs: within.startMs - lengthMs(record), endMs: within.endMs };
      const inZones = { startMs: reach.startMs - marginMs, endMs: reach.endMs + marginMs };
      const starts = occurrences(rule, first, record.IsAllDayEvent ? inZones : reach);
      expanded.push({ of: record, starts, endless: isEndless(rule) });
    } catch {
      options.onError({ repId: record.OwnerId, eventId: record.Id, reason: 'unreadablePattern' });
    }
  }
  const lastRows = lastRowOf(rows);
  const unsure = expanded.filter(({ of, starts, endless }) => {
    const last = lastRows.get(keyOf(of));
    return last === undefined ? starts.length > 0 : endless && starts.some((startMs) => startMs > last);
  });
  if (unsure.length > 0) {
    const elsewhere = await occurrenceRows(
      salesforce,
      unsure.map(({ of }) => of),
      options.deadlineMs
    );
    for (const [key, startMs] of lastRowOf(elsewhere)) {
      lastRows.set(key, Math.max(startMs, lastRows.get(key) ?? startMs));
    }
  }
  return unsure.flatMap(({ of, starts, endless }) => {
    const last = lastRows.get(keyOf(of));
    const unwritten = last === undefined ? starts : endless ? starts.filter((startMs) => startMs > last) : [];
    return unwritten.map((startMs) => occurrenceOf(of, startMs));
  });
}

/** Whole days are stored in UTC and meant where the rep is; the last of them counts to its end. */
const marginMs = 2 * 24 * 3_600_000;

/** Of whole-day series, too, the rule counts in UTC, as their dates are stored. */
function patternOf(record: Row): { rule: string; first: WallTime } {
  const start = record.IsRecurrence
    ? record.RecurrenceStartDateTime
    : (record.Recurrence2PatternStartDate ?? record.StartDateTime);
  const zone = record.IsRecurrence ? record.RecurrenceTimeZoneSidKey : record.Recurrence2PatternTimeZone;
  const timeZone = record.IsAllDayEvent || !zone || !DateTime.local({ zone }).isValid ? 'UTC' : zone;
  const rule = record.IsRecurrence ? classicRule(record) : lightningRule(record.Recurrence2PatternText ?? '');
  const local = DateTime.fromISO(start ?? '', { zone: timeZone }).toFormat("yyyyMMdd'T'HHmmss");
  return { rule, first: { local, timeZone } };
}

/** A series on the 31st takes place on the last day of a shorter month (documented), unlike in RFC 5545. */
function lightningRule(text: string): string {
  return text.replace(/BYMONTHDAY=31(?=;|$)/, 'BYMONTHDAY=28,29,30,31;BYSETPOS=-1');
}

/** How long each occurrence lasts; of whole days, from the first midnight to the last, as Salesforce stores them. */
function lengthMs({ StartDateTime, EndDateTime, DurationInMinutes }: EventRecord): number {
  const lasting = Date.parse(EndDateTime ?? '') - Date.parse(StartDateTime ?? '');
  return Math.max(0, Number.isNaN(lasting) ? (DurationInMinutes ?? 0) * 60_000 : lasting);
}

function occurrenceOf(record: Row, startMs: number): Row {
  return {
    ...record,
    StartDateTime: new Date(startMs).toISOString(),
    EndDateTime: new Date(startMs + lengthMs(record)).toISOString(),
    GroupEventType: null,
    IsRecurrence: false
  };
}

function keyOf(record: SeriesKey): string {
  if (record.IsRecurrence || record.RecurrenceActivityId !== null) {
    return record.IsRecurrence ? record.Id : record.RecurrenceActivityId!;
  }
  const start = Date.parse(record.Recurrence2PatternStartDate ?? '');
  return `${record.OwnerId} ${start} ${record.Recurrence2PatternText ?? ''}`;
}

/** When the last occurrence that is a record begins, by series. */
function lastRowOf(rows: readonly (SeriesKey & Pick<Row, 'StartDateTime'>)[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const row of rows) {
    if (row.IsRecurrence2 || row.RecurrenceActivityId !== null) {
      const startMs = Date.parse(row.StartDateTime ?? '') || 0;
      last.set(keyOf(row), Math.max(startMs, last.get(keyOf(row)) ?? startMs));
    }
  }
  return last;
}

const occurrenceFields = [
  'Id',
  'OwnerId',
  'StartDateTime',
  'IsRecurrence',
  'RecurrenceActivityId',
  'IsRecurrence2',
  'Recurrence2PatternText',
  'Recurrence2PatternStartDate'
] as const;

/** Most rows read to learn how far a series has been written. */
const mostRows = 2_000;

/** Occurrences of the series that are records, whenever they are, latest first. */
async function occurrenceRows(
  salesforce: Pick<Salesforce, 'query'>,
  series: readonly Row[],
  deadlineMs: number
): Promise<Pick<Row, (typeof occurrenceFields)[number]>[]> {
  const options = { deadlineMs, trace: startTrace() };
  const classic = series.filter(({ IsRecurrence }) => IsRecurrence).map(({ Id }) => soqlString(Id));
  const lightning = series.filter(({ IsRecurrence }) => !IsRecurrence);
  const starts = new Set(lightning.flatMap((each) => each.Recurrence2PatternStartDate ?? []));
  const owners = new Set(lightning.map(({ OwnerId }) => soqlString(OwnerId)));
  const conditions = [
    ...(classic.length > 0 ? [`(IsRecurrence = false AND RecurrenceActivityId IN (${classic.join(', ')}))`] : []),
    ...(starts.size > 0
      ? [
          `(IsRecurrence2 = true AND GroupEventType != '3' AND OwnerId IN (${[...owners].join(', ')})` +
            ` AND Recurrence2PatternStartDate IN (${[...starts].map((at) => new Date(at).toISOString()).join(', ')}))`
        ]
      : [])
  ];
  return salesforce.query(
    `SELECT ${occurrenceFields.join(', ')} FROM Event WHERE ${conditions.join(' OR ')}` +
      ` ORDER BY StartDateTime DESC LIMIT ${mostRows}`,
    options
  );
}
