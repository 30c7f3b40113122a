import { describe, expect, it } from 'vitest';
import type { BusEvent, Org } from '../../../local-org/org.ts';
import {
  adminOf,
  component,
  customObject,
  entry,
  field,
  idOf,
  leadRules,
  orgWith,
  queue,
  refusal,
  row,
  rows,
  validationRule
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
