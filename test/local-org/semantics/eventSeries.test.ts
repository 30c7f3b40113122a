import { describe, expect, it } from 'vitest';
import type { BusEvent, Org, Session, StoredRow } from '../../../local-org/org.ts';
import { adminOf, component, orgWith, refusal, rows } from '../orgFixture.ts';

type Values = Record<string, unknown>;

/** An org whose administrator lives in the zone. */
function orgIn(zone = 'America/New_York'): { org: Org; admin: Session } {
  const org = orgWith([
    component('PlatformEventChannelMember', 'ChangeEvents_EventChangeEvent', {
      eventChannel: 'ChangeEvents',
      selectedEntity: 'EventChangeEvent'
    })
  ]);
  const admin = adminOf(org);
  org.records.update(admin, 'User', admin.userId, { TimeZoneSidKey: zone });
  return { org, admin };
}

const startOf = (row: StoredRow): string => String(row['StartDateTime']).replace(':00.000Z', 'Z');

/** Starts of the occurrences, in their order. */
function starts(org: Org): string[] {
  return rows(org, 'Event')
    .filter((row) => row['IsRecurrence'] === 0 && row['GroupEventType'] !== '3')
    .map(startOf)
    .sort();
}

function series(values: Values, zone?: string): string[] {
  const { org, admin } = orgIn(zone);
  org.records.create(admin, 'Event', values);
  return starts(org);
}

/** Monday, 2026-11-02, 10:00 in New York; daylight saving has ended there the day before. */
const monday = '2026-11-02T15:00:00Z';

describe('A recurring event of Classic', () => {
  const classic = (more: Values): Values => ({
    Subject: 'Training',
    ShowAs: 'OutOfOffice',
    DurationInMinutes: 60,
    IsRecurrence: true,
    RecurrenceStartDateTime: monday,
    ...more
  });

  it.each<[type: string, more: Values, expected: string[]]>([
    [
      'RecursDaily',
      { RecurrenceInterval: 2, RecurrenceEndDateOnly: '2026-11-07' },
      ['2026-11-02T15:00Z', '2026-11-04T15:00Z', '2026-11-06T15:00Z']
    ],
    [
      'RecursEveryWeekday',
      { RecurrenceDayOfWeekMask: 62, RecurrenceEndDateOnly: '2026-11-10' },
      ['02', '03', '04', '05', '06', '09', '10'].map((day) => `2026-11-${day}T15:00Z`)
    ],
    [
      'RecursWeekly',
      { RecurrenceInterval: 2, RecurrenceDayOfWeekMask: 2 + 16, RecurrenceEndDateOnly: '2026-11-20' },
      ['2026-11-02T15:00Z', '2026-11-05T15:00Z', '2026-11-16T15:00Z', '2026-11-19T15:00Z']
    ],
    [
      'RecursMonthly',
      { RecurrenceInterval: 1, RecurrenceDayOfMonth: 31, RecurrenceEndDateOnly: '2027-02-28' },
      ['2026-11-30T15:00Z', '2026-12-31T15:00Z', '2027-01-31T15:00Z', '2027-02-28T15:00Z']
    ],
    [
      'RecursMonthlyNth',
      {
        RecurrenceInterval: 1,
        RecurrenceInstance: 'Last',
        RecurrenceDayOfWeekMask: 32,
        RecurrenceEndDateOnly: '2026-12-31'
      },
      ['2026-11-27T15:00Z', '2026-12-25T15:00Z']
    ],
    [
      'RecursYearly',
      { RecurrenceDayOfMonth: 24, RecurrenceMonthOfYear: 'December', RecurrenceEndDateOnly: '2027-12-31' },
      ['2026-12-24T15:00Z', '2027-12-24T15:00Z']
    ],
    [
      'RecursYearlyNth',
      {
        RecurrenceDayOfWeekMask: 16,
        RecurrenceInstance: 'Fourth',
        RecurrenceMonthOfYear: 'November',
        RecurrenceEndDateOnly: '2027-12-31'
      },
      ['2026-11-26T15:00Z', '2027-11-25T15:00Z']
    ]
  ])('of type %s with %j falls on %j', (type, more, expected) => {
    expect(series(classic({ RecurrenceType: type, ...more }))).toEqual(expected);
  });

  const daily = { RecurrenceType: 'RecursDaily', RecurrenceInterval: 1, RecurrenceEndDateOnly: '2026-11-04' };

  it('keeps its time of day across daylight saving, in the zone that it names', () => {
    const inMarch = { ...daily, RecurrenceStartDateTime: '2027-03-13T15:00:00Z', RecurrenceEndDateOnly: '2027-03-15' };
    expect(series(classic(inMarch))).toEqual(['2027-03-13T15:00Z', '2027-03-14T14:00Z', '2027-03-15T14:00Z']);
    expect(series(classic({ ...inMarch, RecurrenceTimeZoneSidKey: 'Europe/Berlin' }))).toEqual([
      '2027-03-13T15:00Z',
      '2027-03-14T15:00Z',
      '2027-03-15T15:00Z'
    ]);
  });

  it('is a main record with its pattern, and occurrences that name it', () => {
    const { org, admin } = orgIn();
    const { id } = org.records.create(admin, 'Event', classic(daily));
    const all = rows(org, 'Event');
    const main = all.find((row) => row['Id'] === id);
    expect(main).toMatchObject({
      IsRecurrence: 1,
      RecurrenceActivityId: id,
      RecurrenceTimeZoneSidKey: 'America/New_York'
    });
    const others = all.filter((row) => row['Id'] !== id);
    expect(others).toHaveLength(3);
    for (const row of others)
      expect(row).toMatchObject({
        Subject: 'Training',
        ShowAs: 'OutOfOffice',
        DurationInMinutes: 60,
        RecurrenceActivityId: id,
        IsRecurrence: 0,
        RecurrenceType: null
      });
  });

  it('moves the reminder with each occurrence', () => {
    const { org, admin } = orgIn();
    org.records.create(
      admin,
      'Event',
      classic({ ...daily, IsReminderSet: true, ReminderDateTime: '2026-11-02T14:45:00Z' })
    );
    const reminders = rows(org, 'Event')
      .filter((row) => row['IsRecurrence'] === 0)
      .map((row) => row['ReminderDateTime']);
    expect(reminders.sort()).toEqual(['02', '03', '04'].map((day) => `2026-11-${day}T14:45:00.000Z`));
  });

  it('of whole days falls on the days of the calendar', () => {
    const allDay = { ...daily, IsAllDayEvent: true, RecurrenceStartDateTime: '2027-03-13T00:00:00Z' };
    expect(series(classic({ ...allDay, DurationInMinutes: 1440, RecurrenceEndDateOnly: '2027-03-15' }))).toEqual([
      '2027-03-13T00:00Z',
      '2027-03-14T00:00Z',
      '2027-03-15T00:00Z'
    ]);
  });

  it('goes with all its occurrences, and an occurrence alone', () => {
    const { org, admin } = orgIn();
    const { id } = org.records.create(admin, 'Event', classic(daily));
    const [first] = rows(org, 'Event').filter((row) => row['Id'] !== id);
    org.records.delete(admin, 'Event', String(first?.['Id']));
    expect(rows(org, 'Event')).toHaveLength(3);
    org.records.delete(admin, 'Event', id);
    expect(rows(org, 'Event')).toEqual([]);
  });

  it('lets one occurrence be moved, and refuses by name to change the main record', () => {
    const { org, admin } = orgIn();
    const { id } = org.records.create(admin, 'Event', classic(daily));
    const [first] = rows(org, 'Event').filter((row) => row['Id'] !== id);
    org.records.update(admin, 'Event', String(first?.['Id']), { StartDateTime: '2026-11-02T17:00:00Z' });
    expect(starts(org)[0]).toBe('2026-11-02T17:00Z');
    expect(refusal(() => org.records.update(admin, 'Event', id, { Subject: 'x' })).errorCode).toBe(
      'LOCAL_ORG_UNSUPPORTED'
    );
  });

  it.each<[what: string, values: Values, code: string]>([
    ['no type', { RecurrenceEndDateOnly: '2026-11-04' }, 'REQUIRED_FIELD_MISSING'],
    ['no interval', { ...daily, RecurrenceInterval: null }, 'REQUIRED_FIELD_MISSING'],
    ['no end', { ...daily, RecurrenceEndDateOnly: null }, 'REQUIRED_FIELD_MISSING'],
    ['a field that its type does not use', { ...daily, RecurrenceDayOfMonth: 3 }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['an end before its start', { ...daily, RecurrenceEndDateOnly: '2026-11-01' }, 'FIELD_INTEGRITY_EXCEPTION'],
    ['more than a day of length', { ...daily, DurationInMinutes: 1441 }, 'FIELD_INTEGRITY_EXCEPTION'],
    [
      'a weekday on Sunday',
      { ...daily, RecurrenceType: 'RecursEveryWeekday', RecurrenceInterval: null, RecurrenceDayOfWeekMask: 63 },
      'FIELD_INTEGRITY_EXCEPTION'
    ],
    ['more than a hundred days', { ...daily, RecurrenceEndDateOnly: '2027-11-04' }, 'FIELD_INTEGRITY_EXCEPTION'],
    [
      'a pattern of Lightning as well',
      { ...daily, Recurrence2PatternText: 'FREQ=DAILY;COUNT=2' },
      'FIELD_INTEGRITY_EXCEPTION'
    ],
    [
      'a zone that is none',
      { ...daily, RecurrenceTimeZoneSidKey: 'Mars/Olympus' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'
    ],
    ['another start', { ...daily, StartDateTime: '2026-11-02T16:00:00Z' }, 'LOCAL_ORG_UNSUPPORTED'],
    ['no IsRecurrence', { ...daily, IsRecurrence: false, StartDateTime: monday }, 'FIELD_INTEGRITY_EXCEPTION']
  ])('is not saved with %s, nor any of its occurrences', (_, values, code) => {
    const { org, admin } = orgIn();
    expect(refusal(() => org.records.create(admin, 'Event', classic(values))).errorCode).toBe(code);
    expect(rows(org, 'Event')).toEqual([]);
  });
});

describe('An event series of Lightning Experience', () => {
  const lightning = (pattern: string, more: Values = {}): Values => ({
    Subject: 'Stand-up',
    StartDateTime: monday,
    DurationInMinutes: 15,
    Recurrence2PatternText: pattern,
    ...more
  });

  it.each<[pattern: string, expected: string[]]>([
    ['RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3', ['2026-11-02T15:00Z', '2026-11-03T15:00Z', '2026-11-04T15:00Z']],
    ['FREQ=DAILY;UNTIL=20261103T150000Z', ['2026-11-02T15:00Z', '2026-11-03T15:00Z']],
    [
      'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=3',
      ['2026-11-02T15:00Z', '2026-11-06T15:00Z', '2026-11-16T15:00Z']
    ],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2', ['2026-11-30T15:00Z', '2026-12-31T15:00Z']],
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2', ['2026-11-30T15:00Z', '2026-12-31T15:00Z']],
    ['FREQ=MONTHLY;COUNT=2;BYDAY=1FR', ['2026-11-06T15:00Z', '2026-12-04T15:00Z']],
    ['FREQ=MONTHLY;BYDAY=FR;COUNT=1', ['2026-11-06T15:00Z']],
    ['FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;COUNT=2', ['2026-12-24T15:00Z', '2027-12-24T15:00Z']],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=FR;BYSETPOS=2;COUNT=1', ['2027-01-08T15:00Z']]
  ])('by %s falls on %j', (pattern, expected) => {
    expect(series(lightning(pattern))).toEqual(expected);
  });

  it('keeps its rule in the form in which Salesforce writes it, in the zone of the user', () => {
    const { org, admin } = orgIn();
    org.records.create(admin, 'Event', lightning('COUNT=2;FREQ=WEEKLY;BYDAY=MO'));
    const all = rows(org, 'Event');
    expect(all.map((row) => row['GroupEventType']).sort()).toEqual(['0', '0', '3']);
    for (const row of all)
      expect(row).toMatchObject({
        IsRecurrence: 0,
        IsRecurrence2: 1,
        Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;INTERVAL=1;COUNT=2',
        Recurrence2PatternVersion: '1',
        Recurrence2PatternTimeZone: 'America/New_York',
        Recurrence2PatternStartDate: '2026-11-02T15:00:00.000Z'
      });
  });

  it('tells of its main record and of each occurrence in a change event', () => {
    const { org, admin } = orgIn();
    const heard: BusEvent[] = [];
    org.events.onEvent((event) => heard.push(event));
    const { id } = org.records.create(admin, 'Event', lightning('FREQ=DAILY;COUNT=2'));
    expect(heard.map(({ payload }) => payload['GroupEventType'])).toEqual(['3', '0', '0']);
    expect(heard[0]?.payload['ChangeEventHeader']).toMatchObject({ recordIds: [id], changeType: 'CREATE' });
  });

  it.each([
    'FREQ=HOURLY;COUNT=2',
    'FREQ=WEEKLY;COUNT=2',
    'FREQ=WEEKLY;BYDAY=1MO;COUNT=2',
    'FREQ=DAILY;BYDAY=MO;COUNT=2',
    'FREQ=DAILY;COUNT=2;UNTIL=20261103T150000Z',
    'FREQ=DAILY;COUNT=1000',
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYMONTHDAY=1;COUNT=2',
    'FREQ=YEARLY;BYMONTHDAY=1;COUNT=2',
    'FREQ=MONTHLY;BYDAY=1SU,-1SU;COUNT=2',
    'FREQ=MONTHLY;BYDAY=MO,TU;COUNT=2',
    'FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=MO;COUNT=2',
    'FREQ=DAILY;UNTIL=20261103',
    'every Monday'
  ])('is not saved by %s', (pattern) => {
    const { org, admin } = orgIn();
    expect(refusal(() => org.records.create(admin, 'Event', lightning(pattern))).errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION'
    );
    expect(rows(org, 'Event')).toEqual([]);
  });

  it.each(['FREQ=DAILY', 'FREQ=YEARLY;BYWEEKNO=20;COUNT=2'])('is refused by name by %s', (pattern) => {
    const { org, admin } = orgIn();
    expect(refusal(() => org.records.create(admin, 'Event', lightning(pattern))).errorCode).toBe(
      'LOCAL_ORG_UNSUPPORTED'
    );
  });

  it('is refused by name when it is to be changed, or deleted as a whole; one occurrence may go', () => {
    const { org, admin } = orgIn();
    const { id } = org.records.create(admin, 'Event', lightning('FREQ=DAILY;COUNT=2'));
    const [occurrence] = rows(org, 'Event').filter((row) => row['GroupEventType'] === '0');
    const occurrenceId = String(occurrence?.['Id']);
    expect(refusal(() => org.records.update(admin, 'Event', occurrenceId, { Subject: 'x' })).errorCode).toBe(
      'LOCAL_ORG_UNSUPPORTED'
    );
    expect(refusal(() => org.records.delete(admin, 'Event', id)).errorCode).toBe('LOCAL_ORG_UNSUPPORTED');
    org.records.delete(admin, 'Event', occurrenceId);
    expect(rows(org, 'Event')).toHaveLength(2);
  });

  it('is set by its pattern alone: IsRecurrence2 is read-only', () => {
    const { org, admin } = orgIn();
    expect(
      refusal(() => org.records.create(admin, 'Event', lightning('FREQ=DAILY;COUNT=2', { IsRecurrence2: true })))
        .errorCode
    ).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });
});
