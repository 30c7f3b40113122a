import { describe, expect, it } from 'vitest';
import {
  adminOf,
  assign,
  idOf,
  integrationOf,
  objectPermission,
  orgWith,
  permissionSet,
  queue,
  refusal,
  row
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };

describe('Activities', () => {
  it('of a lead have no WhatId', () => {
    const org = orgWith();
    const admin = adminOf(org);
    const WhoId = org.records.create(admin, 'Lead', lead).id;
    const WhatId = org.records.create(admin, 'Account', { Name: 'NovaCorp' }).id;
    expect(refusal(() => org.records.create(admin, 'Task', { Subject: 'Call', WhoId, WhatId })).errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION'
    );
    org.records.create(admin, 'Task', { Subject: 'Call', WhoId });
    org.records.create(admin, 'Task', { Subject: 'Call', WhatId });
  });

  it('a task is closed by its status, and knows when', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Task', { Subject: 'Call' });
    expect(row(org, 'Task', id)).toMatchObject({
      Status: 'Not Started',
      Priority: 'Normal',
      IsClosed: 0,
      CompletedDateTime: null
    });
    org.records.update(adminOf(org), 'Task', id, { Status: 'Completed', Priority: 'High' });
    expect(row(org, 'Task', id)).toMatchObject({
      IsClosed: 1,
      IsHighPriority: 1,
      CompletedDateTime: expect.any(String) as string
    });
  });

  const start = '2026-11-03T09:00:00.000Z';
  it.each([
    ['an end', { EndDateTime: '2026-11-03T09:30:00Z' }],
    ['a length', { DurationInMinutes: 30 }]
  ])('an event with a start and %s has both', (_, more) => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Event', { Subject: 'Demo', StartDateTime: start, ...more });
    expect(row(org, 'Event', id)).toMatchObject({
      StartDateTime: start,
      EndDateTime: '2026-11-03T09:30:00.000Z',
      DurationInMinutes: 30,
      ActivityDate: '2026-11-03',
      ShowAs: 'Busy'
    });
  });

  it('an event keeps its length when its start is moved', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Event', {
      Subject: 'Demo',
      StartDateTime: start,
      DurationInMinutes: 30
    });
    org.records.update(adminOf(org), 'Event', id, { StartDateTime: '2026-11-03T10:00:00Z' });
    expect(row(org, 'Event', id)['EndDateTime']).toBe('2026-11-03T10:30:00.000Z');
  });

  it('an all-day event of one day starts and ends at its midnight', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Event', {
      Subject: 'Off',
      IsAllDayEvent: true,
      ActivityDate: '2026-11-03',
      ShowAs: 'OutOfOffice'
    });
    expect(row(org, 'Event', id)).toMatchObject({
      StartDateTime: '2026-11-03T00:00:00.000Z',
      EndDateTime: '2026-11-03T00:00:00.000Z',
      ActivityDateTime: null,
      DurationInMinutes: 1440
    });
  });

  it.each([
    ['its last day', { EndDateTime: '2026-11-05T00:00:00Z' }],
    ['its length', { DurationInMinutes: 3 * 1440 }],
    ['both', { EndDateTime: '2026-11-05T00:00:00Z', DurationInMinutes: 3 * 1440 }]
  ])('an all-day event of three days is given by %s', (_, more) => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Event', {
      Subject: 'Off',
      IsAllDayEvent: true,
      StartDateTime: '2026-11-03T00:00:00Z',
      ...more
    });
    expect(row(org, 'Event', id)).toMatchObject({
      EndDateTime: '2026-11-05T00:00:00.000Z',
      EndDate: '2026-11-05',
      DurationInMinutes: 4320
    });
  });

  it('a private event is about nobody, and one that is not private may be', () => {
    const org = orgWith();
    const admin = adminOf(org);
    const WhoId = org.records.create(admin, 'Lead', lead).id;
    const event = { Subject: 'Demo', StartDateTime: start, DurationInMinutes: 30 };
    expect(refusal(() => org.records.create(admin, 'Event', { ...event, WhoId, IsPrivate: true })).errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION'
    );
    org.records.create(admin, 'Event', { ...event, IsPrivate: true });
    org.records.create(admin, 'Event', { ...event, WhoId });
  });

  it('a task may belong to a queue that takes tasks, and to no other; an event belongs to a user', () => {
    const org = orgWith([queue('Callbacks', ['Task']), queue('Leads_Only', ['Lead'])]);
    const admin = adminOf(org);
    const owner = (name: string) => ({ OwnerId: idOf(org, 'Group', 'DeveloperName', name) });
    org.records.create(admin, 'Task', { Subject: 'Call', ...owner('Callbacks') });
    expect(
      refusal(() => org.records.create(admin, 'Task', { Subject: 'Call', ...owner('Leads_Only') })).errorCode
    ).toBe('INVALID_CROSS_REFERENCE_KEY');
    const event = { Subject: 'Demo', StartDateTime: start, DurationInMinutes: 30 };
    expect(refusal(() => org.records.create(admin, 'Event', { ...event, ...owner('Callbacks') })).errorCode).toBe(
      'FIELD_INTEGRITY_EXCEPTION'
    );
  });

  it('a task has its due day and its reminder, and is open again when its status says so', () => {
    const org = orgWith();
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Task', {
      Subject: 'Call back',
      ActivityDate: '2026-11-04',
      IsReminderSet: true,
      ReminderDateTime: '2026-11-04T15:45:00Z',
      Status: 'Completed'
    });
    expect(row(org, 'Task', id)).toMatchObject({
      ActivityDate: '2026-11-04',
      IsReminderSet: 1,
      ReminderDateTime: '2026-11-04T15:45:00.000Z',
      IsClosed: 1
    });
    org.records.update(admin, 'Task', id, { Status: 'In Progress' });
    expect(row(org, 'Task', id)).toMatchObject({ IsClosed: 0, CompletedDateTime: null });
  });

  it('take their rights from the permissions for activities, tasks and events', () => {
    const org = orgWith([
      permissionSet('Reads', { userPermissions: { enabled: 'true', name: 'ActivitiesAccess' } }),
      permissionSet('Tasks', { userPermissions: { enabled: 'true', name: 'EditTask' } }),
      permissionSet('Events', { userPermissions: { enabled: 'true', name: 'EditEvent' } })
    ]);
    const integration = integrationOf(org);
    const task = () => org.records.create(integration, 'Task', { Subject: 'Call' });
    const event = () =>
      org.records.create(integration, 'Event', { Subject: 'Demo', StartDateTime: start, DurationInMinutes: 30 });
    expect(refusal(task).errorCode).toBe('NOT_FOUND');
    assign(org, integration, 'Reads');
    expect(refusal(task).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    assign(org, integration, 'Tasks');
    task();
    expect(refusal(event).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    assign(org, integration, 'Events');
    event();
  });

  it('have no object permissions', () => {
    const outcome = orgWith().metadata.deploy([
      permissionSet('Wrong', { objectPermissions: objectPermission('Task', 'rc') })
    ]);
    expect(outcome.results[0]?.problem).toContain('Task');
  });

  it.each([
    ['no end', { StartDateTime: start }, 'REQUIRED_FIELD_MISSING'],
    ['no start', { DurationInMinutes: 30 }, 'REQUIRED_FIELD_MISSING'],
    [
      'an end before its start',
      { StartDateTime: start, EndDateTime: '2026-11-03T08:00:00Z' },
      'FIELD_INTEGRITY_EXCEPTION'
    ],
    [
      'a length that contradicts its end',
      { StartDateTime: start, EndDateTime: '2026-11-03T10:00:00Z', DurationInMinutes: 30 },
      'FIELD_INTEGRITY_EXCEPTION'
    ],
    ['more than 14 days', { StartDateTime: start, EndDateTime: '2026-11-18T10:00:00Z' }, 'FIELD_INTEGRITY_EXCEPTION']
  ])('an event is refused with %s', (_, values, code) => {
    const org = orgWith();
    expect(refusal(() => org.records.create(adminOf(org), 'Event', { Subject: 'Demo', ...values })).errorCode).toBe(
      code
    );
  });
});
