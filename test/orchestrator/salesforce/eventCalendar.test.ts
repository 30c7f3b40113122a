import { describe, expect, it } from 'vitest';
import type { CalendarOwner, Interval } from '../../../orchestrator/domain/calendar.ts';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { eventCalendar, eventFields, type EventRecord } from '../../../orchestrator/salesforce/eventCalendar.ts';
import { seriesFields, type SeriesRecord } from '../../../orchestrator/salesforce/eventSeries.ts';

type Row = EventRecord & SeriesRecord;

const ana: CalendarOwner = { id: '005000000000001AAA', timeZone: 'America/Denver', calendarUrl: null };
const ben: CalendarOwner = { id: '005000000000002AAA', timeZone: 'Asia/Tokyo', calendarUrl: null };

const blank = Object.fromEntries([...eventFields, ...seriesFields].map((name) => [name, null])) as unknown as Row;

const flags = { IsAllDayEvent: false, IsRecurrence: false, IsRecurrence2: false, IsRecurrence2Exclusion: false };

let lastId = 0;
function row(start: string, end: string, changes: Partial<Row> = {}): Row {
  lastId += 1;
  const times = { StartDateTime: `2026-${start}:00.000+0000`, EndDateTime: `2026-${end}:00.000+0000` };
  const minutes = (Date.parse(times.EndDateTime) - Date.parse(times.StartDateTime)) / 60_000;
  return {
    ...blank,
    ...flags,
    ...times,
    Id: `00U${lastId}`,
    OwnerId: ana.id,
    ShowAs: 'Busy',
    GroupEventType: '0',
    DurationInMinutes: minutes,
    ...changes
  };
}

/**
 * An org that answers the first query with the rows given, and a later one, for the occurrences of series wherever they
 * are, with others. What the queries select is not looked at: the contract with an org is tested against the local one.
 */
function orgWith(rows: readonly Row[], elsewhere: readonly Row[] = []) {
  const queries: string[] = [];
  const query = <T>(soql: string): Promise<T[]> => {
    queries.push(soql);
    return Promise.resolve((queries.length === 1 ? rows : elsewhere) as unknown as T[]);
  };
  return { queries, query };
}

const june: Interval = { startMs: Date.parse('2026-06-01T06:00:00Z'), endMs: Date.parse('2026-07-01T06:00:00Z') };

async function busyWith(rows: readonly Row[], elsewhere: readonly Row[] = [], within = june) {
  const org = orgWith(rows, elsewhere);
  const problems: unknown[] = [];
  const calendar = eventCalendar(org, { deadlineMs: 1_000, onError: (problem) => void problems.push(problem) });
  const busy = await calendar.busyTimes([ana, ben], within);
  const told = (owner: CalendarOwner): string[] =>
    [...(busy.get(owner.id) ?? [])]
      .sort((a, b) => a.startMs - b.startMs)
      .map(({ kind, startMs, endMs, source }) => {
        const time = (ms: number): string => new Date(ms).toISOString().slice(5, 16);
        expect(source).toBe('Salesforce');
        return `${kind} ${time(startMs)} – ${time(endMs)}`;
      });
  return { ana: told(ana), ben: told(ben), queries: org.queries, problems };
}

describe('an event of a rep', () => {
  it('blocks as busy or out of office, and not at all when it shows as free', async () => {
    const { ana: busy } = await busyWith([
      row('06-02T15:00', '06-02T16:00'),
      row('06-03T15:00', '06-03T16:00', { ShowAs: 'OutOfOffice' }),
      row('06-04T15:00', '06-04T16:00', { ShowAs: 'Free' })
    ]);
    expect(busy).toEqual(['busy 06-02T15:00 – 06-02T16:00', 'outOfOffice 06-03T15:00 – 06-03T16:00']);
  });

  it('blocks when it does not say how it shows', async () => {
    const { ana: busy } = await busyWith([row('06-02T15:00', '06-02T16:00', { ShowAs: null })]);
    expect(busy).toEqual(['busy 06-02T15:00 – 06-02T16:00']);
  });

  it('blocks its owner alone', async () => {
    const found = await busyWith([row('06-02T15:00', '06-02T16:00', { OwnerId: ben.id })]);
    expect([found.ana, found.ben]).toEqual([[], ['busy 06-02T15:00 – 06-02T16:00']]);
  });

  it('takes no time when it has no length', async () => {
    expect((await busyWith([row('06-02T15:00', '06-02T15:00')])).ana).toEqual([]);
  });

  it('of a whole day blocks that day where the rep is', async () => {
    const wholeDay = { IsAllDayEvent: true, DurationInMinutes: 1_440 };
    const found = await busyWith([
      row('06-02T00:00', '06-02T00:00', wholeDay),
      row('06-02T00:00', '06-02T00:00', { ...wholeDay, OwnerId: ben.id })
    ]);
    expect(found.ana).toEqual(['busy 06-02T06:00 – 06-03T06:00']);
    expect(found.ben).toEqual(['busy 06-01T15:00 – 06-02T15:00']);
  });

  it('of several whole days blocks the last one, too', async () => {
    const away = { IsAllDayEvent: true, ShowAs: 'OutOfOffice' };
    const { ana: busy } = await busyWith([row('06-02T00:00', '06-05T00:00', away)]);
    expect(busy).toEqual(['outOfOffice 06-02T06:00 – 06-06T06:00']);
  });

  it('of a whole day lasts 23 hours when clocks go forward', async () => {
    const march = { startMs: Date.parse('2026-03-01T00:00:00Z'), endMs: Date.parse('2026-04-01T00:00:00Z') };
    const { ana: busy } = await busyWith([row('03-08T00:00', '03-08T00:00', { IsAllDayEvent: true })], [], march);
    expect(busy).toEqual(['busy 03-08T07:00 – 03-09T06:00']);
  });

  it('is left out when it only touches the stretch', async () => {
    const { ana: busy } = await busyWith([
      row('06-01T05:00', '06-01T06:00'),
      row('06-01T05:00', '06-01T06:01'),
      row('07-01T06:00', '07-01T07:00'),
      row('05-31T00:00', '05-31T00:00', { IsAllDayEvent: true })
    ]);
    expect(busy).toEqual(['busy 06-01T05:00 – 06-01T06:01']);
  });
});

describe('a series of Lightning Experience', () => {
  const weekly = {
    IsRecurrence2: true,
    Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;INTERVAL=1;COUNT=4',
    Recurrence2PatternStartDate: '2026-06-01T15:00:00.000+0000',
    Recurrence2PatternTimeZone: 'America/Denver'
  };
  const pattern = row('06-01T15:00', '06-01T16:00', { ...weekly, GroupEventType: '3' });
  const monday = (date: string, changes: Partial<Row> = {}): Row =>
    row(`06-${date}T15:00`, `06-${date}T16:00`, { ...weekly, ...changes });
  const blocked = (...dates: string[]): string[] => dates.map((date) => `busy 06-${date}T15:00 – 06-${date}T16:00`);

  it('blocks by its occurrences, and not by its own record', async () => {
    const found = await busyWith([pattern, monday('01'), monday('08'), monday('15'), monday('22')]);
    expect(found.ana).toEqual(blocked('01', '08', '15', '22'));
    expect(found.queries).toHaveLength(1);
  });

  it('does not block for an occurrence that was deleted, freed or moved', async () => {
    const moved = row('06-16T20:00', '06-16T21:00', { ...weekly, IsRecurrence2Exception: true } as Partial<Row>);
    const { ana: busy } = await busyWith([pattern, monday('08', { ShowAs: 'Free' }), moved, monday('22')]);
    expect(busy).toEqual(['busy 06-16T20:00 – 06-16T21:00', ...blocked('22')]);
  });

  it('does not block for the last occurrence when that was deleted', async () => {
    expect((await busyWith([pattern, monday('01')])).ana).toEqual(blocked('01'));
  });

  it('is worked out from its pattern when none of its occurrences is a record', async () => {
    const found = await busyWith([pattern]);
    expect(found.ana).toEqual(blocked('01', '08', '15', '22'));
    expect(found.queries).toHaveLength(2);
  });

  it('is not worked out when its occurrences are records outside of the stretch', async () => {
    const { ana: busy } = await busyWith([pattern], [monday('01')], {
      startMs: Date.parse('2026-06-07T00:00:00Z'),
      endMs: Date.parse('2026-06-30T00:00:00Z')
    });
    expect(busy).toEqual([]);
  });

  it('without an end is worked out after the last occurrence that is a record', async () => {
    const endless = { Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;BYDAY=MO;WKST=SU;INTERVAL=1' };
    const rows = [
      { ...pattern, ...endless },
      monday('01', endless),
      // The 8th was deleted.
      monday('15', endless)
    ];
    expect((await busyWith(rows)).ana).toEqual(blocked('01', '15', '22', '29'));
    expect((await busyWith(rows, [monday('29', endless)])).ana).toEqual(blocked('01', '15'));
  });

  it('keeps its time of day across a change of clocks', async () => {
    const autumn = { startMs: Date.parse('2026-10-20T00:00:00Z'), endMs: Date.parse('2026-11-20T00:00:00Z') };
    const all = { Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20261110T000000Z' };
    expect((await busyWith([{ ...pattern, ...all }], [], autumn)).ana).toEqual([
      'busy 10-26T15:00 – 10-26T16:00',
      'busy 11-02T16:00 – 11-02T17:00',
      'busy 11-09T16:00 – 11-09T17:00'
    ]);
  });

  it('on the 31st takes place on the last day of a shorter month', async () => {
    const monthly = {
      Recurrence2PatternText: 'RRULE:FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=1',
      Recurrence2PatternStartDate: '2026-01-31T16:00:00.000+0000'
    };
    const { ana: busy } = await busyWith([{ ...pattern, ...monthly }]);
    expect(busy).toEqual(['busy 06-30T15:00 – 06-30T16:00']);
  });

  it('blocks by the occurrence that is under way when the stretch begins', async () => {
    const during = { startMs: Date.parse('2026-06-08T15:45:00Z'), endMs: Date.parse('2026-06-08T15:50:00Z') };
    expect((await busyWith([pattern], [], during)).ana).toEqual(blocked('08'));
  });

  it('of whole days blocks the rep’s own days', async () => {
    const daily = {
      IsAllDayEvent: true,
      Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=2',
      Recurrence2PatternStartDate: '2026-06-05T00:00:00.000+0000'
    };
    const { ben: busy } = await busyWith([
      row('06-05T00:00', '06-05T00:00', { ...weekly, ...daily, GroupEventType: '3', OwnerId: ben.id })
    ]);
    expect(busy).toEqual(['busy 06-04T15:00 – 06-05T15:00', 'busy 06-11T15:00 – 06-12T15:00']);
  });

  it('is left alone when it shows as free or no longer follows its pattern', async () => {
    const found = await busyWith([
      { ...pattern, ShowAs: 'Free' },
      { ...pattern, IsRecurrence2Exclusion: true }
    ]);
    expect([found.ana, found.queries.length]).toEqual([[], 1]);
  });

  it('is not mistaken for another one of the same owner, or of another owner', async () => {
    const later = { Recurrence2PatternStartDate: '2026-06-02T15:00:00.000+0000' };
    const { ana: busy } = await busyWith([pattern, monday('29', later), monday('29', { OwnerId: ben.id })]);
    expect(busy).toEqual(blocked('01', '08', '15', '22', '29'));
  });

  it('whose pattern cannot be read is reported, and the others count', async () => {
    const strange = { ...pattern, Id: '00Ustrange', Recurrence2PatternText: 'RRULE:FREQ=HOURLY' };
    const found = await busyWith([strange, pattern]);
    expect(found.problems).toEqual([{ repId: ana.id, eventId: '00Ustrange', reason: 'unreadablePattern' }]);
    expect(found.ana).toHaveLength(4);
  });
});

describe('a series of Salesforce Classic', () => {
  const master = (changes: Partial<Row>): Row =>
    row('06-01T15:00', '06-01T16:00', {
      Id: '00Umaster',
      IsRecurrence: true,
      RecurrenceActivityId: '00Umaster',
      RecurrenceStartDateTime: '2026-06-01T15:00:00.000+0000',
      RecurrenceEndDateOnly: '2026-06-30',
      RecurrenceTimeZoneSidKey: 'America/Denver',
      RecurrenceInterval: 1,
      ...changes
    });
  const days = async (changes: Partial<Row>, within = june): Promise<string[]> =>
    (await busyWith([master(changes)], [], within)).ana.map((text) => text.slice(5, 10));

  it('blocks by its occurrences, and not by its own record', async () => {
    const occurrence = row('06-08T15:00', '06-08T16:00', { RecurrenceActivityId: '00Umaster' });
    const { ana: busy } = await busyWith([
      master({ RecurrenceType: 'RecursWeekly', RecurrenceDayOfWeekMask: 2 }),
      occurrence
    ]);
    expect(busy).toEqual(['busy 06-08T15:00 – 06-08T16:00']);
  });

  it('is not worked out when its occurrences are records outside of the stretch', async () => {
    const early = row('05-25T15:00', '05-25T16:00', { RecurrenceActivityId: '00Umaster' });
    const daily = master({ RecurrenceType: 'RecursDaily' });
    expect((await busyWith([daily], [early])).ana).toEqual([]);
  });

  it.each<[string, Partial<Row>, string[]]>([
    ['every tenth day', { RecurrenceType: 'RecursDaily', RecurrenceInterval: 10 }, ['06-01', '06-11', '06-21']],
    [
      'every weekday',
      { RecurrenceType: 'RecursEveryWeekday', RecurrenceDayOfWeekMask: 62, RecurrenceEndDateOnly: '2026-06-08' },
      ['06-01', '06-02', '06-03', '06-04', '06-05', '06-08']
    ],
    [
      'every second week on Tuesday and Thursday',
      { RecurrenceType: 'RecursWeekly', RecurrenceInterval: 2, RecurrenceDayOfWeekMask: 20 },
      ['06-02', '06-04', '06-16', '06-18', '06-30']
    ],
    ['every month on the 26th', { RecurrenceType: 'RecursMonthly', RecurrenceDayOfMonth: 26 }, ['06-26']],
    ['every month on the 31st', { RecurrenceType: 'RecursMonthly', RecurrenceDayOfMonth: 31 }, ['06-30']],
    [
      'every month on the last Friday',
      { RecurrenceType: 'RecursMonthlyNth', RecurrenceInstance: 'Last', RecurrenceDayOfWeekMask: 32 },
      ['06-26']
    ],
    [
      'every year on the 3rd of June',
      { RecurrenceType: 'RecursYearly', RecurrenceDayOfMonth: 3, RecurrenceMonthOfYear: 'June' },
      ['06-03']
    ],
    [
      'every year on the second Saturday of June',
      {
        RecurrenceType: 'RecursYearlyNth',
        RecurrenceInstance: 'Second',
        RecurrenceDayOfWeekMask: 64,
        RecurrenceMonthOfYear: 'June'
      },
      ['06-13']
    ]
  ])('that repeats %s is worked out when none of its occurrences is a record', async (_what, changes, expected) => {
    expect(await days(changes)).toEqual(expected);
  });

  it.each<[string, Partial<Row>]>([
    ['a type that is not documented', { RecurrenceType: 'RecursHourly' }],
    ['no day of the week', { RecurrenceType: 'RecursWeekly', RecurrenceDayOfWeekMask: 0 }],
    ['no day of the month', { RecurrenceType: 'RecursMonthly' }],
    ['no month', { RecurrenceType: 'RecursYearly', RecurrenceDayOfMonth: 3 }],
    ['no instance', { RecurrenceType: 'RecursMonthlyNth', RecurrenceDayOfWeekMask: 32 }]
  ])('with %s is reported', async (_what, changes) => {
    const found = await busyWith([master(changes)]);
    expect([found.ana, found.problems]).toEqual([
      [],
      [{ repId: ana.id, eventId: '00Umaster', reason: 'unreadablePattern' }]
    ]);
  });
});

describe('the query', () => {
  it('asks for a hundred reps at a time, all at once', async () => {
    const queries: string[] = [];
    const query = <T>(soql: string): Promise<T[]> => {
      queries.push(soql);
      return Promise.resolve([]);
    };
    const reps = Array.from({ length: 250 }, (_each, index) => ({
      ...ana,
      id: `005${String(index).padStart(15, '0')}`
    }));
    await eventCalendar({ query }, { deadlineMs: 1_000, onError: () => undefined }).busyTimes(reps, june);
    expect(queries.map((soql) => soql.match(/'005\d+'/g)?.length)).toEqual([100, 100, 50]);
    expect(Math.max(...queries.map((soql) => encodeURIComponent(soql).length))).toBeLessThan(8_000);
  });

  it('is not made when there are no reps', async () => {
    const { queries, query } = orgWith([]);
    await eventCalendar({ query }, { deadlineMs: 1_000, onError: () => undefined }).busyTimes([], june);
    expect(queries).toEqual([]);
  });

  it('fails as a whole when Salesforce does', async () => {
    const query = () => Promise.reject(new BatonError('salesforceTimeout', 'Salesforce did not answer in time.'));
    const calendar = eventCalendar({ query }, { deadlineMs: 1_000, onError: () => undefined });
    await expect(calendar.busyTimes([ana], june)).rejects.toThrow('in time');
  });
});
