import { describe, expect, it } from 'vitest';
import type { BusEvent, Org } from '../../../local-org/org.ts';
import {
  adminOf,
  assign,
  component,
  customObject,
  entry,
  field,
  idOf,
  integrationOf,
  leadRules,
  objectPermission,
  orgWith,
  permissionSet,
  queue,
  refusal,
  row,
  rows,
  validationRule,
  valueSet
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };

function heard(org: Org): BusEvent[] {
  const events: BusEvent[] = [];
  org.events.onEvent((event) => events.push(event));
  return events;
}

describe('An auto-number', () => {
  const offers = customObject('Offer__c', {
    nameField: { label: 'Number', type: 'AutoNumber', displayFormat: 'OF-{0000}', startingNumber: '7' }
  });

  it('counts up in its format', () => {
    const org = orgWith([offers, field('Offer__c.Ticket__c', 'AutoNumber', { displayFormat: '{00}/x' })]);
    const ids = [1, 2].map(() => org.records.create(adminOf(org), 'Offer__c', {}).id);
    expect(ids.map((id) => row(org, 'Offer__c', id)['Name'])).toEqual(['OF-0007', 'OF-0008']);
    expect(ids.map((id) => row(org, 'Offer__c', id)['Ticket__c'])).toEqual(['01/x', '02/x']);
  });

  it('cannot be written', () => {
    const org = orgWith([offers]);
    expect(refusal(() => org.records.create(adminOf(org), 'Offer__c', { Name: 'OF-1' })).errorCode).toBe(
      'INVALID_FIELD_FOR_INSERT_UPDATE'
    );
  });

  it('never comes twice, not even when the record that had it was undone', () => {
    const org = orgWith([offers]);
    expect(() =>
      org.transaction(() => {
        org.records.create(adminOf(org), 'Offer__c', {});
        throw new Error('undo');
      })
    ).toThrow('undo');
    const { id } = org.records.create(adminOf(org), 'Offer__c', {});
    expect(row(org, 'Offer__c', id)['Name']).toBe('OF-0008');
  });
});

describe('A formula field', () => {
  const annual = field('Lead.Per_Head__c', 'Number', {
    precision: '18',
    scale: '2',
    formula: 'BLANKVALUE(NumberOfEmployees, 0) * 2'
  });

  it('is stored with the save, and follows the fields it uses', () => {
    const org = orgWith([annual]);
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, NumberOfEmployees: 10 });
    expect(row(org, 'Lead', id)['Per_Head__c']).toBe(20);
    org.records.update(adminOf(org), 'Lead', id, { NumberOfEmployees: 12 });
    expect(row(org, 'Lead', id)['Per_Head__c']).toBe(24);
  });

  it('can be judged by a validation rule', () => {
    const org = orgWith([annual, validationRule('Lead.Not_Too_Many', 'Per_Head__c > 100')]);
    expect(refusal(() => org.records.create(adminOf(org), 'Lead', { ...lead, NumberOfEmployees: 51 })).errorCode).toBe(
      'FIELD_CUSTOM_VALIDATION_EXCEPTION'
    );
    org.records.create(adminOf(org), 'Lead', { ...lead, NumberOfEmployees: 50 });
  });

  it.each([
    ['the time', 'TODAY() - DATEVALUE(CreatedDate)', 'TODAY'],
    ['another object', 'Owner.Name', 'Owner.Name'],
    ['the running user', '$User.Department', 'global variables'],
    ['a value of another type', '"text"', 'incompatible'],
    ['a field that is not there', 'Nothing__c + 1', 'Nothing__c'],
    ['what does not parse', 'IF(', 'parse']
  ])('does not deploy when it uses %s', (_, formula, problem) => {
    const outcome = orgWith().metadata.deploy([field('Lead.F__c', 'Number', { formula })]);
    expect(outcome.results[0]?.problem).toContain(problem);
  });
});

describe('A validation rule', () => {
  it('does not deploy when it uses VLOOKUP, which cannot be judged', () => {
    const outcome = orgWith().metadata.deploy([validationRule('Lead.Rule', 'VLOOKUP(Company)')]);
    expect(outcome.results[0]?.problem).toContain('VLOOKUP');
  });

  it('compares with the record as it was before the save, so that of two who act on one state the second is refused', () => {
    const org = orgWith([
      customObject('Handoff__c'),
      field('Handoff__c.Step__c', 'Number'),
      field('Handoff__c.Status__c', 'Text'),
      validationRule(
        'Handoff__c.Step_Follows_Step',
        `AND(
          NOT(ISNEW()),
          OR(ISCHANGED(Step__c), ISCHANGED(Status__c)),
          BLANKVALUE(Step__c, 0) <> BLANKVALUE(PRIORVALUE(Step__c), 0) + 1
        )`,
        { errorMessage: 'Read it again.' }
      )
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Handoff__c', { Step__c: 4, Status__c: 'Ringing' });
    const move = (Step__c: number, Status__c: string) => () =>
      org.records.update(admin, 'Handoff__c', id, { Step__c, Status__c });
    move(5, 'Accepted')();
    expect(refusal(move(5, 'Callback'))).toMatchObject({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'Read it again.'
    });
    move(5, 'Accepted')();
    expect(refusal(move(4, 'Accepted')).message).toBe('Read it again.');
    expect(refusal(move(7, 'Accepted')).message).toBe('Read it again.');
    move(6, 'Completed')();
    expect(row(org, 'Handoff__c', id)).toMatchObject({ Step__c: 6, Status__c: 'Completed' });
  });

  it('keeps an ended status as it is, by the picklist value that it had', () => {
    const org = orgWith([
      customObject('Offer__c'),
      field('Offer__c.Status__c', 'Picklist', valueSet(['Ringing', 'Accepted', 'Declined'])),
      validationRule(
        'Offer__c.Ended_Stays_Ended',
        "AND(ISCHANGED(Status__c), OR(ISPICKVAL(PRIORVALUE(Status__c), 'Declined'), ISPICKVAL(PRIORVALUE(Status__c), 'No Answer')))",
        { errorDisplayField: 'Status__c' }
      )
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Offer__c', { Status__c: 'Declined' });
    expect(refusal(() => org.records.update(admin, 'Offer__c', id, { Status__c: 'Accepted' })).fields).toEqual([
      'Status__c'
    ]);
    org.records.update(admin, 'Offer__c', id, { Status__c: 'Declined', Name: 'renamed' });
    const ringing = org.records.create(admin, 'Offer__c', { Status__c: 'Ringing' });
    org.records.update(admin, 'Offer__c', ringing.id, { Status__c: 'Declined' });
  });

  it('sees what an earlier save of the same transaction has written', () => {
    const org = orgWith([
      field('Lead.Score__c', 'Number'),
      validationRule('Lead.Never_Down', 'BLANKVALUE(Score__c, 0) < BLANKVALUE(PRIORVALUE(Score__c), 0)')
    ]);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Lead', { ...lead, Score__c: 1 });
    const work = () =>
      org.transaction(() => {
        org.records.update(admin, 'Lead', id, { Score__c: 9 });
        org.records.update(admin, 'Lead', id, { Score__c: 5 });
      });
    expect(refusal(work).errorCode).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(row(org, 'Lead', id)['Score__c']).toBe(1);
  });

  it('may look back, where a formula field may not', () => {
    const formula = 'IF(ISCHANGED(Company), 1, 0)';
    const outcome = orgWith().metadata.deploy([
      field('Lead.Moved__c', 'Number', { formula, formulaTreatBlanksAs: 'BlankAsBlank' })
    ]);
    expect(outcome.results[0]?.problem).toContain('ISCHANGED');
  });

  it('has no effect when it is not active', () => {
    const org = orgWith([validationRule('Lead.Never', 'true', { active: 'false' })]);
    org.records.create(adminOf(org), 'Lead', lead);
  });
});

describe('Field history', () => {
  const tracked = [
    customObject('Offer__c', {
      enableHistory: 'true',
      nameField: { label: 'Name', type: 'Text', trackHistory: 'false' }
    }),
    field('Offer__c.State__c', 'Text', { trackHistory: 'true' }),
    field('Offer__c.Rep__c', 'Lookup', { referenceTo: 'User', trackHistory: 'true' }),
    field('Offer__c.Note__c', 'Text')
  ];

  it('has a row for the creation and for each change of a tracked field', () => {
    const org = orgWith(tracked);
    const { id } = org.records.create(adminOf(org), 'Offer__c', { State__c: 'Ringing' });
    org.records.update(adminOf(org), 'Offer__c', id, { State__c: 'Accepted', Note__c: 'x' });
    org.records.update(adminOf(org), 'Offer__c', id, { State__c: 'Accepted' });
    expect(
      rows(org, 'Offer__History').map(({ ParentId, Field, OldValue, NewValue }) => [
        ParentId,
        Field,
        OldValue,
        NewValue
      ])
    ).toEqual([
      [id, 'created', null, null],
      [id, 'State__c', 'Ringing', 'Accepted']
    ]);
  });

  it('has two rows for a lookup: the ids and the names', () => {
    const org = orgWith(tracked);
    const admin = adminOf(org);
    const { id } = org.records.create(admin, 'Offer__c', {});
    org.records.update(admin, 'Offer__c', id, { Rep__c: admin.userId });
    const [, ...changes] = rows(org, 'Offer__History');
    expect(changes.map((change) => change['NewValue'])).toEqual([admin.userId, 'Administrator']);
  });

  it('is a child of its record', () => {
    const org = orgWith(tracked);
    expect(org.schema.childRelationships('Offer__c')).toContainEqual({
      name: 'Histories',
      childObject: 'Offer__History',
      field: 'ParentId'
    });
  });
});

describe('Change events', () => {
  const leadChanges = component('PlatformEventChannelMember', 'ChangeEvents_LeadChangeEvent', {
    eventChannel: 'ChangeEvents',
    selectedEntity: 'LeadChangeEvent'
  });

  it('tell of a creation, a change and a deletion, after commit', () => {
    const org = orgWith([leadChanges]);
    const events = heard(org);
    const admin = adminOf(org);
    const { id } = org.transaction(() => {
      const created = org.records.create(admin, 'Lead', { ...lead, FirstName: 'Jamie', DoNotCall: true });
      expect(events).toEqual([]);
      return created;
    });
    org.records.update(admin, 'Lead', id, { Title: 'VP', DoNotCall: true });
    org.records.delete(admin, 'Lead', id);
    const headers = events.map((event) => event.payload['ChangeEventHeader'] as Record<string, unknown>);
    expect(events.map((event) => event.channel)).toEqual(Array(3).fill('/data/LeadChangeEvent'));
    expect(headers.map((header) => header['changeType'])).toEqual(['CREATE', 'UPDATE', 'DELETE']);
    expect(
      headers.every(
        (header) =>
          JSON.stringify(header['recordIds']) === JSON.stringify([id]) && header['commitUser'] === admin.userId
      )
    ).toBe(true);
    expect(events[0]?.payload).toMatchObject({
      Name: { FirstName: 'Jamie', LastName: 'Rivera' },
      Company: 'NovaCorp',
      DoNotCall: true
    });
    expect(events[0]?.payload).not.toHaveProperty('Title');
    expect(events[1]?.payload).toMatchObject({ Title: 'VP' });
    expect(headers[1]?.['changedFields']).toContain('Title');
    expect(headers[1]?.['changedFields']).not.toContain('DoNotCall');
  });

  it('are not sent for a save that is undone, nor for other objects', () => {
    const org = orgWith([leadChanges]);
    const events = heard(org);
    expect(() =>
      org.transaction(() => {
        org.records.create(adminOf(org), 'Lead', lead);
        throw new Error('undo');
      })
    ).toThrow('undo');
    org.records.create(adminOf(org), 'Account', { Name: 'NovaCorp' });
    expect(events).toEqual([]);
  });

  it('tell of the owner that the assignment rule gave', () => {
    const org = orgWith([
      leadChanges,
      queue('West'),
      leadRules({ name: 'Routing', active: true, entries: [entry('West')] })
    ]);
    const events = heard(org);
    org.records.create(adminOf(org), 'Lead', lead);
    expect(events[0]?.payload['OwnerId']).toBe(idOf(org, 'Group', 'DeveloperName', 'West'));
  });
});

describe('A platform event', () => {
  const popped = [
    component('CustomObject', 'Popped__e', {
      label: 'Popped',
      pluralLabel: 'Popped',
      eventType: 'HighVolume',
      publishBehavior: 'PublishAfterCommit'
    }),
    field('Popped__e.Lead_Id__c', 'Text', { length: '18', required: 'true' }),
    field('Popped__e.Loud__c', 'Checkbox', { defaultValue: 'false' })
  ];

  it('is published with who and when, under the uuid that the create gives', () => {
    const org = orgWith(popped);
    const events = heard(org);
    const { id, eventUuid } = org.records.create(adminOf(org), 'Popped__e', { Lead_Id__c: 'x', Loud__c: true });
    expect(id).toMatch(/^e01/);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      channel: '/event/Popped__e',
      eventUuid,
      payload: { Lead_Id__c: 'x', Loud__c: true, CreatedById: adminOf(org).userId }
    });
  });

  it('is checked before it is published', () => {
    const org = orgWith(popped);
    const events = heard(org);
    expect(refusal(() => org.records.create(adminOf(org), 'Popped__e', {})).errorCode).toBe('REQUIRED_FIELD_MISSING');
    expect(refusal(() => org.records.create(adminOf(org), 'Popped__e', { Lead_Id__c: 'x'.repeat(19) })).errorCode).toBe(
      'STRING_TOO_LONG'
    );
    expect(
      refusal(() => org.records.create(adminOf(org), 'Popped__e', { Lead_Id__c: 'x', Nothing__c: 1 })).errorCode
    ).toBe('INVALID_FIELD');
    expect(events).toEqual([]);
  });

  it.each([
    ['PublishImmediately', { publishBehavior: 'PublishImmediately' }],
    ['StandardVolume', { eventType: 'StandardVolume' }]
  ])('does not deploy as %s', (what, more) => {
    const outcome = orgWith().metadata.deploy([
      component('CustomObject', 'Popped__e', { label: 'Popped', pluralLabel: 'Popped', ...more })
    ]);
    expect(outcome.results[0]?.problem).toContain(what);
  });
});

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
