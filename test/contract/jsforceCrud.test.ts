import { randomUUID } from 'node:crypto';
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, isRealOrg, orgUnderTest, type OrgUnderTest } from './orgUnderTest.ts';

let org: OrgUnderTest;
let connection: Connection;
const made: string[] = [];

beforeAll(async () => {
  org = await orgUnderTest('jsforceCrud');
  connection = org.connection;
});

afterAll(async () => {
  if (isRealOrg && made.length > 0) await connection.sobject('Lead').destroy(made, { allowRecursive: true });
  await org.close();
});

const caller = { FirstName: 'Jamie', LastName: 'Rivera', Company: 'NovaCorp' };

/** What Enterprise West takes, by the sample rule. */
const west = { Country: 'US', State: 'CA', PostalCode: '94105', Industry: 'Technology', NumberOfEmployees: 1400 };

async function create(values: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<string> {
  const reply = await connection.sobject('Lead').create({ ...caller, ...values }, { headers });
  if (!reply.success) throw new Error(JSON.stringify(reply.errors));
  made.push(reply.id);
  return reply.id;
}

async function ownerOf(leadId: string): Promise<string> {
  const { OwnerId } = (await connection.sobject('Lead').retrieve(leadId, { fields: ['OwnerId'] })) as {
    OwnerId: string;
  };
  return OwnerId;
}

async function queueId(name: string): Promise<string> {
  const { records } = await connection.query<{ Id: string }>(
    `SELECT Id FROM Group WHERE Type = 'Queue' AND DeveloperName = '${name}'`
  );
  return records[0]?.Id ?? '';
}

const me = async (): Promise<string> => (await connection.identity()).user_id;

describe('A record', () => {
  it('is created, read, updated and deleted', async () => {
    const id = await create();
    expect(id).toMatch(/^00Q[A-Za-z0-9]{15}$/);
    const read = await connection.sobject('Lead').retrieve(id);
    expect(read).toMatchObject({
      attributes: { type: 'Lead', url: `/services/data/v${apiVersion}/sobjects/Lead/${id}` },
      Id: id,
      Name: 'Jamie Rivera',
      Company: 'NovaCorp',
      IsConverted: false,
      Title: null
    });
    expect(read['CreatedDate']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/);

    expect(await connection.sobject('Lead').update({ Id: id, Title: 'VP of Operations' })).toMatchObject({
      id,
      success: true
    });
    expect(await connection.sobject('Lead').retrieve(id)).toMatchObject({ Title: 'VP of Operations' });

    expect(await connection.sobject('Lead').destroy(id)).toMatchObject({ id, success: true });
    await expect(connection.sobject('Lead').retrieve(id)).rejects.toThrow();
  });

  it('is read by 15 characters of its id too', async () => {
    const id = await create();
    expect(await connection.sobject('Lead').retrieve(id.slice(0, 15))).toMatchObject({ Id: id });
  });

  it('keeps every hostile character that a caller may send', async () => {
    const lastName = `O'Brien \\' OR Name != '" <b>;--\n`;
    const id = await create({ LastName: lastName.trim() });
    expect(await connection.sobject('Lead').retrieve(id)).toMatchObject({ LastName: lastName.trim() });
  });
});

describe('A record that is wrong', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['lacks what is required', { LastName: 'Rivera' }, 'REQUIRED_FIELD_MISSING'],
    ['is too long', { ...caller, Company: 'x'.repeat(300) }, 'STRING_TOO_LONG'],
    ['has an unknown field', { ...caller, Nonsense__c: 1 }, 'INVALID_FIELD'],
    ['has no e-mail in Email', { ...caller, Email: 'nobody' }, 'INVALID_EMAIL_ADDRESS'],
    ['breaks a validation rule', { ...caller, Qualification_Score__c: 101 }, 'FIELD_CUSTOM_VALIDATION_EXCEPTION'],
    ['has an unknown field and lacks another', { LastName: 'Rivera', Nonsense__c: 1 }, 'INVALID_FIELD']
  ];

  it.each(cases)('because it %s is refused, and nothing is written', async (_case, values, errorCode) => {
    const count = async (): Promise<number> => (await connection.query('SELECT COUNT() FROM Lead')).totalSize;
    const before = await count();
    await expect(connection.sobject('Lead').create(values)).rejects.toMatchObject({ errorCode });
    expect(await count()).toBe(before);
  });

  it('names the fields that are missing', async () => {
    await expect(connection.sobject('Lead').create({ FirstName: 'Jamie' })).rejects.toMatchObject({
      errorCode: 'REQUIRED_FIELD_MISSING',
      message: 'Required fields are missing: [LastName, Company]',
      data: { fields: ['LastName', 'Company'] }
    });
  });

  it('is of an object that there is not', async () => {
    await expect(connection.sobject('Nothing__c').create({ Name: 'x' })).rejects.toMatchObject({
      errorCode: 'NOT_FOUND'
    });
  });

  it('names the record that has its unique value', async () => {
    const callId = randomUUID();
    const id = await create({ Voice_Call_Id__c: callId });
    await expect(create({ Voice_Call_Id__c: callId })).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: `duplicate value found: Voice_Call_Id__c duplicates value on record with id: ${id}`
    });
  });
});

describe('An upsert', () => {
  it('creates at first and updates then', async () => {
    const Voice_Call_Id__c = randomUUID();
    const lead = { ...caller, Voice_Call_Id__c };
    const first = await connection.sobject('Lead').upsert(lead, 'Voice_Call_Id__c');
    expect(first).toMatchObject({ success: true, created: true });
    made.push(first.id ?? '');
    const second = await connection.sobject('Lead').upsert({ ...lead, Title: 'COO' }, 'Voice_Call_Id__c');
    expect(second).toMatchObject({ success: true, created: false, id: first.id });
    expect(
      await connection.request(`/sobjects/Lead/Voice_Call_Id__c/${Voice_Call_Id__c}?fields=Title,Voice_Call_Id__c`)
    ).toMatchObject({
      Title: 'COO',
      Voice_Call_Id__c
    });
  });

  it('tells upper from lower case in a case-sensitive key', async () => {
    const key = `Key-${randomUUID()}`;
    const id = await create({ Voice_Call_Id__c: key });
    const other = await connection
      .sobject('Lead')
      .upsert({ ...caller, Voice_Call_Id__c: key.toUpperCase() }, 'Voice_Call_Id__c');
    made.push(other.id ?? '');
    expect(other).toMatchObject({ created: true });
    expect(other.id).not.toBe(id);
  });

  it('with updateOnly never creates', async () => {
    const address = `/sobjects/Lead/Voice_Call_Id__c/${randomUUID()}?updateOnly=true`;
    await expect(connection.requestPatch(address, caller)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('may not repeat its key in the body', async () => {
    const body = { ...caller, Voice_Call_Id__c: 'x' };
    await expect(connection.requestPatch('/sobjects/Lead/Voice_Call_Id__c/x', body)).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD'
    });
  });

  it('by a field that is no external id is not found', async () => {
    await expect(connection.requestPatch('/sobjects/Lead/Company/x', { LastName: 'x' })).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
      message: 'The requested resource does not exist'
    });
  });
});

describe('Records in one request', () => {
  it('are saved each for itself', async () => {
    const replies = await connection.sobject('Lead').create([caller, { LastName: 'Nobody' }, caller]);
    expect(replies.map(({ success }) => success)).toEqual([true, false, true]);
    expect(replies[1]?.errors).toMatchObject([{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['Company'] }]);
    made.push(...replies.flatMap(({ id }) => id ?? []));
  });

  it('are saved all or none when asked', async () => {
    const callId = randomUUID();
    const records = [{ ...caller, Voice_Call_Id__c: callId }, { LastName: 'Nobody' }];
    await expect(connection.sobject('Lead').create(records, { allOrNone: true })).resolves.toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }
    ]);
    expect(await connection.query(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = '${callId}'`)).toMatchObject({
      totalSize: 0
    });
  });

  it('are read in the order asked, with null for one that is not there', async () => {
    const [one, two] = [await create({ Title: 'One' }), await create({ Title: 'Two' })];
    const body = { ids: [two, '00Q000000000000EAA', one], fields: ['Title'] };
    const records = await connection.requestPost<({ Title: string } | null)[]>('/composite/sobjects/Lead', body);
    expect(records.map((record) => record?.Title)).toEqual(['Two', undefined, 'One']);
  });

  it('are updated, upserted and deleted', async () => {
    const keys = [randomUUID(), randomUUID()];
    const leads = keys.map((Voice_Call_Id__c) => ({ ...caller, Voice_Call_Id__c }));
    const upserted = await connection.sobject('Lead').upsert(leads, 'Voice_Call_Id__c');
    expect(upserted.map((reply) => (reply as { created?: boolean }).created)).toEqual([true, true]);
    const ids = upserted.map(({ id }) => id ?? '');
    const updated = await connection.sobject('Lead').update(ids.map((Id) => ({ Id, Title: 'CEO' })));
    expect(updated.every(({ success }) => success)).toBe(true);
    const deleted = await connection.sobject('Lead').destroy(ids);
    expect(deleted.map(({ id }) => id)).toEqual(ids);
  });

  it('are no more than 200', async () => {
    const records = Array.from({ length: 201 }, () => ({ attributes: { type: 'Lead' }, ...caller }));
    await expect(connection.requestPost('/composite/sobjects', { records })).rejects.toThrow(/200/);
  });
});

describe('The assignment rule', () => {
  it('runs on create when nothing is said, and overwrites an owner in the body', async () => {
    const queue = await queueId('Enterprise_West');
    expect(queue).toMatch(/^00G/);
    expect(await ownerOf(await create({ ...west, OwnerId: await me() }))).toBe(queue);
  });

  it('runs on an update when nothing is said, and takes the lead from whoever had it', async () => {
    const id = await create(west, { 'Sforce-Auto-Assign': 'FALSE' });
    expect(await ownerOf(id)).toBe(await me());
    await connection.sobject('Lead').update({ Id: id, Title: 'COO' });
    expect(await ownerOf(id)).toBe(await queueId('Enterprise_West'));
  });

  it('does not run with FALSE: create and update keep the owner', async () => {
    const id = await create(west, { 'Sforce-Auto-Assign': 'FALSE' });
    await connection.sobject('Lead').update({ Id: id, Title: 'COO' }, { headers: { 'Sforce-Auto-Assign': 'FALSE' } });
    expect(await ownerOf(id)).toBe(await me());
  });

  it('runs over each record of a collection', async () => {
    const replies = await connection
      .sobject('Lead')
      .create([{ ...caller, ...west }], { headers: { 'Sforce-Auto-Assign': 'TRUE' } });
    const id = replies[0]?.id ?? '';
    made.push(id);
    expect(await ownerOf(id)).toBe(await queueId('Enterprise_West'));
  });

  it('lets a lead be that keeps its owner', async () => {
    expect(await ownerOf(await create({ ...west, Keep_Owner__c: true }))).toBe(await me());
  });

  it('can be asked for by its id', async () => {
    const { records } = await connection.query<{ Id: string }>(
      "SELECT Id FROM AssignmentRule WHERE SobjectType = 'Lead' AND Active = true"
    );
    const id = await create(west, { 'Sforce-Auto-Assign': records[0]?.Id ?? '' });
    expect(await ownerOf(id)).toBe(await queueId('Enterprise_West'));
  });

  it('can be run by the standard action', async () => {
    const id = await create(west, { 'Sforce-Auto-Assign': 'FALSE' });
    const reply = await connection.requestPost('/actions/standard/invocableApplyLeadAssignmentRules', {
      inputs: [{ leadId: id }]
    });
    expect(reply).toMatchObject([{ actionName: 'invocableApplyLeadAssignmentRules', isSuccess: true }]);
    expect(await ownerOf(id)).toBe(await queueId('Enterprise_West'));
  });

  it.runIf(!isRealOrg)('is not asked for by anything else, and nothing is written', async () => {
    await expect(create({}, { 'Sforce-Auto-Assign': 'MAYBE' })).rejects.toMatchObject({ errorCode: 'INVALID_INPUT' });
  });
});

describe('A platform event', () => {
  it('is published with success, although the reply holds an error', async () => {
    const reply = await connection.sobject('Handoff_Event__e').create({ State__c: 'ringing' });
    expect(reply).toMatchObject({ success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED', fields: [] }] });
    expect((reply.errors as unknown as { message: string }[])[0]?.message).toMatch(/^[0-9a-f-]{36}$/);
  });
});
