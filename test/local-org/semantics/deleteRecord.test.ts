import { describe, expect, it } from 'vitest';
import { addRep, adminOf, customObject, field, orgWith, queue, refusal, row, rows, idOf } from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };

describe('A deleted record', () => {
  it('is gone for reads and updates, and says so', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    org.records.delete(adminOf(org), 'Lead', id);
    expect(refusal(() => org.records.read(adminOf(org), 'Lead', id)).errorCode).toBe('ENTITY_IS_DELETED');
    expect(refusal(() => org.records.update(adminOf(org), 'Lead', id, { Title: 'VP' })).errorCode).toBe(
      'ENTITY_IS_DELETED'
    );
    expect(refusal(() => org.records.delete(adminOf(org), 'Lead', id)).errorCode).toBe('ENTITY_IS_DELETED');
    expect(row(org, 'Lead', id)['IsDeleted']).toBe(1);
  });

  it('is told from one that never was, and from an id of another object', () => {
    const org = orgWith();
    expect(refusal(() => org.records.read(adminOf(org), 'Lead', '00Q000000000ZZZ'))).toMatchObject({
      errorCode: 'NOT_FOUND',
      message: 'Provided external ID field does not exist or is not accessible: 00Q000000000ZZZ'
    });
    expect(refusal(() => org.records.read(adminOf(org), 'Lead', adminOf(org).userId)).errorCode).toBe('MALFORMED_ID');
    expect(refusal(() => org.records.read(adminOf(org), 'Lead', 'x')).errorCode).toBe('MALFORMED_ID');
  });

  it('of a set-up object leaves no trace', () => {
    const org = orgWith([queue('West')]);
    const GroupId = idOf(org, 'Group', 'DeveloperName', 'West');
    const { id } = org.records.create(adminOf(org), 'GroupMember', { GroupId, UserOrGroupId: adminOf(org).userId });
    org.records.delete(adminOf(org), 'GroupMember', id);
    expect(row(org, 'GroupMember', id)).toBeUndefined();
  });
});

describe('Deleting a parent', () => {
  const offer = (lookup: Record<string, unknown>, type = 'Lookup') => [
    customObject('Offer__c'),
    field('Offer__c.Lead__c', type, { referenceTo: 'Lead', relationshipName: 'Offers', ...lookup })
  ];

  function family(components: ReturnType<typeof offer>) {
    const org = orgWith(components);
    const parent = org.records.create(adminOf(org), 'Lead', lead).id;
    const child = org.records.create(adminOf(org), 'Offer__c', { Lead__c: parent }).id;
    const other = org.records.create(adminOf(org), 'Offer__c', {
      Lead__c: org.records.create(adminOf(org), 'Lead', lead).id
    }).id;
    return { org, parent, child, other };
  }

  it('clears an optional lookup, and leaves other records alone', () => {
    const { org, parent, child, other } = family(offer({ deleteConstraint: 'SetNull' }));
    org.records.delete(adminOf(org), 'Lead', parent);
    expect(row(org, 'Offer__c', child)).toMatchObject({ Lead__c: null, IsDeleted: 0 });
    expect(row(org, 'Offer__c', other)['Lead__c']).not.toBeNull();
  });

  it.each([
    ['a lookup that restricts', { deleteConstraint: 'Restrict' }],
    ['a required lookup', { required: 'true' }]
  ])('fails for %s, and changes nothing', (_, lookup) => {
    const { org, parent, child } = family(offer(lookup));
    expect(refusal(() => org.records.delete(adminOf(org), 'Lead', parent)).errorCode).toBe('DELETE_FAILED');
    expect(row(org, 'Lead', parent)['IsDeleted']).toBe(0);
    org.records.delete(adminOf(org), 'Offer__c', child);
    org.records.delete(adminOf(org), 'Lead', parent);
  });

  it('deletes the details of a master', () => {
    const { org, parent, child, other } = family(offer({}, 'MasterDetail'));
    org.records.delete(adminOf(org), 'Lead', parent);
    expect([row(org, 'Offer__c', child)['IsDeleted'], row(org, 'Offer__c', other)['IsDeleted']]).toEqual([1, 0]);
  });

  it('deletes the activities of a lead', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    org.records.create(adminOf(org), 'Task', { Subject: 'Call', WhoId: id });
    org.records.delete(adminOf(org), 'Lead', id);
    expect(rows(org, 'Task')).toHaveLength(0);
  });
});

describe('The right to delete', () => {
  it('is the owner’s, not that of everybody who may edit', () => {
    const org = orgWith([], { leadSharing: 'publicReadWrite' });
    const [owner, other] = [addRep(org, 'priya'), addRep(org, 'marcus')];
    const { id } = org.records.create(owner, 'Lead', lead);
    org.records.update(other, 'Lead', id, { Title: 'VP' });
    expect(refusal(() => org.records.delete(other, 'Lead', id)).errorCode).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    org.records.delete(owner, 'Lead', id);
  });

  it('is nobody’s for users', () => {
    const org = orgWith();
    expect(refusal(() => org.records.delete(adminOf(org), 'User', addRep(org, 'priya').userId)).errorCode).toBe(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY'
    );
  });
});
