import { SalesforceError } from '../errors.ts';
import { settleSeries } from './eventSeries.ts';
import type { Save } from './save.ts';

/**
 * What tasks and events demand beyond their field types. Source: Object Reference, Task and Event (documented); the words
 * of the errors are assumed.
 * @throws SalesforceError FIELD_INTEGRITY_EXCEPTION, REQUIRED_FIELD_MISSING, and what {@link settleSeries} throws
 */
export function checkActivity(save: Save): void {
  const { object, after } = save;
  if (object.name !== 'Task' && object.name !== 'Event') return;
  if (String(after['WhoId'] ?? '').startsWith('00Q') && (after['WhatId'] ?? null) !== null) {
    throw new SalesforceError(
      'FIELD_INTEGRITY_EXCEPTION',
      'Related To ID: cannot specify a WhatId when the WhoId is a lead',
      { fields: ['WhatId'] }
    );
  }
  if (object.name === 'Task') return;
  const about = ['WhoId', 'WhatId'].find((name) => (after[name] ?? null) !== null);
  if (after['IsPrivate'] === 1 && about !== undefined)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'A private event cannot be about a record', {
      fields: [about]
    });
  settleSeries(save);
  settleEventTimes(save);
  if (save.kind === 'create' && after['IsRecurrence2'] === 1)
    after['Recurrence2PatternStartDate'] = after['StartDateTime'] ?? null;
  if (save.kind === 'create' && after['IsRecurrence'] === 1) after['RecurrenceActivityId'] = save.id;
}

const minuteMs = 60_000;

/** Start, end and length of an event say the same thing: what is missing follows from what is there. */
function settleEventTimes({ kind, given, after }: Save): void {
  const touched = [
    'StartDateTime',
    'EndDateTime',
    'DurationInMinutes',
    'ActivityDateTime',
    'ActivityDate',
    'IsAllDayEvent'
  ];
  if (kind === 'update' && !touched.some((name) => given.has(name))) return;
  if (after['IsAllDayEvent'] === 1) settleAllDay(given, after);
  const start =
    given.has('StartDateTime') || !given.has('ActivityDateTime') ? after['StartDateTime'] : after['ActivityDateTime'];
  const startMs = Date.parse(String(start ?? ''));
  const lengthGiven = given.has('DurationInMinutes') && (after['DurationInMinutes'] ?? null) !== null;
  const keepsLength = kind === 'update' && !given.has('EndDateTime') && !lengthGiven;
  // An event of a whole day ends on the day on which it ends, and lasts through it.
  const lastDayMs = after['IsAllDayEvent'] === 1 ? 24 * 60 * minuteMs : 0;
  const endMs =
    given.has('EndDateTime') || (!lengthGiven && !keepsLength)
      ? Date.parse(String(after['EndDateTime'] ?? ''))
      : startMs + Number(after['DurationInMinutes']) * minuteMs - lastDayMs;
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) {
    const fields = [
      ...(Number.isNaN(startMs) ? ['ActivityDateTime'] : []),
      ...(Number.isNaN(endMs) ? ['DurationInMinutes'] : [])
    ];
    throw new SalesforceError('REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, {
      fields
    });
  }
  const minutes = (endMs - startMs + lastDayMs) / minuteMs;
  if (endMs < startMs)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'Event end date and time must be after the start', {
      fields: ['EndDateTime']
    });
  if (lengthGiven && given.has('EndDateTime') && minutes !== after['DurationInMinutes']) {
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'DurationInMinutes and EndDateTime do not agree', {
      fields: ['DurationInMinutes']
    });
  }
  if (minutes > 14 * 24 * 60)
    throw new SalesforceError('FIELD_INTEGRITY_EXCEPTION', 'An event cannot last longer than 14 days', {
      fields: ['EndDateTime']
    });
  after['StartDateTime'] = new Date(startMs).toISOString();
  after['EndDateTime'] = new Date(endMs).toISOString();
  after['DurationInMinutes'] = minutes;
  after['ActivityDateTime'] = after['IsAllDayEvent'] === 1 ? null : after['StartDateTime'];
  after['ActivityDate'] = after['StartDateTime'].slice(0, 10);
  after['EndDate'] = after['EndDateTime'].slice(0, 10);
}

/** All-day events run from midnight to midnight UTC, the last day included (assumed). */
function settleAllDay(given: Save['given'], after: Save['after']): void {
  const day = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 10) : undefined);
  const first = day(
    given.has('ActivityDate')
      ? after['ActivityDate']
      : (after['StartDateTime'] ?? after['ActivityDate'] ?? after['ActivityDateTime'])
  );
  if (first === undefined) return;
  after['StartDateTime'] = `${first}T00:00:00.000Z`;
  if (given.has('EndDateTime')) after['EndDateTime'] = `${day(after['EndDateTime']) ?? first}T00:00:00.000Z`;
  else if (!given.has('DurationInMinutes') && (after['EndDateTime'] ?? null) === null)
    after['EndDateTime'] = after['StartDateTime'];
}
