import { describe, expect, it } from 'vitest';
import { error, errorOf } from './errorOf.ts';
import { createQueryOrg, adminId, queueId } from './queryOrg.ts';

const { query, values, insert } = createQueryOrg();

const people: Record<string, Record<string, string | number | null>> = {
  Ann: {
    Company: 'Nova',
    Score__c: 10,
    Status: 'Open',
    DoNotCall: 0,
    Product_Interest__c: 'Voice;Chat',
    OwnerId: queueId
  },
  Bob: {
    Company: 'NOVA',
    Score__c: 20,
    Status: 'Working',
    DoNotCall: 1,
    Product_Interest__c: 'Mail',
    OwnerId: adminId
  },
  Cleo: { Company: null, Score__c: null, Status: null, DoNotCall: 0, Product_Interest__c: null, OwnerId: adminId },
  'Zoë Ünal': { Company: "O'Brien \\ 100%_\n", Score__c: -1.5, Status: 'Closed', DoNotCall: 1, Partner__c: adminId }
};
for (const [Name, row] of Object.entries(people)) insert('Lead', { Name, ...row });

/** First names of the leads that a condition finds, in the order of their creation. */
function found(condition: string): string {
  return values(`SELECT Name FROM Lead WHERE ${condition}`)
    .map((name) => String(name).split(' ')[0])
    .join(' ');
}

function refusal(condition: string): unknown {
  return errorOf(() => query(`SELECT Id FROM Lead WHERE ${condition}`));
}

describe('a comparison', () => {
  it.each([
    [`Company = 'nova'`, 'Ann Bob'],
    [`Company != 'nova'`, 'Cleo Zoë'],
    [`Company <> 'nova'`, 'Cleo Zoë'],
    [`Company = null`, 'Cleo'],
    [`Company = ''`, 'Cleo'],
    [`Company != null`, 'Ann Bob Zoë'],
    [`NOT Company = 'nova'`, 'Cleo Zoë'],
    [`NOT Company = null`, 'Ann Bob Zoë'],
    [`Score__c > 10`, 'Bob'],
    [`Score__c >= 10`, 'Ann Bob'],
    [`Score__c < 10`, 'Zoë'],
    [`NOT Score__c < 10`, 'Ann Bob Cleo'],
    [`Score__c = -1.5`, 'Zoë'],
    [`Score__c IN (10, 20)`, 'Ann Bob'],
    [`Score__c NOT IN (10, 20)`, 'Cleo Zoë'],
    [`Status IN ('open', null)`, 'Ann Cleo'],
    [`Status NOT IN ('open', null)`, 'Bob Zoë'],
    [`DoNotCall = TRUE`, 'Bob Zoë'],
    [`DoNotCall != TRUE`, 'Ann Cleo']
  ])('%s finds %s', (condition, names) => {
    expect(found(condition)).toBe(names);
  });
});

describe('text', () => {
  it.each([
    [`Name LIKE 'zoë%'`, 'Zoë'],
    [`Name LIKE 'ZOË%'`, 'Zoë'],
    [`Name LIKE 'zoe%'`, ''],
    [`Name = 'ZOË ünal'`, 'Zoë'],
    [`Name IN ('ZOË ÜNAL', 'ANN')`, 'Ann Zoë'],
    [`Name NOT IN ('ZOË ÜNAL', 'ANN')`, 'Bob Cleo'],
    [`Name LIKE '_nn'`, 'Ann'],
    [`Name LIKE 'Zo_ _nal'`, 'Zoë'],
    [`Name LIKE '%'`, 'Ann Bob Cleo Zoë'],
    [`Company LIKE '%'`, 'Ann Bob Zoë'],
    [`NOT Company LIKE 'n%'`, 'Cleo Zoë'],
    [`Company = 'O\\'Brien \\\\ 100%_\\n'`, 'Zoë'],
    [`Company LIKE 'O\\'Brien \\\\ 100\\%\\_\\n'`, 'Zoë'],
    [`Company LIKE '%\\%\\%%'`, ''],
    [`Company LIKE 'O\\u0027Brien%'`, 'Zoë'],
    [`Name = 'x\\' OR Name != \\'x'`, '']
  ])('%s finds %s', (condition, names) => {
    expect(found(condition)).toBe(names);
  });

  it('keeps wildcard characters of SQLite as they are', () => {
    const { insert, values } = createQueryOrg();
    insert('Lead', { Name: 'é*?[x]' });
    insert('Lead', { Name: 'éabx' });
    expect(values(`SELECT Name FROM Lead WHERE Name LIKE 'É*?[x]'`)).toEqual(['é*?[x]']);
    expect(values(`SELECT Name FROM Lead WHERE Name = 'É*?[X]'`)).toEqual(['é*?[x]']);
  });

  it('tells upper from lower case in a field that is case-sensitive', () => {
    const { insert, values } = createQueryOrg();
    insert('Lead', { Name: 'lower', Call_Id__c: 'c-é' });
    insert('Lead', { Name: 'upper', Call_Id__c: 'C-É' });
    expect(values(`SELECT Name FROM Lead WHERE Call_Id__c = 'c-é'`)).toEqual(['lower']);
    expect(values(`SELECT Name FROM Lead WHERE Call_Id__c LIKE 'C%'`)).toEqual(['upper']);
  });

  it.each([`Name = 'a\\xb'`, `Name = 'a\\%b'`, `Name LIKE 'a\\u12'`])('%s has an escape that is none', (condition) => {
    expect(refusal(condition)).toEqual(error('MALFORMED_QUERY', 'Illegal character sequence'));
  });
});

describe('a multi-select picklist', () => {
  it.each([
    [`Product_Interest__c INCLUDES ('voice')`, 'Ann'],
    [`Product_Interest__c INCLUDES ('Chat;Voice')`, 'Ann'],
    [`Product_Interest__c INCLUDES ('Chat;Mail')`, ''],
    [`Product_Interest__c INCLUDES ('Chat', 'Mail')`, 'Ann Bob'],
    [`Product_Interest__c EXCLUDES ('Chat')`, 'Bob Cleo Zoë'],
    [`Product_Interest__c = 'chat;voice'`, 'Ann'],
    [`Product_Interest__c = 'Voice'`, ''],
    [`Product_Interest__c INCLUDES ('ai')`, '']
  ])('%s finds %s', (condition, names) => {
    expect(found(condition)).toBe(names);
  });
});

describe('AND, OR and NOT', () => {
  it.each([
    [`Name = 'Ann' OR (Company = 'Nova' AND DoNotCall = true)`, 'Ann Bob'],
    [`(Name = 'Ann' OR Company = 'Nova') AND DoNotCall = true`, 'Bob'],
    [`NOT (Name = 'Ann' OR Name = 'Bob')`, 'Cleo Zoë'],
    [`(NOT Name = 'Ann') AND (NOT (Score__c > 5))`, 'Cleo Zoë'],
    [`NOT ((NOT Company = 'Nova') AND DoNotCall = false)`, 'Ann Bob Zoë']
  ])('%s finds %s', (condition, names) => {
    expect(found(condition)).toBe(names);
  });

  it.each([
    [`Name = 'a' AND Name = 'b' OR Name = 'c'`, 'OR'],
    [`Name = 'a' OR Name = 'b' AND Name = 'c'`, 'AND'],
    [`Name = 'a' AND NOT Name = 'b'`, 'NOT'],
    [`NOT Name = 'a' AND Name = 'b'`, 'AND']
  ])('%s needs parentheses before %s', (condition, sign) => {
    expect(refusal(condition)).toEqual(error('MALFORMED_QUERY', `unexpected token: '${sign}'`));
  });

  it('joins hundreds of conditions', () => {
    const many = Array.from({ length: 1500 }, (_, index) => `Score__c = ${index}`).join(' OR ');
    expect(found(many)).toBe('Ann Bob');
  });
});

describe('an id', () => {
  it('is found in its 15 and its 18 characters', () => {
    expect(found(`OwnerId = '${queueId}'`)).toBe('Ann');
    expect(found(`OwnerId IN ('${queueId.slice(0, 15)}')`)).toBe('Ann');
  });

  it.each(['abc', `${queueId}A`, `${queueId.slice(0, 15)}AAB`, "\\' OR Id != \\'"])('%s is none', (text) => {
    expect(refusal(`OwnerId = '${text}'`)).toEqual(error('INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field: '));
  });

  it('cannot be compared with LIKE', () => {
    expect(refusal(`OwnerId LIKE '005%'`)).toEqual(
      error('INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on id field')
    );
  });
});

describe('a literal of the wrong type', () => {
  it.each([
    [`Score__c = '5'`, `'Score__c' must be of type double and should not be enclosed in quotes`],
    [`NumberOfEmployees IN ('5')`, `'NumberOfEmployees' must be of type int and should not be enclosed in quotes`],
    [`Name = 5`, `'Name' must be of type string and should be enclosed in quotes`],
    [`DoNotCall = 'true'`, `'DoNotCall' must be of type boolean and should not be enclosed in quotes`],
    [`Due__c = 2026-01-01T00:00:00Z`, `'Due__c' must be of type date and should not be enclosed in quotes`],
    [`CreatedDate = 2026-01-01`, `'CreatedDate' must be of type dateTime and should not be enclosed in quotes`],
    [`OwnerId = 5`, `'OwnerId' must be of type ID and should be enclosed in quotes`]
  ])('%s is refused', (condition, text) => {
    expect(refusal(condition)).toEqual(error('INVALID_FIELD', `value of filter criterion for field ${text}`));
  });

  it.each([`Due__c = 2026-02-30`, `CreatedDate > 2026-01-01T25:00:00Z`])('%s is no date', (condition) => {
    expect(refusal(condition)).toEqual(error('MALFORMED_QUERY'));
  });

  it.each([`DoNotCall = null`, `Score__c > null`, `Product_Interest__c INCLUDES (null)`])(
    '%s is refused by name',
    (condition) => {
      expect(refusal(condition)).toEqual(error('LOCAL_ORG_UNSUPPORTED'));
    }
  );
});

describe('a long text area', () => {
  it('cannot be filtered, and can be selected', () => {
    expect(refusal(`Description = 'x'`)).toEqual(
      error('INVALID_FIELD', `field 'Description' can not be filtered in a query call`)
    );
    expect(query(`SELECT Description FROM Lead WHERE Name = 'Ann'`).records[0]).toHaveProperty('Description', null);
  });
});

describe('a parent', () => {
  it('that is missing has only null values', () => {
    expect(found(`Partner__r.Name = null`)).toBe('Ann Bob Cleo');
    expect(found(`Partner__r.Name != 'x'`)).toBe('Ann Bob Cleo Zoë');
    expect(found(`Partner__r.Name = 'ada admin'`)).toBe('Zoë');
  });

  it('that is missing has unchecked checkboxes', () => {
    expect(found(`Partner__r.IsActive = false`)).toBe('Ann Bob Cleo');
    expect(found(`Partner__r.IsActive != false`)).toBe('Zoë');
  });

  it('may be of several objects', () => {
    expect(found(`Owner.Type = 'queue'`)).toBe('Ann');
    expect(found(`Owner.Name LIKE 'ADA%'`)).toBe('Bob Cleo');
    expect(found(`Owner.FirstName = null`)).toBe('Ann Zoë');
  });
});

describe('an error', () => {
  it('shows its place', () => {
    expect(errorOf(() => query('SELECT Id,\n  Nme FROM Lead'))).toEqual({
      errorCode: 'INVALID_FIELD',
      message:
        `\n  Nme FROM Lead\n  ^\nERROR at Row:2:Column:3\nNo such column 'Nme' on entity 'Lead'. If you are attempting ` +
        `to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or ` +
        `the describe call for the appropriate names.`
    });
  });

  it.each([
    ['SELECT Id FROM Leed', 'INVALID_TYPE', `sObject type 'Leed' is not supported.`],
    ['SELECT Id FROM Screen_Pop__e', 'INVALID_TYPE_FOR_OPERATION', 'does not support query'],
    ['SELECT Boss.Name FROM Lead', 'INVALID_FIELD', `Didn't understand relationship 'Boss' in field path.`],
    ['SELECT Owner.Shoe FROM Lead', 'INVALID_FIELD', `No such column 'Shoe' on entity 'Name'.`],
    ['SELECT Id FROM Lead WHERE', 'MALFORMED_QUERY', `unexpected token: '<EOF>'`],
    ['SELECT Id, FROM Lead', 'MALFORMED_QUERY', `unexpected token: 'FROM'`],
    ['SELECT Id FROM Lead WHERE (Name = null', 'MALFORMED_QUERY', `unexpected token`],
    [`SELECT Id FROM Lead WHERE Name = 'x`, 'MALFORMED_QUERY', 'string literal'],
    ['  ', 'MALFORMED_QUERY', 'A query string has to be specified'],
    ['SELECT Id FROM Lead WHERE COUNT(Id) > 1', 'MALFORMED_QUERY', 'WHERE clause'],
    ['SELECT Id FROM Lead ALL ROWS', 'MALFORMED_QUERY', 'ALL ROWS not allowed']
  ])('of %s is %s', (soql, errorCode, text) => {
    expect(errorOf(() => query(soql))).toEqual(error(errorCode, text));
  });

  it('answers a query that is nested too deep', () => {
    const deep = `${'('.repeat(20000)}Name = null${')'.repeat(20000)}`;
    expect(refusal(deep)).toEqual(error('MALFORMED_QUERY'));
  });
});
