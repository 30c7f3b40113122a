/**
 * The business hours of the org, with the holidays that close them. Every user may read both objects.
 * Source: documented, Object Reference, "Special Access Rules" of BusinessHours and Holiday.
 *
 * Which hours a holiday closes is in neither object: it stands in the metadata (documented: Metadata API Developer Guide,
 * BusinessHoursSettings; that no object has it is assumed, from their lists of fields). The Metadata API answers only
 * users who may change metadata (documented: Salesforce Help, "Metadata API Edit Access"), a right that an integration
 * user should not need. So it is read where it may be read; elsewhere a holiday closes all hours, since a promise made
 * for a day on which nobody works is worse than a day on which callers are called back.
 */
import type { BusinessHours, Holiday, OpeningTimes } from '../domain/calendar.ts';
import { BatonError } from '../domain/errors.ts';
import { queryPath } from './composite.ts';
import { holidayDates, holidayFields, type HolidayRow } from './holidays.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { startTrace } from './trace.ts';

export const businessHoursFields = [
  'Id',
  'Name',
  'IsDefault',
  'TimeZoneSidKey',
  'SundayStartTime',
  'SundayEndTime',
  'MondayStartTime',
  'MondayEndTime',
  'TuesdayStartTime',
  'TuesdayEndTime',
  'WednesdayStartTime',
  'WednesdayEndTime',
  'ThursdayStartTime',
  'ThursdayEndTime',
  'FridayStartTime',
  'FridayEndTime',
  'SaturdayStartTime',
  'SaturdayEndTime'
] as const;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
type Weekday = (typeof weekdays)[number];

/** Times are `09:00:00.000Z`, and mean the time on the wall in the record's zone, the `Z` notwithstanding. */
type BusinessHoursRow = {
  Id: string;
  Name: string;
  IsDefault: boolean;
  TimeZoneSidKey: string;
} & Record<`${Weekday}${'Start' | 'End'}Time`, string | null>;

/** A holiday in the metadata. */
interface HolidayOfSettings {
  name?: string | null;
  activityDate?: string | null;
  recurrenceStartDate?: string | null;
  /** Names of the hours it closes. */
  businessHours?: readonly string[];
}

/** Names of the hours that a holiday closes; undefined when that may not be known, and so all of them. */
type ClosedHours = (holiday: HolidayRow) => ReadonlySet<string> | undefined;

/** Expanded this far ahead, a little further than anything looks for an opening. */
const daysAhead = 400;

/**
 * All active business hours, in two API calls.
 * @param options.deadlineMs for each of the two
 * @param options.now holidays are expanded from the day before it to 400 days after
 * @param options.onHolidaysCloseAll hears that the integration user may not read which hours each holiday closes
 * @throws BatonError
 */
export async function readBusinessHours(
  salesforce: Salesforce,
  options: { deadlineMs: number; now: Date; onHolidaysCloseAll?: () => void }
): Promise<BusinessHours[]> {
  const { deadlineMs, now, onHolidaysCloseAll } = options;
  const results = await salesforce.composite(
    [
      {
        method: 'GET',
        referenceId: 'hours',
        path: queryPath(`SELECT ${businessHoursFields.join(', ')} FROM BusinessHours WHERE IsActive = TRUE`)
      },
      {
        method: 'GET',
        referenceId: 'holidays',
        path: queryPath(`SELECT ${holidayFields.join(', ')} FROM Holiday`)
      }
    ],
    { allOrNone: false, deadlineMs, trace: startTrace() }
  );
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  const hours = results.records<BusinessHoursRow>('hours');
  const holidays = results.records<HolidayRow>('holidays');
  const closedBy = holidays.length > 0 ? await readClosedHours(salesforce, deadlineMs) : undefined;
  if (holidays.length > 0 && !closedBy) {
    onHolidaysCloseAll?.();
  }
  const within = { from: isoDate(now, -1), to: isoDate(now, daysAhead) };
  const dated = holidays.map((row) => ({ closes: closedBy?.(row), on: holidaysOf(row, within) }));
  return hours.map((row) => ({
    id: row.Id,
    name: row.Name,
    isDefault: row.IsDefault,
    timeZone: row.TimeZoneSidKey,
    days: weekdays.map((day) => openingTimes(row[`${day}StartTime`], row[`${day}EndTime`])),
    holidays: dated.flatMap(({ closes, on }) => ((closes?.has(row.Name) ?? true) ? on : []))
  }));
}

/** Undefined when the integration user may not read the metadata. */
async function readClosedHours(salesforce: Salesforce, deadlineMs: number): Promise<ClosedHours | undefined> {
  try {
    const settings = await salesforce.readSettings<{ holidays?: HolidayOfSettings[] }>('BusinessHours', {
      deadlineMs,
      trace: startTrace()
    });
    const names = new Map<string, Set<string>>();
    for (const holiday of settings?.holidays ?? []) {
      const key = holidayKey(holiday.name, holiday.recurrenceStartDate ?? holiday.activityDate);
      names.set(key, new Set([...(names.get(key) ?? []), ...(holiday.businessHours ?? [])]));
    }
    return (row) => names.get(holidayKey(row.Name, row.IsRecurrence ? row.RecurrenceStartDate : row.ActivityDate));
  } catch (error) {
    if (error instanceof BatonError && error.code === 'salesforcePermission') {
      return undefined;
    }
    throw error;
  }
}

function holidayKey(name: string | null | undefined, date: string | null | undefined): string {
  return `${name ?? ''} ${date ?? ''}`;
}

/**
 * Closed without times; the whole day from midnight to midnight; an end at midnight is that of the day.
 * Source: documented, Object Reference, BusinessHours, "Usage", and BusinessHoursSettings; closed is assumed.
 */
function openingTimes(start: string | null, end: string | null): OpeningTimes | null {
  if (start === null || end === null) {
    return null;
  }
  return { startMinute: minutesOf(start), endMinute: minutesOf(end) || 24 * 60 };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function holidaysOf(row: HolidayRow, within: { from: string; to: string }): Holiday[] {
  const times = row.IsAllDay
    ? null
    : { startMinute: row.StartTimeInMinutes ?? 0, endMinute: row.EndTimeInMinutes || 24 * 60 };
  return holidayDates(row, within).map((date) => ({ name: row.Name, date, times }));
}

function isoDate(now: Date, daysLater: number): string {
  return new Date(now.getTime() + daysLater * 24 * 60 * 60_000).toISOString().slice(0, 10);
}
