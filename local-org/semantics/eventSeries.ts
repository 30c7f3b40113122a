/**
 * Series of events, in the two forms that Salesforce has: recurring events of Classic (IsRecurrence) and event series of
 * Lightning Experience (IsRecurrence2). Saving the first record of a series saves its occurrences with it. Source: Object
 * Reference, Event, "Event Series and Recurring Events", and Change Data Capture Developer Guide, "Recurring Activities"
 * (documented). A series is not changed once it stands: what a change does to its events differs by form and by version.
 */
import { DateTime } from 'luxon';
import { SalesforceError, unsupported } from '../errors.ts';
import type { StoredRow } from '../org.ts';
import type { SObjectType } from '../state/schema.ts';
import { publishChange } from './changeEvents.ts';
import { classicFields, classicRule } from './classicSeries.ts';
import { writeHistory } from './history.ts';
import { occurrences } from './occurrences.ts';
import type { Save } from './save.ts';
import { expandableRule, savedRule } from './seriesRule.ts';
import { writeRow } from './writeRow.ts';

const dayMs = 86_400_000;

/** What COUNT may say at most; that UNTIL is held to it too is assumed. */
const mostOfSeries = 999;

/**
 * Checks the fields of a series, and fills in those that follow from others.
 * @throws SalesforceError FIELD_INTEGRITY_EXCEPTION, REQUIRED_FIELD_MISSING; LOCAL_ORG_UNSUPPORTED for a change to a series
 */
export function settleSeries({ kind, before, after, access }: Save): void {
  if (kind === 'update') {
    if (before['IsRecurrence'] === 1) throw unsupported('changing a recurring event through its main record');
    if (before['IsRecurrence2'] === 1) throw unsupported('changing an event of a Lightning series');
  }
  const given = classicFields.find((name) => (after[name] ?? null) !== null);
  if (after['IsRecurrence'] !== 1 && given !== undefined)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', `${given} needs IsRecurrence`, { fields: [given] });
  const pattern = after['Recurrence2PatternText'] ?? null;
  if (after['IsRecurrence'] === 1) {
    if (pattern !== null)
      throw new SalesforceError(
        'FIELD_INTEGRITY_EXCEPTION',
        'Recurrence2PatternText cannot be set on a recurring event',
        { fields: ['Recurrence2PatternText'] }
      );
    settleClassic(after, access.timeZone);
  } else if (kind === 'create' && pattern !== null) {
    after['Recurrence2PatternText'] = savedRule(String(pattern));
    after['Recurrence2PatternVersion'] = '1';
    after['Recurrence2PatternTimeZone'] = access.timeZone;
    after['IsRecurrence2'] = 1;
    // The main record of a series is of type 3, its occurrences of type 0 (documented: Change Data Capture Developer Guide).
    after['GroupEventType'] = '3';
  }
}

function settleClassic(after: StoredRow, timeZone: string): void {
  classicRule(after);
  after['RecurrenceTimeZoneSidKey'] ??= timeZone;
  if (!DateTime.local({ zone: String(after['RecurrenceTimeZoneSidKey']) }).isValid)
    throw new SalesforceError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `Recurrence Time Zone: bad value for restricted picklist field: ${String(after['RecurrenceTimeZoneSidKey'])}`,
      { fields: ['RecurrenceTimeZoneSidKey'] }
    );
  const start = after['StartDateTime'] ?? after['ActivityDateTime'] ?? null;
  if (start === null) after['StartDateTime'] = after['RecurrenceStartDateTime'] ?? null;
  else if (start !== after['RecurrenceStartDateTime'])
    throw unsupported('a recurring event whose StartDateTime is not its RecurrenceStartDateTime');
}

/** Writes the occurrences of a series that has just been written. */
export function writeOccurrences(save: Save): void {
  const { org, object, kind, id, after } = save;
  const classic = after['IsRecurrence'] === 1;
  if (object.name !== 'Event' || kind !== 'create' || !(classic || after['IsRecurrence2'] === 1)) return;
  const startMs = Date.parse(String(after['StartDateTime']));
  const lengthMs = Date.parse(String(after['EndDateTime'])) - startMs;
  for (const occurrenceMs of startsOf(after, startMs, lengthMs)) {
    const row: StoredRow = { ...after, Id: org.mintId(object.keyPrefix), ...timesOf(after, occurrenceMs, lengthMs) };
    if (classic) {
      for (const name of classicFields) row[name] = null;
      Object.assign(row, { IsRecurrence: 0, RecurrenceActivityId: id });
    } else row['GroupEventType'] = '0';
    const occurrence: Save = { ...save, id: String(row['Id']), after: row };
    writeRow(occurrence);
    writeHistory(occurrence);
    publishChange(occurrence);
  }
}

/** Events of a whole day keep to the calendar, so daylight saving does not touch them (assumed: they are at midnight UTC). */
function startsOf(after: StoredRow, startMs: number, lengthMs: number): number[] {
  const zoneOf = (field: string): string => (after['IsAllDayEvent'] === 1 ? 'UTC' : String(after[field]));
  if (after['IsRecurrence'] !== 1) {
    const rule = expandableRule(String(after['Recurrence2PatternText']));
    return occurrences(rule, startMs, zoneOf('Recurrence2PatternTimeZone'), mostOfSeries);
  }
  if (lengthMs > dayMs)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'A recurring event cannot last longer than 24 hours', {
      fields: ['DurationInMinutes']
    });
  const zone = zoneOf('RecurrenceTimeZoneSidKey');
  const { rule, mostOccurrences } = classicRule(after);
  const until = DateTime.fromISO(String(after['RecurrenceEndDateOnly']), { zone }).endOf('day').toUTC();
  return occurrences(`${rule};UNTIL=${until.toFormat("yyyyLLdd'T'HHmmss'Z'")}`, startMs, zone, mostOccurrences);
}

function timesOf(after: StoredRow, startMs: number, lengthMs: number): StoredRow {
  const start = new Date(startMs).toISOString();
  const end = new Date(startMs + lengthMs).toISOString();
  const reminder = after['ReminderDateTime'] ?? null;
  const aheadMs = Date.parse(String(reminder)) - Date.parse(String(after['StartDateTime']));
  return {
    StartDateTime: start,
    EndDateTime: end,
    ActivityDateTime: after['IsAllDayEvent'] === 1 ? null : start,
    ActivityDate: start.slice(0, 10),
    EndDate: end.slice(0, 10),
    ReminderDateTime: reminder === null ? null : new Date(startMs + aheadMs).toISOString()
  };
}

/**
 * A recurring event goes with all its occurrences (documented); an occurrence goes alone.
 * @throws SalesforceError LOCAL_ORG_UNSUPPORTED for the main record of a Lightning series, whose events nothing links
 */
export function checkSeriesDeletion(object: SObjectType, row: StoredRow): void {
  if (object.name === 'Event' && row['GroupEventType'] === '3')
    throw unsupported('deleting a whole Lightning series of events');
}
