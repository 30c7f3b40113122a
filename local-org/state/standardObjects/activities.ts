/**
 * Task and Event. Source: Object Reference (documented). Custom fields of both are defined on `Activity`. Recurrence of
 * tasks is not declared, so a series of them is refused as an unknown field.
 */
import { boolean, date, dateTime, int, lookup, picklist, readOnly, text, textArea } from '../fieldDeclaration.ts';
import type { Field } from '../schema.ts';
import { defineObject, ownerField, systemFields, userOwnerField } from '../sobjectType.ts';
import { months, recurrenceInstances, recurrenceTypes } from './picklists.ts';

// Deleting a lead deletes its activities; so does deleting the last record that an activity is about (assumed).
const about = (reverse: string): Field[] => [
  lookup('WhoId', ['Contact', 'Lead'], { label: 'Name ID', childRelationshipName: reverse, onParentDelete: 'cascade' }),
  lookup('WhatId', ['Account', 'Opportunity'], {
    label: 'Related To ID',
    childRelationshipName: reverse,
    onParentDelete: 'cascade'
  }),
  lookup('AccountId', 'Account', { ...readOnly })
];

/** Statuses that close a task. */
export const closedTaskStatuses: ReadonlySet<string> = new Set(['Completed']);

export const task = defineObject({
  name: 'Task',
  label: 'Task',
  keyPrefix: '00T',
  nameField: 'Subject',
  sharing: 'publicRead',
  fields: [
    ...systemFields.full,
    ...about('Tasks'),
    text('Subject', 255),
    date('ActivityDate', { label: 'Due Date Only' }),
    picklist('Status', ['*Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'], {
      required: true
    }),
    picklist('Priority', ['High', '*Normal', 'Low'], { required: true }),
    boolean('IsHighPriority', { label: 'High Priority', ...readOnly }),
    boolean('IsClosed', { label: 'Closed', ...readOnly }),
    dateTime('CompletedDateTime', readOnly),
    ownerField,
    textArea('Description', 32000),
    picklist('Type', ['Call', 'Meeting', 'Other']),
    picklist('TaskSubtype', ['*Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'], {
      updateable: false,
      restrictedPicklist: true
    }),
    int('CallDurationInSeconds', 8),
    picklist('CallType', ['Internal', 'Inbound', 'Outbound']),
    text('CallDisposition', 255),
    text('CallObject', 255),
    dateTime('ReminderDateTime'),
    boolean('IsReminderSet'),
    boolean('IsArchived', readOnly)
  ]
});

export const event = defineObject({
  name: 'Event',
  label: 'Event',
  keyPrefix: '00U',
  nameField: 'Subject',
  sharing: 'publicRead',
  fields: [
    ...systemFields.full,
    ...about('Events'),
    text('Subject', 255),
    text('Location', 255),
    boolean('IsAllDayEvent', { label: 'All-Day Event' }),
    dateTime('ActivityDateTime', { label: 'Due Date Time' }),
    date('ActivityDate', { label: 'Due Date Only' }),
    int('DurationInMinutes', 8, { label: 'Duration' }),
    dateTime('StartDateTime'),
    dateTime('EndDateTime'),
    date('EndDate', readOnly),
    textArea('Description', 32000),
    userOwnerField,
    boolean('IsPrivate'),
    picklist('Type', ['Call', 'Email', 'Meeting', 'Other']),
    picklist('ShowAs', ['*Busy', 'OutOfOffice', 'Free'], {
      label: 'Show Time As',
      length: 40,
      restrictedPicklist: true
    }),
    picklist('EventSubtype', ['*Event'], { length: 40, updateable: false, restrictedPicklist: true }),
    boolean('IsChild', readOnly),
    boolean('IsGroupEvent', readOnly),
    picklist('GroupEventType', ['0', '1', '2', '3'], { length: 40, ...readOnly }),
    boolean('IsArchived', readOnly),
    dateTime('ReminderDateTime'),
    boolean('IsReminderSet'),
    // A recurring event of Classic.
    boolean('IsRecurrence', { label: 'Create Recurring Series of Events', updateable: false }),
    lookup('RecurrenceActivityId', 'Event', {
      ...readOnly,
      childRelationshipName: 'RecurringEvents',
      onParentDelete: 'cascade'
    }),
    dateTime('RecurrenceStartDateTime', { label: 'Recurrence Start' }),
    date('RecurrenceEndDateOnly', { label: 'Recurrence End' }),
    picklist('RecurrenceTimeZoneSidKey', [], { label: 'Recurrence Time Zone', length: 40 }),
    picklist('RecurrenceType', recurrenceTypes, { length: 40, restrictedPicklist: true }),
    int('RecurrenceInterval', 9),
    int('RecurrenceDayOfWeekMask', 9),
    int('RecurrenceDayOfMonth', 9),
    picklist('RecurrenceInstance', recurrenceInstances, { length: 40, restrictedPicklist: true }),
    picklist('RecurrenceMonthOfYear', months, { length: 40, restrictedPicklist: true }),
    // A series of Lightning Experience.
    boolean('IsRecurrence2', { label: 'Repeat', ...readOnly }),
    boolean('IsRecurrence2Exception', { label: 'Is Exception', ...readOnly }),
    boolean('IsRecurrence2Exclusion', { label: 'Historical Event, Not Following Recurrence', ...readOnly }),
    textArea('Recurrence2PatternText', 512, { label: 'Recurrence Pattern', updateable: false }),
    dateTime('Recurrence2PatternStartDate', { label: 'Recurrence Pattern Start Date', ...readOnly }),
    text('Recurrence2PatternTimeZone', 40, { label: 'Recurrence Pattern Time Zone', ...readOnly }),
    picklist('Recurrence2PatternVersion', ['1'], { label: 'Pattern Version', length: 40, ...readOnly })
  ]
});
