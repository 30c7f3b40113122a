import { randomUUID } from 'node:crypto';
import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiVersion, isRealOrg, orgUnderTest, type OrgUnderTest } from './orgUnderTest.ts';

let org: OrgUnderTest;
let connection: Connection;
const root = `/services/data/v${apiVersion}`;
const caller = { LastName: 'Rivera', Company: 'NovaCorp' };
const west = { Country: 'US', State: 'CA', PostalCode: '94105', Industry: 'Technology', NumberOfEmployees: 1400 };
const keep = { 'Sforce-Auto-Assign': 'FALSE' };

interface Subrequest {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
  httpHeaders?: Record<string, string>;
}

interface Result {
  referenceId: string;
  httpStatusCode: number;
  httpHeaders: Record<string, string>;
  /** Of a create or of a query; an error's is a list. */
  body: { id: string; records: { Id: string; Owner: { Type: string; Name: string } }[] };
}

interface TreeReply {
  hasErrors: boolean;
  results: { referenceId: string; id: string }[];
}

interface BatchReply {
  hasErrors: boolean;
  results: { statusCode: number; result: unknown }[];
}

interface GraphReply {
  graphs: { graphId: string; isSuccessful: boolean }[];
}

beforeAll(async () => {
  org = await orgUnderTest('jsforceComposite');
  connection = org.connection;
});

afterAll(() => org.close());

async function composite(compositeRequest: Subrequest[], options: Record<string, unknown> = {}): Promise<Result[]> {
  const reply = await connection.requestPost<{ compositeResponse: Result[] }>('/composite', {
    compositeRequest,
    ...options
  });
  return reply.compositeResponse;
}

const post = (referenceId: string, body: unknown, httpHeaders?: Record<string, string>): Subrequest => ({
  method: 'POST',
  url: `${root}/sobjects/Lead`,
  referenceId,
  body,
  httpHeaders
});

const query = (referenceId: string, soql: string): Subrequest => ({
  method: 'GET',
  url: `${root}/query/?q=${encodeURIComponent(soql).replace(/%40%7B([^%]*)%7D/g, '@{$1}')}`,
  referenceId
});

const found = async (callId: string): Promise<number> =>
  (await connection.query(`SELECT Id FROM Lead WHERE Voice_Call_Id__c = '${callId}'`)).totalSize;

describe('/composite', () => {
  it('gives each answer its status, its headers and its reference', async () => {
    const [created, read] = await composite([
      post('newLead', caller),
      { method: 'GET', url: `${root}/sobjects/Lead/@{newLead.id}?fields=Company`, referenceId: 'lead' }
    ]);
    const id = created?.body.id;
    expect(created).toEqual({
      body: { id, success: true, errors: [] },
      httpHeaders: { Location: `${root}/sobjects/Lead/${id}` },
      httpStatusCode: 201,
      referenceId: 'newLead'
    });
    expect(read).toMatchObject({ httpStatusCode: 200, referenceId: 'lead', body: { Company: 'NovaCorp' } });
  });

  it('takes references in a query, in a body and from a list of records', async () => {
    const [, owner, task] = await composite([
      post('newLead', { ...caller, ...west }),
      query('owner', "SELECT Id, OwnerId, Owner.Type, Owner.Name FROM Lead WHERE Id = '@{newLead.id}'"),
      {
        method: 'POST',
        url: `${root}/sobjects/Task`,
        referenceId: 'task',
        body: { Subject: 'Call @{owner.records[0].Id}', WhoId: '@{owner.records[0].Id}' }
      }
    ]);
    expect(owner?.body.records[0]?.Owner).toMatchObject({ Type: 'Queue', Name: 'Enterprise West' });
    expect(task?.httpStatusCode).toBe(201);
  });

  it('does not hand on Sforce-Auto-Assign from the request to its subrequests', async () => {
    const headers = { ...keep, 'Content-Type': 'application/json' };
    const body = JSON.stringify({
      compositeRequest: [
        post('outer', { ...caller, ...west }),
        post('own', { ...caller, ...west }, keep),
        query('owners', "SELECT Id, Owner.Type FROM Lead WHERE Id IN ('@{outer.id}', '@{own.id}') ORDER BY Owner.Type")
      ]
    });
    const reply = await connection.request<{ compositeResponse: Result[] }>({
      method: 'POST',
      url: '/composite',
      headers,
      body
    });
    const [outer, own, owners] = reply.compositeResponse;
    const types = Object.fromEntries((owners?.body.records ?? []).map((lead) => [lead.Id, lead.Owner.Type]));
    expect(types[outer?.body.id ?? '']).toBe('Queue');
    expect(types[own?.body.id ?? '']).toBe('User');
  });

  it('undoes everything with allOrNone, and says who failed', async () => {
    const callId = randomUUID();
    const results = await composite(
      [
        post('first', { ...caller, Voice_Call_Id__c: callId }),
        post('second', { LastName: 'Nobody' }),
        post('third', caller)
      ],
      { allOrNone: true }
    );
    const halted = [
      {
        errorCode: 'PROCESSING_HALTED',
        message: 'The transaction was rolled back since another operation in the same transaction failed.'
      }
    ];
    expect(results.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400, 400]);
    expect(results.map(({ body }) => body)).toMatchObject([halted, [{ errorCode: 'REQUIRED_FIELD_MISSING' }], halted]);
    expect(await found(callId)).toBe(0);
  });

  it('keeps what succeeded without allOrNone', async () => {
    const callId = randomUUID();
    const results = await composite([
      post('first', { LastName: 'Nobody' }),
      post('second', { ...caller, Voice_Call_Id__c: callId })
    ]);
    expect(results.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 201]);
    expect(await found(callId)).toBe(1);
  });

  it('halts what refers to a failed subrequest', async () => {
    const results = await composite([
      post('lead', { LastName: 'Nobody' }),
      {
        method: 'POST',
        url: `${root}/sobjects/Task`,
        referenceId: 'task',
        body: { Subject: 'Call', WhoId: '@{lead.id}' }
      }
    ]);
    expect(results[1]?.body).toMatchObject([
      {
        errorCode: 'PROCESSING_HALTED',
        message: expect.stringContaining('Invalid reference specified. No value for lead.id found in lead.') as string
      }
    ]);
  });

  it('makes a collection inside an allOrNone request all or none too', async () => {
    const callId = randomUUID();
    const records = [{ ...caller, Voice_Call_Id__c: callId }, { LastName: 'Nobody' }];
    const collection = {
      method: 'POST',
      url: `${root}/composite/sobjects`,
      referenceId: 'leads',
      body: { allOrNone: false, records: records.map((record) => ({ attributes: { type: 'Lead' }, ...record })) }
    };
    const results = await composite([collection, post('other', caller)], { allOrNone: true });
    expect(results.map(({ body }) => body)).toMatchObject([
      [
        { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
        { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }
      ],
      [{ errorCode: 'PROCESSING_HALTED' }]
    ]);
    expect(await found(callId)).toBe(0);
    await composite([collection]);
    expect(await found(callId)).toBe(1);
  });

  it('upserts by an external id that holds characters of an address', async () => {
    const callId = `a/b?c#d%20 ${randomUUID()}`;
    const url = `${root}/sobjects/Lead/Voice_Call_Id__c/${encodeURIComponent(callId)}`;
    const [upserted] = await composite([{ method: 'PATCH', url, referenceId: 'lead', body: caller }]);
    expect(upserted).toMatchObject({ httpStatusCode: 201, body: { created: true } });
    expect(await found(callId)).toBe(1);
  });

  it('publishes an event only when all is saved', async () => {
    const event = {
      method: 'POST',
      url: `${root}/sobjects/Handoff_Event__e`,
      referenceId: 'event',
      body: { State__c: 'ringing' }
    };
    const before = org.local?.org.events.lastReplayId;
    const [, second] = await composite([event, post('lead', { LastName: 'Nobody' })], { allOrNone: true });
    expect(second?.body).toMatchObject([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
    if (!isRealOrg) expect(org.local?.org.events.lastReplayId).toBe(before);
    const [published] = await composite([event], { allOrNone: true });
    expect(published).toMatchObject({
      httpStatusCode: 201,
      body: { success: true, errors: [{ statusCode: 'OPERATION_ENQUEUED' }] }
    });
  });

  it('counts as one API call', async () => {
    const used = (): number => connection.limitInfo.apiUsage?.used ?? 0;
    await connection.query('SELECT Id FROM Organization');
    const before = used();
    await composite([post('one', caller), post('two', caller), query('three', 'SELECT Id FROM Organization')]);
    if (!isRealOrg) expect(used()).toBe(before + 1);
  });
});

describe('A composite request that is malformed', () => {
  const many = Array.from({ length: 26 }, (_, index) => post(`lead${index}`, caller));
  const queries = Array.from({ length: 6 }, (_, index) => query(`query${index}`, 'SELECT Id FROM Organization'));
  const cases: [string, Subrequest[]][] = [
    ['has more than 25 subrequests', many],
    ['has more than 5 queries', queries],
    ['lacks a referenceId', [{ ...post('x', caller), referenceId: undefined as unknown as string }]],
    ['uses a referenceId twice', [post('same', caller), post('same', caller)]],
    ['has a referenceId with other characters', [post('a-b', caller)]],
    ['sets a header that subrequests inherit', [post('x', caller, { Authorization: 'Bearer x' })]],
    ['has a method in lower case', [{ ...post('x', caller), method: 'post' }]]
  ];

  it.each(cases)('because it %s is refused as a whole', async (_case, subrequests) => {
    const callId = randomUUID();
    const first = post('before', { ...caller, Voice_Call_Id__c: callId });
    await expect(composite([first, ...subrequests])).rejects.toThrow();
    expect(await found(callId)).toBe(0);
  });

  it('may have 25 subrequests and 5 queries', async () => {
    const results = await composite([...many.slice(0, 20), ...queries.slice(0, 5)]);
    expect(results.every(({ httpStatusCode }) => httpStatusCode < 300)).toBe(true);
  });
});

describe('/composite/tree', () => {
  const handoff = (key: string, offers: unknown[]) => ({
    attributes: { type: 'Handoff__c', referenceId: 'handoff' },
    Call_Id__c: key,
    Next_Step__c: 'Callback',
    Offers__r: { records: offers }
  });
  const offer = (referenceId: string, values: Record<string, unknown> = {}) => ({
    attributes: { type: 'Handoff_Offer__c', referenceId },
    Kind__c: 'Callback',
    Status__c: 'Assigned',
    ...values
  });

  it('creates a record with its children', async () => {
    const records = [handoff(randomUUID(), [offer('one'), offer('two')])];
    const reply = await connection.requestPost<TreeReply>('/composite/tree/Handoff__c', { records });
    expect(reply.hasErrors).toBe(false);
    const ids: Record<string, string> = Object.fromEntries(
      reply.results.map((result) => [result.referenceId, result.id])
    );
    expect(Object.keys(ids)).toEqual(['handoff', 'one', 'two']);
    const { totalSize } = await connection.query(
      `SELECT Id FROM Handoff_Offer__c WHERE Handoff__c = '${ids['handoff']}'`
    );
    expect(totalSize).toBe(2);
  });

  it('creates nothing when one child is wrong', async () => {
    const key = randomUUID();
    const records = [handoff(key, [offer('one'), offer('two', { Kind__c: 'Nonsense' })])];
    const reply = await fetch(`${connection.instanceUrl}${root}/composite/tree/Handoff__c`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${connection.accessToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ records })
    });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      hasErrors: true,
      results: [
        { referenceId: 'two', errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['Kind__c'] }] }
      ]
    });
    expect((await connection.query(`SELECT Id FROM Handoff__c WHERE Call_Id__c = '${key}'`)).totalSize).toBe(0);
  });
});

describe('/composite/batch', () => {
  const requests = [
    { method: 'GET', url: `v${apiVersion}/limits` },
    { method: 'POST', url: `v${apiVersion}/sobjects/Lead`, richInput: { LastName: 'Nobody' } },
    { method: 'POST', url: `v${apiVersion}/sobjects/Lead`, richInput: caller }
  ];

  it('answers each request for itself', async () => {
    const reply = await connection.requestPost<BatchReply>('/composite/batch', { batchRequests: requests });
    expect(reply.hasErrors).toBe(true);
    expect(reply.results.map(({ statusCode }) => statusCode)).toEqual([200, 400, 201]);
    expect(reply.results[1]?.result).toMatchObject([{ errorCode: 'REQUIRED_FIELD_MISSING' }]);
  });

  it('halts at the first error when asked', async () => {
    const reply = await connection.requestPost<BatchReply>('/composite/batch', {
      haltOnError: true,
      batchRequests: requests
    });
    expect(reply.results.map(({ statusCode }) => statusCode)).toEqual([200, 400, 412]);
    expect(reply.results[2]?.result).toMatchObject([{ errorCode: 'BATCH_PROCESSING_HALTED' }]);
  });
});

describe('/composite/graph', () => {
  const graph = (graphId: string, callId: string, taskSubject: string | undefined) => ({
    graphId,
    compositeRequest: [
      // The child stands first: a graph is ordered by its references, not by its list.
      {
        method: 'POST',
        url: `${root}/sobjects/Task`,
        referenceId: 'task',
        body: { Subject: taskSubject, WhoId: '@{lead.id}' }
      },
      { ...post('lead', { ...caller, Voice_Call_Id__c: callId }), httpHeaders: undefined }
    ]
  });

  it('saves each graph whole or not at all', async () => {
    const [good, bad] = [randomUUID(), randomUUID()];
    const tooLong = 'x'.repeat(300);
    const reply = await connection.requestPost<GraphReply>('/composite/graph', {
      graphs: [graph('good', good, 'Call'), graph('bad', bad, tooLong)]
    });
    expect(reply.graphs.map(({ graphId, isSuccessful }) => [graphId, isSuccessful])).toEqual([
      ['good', true],
      ['bad', false]
    ]);
    expect([await found(good), await found(bad)]).toEqual([1, 0]);
  });
});
