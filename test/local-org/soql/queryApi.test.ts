import { describe, expect, it } from 'vitest';
import type { Host } from '../../../local-org/api/host.ts';
import type { ApiRequest, ApiResponse } from '../../../local-org/api/operation.ts';
import { operations } from '../../../local-org/api/query.ts';
import { createQueryOrg } from './queryOrg.ts';

const { org, session, insert } = createQueryOrg();
const lead = insert('Lead', { Name: 'Jamie', Status: 'Open' });
insert('Lead', { Name: 'Gone', IsDeleted: 1 });
for (let count = 0; count < 250; count += 1) insert('Account', { Name: `account ${count}` });

function get(path: string, query: Record<string, string>, headers: ApiRequest['headers'] = {}, params = {}): unknown {
  const operation = operations.find((each) => each.path === path)!;
  const request: ApiRequest = {
    method: 'GET',
    path,
    params,
    query: new URLSearchParams(query),
    headers,
    body: undefined,
    apiVersion: '66.0',
    session
  };
  return (operation.handle!(org, request, {} as Host) as ApiResponse).body;
}

describe('GET /query', () => {
  it('answers with the records', () => {
    expect(get('/query', { q: 'SELECT Id FROM Lead' })).toMatchObject({
      totalSize: 1,
      done: true,
      records: [{ Id: lead }]
    });
  });

  it('takes the size of a page from the header, and later pages by their locator', () => {
    const q = 'SELECT Id FROM Account';
    const first = get('/query', { q }, { 'sforce-query-options': 'batchSize=200' }) as { nextRecordsUrl: string };
    const locator = first.nextRecordsUrl.split('/').pop()!;
    expect(get('/query/:locator', {}, {}, { locator })).toMatchObject({ done: true, records: { length: 50 } });
  });

  it.each([
    [{ explain: 'SELECT Id FROM Lead' }, {}],
    [{ q: 'SELECT Id FROM Lead', nextPage: '1' }, {}],
    [{ q: 'SELECT Id FROM Lead' }, { 'sforce-query-options': 'batch=5' }]
  ])('refuses %j with %j', (query, headers) => {
    expect(() => get('/query', query, headers)).toThrow(
      expect.objectContaining({ errorCode: 'LOCAL_ORG_UNSUPPORTED' })
    );
  });

  it('needs a query', () => {
    expect(() => get('/query', {})).toThrow(expect.objectContaining({ errorCode: 'MALFORMED_QUERY' }));
  });
});

describe('GET /queryAll', () => {
  it('finds deleted records too', () => {
    expect(get('/queryAll', { q: 'SELECT Id FROM Lead' })).toMatchObject({ totalSize: 2 });
  });
});

describe('columns=true', () => {
  it('tells fields, parents and child subqueries apart', () => {
    const q = 'SELECT Id, DoNotCall, Score__c, Owner.Name, (SELECT Name FROM Handoffs__r) FROM Lead';
    expect(get('/query', { q, columns: 'true' })).toMatchObject({
      entityName: 'Lead',
      keyPrefix: '00Q',
      idSelected: true,
      groupBy: false,
      columnMetadata: [
        { columnName: 'Id', aggregate: false, joinColumns: [] },
        { columnName: 'DoNotCall', booleanType: true },
        { columnName: 'Score__c', numberType: true, custom: true },
        { columnName: 'Owner', aggregate: false, joinColumns: [{ columnName: 'Name', textType: true }] },
        { columnName: 'Handoffs__r', aggregate: true, joinColumns: [{ columnName: 'Name' }] }
      ]
    });
  });

  it('names functions as the query wrote them', () => {
    const q = 'SELECT Status, COUNT(Id), MAX(Name) newest FROM Lead GROUP BY Status';
    expect(get('/query', { q, columns: 'true' })).toMatchObject({
      groupBy: true,
      idSelected: false,
      columnMetadata: [
        { columnName: 'Status', aggregate: false },
        { columnName: 'expr0', displayName: 'COUNT(Id)', aggregate: true },
        { columnName: 'newest', displayName: 'MAX(Name)', aggregate: true }
      ]
    });
  });
});
