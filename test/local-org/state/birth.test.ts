import { describe, expect, it } from 'vitest';
import { adminOf, integrationOf, orgWith, row, rows } from '../orgFixture.ts';

describe('A new org', () => {
  it('has one organization, whose id it goes by', () => {
    const org = orgWith();
    expect(rows(org, 'Organization').map((one) => one['Id'])).toEqual([org.organizationId]);
    expect(org.organizationId).toMatch(/^00D\w{15}$/);
  });

  it('has an administrator, who has created everything, and an integration user', () => {
    const org = orgWith();
    const admin = adminOf(org).userId;
    for (const name of ['Organization', 'User', 'Profile', 'LeadStatus', 'BusinessHours']) {
      expect(
        rows(org, name).every((one) => one['CreatedById'] === admin),
        name
      ).toBe(true);
    }
    expect(org.access(adminOf(org)).isAdmin).toBe(true);
    expect(org.access(integrationOf(org)).isAdmin).toBe(false);
    expect(row(org, 'User', integrationOf(org).userId)).toMatchObject({
      IsActive: 1,
      TimeZoneSidKey: 'America/Los_Angeles'
    });
  });

  it('has the lead statuses, one of them the default', () => {
    const org = orgWith();
    const statuses = rows(org, 'LeadStatus');
    expect(statuses.filter((status) => status['IsDefault'] === 1).map((status) => status['ApiName'])).toEqual([
      'Open - Not Contacted'
    ]);
    expect(statuses.map((status) => status['ApiName'])).toEqual(
      org.schema
        .object('Lead')
        ?.field('Status')
        ?.picklistValues?.map(({ value }) => value)
    );
  });

  it('declares no relationship to an object that it does not have', () => {
    const { schema } = orgWith();
    const dangling = schema.objects.flatMap((object) =>
      object.fields.flatMap((field) =>
        field.referenceTo
          .filter((name) => !schema.object(name))
          .map((name) => `${object.name}.${field.name} -> ${name}`)
      )
    );
    expect(dangling).toEqual([]);
  });

  it('gives every object key prefixes and names that tell them apart', () => {
    const { schema } = orgWith();
    const prefixes = schema.objects
      .filter((object) => !object.name.endsWith('History'))
      .map((object) => object.keyPrefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const parent of schema.objects) {
      const names = schema.childRelationships(parent.name).map((child) => `${child.name}/${child.childObject}`);
      expect(new Set(names).size, parent.name).toBe(names.length);
    }
  });
});
