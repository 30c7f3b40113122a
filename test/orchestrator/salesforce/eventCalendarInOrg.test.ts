import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { CalendarOwner } from '../../../orchestrator/domain/calendar.ts';
import { eventCalendar } from '../../../orchestrator/salesforce/eventCalendar.ts';
import { readPresence } from '../../../orchestrator/salesforce/presence.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Each test has a month of its own in the one calendar. */
let org: LocalOrg;
let admin: Connection;
let salesforce: Salesforce;
let rep: CalendarOwner;
let other: CalendarOwner;

beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0
  });
  const connect = (username?: string): Connection =>
    new Connection({ instanceUrl: org.url, accessToken: org.session(username).accessToken, version: '66.0' });
  admin = connect('admin@local-org.example');
  salesforce = new Salesforce(connect());
  const users = await admin.query<{ Id: string }>(
    "SELECT Id FROM User WHERE TimeZoneSidKey = 'America/Los_Angeles' AND IsActive = true ORDER BY Username LIMIT 2"
  );
  const [first, second] = users.records.map(({ Id }) => ({
    id: Id,
    timeZone: 'America/Los_Angeles',
    calendarUrl: null
  }));
  rep = first!;
  other = second!;
});

afterAll(() => org.close());

/** What blocks the reps from one date to another, on the clock of UTC. */
async function busyBetween(from: string, to: string): Promise<Record<string, string[]>> {
  const calendar = eventCalendar(salesforce, {
    deadlineMs: 20_000,
    onError: (problem) => {
      throw new Error(problem.reason);
    }
  });
  const within = { startMs: Date.parse(`${from}T00:00:00Z`), endMs: Date.parse(`${to}T00:00:00Z`) };
  const busy = await calendar.busyTimes([rep, other], within);
  const time = (ms: number): string => new Date(ms).toISOString().slice(0, 16);
  const told = ({ id }: CalendarOwner): string[] =>
    [...(busy.get(id) ?? [])]
      .sort((a, b) => a.startMs - b.startMs)
      .map(({ kind, startMs, endMs }) => `${kind} ${time(startMs)} – ${time(endMs)}`);
  return { rep: told(rep), other: told(other) };
}

async function create(fields: Record<string, unknown>): Promise<string> {
  const saved = await admin.sobject('Event').create({ Subject: 'Meeting', OwnerId: rep.id, ...fields });
  return saved.id!;
}

describe('the events of an org', () => {
  it('block their owner, however long they last and whoever may see them', async () => {
    await create({ StartDateTime: '2026-06-02T15:00:00Z', DurationInMinutes: 30, IsPrivate: true });
    await create({ StartDateTime: '2026-06-02T20:00:00Z', EndDateTime: '2026-06-02T21:00:00Z', ShowAs: 'Free' });
    await create({ StartDateTime: '2026-06-02T17:00:00Z', DurationInMinutes: 30, OwnerId: other.id });
    await create({
      IsAllDayEvent: true,
      StartDateTime: '2026-06-04T00:00:00Z',
      EndDateTime: '2026-06-05T00:00:00Z',
      ShowAs: 'OutOfOffice'
    });
    expect(await busyBetween('2026-06-01', '2026-06-10')).toEqual({
      rep: ['busy 2026-06-02T15:00 – 2026-06-02T15:30', 'outOfOffice 2026-06-04T07:00 – 2026-06-06T07:00'],
      other: ['busy 2026-06-02T17:00 – 2026-06-02T17:30']
    });
  });

  it('block from the evening before where the day begins earlier than in UTC, and to the morning after', async () => {
    await create({ IsAllDayEvent: true, ActivityDate: '2026-05-04' });
    expect((await busyBetween('2026-05-05', '2026-05-06'))['rep']).toEqual([
      'busy 2026-05-04T07:00 – 2026-05-05T07:00'
    ]);
  });

  it('repeat as in Classic, but for the occurrence that was deleted', async () => {
    const id = await create({
      StartDateTime: '2026-08-03T16:00:00Z',
      DurationInMinutes: 60,
      IsRecurrence: true,
      RecurrenceStartDateTime: '2026-08-03T16:00:00Z',
      RecurrenceEndDateOnly: '2026-08-28',
      RecurrenceTimeZoneSidKey: 'America/Los_Angeles',
      RecurrenceType: 'RecursWeekly',
      RecurrenceInterval: 1,
      RecurrenceDayOfWeekMask: 2
    });
    const occurrences = await admin.query<{ Id: string }>(
      `SELECT Id FROM Event WHERE RecurrenceActivityId = '${id}' AND IsRecurrence = false ORDER BY StartDateTime`
    );
    expect(occurrences.records).toHaveLength(4);
    await admin.sobject('Event').destroy(occurrences.records[1]!.Id);
    expect((await busyBetween('2026-08-03', '2026-08-22'))['rep']).toEqual([
      'busy 2026-08-03T16:00 – 2026-08-03T17:00',
      'busy 2026-08-17T16:00 – 2026-08-17T17:00'
    ]);
    expect((await busyBetween('2026-08-10', '2026-08-12'))['rep']).toEqual([]);
  });

  it('repeat as in Lightning Experience, but for the occurrence that was deleted', async () => {
    await create({
      StartDateTime: '2026-07-06T16:00:00Z',
      DurationInMinutes: 60,
      Recurrence2PatternText: 'RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=4'
    });
    const occurrences = await admin.query<{ Id: string }>(
      "SELECT Id FROM Event WHERE IsRecurrence2 = true AND GroupEventType != '3' ORDER BY StartDateTime"
    );
    expect(occurrences.records).toHaveLength(4);
    await admin.sobject('Event').destroy(occurrences.records[1]!.Id);
    expect((await busyBetween('2026-07-01', '2026-07-21'))['rep']).toEqual([
      'busy 2026-07-06T16:00 – 2026-07-06T17:00',
      'busy 2026-07-20T16:00 – 2026-07-20T17:00'
    ]);
    expect((await busyBetween('2026-07-13', '2026-07-14'))['rep']).toEqual([]);
  });

  it('say nothing of presence where the org has no Omni-Channel', async () => {
    expect(await readPresence(salesforce, [rep.id], { deadlineMs: 20_000, now: Date.now })).toBeUndefined();
  });
});
