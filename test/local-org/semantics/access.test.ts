import { describe, expect, it } from 'vitest';
import type { Org, Session, StoredValue } from '../../../local-org/org.ts';
import {
  addRep,
  adminOf,
  assign,
  component,
  customObject,
  deploy,
  field,
  fieldPermission,
  idOf,
  integrationOf,
  join,
  objectPermission,
  orgWith,
  permissionSet,
  queue,
  refusal,
  rows
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
const off = { autoAssign: { kind: 'off' } } as const;

function seen(org: Org, session: Session, objectName: string): string[] {
  const visible = org.access(session).visibleRows(objectName, 't');
  const parameters: StoredValue[] = visible?.parameters ?? [];
  const found = org.db
    .prepare(`SELECT t.Id FROM "${objectName}" t WHERE ${visible?.sql ?? '1'} ORDER BY t.Id`)
    .all(...parameters);
  const bySql = (found as { Id: string }[]).map((one) => one.Id);
  const access = org.access(session);
  expect(
    rows(org, objectName)
      .filter((one) => access.canSeeRecord(objectName, one))
      .map((one) => one['Id'])
  ).toEqual(bySql);
  return bySql;
}

describe('Sharing of private leads', () => {
  function teamOrg() {
    const org = orgWith([queue('West'), queue('East')]);
    const [member, stranger] = [addRep(org, 'priya'), addRep(org, 'marcus')];
    join(org, member, 'West');
    const owned = (OwnerId: string): string => org.records.create(adminOf(org), 'Lead', { ...lead, OwnerId }, off).id;
    const queued = owned(idOf(org, 'Group', 'DeveloperName', 'West'));
    const own = owned(stranger.userId);
    return { org, member, stranger, queued, own };
  }

  it('shows a queue-owned lead to the members of the queue, and to nobody else', () => {
    const { org, member, stranger, queued, own } = teamOrg();
    expect(seen(org, member, 'Lead')).toEqual([queued]);
    expect(seen(org, stranger, 'Lead')).toEqual([own]);
    expect(seen(org, adminOf(org), 'Lead')).toEqual([queued, own]);
  });

  it('answers NOT_FOUND for a lead that the user may not see, to reads, updates and deletes', () => {
    const { org, stranger, queued } = teamOrg();
    for (const work of [
      () => org.records.read(stranger, 'Lead', queued),
      () => org.records.update(stranger, 'Lead', queued, { Title: 'VP' }),
      () => org.records.delete(stranger, 'Lead', queued)
    ]) {
      expect(refusal(work).errorCode).toBe('NOT_FOUND');
    }
  });

  it('counts membership through a group in the queue', () => {
    const { org, stranger, queued, own } = teamOrg();
    const group = org.records.create(adminOf(org), 'Group', { Name: 'All' }).id;
    const west = idOf(org, 'Group', 'DeveloperName', 'West');
    org.records.create(adminOf(org), 'GroupMember', { GroupId: west, UserOrGroupId: group });
    org.records.create(adminOf(org), 'GroupMember', { GroupId: group, UserOrGroupId: stranger.userId });
    expect(seen(org, stranger, 'Lead')).toEqual([queued, own]);
  });

  it('ends at once when the membership ends', () => {
    const { org, member } = teamOrg();
    org.records.delete(adminOf(org), 'GroupMember', idOf(org, 'GroupMember', 'UserOrGroupId', member.userId));
    expect(seen(org, member, 'Lead')).toEqual([]);
  });

  it('lets a member take a lead out of the queue, and change it', () => {
    const { org, member, queued } = teamOrg();
    org.records.update(member, 'Lead', queued, { OwnerId: member.userId }, off);
    expect(seen(org, member, 'Lead')).toEqual([queued]);
  });

  it('shows every lead, and lets nobody but the owner change one, with View All', () => {
    const { org, stranger, queued, own } = teamOrg();
    deploy(org, permissionSet('Watcher', { objectPermissions: objectPermission('Lead', 'rV') }));
    assign(org, stranger, 'Watcher');
    expect(seen(org, stranger, 'Lead')).toEqual([queued, own]);
    expect(refusal(() => org.records.update(stranger, 'Lead', queued, { Title: 'VP' }, off)).errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY'
    );
    org.records.update(stranger, 'Lead', own, { Title: 'VP' }, off);
  });

  it('is lifted by the org option', () => {
    const org = orgWith([], { leadSharing: 'publicReadWrite' });
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    expect(seen(org, addRep(org, 'priya'), 'Lead')).toEqual([id]);
  });
});

describe('The integration user', () => {
  const score = field('Lead.Score__c', 'Number');
  const writer = permissionSet('Writer', {
    objectPermissions: objectPermission('Lead', 'rce'),
    fieldPermissions: [fieldPermission('Lead.Score__c', 're'), fieldPermission('Lead.Email', 'r')]
  });

  it('may do nothing with leads before a permission set says so', () => {
    const org = orgWith([score, writer]);
    const integration = integrationOf(org);
    expect(refusal(() => org.records.create(integration, 'Lead', lead)).errorCode).toBe('NOT_FOUND');
    assign(org, integration, 'Writer');
    org.records.create(integration, 'Lead', { ...lead, Score__c: 86 });
  });

  it('sees a field without permission as no field, and cannot write one that it may read', () => {
    const org = orgWith([score, writer]);
    const integration = integrationOf(org);
    assign(org, integration, 'Writer');
    expect(refusal(() => org.records.create(integration, 'Lead', { ...lead, Website: 'x.example' })).message).toBe(
      "No such column 'Website' on sobject of type Lead"
    );
    expect(refusal(() => org.records.create(integration, 'Lead', { ...lead, Email: 'j@x.example' }))).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['Email']
    });
    expect(org.access(integration).canReadField('Lead', 'Email')).toBe(true);
    expect(org.access(integration).canReadField('Lead', 'Website')).toBe(false);
    expect(org.access(integration).canReadField('Lead', 'Company')).toBe(true);
  });

  it('loses a lead to the queue unless it may view all, as in a real org', () => {
    const org = orgWith([score, writer, queue('West')]);
    const integration = integrationOf(org);
    assign(org, integration, 'Writer');
    const { id } = org.records.create(
      integration,
      'Lead',
      { ...lead, OwnerId: idOf(org, 'Group', 'DeveloperName', 'West') },
      off
    );
    expect(refusal(() => org.records.read(integration, 'Lead', id)).errorCode).toBe('NOT_FOUND');
    deploy(org, permissionSet('All_Leads', { objectPermissions: objectPermission('Lead', 'redVM') }));
    assign(org, integration, 'All_Leads');
    expect(org.records.read(integration, 'Lead', id)['LastName']).toBe('Rivera');
  });

  it('reads users and queues, and changes neither', () => {
    const org = orgWith([queue('West')]);
    const integration = integrationOf(org);
    expect(seen(org, integration, 'User')).toHaveLength(2);
    expect(seen(org, integration, 'Group')).toHaveLength(1);
    const West = idOf(org, 'Group', 'DeveloperName', 'West');
    expect(
      refusal(() =>
        org.records.create(integration, 'GroupMember', { GroupId: West, UserOrGroupId: integration.userId })
      ).errorCode
    ).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });

  it('needs Transfer Leads to give away a lead that it does not own', () => {
    const org = orgWith([queue('West')], { leadSharing: 'publicReadWrite' });
    deploy(org, permissionSet('Editor', { objectPermissions: objectPermission('Lead', 're') }));
    deploy(org, permissionSet('Transfer', { userPermissions: { name: 'TransferAnyLead', enabled: 'true' } }));
    const integration = integrationOf(org);
    assign(org, integration, 'Editor');
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    const give = () =>
      org.records.update(integration, 'Lead', id, { OwnerId: idOf(org, 'Group', 'DeveloperName', 'West') }, off);
    expect(refusal(give).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    assign(org, integration, 'Transfer');
    give();
  });
});

describe('A rep', () => {
  it('sees no custom field and no custom object without a permission set', () => {
    const org = orgWith([
      customObject('Offer__c'),
      field('Lead.Score__c', 'Number'),
      field('Offer__c.State__c', 'Text')
    ]);
    const rep = addRep(org, 'priya');
    expect(org.access(rep).can('Offer__c', 'read')).toBe(false);
    expect(org.access(rep).canReadField('Lead', 'Score__c')).toBe(false);
    expect(org.access(rep).canReadField('Lead', 'Email')).toBe(true);
    deploy(
      org,
      permissionSet('Rep', {
        objectPermissions: objectPermission('Offer__c', 're'),
        fieldPermissions: fieldPermission('Offer__c.State__c', 'r')
      })
    );
    assign(org, rep, 'Rep');
    expect(org.access(rep).can('Offer__c', 'edit')).toBe(true);
    expect(org.access(rep).can('Offer__c', 'create')).toBe(false);
    expect(org.access(rep).canEditField('Offer__c', 'State__c')).toBe(false);
  });

  it('changes their own user, within limits, and no other', () => {
    const org = orgWith([field('User.Away__c', 'Checkbox', { defaultValue: 'false' })]);
    deploy(org, permissionSet('Rep', { fieldPermissions: fieldPermission('User.Away__c', 're') }));
    const [rep, other] = [addRep(org, 'priya'), addRep(org, 'marcus')];
    assign(org, rep, 'Rep');
    org.records.update(rep, 'User', rep.userId, { Away__c: true });
    expect(refusal(() => org.records.update(rep, 'User', other.userId, { Away__c: true })).errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY'
    );
    expect(refusal(() => org.records.update(rep, 'User', rep.userId, { IsActive: false })).errorCode).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY'
    );
  });

  it('cannot point a record at one that they do not see', () => {
    const org = orgWith([field('Account.Lead__c', 'Lookup', { referenceTo: 'Lead' })]);
    deploy(org, permissionSet('Rep', { fieldPermissions: fieldPermission('Account.Lead__c', 're') }));
    const rep = addRep(org, 'priya');
    assign(org, rep, 'Rep');
    const hidden = org.records.create(adminOf(org), 'Lead', lead).id;
    expect(refusal(() => org.records.create(rep, 'Account', { Name: 'NovaCorp', Lead__c: hidden })).errorCode).toBe(
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'
    );
    const own = org.records.create(rep, 'Lead', lead).id;
    org.records.create(rep, 'Account', { Name: 'NovaCorp', Lead__c: own });
  });
});

describe('A permission set', () => {
  it.each([
    ['an unknown object', { objectPermissions: objectPermission('Nothing__c', 'r') }, 'Nothing__c'],
    ['an unknown field', { fieldPermissions: fieldPermission('Lead.Nothing__c', 'r') }, 'Lead.Nothing__c'],
    ['a required field', { fieldPermissions: fieldPermission('Lead.Company', 'r') }, 'required field: Lead.Company'],
    [
      'edit without read on an object',
      { objectPermissions: objectPermission('Lead', 'e') },
      'depends on permission(s): read'
    ],
    [
      'modify all without delete',
      { objectPermissions: objectPermission('Lead', 'reVM') },
      'depends on permission(s): delete'
    ],
    [
      'an editable field that is not readable',
      { fieldPermissions: fieldPermission('Lead.Email', 'e') },
      'not readable'
    ],
    ['what the org does not know', { muting: {} }, 'muting']
  ])('does not deploy with %s', (_, content, problem) => {
    const [result] = orgWith().metadata.deploy([permissionSet('Bad', content)]).results;
    expect(result?.problem).toContain(problem);
  });

  it('takes the fields of an address by their compound', () => {
    const org = orgWith([
      permissionSet('Address', {
        objectPermissions: objectPermission('Lead', 'r'),
        fieldPermissions: fieldPermission('Lead.Address', 'r')
      })
    ]);
    assign(org, integrationOf(org), 'Address');
    expect(org.access(integrationOf(org)).canReadField('Lead', 'PostalCode')).toBe(true);
    expect(org.access(integrationOf(org)).canEditField('Lead', 'PostalCode')).toBe(false);
  });

  it('is assigned to a user once', () => {
    const org = orgWith([permissionSet('Rep', {})]);
    assign(org, integrationOf(org), 'Rep');
    expect(refusal(() => assign(org, integrationOf(org), 'Rep')).errorCode).toBe('DUPLICATE_VALUE');
  });
});

describe('Sharing of activities', () => {
  const start = { StartDateTime: '2026-11-03T09:00:00Z', DurationInMinutes: 30 };

  /** A task and an event about a lead of one rep, and an event about nothing, all of another rep. */
  function activityOrg(sharingModel: string) {
    const org = orgWith([
      component('CustomObject', 'Activity', { sharingModel }),
      permissionSet('Leads', { objectPermissions: objectPermission('Lead', 'rceVdM') }),
      permissionSet('All', { userPermissions: { enabled: 'true', name: 'ViewAllData' } }),
      permissionSet('Acts', {
        userPermissions: ['ActivitiesAccess', 'EditTask', 'EditEvent'].map((name) => ({ enabled: 'true', name }))
      })
    ]);
    const [rep, stranger, service] = [addRep(org, 'priya'), addRep(org, 'marcus'), integrationOf(org)];
    for (const name of ['Leads', 'Acts']) assign(org, service, name);
    const admin = adminOf(org);
    const WhoId = org.records.create(admin, 'Lead', { ...lead, OwnerId: rep.userId }, off).id;
    const create = (object: string, values: Record<string, unknown>): string =>
      org.records.create(admin, object, { Subject: 'Call', OwnerId: rep.userId, ...values }).id;
    return {
      org,
      rep,
      stranger,
      service,
      task: create('Task', { WhoId }),
      about: create('Event', { WhoId, ...start }),
      dentist: create('Event', start)
    };
  }

  it.each(['Private', 'ControlledByParent'])(
    'that is %s shows those about records that the user sees, and nobody else’s own',
    (sharingModel) => {
      const { org, rep, stranger, service, task, about, dentist } = activityOrg(sharingModel);
      expect(seen(org, rep, 'Event')).toEqual([about, dentist]);
      expect(seen(org, stranger, 'Event')).toEqual([]);
      expect(seen(org, stranger, 'Task')).toEqual([]);
      expect(seen(org, service, 'Event')).toEqual([about]);
      expect(seen(org, service, 'Task')).toEqual([task]);
    }
  );

  it('lets those with View All Data see all calendars', () => {
    const { org, service, about, dentist } = activityOrg('Private');
    assign(org, service, 'All');
    expect(seen(org, service, 'Event')).toEqual([about, dentist]);
  });

  it('that is private lets the owner alone change an activity', () => {
    const { org, rep, service, task } = activityOrg('Private');
    const change = (session: Session) => () => org.records.update(session, 'Task', task, { Status: 'Completed' });
    expect(refusal(change(service)).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    change(rep)();
  });

  it('that is controlled by the parent lets those change and give away an activity who may do so to its record', () => {
    const { org, stranger, service, task, dentist } = activityOrg('ControlledByParent');
    org.records.update(service, 'Task', task, { OwnerId: stranger.userId });
    expect(refusal(() => org.records.delete(service, 'Event', dentist)).errorCode).toBe('NOT_FOUND');
    org.records.delete(service, 'Task', task);
  });

  it('has no other form', () => {
    const outcome = orgWith().metadata.deploy([component('CustomObject', 'Activity', { sharingModel: 'Read' })]);
    expect(outcome.results[0]?.problem).toContain('sharing model Read of activities');
  });
});
