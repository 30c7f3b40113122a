/**
 * Business hours and holidays. Source: Metadata API Developer Guide, BusinessHoursSettings (documented). Which hours a
 * holiday belongs to stays in the metadata: no object of the org tells it (assumed).
 */
import type { StoredRow } from '../../org.ts';
import type { OrgCore } from '../../orgCore.ts';
import { contentsIn, flagIn, numberIn, requiredText, textIn, textsIn } from '../../state/metadata/elements.ts';
import type { Content } from '../../state/metadata/elements.ts';
import { MetadataProblem } from '../../state/metadata/metadataProblem.ts';
import { objectNamed, putRow } from '../../state/setUpRows.ts';

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** The rows of `BusinessHours.settings`. @throws MetadataProblem */
export function putBusinessHours(org: OrgCore, content: Content): void {
  for (const hours of contentsIn(content, 'businessHours')) putHours(org, hours);
  for (const holiday of contentsIn(content, 'holidays')) putHoliday(org, holiday);
}

function putHours(org: OrgCore, content: Content): void {
  const isDefault = flagIn(content, 'default');
  const values: StoredRow = {
    IsActive: flagIn(content, 'active') ? 1 : 0,
    IsDefault: isDefault ? 1 : 0,
    TimeZoneSidKey: requiredText(content, 'timeZoneId')
  };
  for (const day of days) {
    values[`${day}StartTime`] = timeIn(content, `${day.toLowerCase()}StartTime`);
    values[`${day}EndTime`] = timeIn(content, `${day.toLowerCase()}EndTime`);
  }
  const id = putRow(org, 'BusinessHours', { Name: requiredText(content, 'name') }, values);
  if (!isDefault) return;
  const object = objectNamed(org, 'BusinessHours');
  for (const other of org.rows.findBy(object, 'IsDefault', 1)) {
    if (other['Id'] !== id) org.rows.update(object, other['Id'] as string, { IsDefault: 0 });
  }
}

function timeIn(content: Content, element: string): string | null {
  const time = textIn(content, element);
  if (time === undefined) return null;
  if (!/^\d\d:\d\d:\d\d\.\d{3}Z$/.test(time))
    throw new MetadataProblem(`${element}: '${time}' is not a valid value for the type xsd:time`);
  return time;
}

function putHoliday(org: OrgCore, content: Content): void {
  const recurring = flagIn(content, 'isRecurring');
  const [start, end] = [timeIn(content, 'startTime'), timeIn(content, 'endTime')];
  putRow(
    org,
    'Holiday',
    { Name: requiredText(content, 'name') },
    {
      Description: textIn(content, 'description') ?? null,
      // A recurring holiday has its first day as its date (assumed).
      ActivityDate: dateIn(content, 'activityDate') ?? dateIn(content, 'recurrenceStartDate'),
      IsAllDay: start === null ? 1 : 0,
      StartTimeInMinutes: start === null ? null : minutesOf(start),
      EndTimeInMinutes: end === null ? null : minutesOf(end),
      IsRecurrence: recurring ? 1 : 0,
      RecurrenceStartDate: dateIn(content, 'recurrenceStartDate'),
      RecurrenceEndDateOnly: dateIn(content, 'recurrenceEndDate'),
      RecurrenceType: textIn(content, 'recurrenceType') ?? null,
      RecurrenceInterval: numberIn(content, 'recurrenceInterval') ?? null,
      RecurrenceDayOfWeekMask: maskOf(textsIn(content, 'recurrenceDayOfWeek')),
      RecurrenceDayOfMonth: numberIn(content, 'recurrenceDayOfMonth') ?? null,
      RecurrenceInstance: textIn(content, 'recurrenceInstance') ?? null,
      RecurrenceMonthOfYear: textIn(content, 'recurrenceMonthOfYear') ?? null
    }
  );
}

function dateIn(content: Content, element: string): string | null {
  const date = textIn(content, element);
  if (date === undefined) return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(date))
    throw new MetadataProblem(`${element}: '${date}' is not a valid value for the type xsd:date`);
  return date;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Sunday is 1, Monday 2, Tuesday 4, … Saturday 64 (documented: Object Reference, Holiday). */
function maskOf(names: readonly string[]): number | null {
  if (names.length === 0) return null;
  return names.reduce((mask, name) => {
    const day = days.indexOf(name);
    if (day < 0) throw new MetadataProblem(`'${name}' is not a valid day of the week`);
    return mask | (1 << day);
  }, 0);
}
