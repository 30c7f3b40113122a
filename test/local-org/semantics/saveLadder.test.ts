import { describe, expect, it } from 'vitest';
import { saveLadder } from '../../../local-org/semantics/saveLadder.ts';
import { adminOf, field, orgWith, refusal, rows, valueSet, validationRule } from '../orgFixture.ts';

const components = [
  field('Lead.Call__c', 'Text', { unique: 'true', externalId: 'true', caseSensitive: 'true' }),
  field('Lead.Tier__c', 'Picklist', valueSet(['Gold', 'Silver'], { preset: 'Silver' })),
  field('Lead.Score__c', 'Number', { precision: '3' }),
  field('Lead.Account__c', 'Lookup', { referenceTo: 'Account', relationshipName: 'Leads' }),
  validationRule('Lead.Score_Range', 'Score__c > 100', { errorDisplayField: 'Score__c' })
];
const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
const missingAccount = '001000000000ZZZAAA';

/** Something wrong for one step, so that a request can be wrong for two. */
const wrongs: Readonly<Record<string, Record<string, unknown>>> = {
  'field names': { Nothing__c: 1 },
  'field rights': { CreatedDate: '2026-11-03T08:00:00Z' },
  'types and lengths': { FirstName: 'x'.repeat(41) },
  'required fields': { Company: '' },
  picklists: { Tier__c: 'Bronze' },
  references: { Account__c: missingAccount },
  'validation rules': { Score__c: 101 },
  uniqueness: { Call__c: 'taken' }
};

const codes: Readonly<Record<string, string>> = {
  'field names': 'INVALID_FIELD',
  'field rights': 'INVALID_FIELD_FOR_INSERT_UPDATE',
  'types and lengths': 'STRING_TOO_LONG',
  'required fields': 'REQUIRED_FIELD_MISSING',
  picklists: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  references: 'INVALID_CROSS_REFERENCE_KEY',
  'validation rules': 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  uniqueness: 'DUPLICATE_VALUE'
};

function orgWithTakenCall() {
  const org = orgWith(components);
  const admin = adminOf(org);
  const { id } = org.records.create(admin, 'Lead', { ...lead, Call__c: 'taken' });
  return { org, admin, id };
}

describe('The save ladder', () => {
  it('is the documented list of steps, in this order', () => {
    expect(saveLadder.map((step) => step.name)).toEqual([
      'field names',
      'object rights',
      'field rights',
      'types and lengths',
      'defaults',
      'required fields',
      'picklists',
      'references',
      'activities',
      'calculated fields',
      'validation rules',
      'duplicate rules',
      'uniqueness',
      'assignment rules',
      'auto-numbers',
      'formulas again',
      'files',
      'presence',
      'write',
      'history',
      'change event',
      'occurrences'
    ]);
  });

  const steps = Object.keys(wrongs);
  const pairs = steps.flatMap((first, index) => steps.slice(index + 1).map((second) => [first, second] as const));

  it.each(pairs)('tells of %s before %s on create, and writes nothing', (first, second) => {
    const { org, admin } = orgWithTakenCall();
    const values = { ...lead, ...wrongs[second], ...wrongs[first] };
    expect(refusal(() => org.records.create(admin, 'Lead', values)).errorCode).toBe(codes[first]);
    expect(refusal(() => org.records.create(admin, 'Lead', { ...lead, ...wrongs[second] })).errorCode).toBe(
      codes[second]
    );
    expect(rows(org, 'Lead')).toHaveLength(1);
  });

  it.each(pairs)('tells of %s before %s on update, and changes nothing', (first, second) => {
    const { org, admin } = orgWithTakenCall();
    const { id } = org.records.create(admin, 'Lead', lead);
    const before = rows(org, 'Lead');
    expect(
      refusal(() => org.records.update(admin, 'Lead', id, { ...wrongs[second], ...wrongs[first] })).errorCode
    ).toBe(codes[first]);
    expect(rows(org, 'Lead')).toEqual(before);
  });

  it('saves a request that is right for every step', () => {
    const { org, admin } = orgWithTakenCall();
    const account = org.records.create(admin, 'Account', { Name: 'NovaCorp' });
    const { id } = org.records.create(admin, 'Lead', {
      ...lead,
      FirstName: 'Jamie',
      Tier__c: 'gold',
      Score__c: 100,
      Call__c: 'Taken',
      Account__c: account.id
    });
    expect(org.records.read(admin, 'Lead', id)).toMatchObject({
      Name: 'Jamie Rivera',
      Tier__c: 'Gold',
      Score__c: 100,
      Call__c: 'Taken',
      Account__c: account.id,
      Status: 'Open - Not Contacted',
      OwnerId: admin.userId,
      IsConverted: 0
    });
  });
});

describe('The words of refusals', () => {
  it('name the fields that are missing', () => {
    const { org, admin } = orgWithTakenCall();
    expect(refusal(() => org.records.create(admin, 'Lead', {}))).toEqual({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName, Company]',
      fields: ['LastName', 'Company']
    });
  });

  it('name the column that does not exist', () => {
    const { org, admin } = orgWithTakenCall();
    expect(refusal(() => org.records.create(admin, 'Lead', { ...lead, Nothing__c: 1 })).message).toBe(
      "No such column 'Nothing__c' on sobject of type Lead"
    );
  });

  it('name the record that has the unique value', () => {
    const { org, admin, id } = orgWithTakenCall();
    expect(refusal(() => org.records.create(admin, 'Lead', { ...lead, Call__c: 'taken' })).message).toBe(
      `duplicate value found: Call__c duplicates value on record with id: ${id}`
    );
  });

  it('carry the message and the field of the validation rule', () => {
    const { org, admin } = orgWithTakenCall();
    expect(refusal(() => org.records.create(admin, 'Lead', { ...lead, Score__c: 101 }))).toEqual({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: 'Lead.Score_Range is true',
      fields: ['Score__c']
    });
  });

  it('name the bad value of a restricted picklist', () => {
    const { org, admin } = orgWithTakenCall();
    expect(refusal(() => org.records.create(admin, 'Lead', { ...lead, Tier__c: 'Bronze' }))).toMatchObject({
      message: 'Lead.Tier__c: bad value for restricted picklist field: Bronze',
      fields: ['Tier__c']
    });
  });
});

describe('Defaults', () => {
  it('fill fields that a create does not name', () => {
    const { org, admin } = orgWithTakenCall();
    const { id } = org.records.create(admin, 'Lead', lead);
    expect(org.records.read(admin, 'Lead', id)['Tier__c']).toBe('Silver');
  });

  it('leave a field blank that a create names as blank', () => {
    const { org, admin } = orgWithTakenCall();
    const { id } = org.records.create(admin, 'Lead', { ...lead, Tier__c: null });
    expect(org.records.read(admin, 'Lead', id)['Tier__c']).toBeNull();
  });

  it('are not given again on update', () => {
    const { org, admin } = orgWithTakenCall();
    const { id } = org.records.create(admin, 'Lead', { ...lead, Tier__c: null });
    org.records.update(admin, 'Lead', id, { FirstName: 'Jamie' });
    expect(org.records.read(admin, 'Lead', id)['Tier__c']).toBeNull();
  });
});

describe('Uniqueness', () => {
  it('lets a record keep its own value', () => {
    const { org, admin, id } = orgWithTakenCall();
    org.records.update(admin, 'Lead', id, { Call__c: 'taken' });
    expect(org.records.read(admin, 'Lead', id)['Call__c']).toBe('taken');
  });

  it('lets a record change the case of its own value', () => {
    const org = orgWith([field('Lead.Code__c', 'Text', { unique: 'true' })]);
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, Code__c: 'abc' });
    org.records.update(adminOf(org), 'Lead', id, { Code__c: 'ABC' });
    expect(org.records.read(adminOf(org), 'Lead', id)['Code__c']).toBe('ABC');
  });

  it('lets a value go when its record is deleted', () => {
    const { org, admin, id } = orgWithTakenCall();
    org.records.delete(admin, 'Lead', id);
    org.records.create(admin, 'Lead', { ...lead, Call__c: 'taken' });
  });

  it('ignores case unless the field is case-sensitive', () => {
    const org = orgWith([field('Lead.Code__c', 'Text', { unique: 'true' })]);
    org.records.create(adminOf(org), 'Lead', { ...lead, Code__c: 'abc' });
    expect(refusal(() => org.records.create(adminOf(org), 'Lead', { ...lead, Code__c: 'ABC' })).errorCode).toBe(
      'DUPLICATE_VALUE'
    );
  });
});
