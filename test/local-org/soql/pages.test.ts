import { describe, expect, it } from 'vitest';
import { runQuery } from '../../../local-org/soql/runQuery.ts';
import { error, errorOf } from './errorOf.ts';
import { createQueryOrg } from './queryOrg.ts';

describe('ORDER BY', () => {
  const { insert, values, query } = createQueryOrg();
  for (const [Name, Status, Score__c] of [
    ['b', 'Working', 2],
    ['A', 'Closed', null],
    ['c', 'Open', 10],
    [null, null, 2]
  ] as const) {
    insert('Lead', { Name, Status, Score__c });
  }

  it.each([
    ['Name', [null, 'A', 'b', 'c']],
    ['Name ASC NULLS LAST', ['A', 'b', 'c', null]],
    ['Name DESC', [null, 'c', 'b', 'A']],
    ['Name DESC NULLS LAST', ['c', 'b', 'A', null]],
    ['Status', [null, 'c', 'b', 'A']],
    ['Score__c DESC NULLS LAST, Name', ['c', null, 'b', 'A']],
    ['Id DESC', [null, 'c', 'A', 'b']],
    ['CreatedDate', ['b', 'A', 'c', null]]
  ])('%s gives %j', (order, names) => {
    expect(values(`SELECT Name FROM Lead ORDER BY ${order}`)).toEqual(names);
  });

  it('refuses fields that do not sort', () => {
    expect(() => query('SELECT Id FROM Lead ORDER BY Description')).toThrow('can not be sorted in a query call');
  });

  it('takes LIMIT and OFFSET', () => {
    expect(values('SELECT Name FROM Lead ORDER BY Name LIMIT 2 OFFSET 1')).toEqual(['A', 'b']);
    expect(query('SELECT Name FROM Lead LIMIT 0')).toEqual({ totalSize: 0, done: true, records: [] });
    expect(values('SELECT Name FROM Lead ORDER BY Name OFFSET 3')).toEqual(['c']);
    expect(() => query('SELECT Name FROM Lead OFFSET 2001')).toThrow(
      expect.objectContaining({
        errorCode: 'NUMBER_OUTSIDE_VALID_RANGE',
        message: 'Maximum SOQL offset allowed is 2000'
      })
    );
  });
});

describe('a result of many records', () => {
  function manyLeads() {
    let now = new Date('2026-11-03T12:00:00Z');
    const queryOrg = createQueryOrg(now);
    Object.assign(queryOrg.org.clock, { now: () => now });
    for (let count = 0; count < 450; count += 1) {
      const lead = queryOrg.insert('Lead', { Name: `lead ${count}` });
      if (count === 449) queryOrg.insert('Handoff__c', { Name: 'last', Lead__c: lead });
    }
    return { ...queryOrg, setNow: (later: Date) => (now = later) };
  }
  const locatorOf = (url: string | undefined): string => url!.split('/').pop()!;

  it('comes in pages', () => {
    const { query, more } = manyLeads();
    const first = query('SELECT Name, (SELECT Name FROM Handoffs__r) FROM Lead', { batchSize: 200 });
    expect(first).toMatchObject({ totalSize: 450, done: false });
    expect(first.nextRecordsUrl).toMatch(/^\/services\/data\/v66\.0\/query\/01g\w{15}-200$/);
    const second = more(locatorOf(first.nextRecordsUrl));
    const third = more(locatorOf(second.nextRecordsUrl));
    expect(third).toMatchObject({ totalSize: 450, done: true });
    expect(third).not.toHaveProperty('nextRecordsUrl');
    const all = [first, second, third].flatMap(({ records }) => records);
    expect(all.map((record) => record['Name'])).toEqual(Array.from({ length: 450 }, (_, count) => `lead ${count}`));
    expect(all.at(-1)).toMatchObject({ Handoffs__r: { totalSize: 1, records: [{ Name: 'last' }] } });
  });

  it('comes from any row on, whole pages or not', () => {
    const { query, more } = manyLeads();
    const locator = locatorOf(query('SELECT Name FROM Lead', { batchSize: 200 }).nextRecordsUrl);
    const from = (start: number): unknown[] => {
      const { records, done } = more(locator.replace(/-200$/, `-${start}`));
      return [records.length, records[0]?.['Name'], records.at(-1)?.['Name'], done];
    };
    expect(from(150)).toEqual([200, 'lead 150', 'lead 349', false]);
    expect(from(0)).toEqual([200, 'lead 0', 'lead 199', false]);
    expect(from(399)).toEqual([51, 'lead 399', 'lead 449', true]);
  });

  it('stays as it was when the query ran', () => {
    const { query, more, org } = manyLeads();
    const first = query('SELECT Name FROM Lead', { batchSize: 200 });
    org.db.exec('UPDATE "Lead" SET "IsDeleted" = 1');
    expect(more(locatorOf(first.nextRecordsUrl)).records).toHaveLength(200);
    expect(query('SELECT Name FROM Lead').totalSize).toBe(0);
  });

  it('comes in pages of 200 at least and 2,000 at most', () => {
    const { query } = manyLeads();
    expect(query('SELECT Id FROM Lead', { batchSize: 5 }).records).toHaveLength(200);
    expect(query('SELECT Id FROM Lead', { batchSize: 99999 }).records).toHaveLength(450);
  });

  it('belongs to its user, and is forgotten after two days', () => {
    const { org, session, query, more, setNow } = manyLeads();
    const other = { ...session, userId: '005000000000009AAA' };
    const locator = locatorOf(query('SELECT Id FROM Lead', { batchSize: 200 }).nextRecordsUrl);
    const foreign = runQuery(org, other, 'SELECT Id FROM Lead', { apiVersion: '66.0', batchSize: 200 });
    expect(errorOf(() => more(locatorOf(foreign.nextRecordsUrl)))).toEqual(error('INVALID_QUERY_LOCATOR'));
    expect(more(locator).records).toHaveLength(200);
    setNow(new Date('2026-11-05T12:00:01Z'));
    expect(errorOf(() => more(locator))).toEqual(error('INVALID_QUERY_LOCATOR'));
  });

  it.each(['01g000000000001AAA-200', '01g-5', 'x', '', '01g000000000001AAA'])('has no page %j', (locator) => {
    expect(() => createQueryOrg().more(locator)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_QUERY_LOCATOR' })
    );
  });
});
