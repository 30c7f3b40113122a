import { describe, expect, it } from 'vitest';
import { error, errorOf } from './errorOf.ts';
import { createQueryOrg, adminId, queueId } from './queryOrg.ts';

const { query, insert } = createQueryOrg();
const rows: [Name: string, Status: string | null, Score__c: number | null, OwnerId: string, CreatedDate: string][] = [
  ['a', 'Open', 1, queueId, '2026-11-03T23:30:00.000Z'],
  ['b', 'Open', 2, adminId, '2026-11-03T10:00:00.000Z'],
  ['c', 'Working', null, adminId, '2026-05-31T10:00:00.000Z'],
  ['d', null, 4, adminId, '2025-01-08T00:00:00.000Z']
];
for (const [Name, Status, Score__c, OwnerId, CreatedDate] of rows)
  insert('Lead', { Name, Status, Score__c, OwnerId, CreatedDate });

/** The result's rows without their attributes. */
function results(soql: string): Record<string, unknown>[] {
  return query(soql).records.map(({ attributes, ...values }) => {
    expect(attributes).toEqual({ type: 'AggregateResult' });
    return values;
  });
}

describe('COUNT()', () => {
  it('gives the number alone', () => {
    expect(query('SELECT COUNT() FROM Lead')).toEqual({ totalSize: 4, done: true, records: [] });
    expect(query(`SELECT COUNT() FROM Lead WHERE Status = 'open' LIMIT 1`)).toMatchObject({ totalSize: 1 });
  });
});

describe('an aggregate', () => {
  it('leaves out blank values', () => {
    expect(
      results(
        'SELECT COUNT(Id), COUNT(Status) known, COUNT_DISTINCT(Status), SUM(Score__c) total, AVG(Score__c), MIN(Score__c), MAX(Name) FROM Lead'
      )
    ).toEqual([{ expr0: 4, known: 3, expr1: 2, total: 7, expr2: 7 / 3, expr3: 1, expr4: 'd' }]);
  });

  it('of no rows is null, and a count is zero', () => {
    expect(results(`SELECT COUNT(Id), SUM(Score__c) FROM Lead WHERE Name = 'x'`)).toEqual([{ expr0: 0, expr1: null }]);
  });

  it('shows datetimes as records do', () => {
    expect(results('SELECT MAX(CreatedDate) FROM Lead')).toEqual([{ expr0: '2026-11-03T23:30:00.000+0000' }]);
  });
});

describe('GROUP BY', () => {
  it('groups, filters and sorts', () => {
    expect(
      results('SELECT Status, COUNT(Id) n FROM Lead GROUP BY Status ORDER BY COUNT(Id) DESC, Status NULLS LAST')
    ).toEqual([
      { Status: 'Open', n: 2 },
      { Status: 'Working', n: 1 },
      { Status: null, n: 1 }
    ]);
    expect(results('SELECT Status FROM Lead GROUP BY Status HAVING COUNT(Id) > 1')).toEqual([{ Status: 'Open' }]);
    expect(results(`SELECT COUNT(Id) FROM Lead GROUP BY Status HAVING NOT SUM(Score__c) > 3`)).toEqual([
      { expr0: 2 },
      { expr0: 1 }
    ]);
  });

  it('takes parents', () => {
    expect(results('SELECT Owner.Name who, COUNT(Id) FROM Lead GROUP BY Owner.Name ORDER BY Owner.Name')).toEqual([
      { who: 'Ada Admin', expr0: 3 },
      { who: 'Enterprise West', expr0: 1 }
    ]);
  });

  it.each([
    ['CALENDAR_YEAR', [2025, 2026]],
    ['CALENDAR_QUARTER', [1, 2, 4]],
    ['CALENDAR_MONTH', [1, 5, 11]],
    ['DAY_IN_MONTH', [3, 8, 31]],
    ['DAY_IN_WEEK', [1, 3, 4]],
    ['DAY_IN_YEAR', [8, 151, 307]],
    ['DAY_ONLY', ['2025-01-08', '2026-05-31', '2026-11-03']],
    ['HOUR_IN_DAY', [0, 10, 23]],
    ['WEEK_IN_MONTH', [1, 2, 5]],
    ['WEEK_IN_YEAR', [2, 22, 44]]
  ])('takes %s, counted in UTC', (name, values) => {
    const call = `${name}(CreatedDate)`;
    const shown = results(`SELECT ${call} part, COUNT(Id) FROM Lead GROUP BY ${call} ORDER BY ${call}`);
    expect(shown.map(({ part }) => part)).toEqual(values);
  });

  it('filters by a date function', () => {
    expect(query('SELECT Id FROM Lead WHERE DAY_ONLY(CreatedDate) = 2026-11-03').totalSize).toBe(2);
    expect(query('SELECT Id FROM Lead WHERE HOUR_IN_DAY(CreatedDate) IN (10, 11)').totalSize).toBe(2);
  });

  it.each([
    ['SELECT Name, COUNT(Id) FROM Lead', 'Field must be grouped or aggregated: Name'],
    ['SELECT Name FROM Lead GROUP BY Status', 'Field must be grouped or aggregated: Name'],
    ['SELECT COUNT(Id) FROM Lead GROUP BY Status ORDER BY Name', 'Ordered field must be grouped or aggregated: Name'],
    [`SELECT COUNT(Id) FROM Lead GROUP BY Status HAVING Name = 'a'`, 'Field must be grouped or aggregated: Name'],
    ['SELECT COUNT(Id) FROM Lead GROUP BY CreatedDate', `field 'CreatedDate' can not be grouped in a query call`],
    ['SELECT COUNT(Id) FROM Lead GROUP BY Description', `field 'Description' can not be grouped in a query call`],
    ['SELECT SUM(Name) FROM Lead', 'field Name does not support aggregate operator SUM'],
    ['SELECT MAX(DoNotCall) FROM Lead', 'field DoNotCall does not support aggregate operator MAX'],
    ['SELECT COUNT(Id) n, MAX(Name) N FROM Lead', 'duplicate alias: N'],
    ['SELECT COUNT(), Id FROM Lead', 'COUNT() must stand alone'],
    ['SELECT COUNT(Id) FROM Lead LIMIT 5', 'without GROUP BY cannot have LIMIT'],
    ['SELECT CALENDAR_YEAR(CreatedDate) FROM Lead', 'CALENDAR_YEAR must be grouped'],
    ['SELECT COUNT(Id) FROM Lead GROUP BY CALENDAR_YEAR(Name)', 'can only be used with date or datetime fields: Name']
  ])('refuses %s', (soql, text) => {
    expect(errorOf(() => query(soql))).toEqual(error('MALFORMED_QUERY', text));
  });

  it('refuses what its parser loses', () => {
    const having = '(NOT COUNT(Id) > 9) AND (NOT (COUNT(Id) > 8 OR COUNT(Id) > 7))';
    expect(errorOf(() => query(`SELECT COUNT(Id) FROM Lead GROUP BY Status HAVING ${having}`))).toEqual(
      error('LOCAL_ORG_UNSUPPORTED')
    );
    expect(errorOf(() => query(`SELECT Id FROM Lead WHERE NOT (NOT (NOT Name = 'a'))`))).toEqual(
      error('LOCAL_ORG_UNSUPPORTED')
    );
  });
});
