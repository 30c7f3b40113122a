/** The organization, its record types, hours and assignment rules. Source: Object Reference (documented). */
import { boolean, date, dateTime, int, phone, picklist, readOnly, text, textArea, time } from '../fieldDeclaration.ts';
import { defineObject, systemFields, writtenByTheOrg } from '../sobjectType.ts';
import { months, recurrenceInstances, recurrenceTypes } from './picklists.ts';

export const organization = defineObject({
  name: 'Organization',
  label: 'Organization',
  keyPrefix: '00D',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('Name', 80),
    text('Division', 80),
    textArea('Street', 255),
    text('City', 40),
    text('State', 80),
    text('PostalCode', 20),
    text('Country', 80),
    phone('Phone'),
    text('PrimaryContact', 80),
    picklist('DefaultLocaleSidKey', [], { length: 40 }),
    picklist('LanguageLocaleKey', [], { length: 40 }),
    picklist('TimeZoneSidKey', [], { length: 40 }),
    picklist('OrganizationType', ['Developer Edition', 'Enterprise Edition', 'Unlimited Edition'], { length: 40 }),
    text('InstanceName', 5),
    boolean('IsSandbox'),
    dateTime('TrialExpirationDate'),
    text('NamespacePrefix', 15)
  ]
});

export const recordType = defineObject({
  name: 'RecordType',
  label: 'Record Type',
  keyPrefix: '012',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('Name', 80),
    text('DeveloperName', 80),
    text('NamespacePrefix', 15),
    textArea('Description', 255),
    picklist('SobjectType', [], { length: 40 }),
    boolean('IsActive')
  ]
});

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** A time ends in `Z` and yet means wall time in TimeZoneSidKey (assumed). */
export const businessHours = defineObject({
  name: 'BusinessHours',
  label: 'Business Hours',
  labelPlural: 'Business Hours',
  keyPrefix: '01m',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('Name', 80),
    boolean('IsActive', { label: 'Active' }),
    boolean('IsDefault', { label: 'Default Business Hours' }),
    ...days.flatMap((day) => [
      time(`${day}StartTime`, { label: `${day} Start` }),
      time(`${day}EndTime`, { label: `${day} End` })
    ]),
    picklist('TimeZoneSidKey', [], { label: 'Time Zone', length: 40 })
  ]
});

export const holiday = defineObject({
  name: 'Holiday',
  label: 'Holiday',
  keyPrefix: '0C0',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('Name', 80),
    textArea('Description', 1000, { filterable: true, sortable: false }),
    boolean('IsAllDay'),
    date('ActivityDate'),
    int('StartTimeInMinutes', 4),
    int('EndTimeInMinutes', 4),
    boolean('IsRecurrence'),
    date('RecurrenceStartDate'),
    date('RecurrenceEndDateOnly'),
    picklist('RecurrenceType', recurrenceTypes, { length: 40 }),
    int('RecurrenceInterval', 9),
    int('RecurrenceDayOfWeekMask', 9),
    int('RecurrenceDayOfMonth', 9),
    picklist('RecurrenceInstance', recurrenceInstances, { length: 40 }),
    picklist('RecurrenceMonthOfYear', months, { length: 40 })
  ]
});

export const assignmentRule = defineObject({
  name: 'AssignmentRule',
  label: 'Assignment Rule',
  keyPrefix: '01Q',
  ...writtenByTheOrg,
  fields: [
    ...systemFields.setup,
    text('Name', 120),
    picklist('SobjectType', ['Lead', 'Case'], { length: 40, label: 'Assignment Rule Object' }),
    boolean('Active', readOnly)
  ]
});
