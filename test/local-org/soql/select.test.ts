import { describe, expect, it } from 'vitest';
import { error, errorOf } from './errorOf.ts';
import { createQueryOrg, adminId, queueId } from './queryOrg.ts';

const { query, insert, rights, values } = createQueryOrg();
const lead = insert('Lead', {
  Name: 'Jamie',
  OwnerId: queueId,
  Status: 'Open',
  Partner__c: adminId,
  DoNotCall: 1,
  CreatedDate: '2026-11-03T14:20:05.000Z',
  CreatedById: adminId
});
const other = insert('Lead', { Name: 'Robin', OwnerId: adminId, DoNotCall: 0 });
const first = insert('Handoff__c', { Name: 'H-1', Lead__c: lead, Stage__c: 'Done' });
const second = insert('Handoff__c', { Name: 'H-2', Lead__c: lead, Stage__c: 'New' });
insert('Handoff__c', { Name: 'H-3', Lead__c: other, Stage__c: 'New' });
insert('Offer__c', { Name: 'O-1', Handoff__c: first });
insert('Handoff__c', { Name: 'H-gone', Lead__c: lead, IsDeleted: 1 });

describe('a record', () => {
  it('has its attributes and the selected fields by their API names, in the order asked for', () => {
    const [record] = query(`select name, createddate, DONOTCALL, partner__c from LEAD where name = 'jamie'`).records;
    expect(JSON.stringify(record)).toBe(
      JSON.stringify({
        attributes: { type: 'Lead', url: `/services/data/v66.0/sobjects/Lead/${lead}` },
        Name: 'Jamie',
        CreatedDate: '2026-11-03T14:20:05.000+0000',
        DoNotCall: true,
        Partner__c: adminId
      })
    );
  });

  it('nests its parents', () => {
    const [record] = query(`SELECT Handoff__r.Lead__r.Partner__r.Name, Handoff__r.Name FROM Offer__c`).records;
    expect(record).toMatchObject({
      Handoff__r: {
        attributes: { type: 'Handoff__c', url: `/services/data/v66.0/sobjects/Handoff__c/${first}` },
        Name: 'H-1',
        Lead__r: { attributes: { type: 'Lead' }, Partner__r: { attributes: { type: 'User' }, Name: 'Ada Admin' } }
      }
    });
  });

  it('shows a missing parent as null', () => {
    expect(values(`SELECT Partner__r.Name FROM Lead WHERE Name = 'Robin'`)).toEqual([null]);
  });

  it('shows who owns it, a queue or a user', () => {
    const owners = query(`SELECT Owner.Name, Owner.Type, Owner.FirstName, Owner.Email FROM Lead ORDER BY Name`).records;
    expect(owners.map((record) => record['Owner'])).toEqual([
      {
        attributes: { type: 'Name', url: `/services/data/v66.0/sobjects/Group/${queueId}` },
        Name: 'Enterprise West',
        Type: 'Queue',
        FirstName: null,
        Email: 'west@baton.example'
      },
      {
        attributes: { type: 'Name', url: `/services/data/v66.0/sobjects/User/${adminId}` },
        Name: 'Ada Admin',
        Type: 'User',
        FirstName: 'Ada',
        Email: 'ada@baton.example'
      }
    ]);
  });

  it('is named by the alias or by the object before the dot', () => {
    expect(values(`SELECT l.Name FROM Lead l WHERE l.Partner__r.Name != null AND Lead.Name = 'Jamie'`)).toEqual([
      'Jamie'
    ]);
  });

  it('shows labels on request', () => {
    expect(values(`SELECT toLabel(Status) FROM Lead WHERE Name = 'Jamie'`)).toEqual(['Open label']);
    expect(values(`SELECT toLabel(Status) shown, Status FROM Lead WHERE Name = 'Jamie'`, 'shown')).toEqual([
      'Open label'
    ]);
  });

  it('has all fields, the standard ones or the custom ones', () => {
    const keys = (soql: string) => Object.keys(query(soql).records[0]!);
    expect(keys('SELECT FIELDS(CUSTOM) FROM Handoff__c LIMIT 1')).toEqual(['attributes', 'Stage__c', 'Lead__c']);
    expect(keys('SELECT FIELDS(STANDARD) FROM Handoff__c')).not.toContain('Stage__c');
    expect(keys('SELECT FIELDS(ALL) FROM Handoff__c LIMIT 1')).toHaveLength(8);
    expect(errorOf(() => query('SELECT FIELDS(ALL) FROM Handoff__c LIMIT 201'))).toEqual(error('MALFORMED_QUERY'));
  });

  it.each([
    'SELECT Id, id FROM Lead',
    'SELECT Owner.Name, Owner.Name FROM Lead',
    'SELECT toLabel(Status), Status FROM Lead'
  ])('cannot have a field twice: %s', (soql) => {
    expect(errorOf(() => query(soql))).toEqual(error('MALFORMED_QUERY', 'duplicate field selected'));
  });

  it('has no aliases', () => {
    const refused = error('MALFORMED_QUERY', 'only aggregate expressions use field aliasing');
    expect(errorOf(() => query('SELECT Id Name FROM Lead'))).toEqual(refused);
  });

  it.each(['SELECT Owner.Manager.Name FROM Lead', 'SELECT Id, (SELECT Id FROM Handoffs__r OFFSET 1) FROM Lead'])(
    'is refused where only Salesforce knows: %s',
    (soql) => {
      expect(errorOf(() => query(soql))).toEqual(error('LOCAL_ORG_UNSUPPORTED'));
    }
  );
});

describe('a child subquery', () => {
  it('nests the children of each record, and null where there are none', () => {
    insert('Lead', { Name: 'Sam' });
    const records = query(
      `SELECT Name, (SELECT Name FROM handoffs__r ORDER BY Name DESC) FROM Lead ORDER BY Name`
    ).records;
    const names = records.map((record) => {
      const children = record['Handoffs__r'] as {
        totalSize: number;
        done: boolean;
        records: { Name: string }[];
      } | null;
      return children && { ...children, records: children.records.map(({ Name }) => Name) };
    });
    expect(names).toEqual([
      { totalSize: 2, done: true, records: ['H-2', 'H-1'] },
      { totalSize: 1, done: true, records: ['H-3'] },
      null
    ]);
  });

  it('has its own filter, order and limit for each parent', () => {
    const [jamie, robin] = query(
      `SELECT (SELECT Name, Lead__r.Name FROM Handoffs__r WHERE Stage__c != 'Ringing' ORDER BY Name DESC LIMIT 1) FROM Lead ORDER BY Name`
    ).records;
    expect(jamie!['Handoffs__r']).toMatchObject({
      totalSize: 1,
      records: [{ Name: 'H-2', Lead__r: { Name: 'Jamie' } }]
    });
    expect(robin!['Handoffs__r']).toMatchObject({ totalSize: 1, records: [{ Name: 'H-3' }] });
  });

  it('shows deleted children to queryAll alone', () => {
    const soql = `SELECT (SELECT Id FROM Handoffs__r) FROM Lead WHERE Name = 'Jamie'`;
    expect(query(soql).records[0]!['Handoffs__r']).toMatchObject({ totalSize: 2 });
    expect(query(soql, { includeDeleted: true }).records[0]!['Handoffs__r']).toMatchObject({ totalSize: 3 });
  });

  it('of an unknown relationship is an error', () => {
    expect(errorOf(() => query('SELECT Id, (SELECT Id FROM Handoffs) FROM Lead'))).toEqual(
      error('INVALID_TYPE', `Didn't understand relationship 'Handoffs' in FROM part of query call.`)
    );
  });
});

describe('a semi-join', () => {
  it('finds what the other query names, an anti-join all else', () => {
    const inner = `(SELECT Lead__c FROM Handoff__c WHERE Stage__c = 'Done')`;
    expect(values(`SELECT Name FROM Lead WHERE Id IN ${inner}`)).toEqual(['Jamie']);
    expect(values(`SELECT Name FROM Lead WHERE Id NOT IN ${inner}`)).toEqual(['Robin', 'Sam']);
    expect(values(`SELECT Name FROM Lead WHERE Partner__c NOT IN (SELECT Id FROM User)`)).toEqual(['Robin', 'Sam']);
  });

  it.each([
    [
      `Name = 'a' OR Id IN (SELECT Lead__c FROM Handoff__c)`,
      `Semi join sub-selects are not allowed with the 'OR' operator`
    ],
    [
      `Id IN (SELECT Lead__c FROM Handoff__c WHERE Id IN (SELECT Handoff__c FROM Offer__c))`,
      'Nested semi join sub-selects are not supported'
    ],
    [`Id IN (SELECT Name FROM Handoff__c)`, 'can only query id fields'],
    [`Name IN (SELECT Lead__c FROM Handoff__c)`, 'only allowed on id and reference fields'],
    [`Id IN (SELECT Id FROM Lead)`, 'should not be on the same object type'],
    [`Id IN (SELECT Lead__c, Id FROM Handoff__c)`, 'one field'],
    [
      `Id IN (SELECT Lead__c FROM Handoff__c) AND Id IN (SELECT Lead__c FROM Handoff__c) AND Id IN (SELECT Lead__c FROM Handoff__c)`,
      'maximum 2'
    ]
  ])('cannot be %s', (condition, text) => {
    expect(errorOf(() => query(`SELECT Id FROM Lead WHERE ${condition}`))).toEqual(error('MALFORMED_QUERY', text));
  });

  it('has no LIMIT', () => {
    const soql = `SELECT Id FROM Lead WHERE Id IN (SELECT Lead__c FROM Handoff__c LIMIT 1)`;
    expect(errorOf(() => query(soql))).toEqual(error('LOCAL_ORG_UNSUPPORTED'));
  });
});

describe('a user without all rights', () => {
  const visibleToNobody = () => ({ sql: '0 = ?', parameters: [1] });

  function withRights<T>(changed: Partial<typeof rights>, work: () => T): T {
    const before = { ...rights };
    Object.assign(rights, changed);
    try {
      return work();
    } finally {
      Object.assign(rights, before);
    }
  }

  it('sees only the records that are shared', () => {
    const visibleRows = (_object: string, alias: string) => ({ sql: `${alias}."OwnerId" = ?`, parameters: [adminId] });
    const names = withRights(
      { visibleRows: (object, alias) => (object === 'Lead' ? visibleRows(object, alias) : undefined) },
      () => ({
        leads: values('SELECT Name FROM Lead'),
        filtered: values(`SELECT Name FROM Lead WHERE Name != 'x' OR Name = null`),
        count: query('SELECT COUNT() FROM Lead').totalSize,
        parents: values('SELECT Lead__r.Name FROM Handoff__c ORDER BY Name'),
        joined: values('SELECT Name FROM User WHERE Id IN (SELECT Partner__c FROM Lead)')
      })
    );
    expect(names).toMatchObject({
      leads: ['Robin'],
      filtered: ['Robin'],
      count: 1,
      parents: [null, null, { Name: 'Robin' }],
      joined: []
    });
  });

  it('sees no children that are not shared', () => {
    const shown = withRights(
      { visibleRows: (object) => (object === 'Handoff__c' ? visibleToNobody() : undefined) },
      () => values(`SELECT (SELECT Id FROM Handoffs__r) FROM Lead`)
    );
    expect(shown).toEqual([null, null, null]);
  });

  it('knows nothing of an object without read right', () => {
    withRights({ can: (object) => object !== 'User' }, () => {
      expect(errorOf(() => query('SELECT Id FROM User'))).toEqual(error('INVALID_TYPE'));
      expect(errorOf(() => query('SELECT Partner__r.Name FROM Lead'))).toEqual(error('INVALID_FIELD'));
      expect(values(`SELECT Owner.Name FROM Lead WHERE Name = 'Robin'`)).toEqual([null]);
    });
    withRights({ can: (object) => object !== 'Handoff__c' }, () => {
      expect(errorOf(() => query('SELECT (SELECT Id FROM Handoffs__r) FROM Lead'))).toEqual(error('INVALID_TYPE'));
    });
  });

  it('knows nothing of a field without read right, wherever it stands', () => {
    withRights({ canReadField: (_object, field) => field !== 'Status' }, () => {
      for (const soql of [
        'SELECT Status FROM Lead',
        `SELECT Id FROM Lead WHERE Status = 'Open'`,
        'SELECT Id FROM Lead ORDER BY Status',
        'SELECT COUNT(Id) FROM Lead GROUP BY Status',
        'SELECT MAX(Status) FROM Lead'
      ]) {
        expect(
          errorOf(() => query(soql)),
          soql
        ).toEqual(error('INVALID_FIELD', `No such column 'Status'`));
      }
      expect(query('SELECT FIELDS(ALL) FROM Lead LIMIT 1').records[0]).not.toHaveProperty('Status');
    });
  });
});

describe('a deleted record', () => {
  it('is found by queryAll alone', () => {
    expect(values('SELECT Name FROM Handoff__c', 'Name')).toEqual(['H-1', 'H-2', 'H-3']);
    expect(query('SELECT Name FROM Handoff__c', { includeDeleted: true }).totalSize).toBe(4);
    expect(second).toBeDefined();
  });
});
