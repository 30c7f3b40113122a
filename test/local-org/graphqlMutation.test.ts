import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalOrg } from '../../local-org/localOrg.ts';
import { names, rep, send, startOrg } from './graphqlOrg.ts';

let org: LocalOrg;
let ids: Record<string, string>;
beforeAll(async () => {
  ({ org, ids } = await startOrg());
});
afterAll(() => org.close());

describe('a mutation', () => {
  const count = (): number =>
    org.org.query(org.session('admin@local-org.example'), "SELECT COUNT() FROM Lead WHERE Company = 'Mutation Inc'", {
      apiVersion: '66.0'
    }).totalSize;

  it('creates, updates and deletes a record', async () => {
    const created = await send(
      org,
      `mutation Make($input: LeadCreateInput!) { uiapi { LeadCreate(input: $input) { Record { Id LastName { value } OwnerId { value } } } } }`,
      { input: { Lead: { LastName: 'New', Company: 'Mutation Inc', Qualification_Score__c: 70 } } }
    );
    expect(created.body.errors).toEqual([]);
    const { Record } = (created.body.data as never as { uiapi: { LeadCreate: { Record: { Id: string } } } }).uiapi
      .LeadCreate;
    expect(Record).toMatchObject({ LastName: { value: 'New' }, OwnerId: { value: org.session().userId } });

    const updated = await send(
      org,
      `mutation Change($input: LeadUpdateInput!) { uiapi { LeadUpdate(input: $input) { Record { LastName { value } } } } }`,
      { input: { Id: Record.Id, Lead: { LastName: 'Changed' } } }
    );
    expect(updated.body.data).toEqual({ uiapi: { LeadUpdate: { Record: { LastName: { value: 'Changed' } } } } });

    const admin = 'admin@local-org.example';
    const deleted = await send(
      org,
      `mutation { uiapi { LeadDelete(input: { Id: "${Record.Id}" }) { Id } } }`,
      {},
      admin
    );
    expect(deleted.body).toEqual({ data: { uiapi: { LeadDelete: { Id: Record.Id } } }, errors: [] });
    expect(count()).toBe(0);
  });

  it('refers to a record created before it in the same request', async () => {
    const { body } = await send(
      org,
      `mutation { uiapi {
      who: LeadCreate(input: { Lead: { LastName: "Chain", Company: "NovaCorp" } }) { Record { Id } }
      Handoff__cCreate(input: { Handoff__c: { Lead__c: "@{who}", Call_Id__c: "chained", Next_Step__c: "Callback" } }) { Record { Lead__c { value } } } } }`
    );
    expect(body.errors).toEqual([]);
    const { who, Handoff__cCreate } = (
      body.data as never as { uiapi: Record<string, { Record: Record<string, unknown> }> }
    ).uiapi;
    expect(Handoff__cCreate?.Record.Lead__c).toEqual({ value: who?.Record.Id });
  });

  const oneOfTwoFails = (allOrNone: boolean): string => `mutation { uiapi(input: { allOrNone: ${allOrNone} }) {
    good: LeadCreate(input: { Lead: { LastName: "Good", Company: "Mutation Inc" } }) { Record { Id } }
    bad: LeadCreate(input: { Lead: { Company: "Mutation Inc" } }) { Record { Id } } } }`;

  it('undoes all when one fails', async () => {
    const { status, body } = await send(org, oneOfTwoFails(true));
    expect(status).toBe(200);
    expect(body.data).toBeNull();
    expect(body.errors).toMatchObject([
      { message: expect.stringContaining('REQUIRED_FIELD_MISSING'), paths: ['uiapi', 'bad'] }
    ]);
    expect(count()).toBe(0);
  });

  it('keeps what succeeded with allOrNone false', async () => {
    const { body } = await send(org, oneOfTwoFails(false));
    expect(body.data).toMatchObject({ uiapi: { good: { Record: { Id: expect.any(String) } }, bad: null } });
    expect(body.errors).toHaveLength(1);
    expect(count()).toBe(1);
  });

  it('does not run assignment rules', async () => {
    const { body } = await send(
      org,
      `mutation { uiapi { LeadCreate(input: { Lead: {
      LastName: "Rivera", Company: "Owner Test", Country: "US", State: "CA", Qualification_Score__c: 95 } }) { Record { OwnerId { value } } } } }`
    );
    expect(body.data).toEqual({ uiapi: { LeadCreate: { Record: { OwnerId: { value: org.session().userId } } } } });
  });

  it('does not read relationships of what it saved, and undoes the save', async () => {
    const { body } = await send(
      org,
      `mutation { uiapi { LeadCreate(input: { Lead: { LastName: "Deep", Company: "Deep Inc" } }) {
      Record { Owner { ... on User { Name { value } } } } } } }`
    );
    expect(body.errors).toMatchObject([{ message: expect.stringContaining('Owner') }]);
    expect(await names(org, 'where: { Company: { eq: "Deep Inc" } }')).toEqual([]);
  });

  it('is not there for what the user may not write', async () => {
    const { body } = await send(
      org,
      `mutation { uiapi { Handoff__cDelete(input: { Id: "${ids.orphan}" }) { Id } } }`,
      {},
      rep
    );
    expect(body.errors).toMatchObject([{ extensions: { ErrorType: 'ValidationError' } }]);
  });
});
