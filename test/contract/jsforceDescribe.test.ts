import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, isRealOrg, orgUnderTest, type OrgUnderTest } from './orgUnderTest.ts';

let org: OrgUnderTest;
let connection: Connection;

beforeAll(async () => {
  org = await orgUnderTest('jsforceDescribe');
  connection = org.connection;
});

afterAll(() => org.close());

describe('Versions', () => {
  it('are listed without a login, the newest last', async () => {
    const reply = await fetch(`${connection.instanceUrl}/services/data`);
    const versions = (await reply.json()) as { version: string; url: string; label: string }[];
    expect(versions.map(({ version }) => version)).toContain('50.0');
    expect(versions.find(({ version }) => version === '66.0')).toEqual({
      label: "Spring '26",
      url: '/services/data/v66.0',
      version: '66.0'
    });
  });

  it('list their resources, and where to ask who one is', async () => {
    const resources = await connection.request<Record<string, string>>('/');
    expect(resources).toMatchObject({
      sobjects: `/services/data/v${apiVersion}/sobjects`,
      identity: expect.stringMatching(/\/id\/00D\w{15}\/005\w{15}$/) as string
    });
  });

  it('tell how many API requests are left, in the body and in a header', async () => {
    const limits = await connection.limits();
    const { Max, Remaining } = limits['DailyApiRequests'] as { Max: number; Remaining: number };
    expect(connection.limitInfo.apiUsage).toMatchObject({ limit: Max });
    if (!isRealOrg) expect(Max - Remaining).toBe(connection.limitInfo.apiUsage?.used);
  });
});

describe('A describe', () => {
  it('lists the objects, standard and deployed', async () => {
    const { sobjects } = await connection.describeGlobal();
    const byName = new Map(sobjects.map((object) => [object.name, object]));
    expect(byName.get('Lead')).toMatchObject({ keyPrefix: '00Q', custom: false, createable: true });
    expect(byName.get('Handoff__c')).toMatchObject({ custom: true, label: 'Handoff' });
    expect(byName.get('Handoff_Event__e')).toMatchObject({ createable: true, queryable: false });
  });

  it('tells of each field what a client must know', async () => {
    const { fields } = await connection.describe('Lead');
    const byName = new Map(fields.map((field) => [field.name, field]));
    expect(byName.get('LastName')).toMatchObject({ type: 'string', length: 80, nillable: false, createable: true });
    expect(byName.get('Name')).toMatchObject({ nameField: true, createable: false });
    expect(byName.get('Voice_Call_Id__c')).toMatchObject({
      type: 'string',
      length: 128,
      unique: true,
      externalId: true,
      caseSensitive: true
    });
    expect(byName.get('Qualification_Score__c')).toMatchObject({
      type: 'double',
      precision: 3,
      scale: 0,
      soapType: 'xsd:double'
    });
    expect(byName.get('Product_Interest__c')).toMatchObject({ type: 'multipicklist', restrictedPicklist: false });
    expect(byName.get('Product_Interest__c')?.picklistValues).toContainEqual(
      expect.objectContaining({ value: 'Voice' })
    );
    expect(byName.get('OwnerId')).toMatchObject({
      type: 'reference',
      relationshipName: 'Owner',
      polymorphicForeignKey: true
    });
    expect([...(byName.get('OwnerId')?.referenceTo ?? [])].sort()).toEqual(['Group', 'User']);
    expect(byName.get('Qualification_Summary__c')).toMatchObject({
      type: 'textarea',
      filterable: false,
      sortable: false
    });
    expect(byName.get('Id')).toMatchObject({ type: 'id', soapType: 'tns:ID', nillable: false });
  });

  it('tells of child relationships', async () => {
    const { childRelationships } = await connection.describe('Handoff__c');
    const offers = childRelationships.find(({ relationshipName }) => relationshipName === 'Offers__r');
    expect(offers).toMatchObject({ childSObject: 'Handoff_Offer__c', field: 'Handoff__c' });
  });

  it('of an object that there is not is not found', async () => {
    await expect(connection.describe('Nothing__c')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it.skipIf(isRealOrg)('leaves out what the user may not read', async () => {
    const { records } = await connection.query<{ Username: string }>(
      "SELECT Username FROM User WHERE Username LIKE '%@sample.example' LIMIT 1"
    );
    const rep = org.as(records[0]?.Username ?? '');
    const { fields } = await rep.describe('Handoff_Offer__c');
    const names = fields.map(({ name }) => name);
    expect(names).toContain('Status__c');
    expect(fields.find(({ name }) => name === 'Turn_Key__c')?.updateable ?? false).toBe(false);
  });

  it('is given briefly at the object’s own address', async () => {
    const reply = await connection.request<{ objectDescribe: unknown; recentItems: unknown }>('/sobjects/Lead');
    expect(reply.objectDescribe).toMatchObject({ name: 'Lead', keyPrefix: '00Q' });
    expect(Array.isArray(reply.recentItems)).toBe(true);
  });
});
