import { describe, expect, it } from 'vitest';
import { adminOf, field, orgWith, refusal, row, rows } from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
const callId = field('Lead.Call__c', 'Text', { unique: 'true', externalId: 'true', caseSensitive: 'true' });
const badge = field('Lead.Badge__c', 'Text', { externalId: 'true' });

describe('An upsert', () => {
  it('creates a record that bears the external id, then updates it', () => {
    const org = orgWith([callId]);
    const first = org.records.upsert(adminOf(org), 'Lead', 'Call__c', 'c-1', lead);
    const second = org.records.upsert(adminOf(org), 'Lead', 'call__c', 'c-1', { Title: 'VP' });
    expect([first.created, second]).toEqual([true, { id: first.id, created: false }]);
    expect(row(org, 'Lead', first.id)).toMatchObject({ Call__c: 'c-1', Title: 'VP', LastName: 'Rivera' });
  });

  it('finds a case-sensitive external id by its case, and another one in any case', () => {
    const org = orgWith([callId, badge]);
    org.records.upsert(adminOf(org), 'Lead', 'Call__c', 'abc', lead);
    org.records.upsert(adminOf(org), 'Lead', 'Call__c', 'ABC', lead);
    expect(rows(org, 'Lead')).toHaveLength(2);
    org.records.upsert(adminOf(org), 'Lead', 'Badge__c', 'abc', lead);
    expect(org.records.upsert(adminOf(org), 'Lead', 'Badge__c', 'ABC', lead).created).toBe(false);
  });

  it('writes nothing when several records bear the external id, and tells which', () => {
    const org = orgWith([badge]);
    const ids = [1, 2].map(() => org.records.create(adminOf(org), 'Lead', { ...lead, Badge__c: 'b' }).id);
    expect(() => org.records.upsert(adminOf(org), 'Lead', 'Badge__c', 'b', { Title: 'VP' })).toThrow(
      expect.objectContaining({ status: 300, extra: { matches: ids.map((id) => `/sobjects/Lead/${id}`) } })
    );
    expect(rows(org, 'Lead').map((one) => one['Title'])).toEqual([null, null]);
  });

  it('creates nothing when it may only update', () => {
    const org = orgWith([callId]);
    const onlyUpdate = { updateOnly: true };
    expect(refusal(() => org.records.upsert(adminOf(org), 'Lead', 'Call__c', 'c-1', lead, onlyUpdate)).errorCode).toBe(
      'NOT_FOUND'
    );
    expect(rows(org, 'Lead')).toHaveLength(0);
  });

  it('is refused for a field that is no external id, and for a blank one', () => {
    const org = orgWith([callId]);
    expect(refusal(() => org.records.upsert(adminOf(org), 'Lead', 'Company', 'x', lead)).errorCode).toBe('NOT_FOUND');
    expect(refusal(() => org.records.upsert(adminOf(org), 'Lead', 'Nothing__c', 'x', lead)).errorCode).toBe(
      'NOT_FOUND'
    );
    expect(refusal(() => org.records.upsert(adminOf(org), 'Lead', 'Call__c', ' ', lead)).errorCode).toBe(
      'MISSING_ARGUMENT'
    );
  });

  it('by Id is an update', () => {
    const org = orgWith();
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    expect(org.records.upsert(adminOf(org), 'Lead', 'Id', id.slice(0, 15), { Title: 'VP' })).toEqual({
      id,
      created: false
    });
  });
});

describe('A lookup by external id', () => {
  const parent = field('Lead.Parent__c', 'Lookup', { referenceTo: 'Lead' });

  it('points to the record that bears it', () => {
    const org = orgWith([callId, parent]);
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, Call__c: 'c-1' });
    const child = org.records.create(adminOf(org), 'Lead', { ...lead, Parent__r: { Call__c: 'c-1' } }).id;
    expect(row(org, 'Lead', child)['Parent__c']).toBe(id);
  });

  it.each([
    ['nobody', { Call__c: 'c-9' }],
    ['two fields', { Call__c: 'c-1', LastName: 'x' }],
    ['a field that is no external id', { LastName: 'Rivera' }]
  ])('is refused when it names %s', (_, reference) => {
    const org = orgWith([callId, parent]);
    org.records.create(adminOf(org), 'Lead', { ...lead, Call__c: 'c-1' });
    expect(refusal(() => org.records.create(adminOf(org), 'Lead', { ...lead, Parent__r: reference })).errorCode).toBe(
      'INVALID_FIELD'
    );
  });
});
