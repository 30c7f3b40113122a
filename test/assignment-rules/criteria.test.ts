import { describe, expect, it } from 'vitest';
import { LeadValueError } from '../../assignment-rules/index.ts';
import { compiled, entryOf, exampleContext, holds, matches } from './ruleBuilder.ts';

describe('a list of values', () => {
  it('matches any of its items, in any case, spaces around them aside', () => {
    for (const Country of ['Germany', 'FRANCE', 'spain', ' Spain '])
      expect(holds(['Country', 'equals', 'germany, France ,SPAIN'], { Country })).toBe(true);
    expect(holds(['Country', 'equals', 'germany, France ,SPAIN'], { Country: 'Ger' })).toBe(false);
  });

  it('keeps a comma inside quotes, and reads a doubled quote as one', () => {
    const row = ['Company', 'equals', '"Korea, Republic of", "Say ""Hi"" Ltd",Plain'] as const;
    for (const Company of ['Korea, Republic of', 'Say "Hi" Ltd', 'Plain']) expect(holds(row, { Company })).toBe(true);
    for (const Company of ['Korea', 'Republic of', 'Say Hi Ltd']) expect(holds(row, { Company })).toBe(false);
  });
});

describe('text', () => {
  it('equals and notEqual are opposites, also for a blank field', () => {
    expect(holds(['State', 'notEqual', 'CA,WA'], { State: 'or' })).toBe(true);
    expect(holds(['State', 'notEqual', 'CA,WA'], { State: 'wa' })).toBe(false);
    for (const State of [null, undefined, '', '  ']) {
      expect(holds(['State', 'equals', 'CA,WA'], { State })).toBe(false);
      expect(holds(['State', 'notEqual', 'CA,WA'], { State })).toBe(true);
    }
  });

  it('without a value asks for blank', () => {
    for (const State of [null, undefined, '', ' ']) {
      expect(holds(['State', 'equals'], { State })).toBe(true);
      expect(holds(['State', 'notEqual'], { State })).toBe(false);
    }
    expect(holds(['State', 'equals'], { State: 'CA' })).toBe(false);
    expect(holds(['State', 'notEqual'], { State: 'CA' })).toBe(true);
  });

  it('startsWith takes any of several prefixes; blank has none', () => {
    const row = ['PostalCode', 'startsWith', '94,941,10'] as const;
    for (const PostalCode of ['94', '94105', '941', '1000']) expect(holds(row, { PostalCode })).toBe(true);
    for (const PostalCode of ['9', '', '49', '0194', null]) expect(holds(row, { PostalCode })).toBe(false);
  });

  it('contains finds a part anywhere; blank contains nothing, and notContain is its opposite', () => {
    expect(holds(['Title', 'contains', 'vp,chief'], { Title: 'Senior VP' })).toBe(true);
    expect(holds(['Title', 'contains', 'vp,chief'], { Title: 'Manager' })).toBe(false);
    expect(holds(['Title', 'contains', 'vp'], { Title: null })).toBe(false);
    expect(holds(['Title', 'notContain', 'vp,chief'], { Title: 'CHIEF of staff' })).toBe(false);
    expect(holds(['Title', 'notContain', 'vp,chief'], { Title: 'Manager' })).toBe(true);
    expect(holds(['Title', 'notContain', 'vp'], { Title: null })).toBe(true);
  });

  it('compares letters beyond ASCII without their case', () => {
    expect(holds(['Company', 'startsWith', 'éCOLE'], { Company: 'École Été' })).toBe(true);
    expect(holds(['Company', 'contains', 'ÉTÉ'], { Company: 'École été' })).toBe(true);
    expect(holds(['Company', 'equals', 'MÜLLER'], { Company: 'Müller' })).toBe(true);
    expect(holds(['Company', 'equals', 'Muller'], { Company: 'Müller' })).toBe(false);
  });

  it('reads a number in a text field as text', () => {
    expect(holds(['PostalCode', 'startsWith', '94'], { PostalCode: 94105 })).toBe(true);
  });
});

describe('numbers', () => {
  it.each([
    ['lessThan', [49.9], [50, 51]],
    ['lessOrEqual', [49, 50], [50.1]],
    ['greaterThan', [50.5], [50, 49]],
    ['greaterOrEqual', [50, 51], [49.99]],
    ['equals', [50], [49, 51]],
    ['notEqual', [49, 51], [50]]
  ])('%s compares by value', (operation, yes, no) => {
    for (const Score__c of yes) expect(holds(['Score__c', operation, '50.0'], { Score__c })).toBe(true);
    for (const Score__c of no) expect(holds(['Score__c', operation, '50.0'], { Score__c })).toBe(false);
  });

  it('blank is not less, not greater, not equal, and notEqual', () => {
    for (const operation of ['lessThan', 'lessOrEqual', 'greaterThan', 'greaterOrEqual', 'equals']) {
      expect(holds(['NumberOfEmployees', operation, '-5'], { NumberOfEmployees: null })).toBe(false);
    }
    expect(holds(['NumberOfEmployees', 'notEqual', '5'], { NumberOfEmployees: null })).toBe(true);
    expect(holds(['NumberOfEmployees', 'equals'], { NumberOfEmployees: null })).toBe(true);
    expect(holds(['NumberOfEmployees', 'equals'], { NumberOfEmployees: 0 })).toBe(false);
  });

  it('takes a list for equals, and numbers that are given as text', () => {
    expect(holds(['AnnualRevenue', 'equals', '10, 20.50'], { AnnualRevenue: '20.5' })).toBe(true);
    expect(holds(['AnnualRevenue', 'equals', '10, 20.50'], { AnnualRevenue: 15 })).toBe(false);
  });

  it('compares a percentage as the API gives it', () => {
    expect(holds(['Discount__c', 'greaterThan', '40'], { Discount__c: 50 })).toBe(true);
  });
});

describe('dates', () => {
  it('compare by day', () => {
    expect(holds(['Demo_On__c', 'lessThan', '2026-11-03'], { Demo_On__c: '2026-11-02' })).toBe(true);
    expect(holds(['Demo_On__c', 'lessThan', '2026-11-03'], { Demo_On__c: '2026-11-03' })).toBe(false);
    expect(holds(['Demo_On__c', 'greaterThan', '2026-11-03'], { Demo_On__c: null })).toBe(false);
  });

  it('compare by instant, in whatever zone they are written', () => {
    const row = ['Called_At__c', 'equals', '2026-11-03T08:00:00Z'] as const;
    expect(holds(row, { Called_At__c: '2026-11-03T08:00:00.000+0000' })).toBe(true);
    expect(holds(row, { Called_At__c: '2026-11-03T09:00:00+01:00' })).toBe(true);
    expect(holds(row, { Called_At__c: '2026-11-03T08:00:00.001Z' })).toBe(false);
  });
});

describe('multi-selects', () => {
  it('include any of the listed values, and exclude all of them', () => {
    const lead = { Products__c: 'Voice;Chat' };
    expect(holds(['Products__c', 'includes', 'chat,Mail'], lead)).toBe(true);
    expect(holds(['Products__c', 'includes', 'Mail'], lead)).toBe(false);
    expect(holds(['Products__c', 'includes', 'Cha'], lead)).toBe(false);
    expect(holds(['Products__c', 'excludes', 'Mail,VOICE'], lead)).toBe(false);
    expect(holds(['Products__c', 'excludes', 'Mail'], lead)).toBe(true);
  });

  it('a blank one includes nothing and excludes everything', () => {
    expect(holds(['Products__c', 'includes', 'Voice'], { Products__c: null })).toBe(false);
    expect(holds(['Products__c', 'excludes', 'Voice'], { Products__c: '' })).toBe(true);
    expect(holds(['Products__c', 'equals'], { Products__c: '' })).toBe(true);
    expect(holds(['Products__c', 'notEqual'], { Products__c: 'Voice' })).toBe(true);
  });
});

describe('checkboxes', () => {
  it('compare with True, False, 1 and 0 in any case; one that is not there is false', () => {
    for (const value of ['True', 'true', '1'])
      expect(holds(['Keep_Owner__c', 'equals', value], { Keep_Owner__c: true })).toBe(true);
    for (const value of ['False', '0']) expect(holds(['Keep_Owner__c', 'equals', value], {})).toBe(true);
    expect(holds(['Keep_Owner__c', 'notEqual', 'True'], { Keep_Owner__c: false })).toBe(true);
    expect(holds(['Keep_Owner__c', 'notEqual', 'False'], { Keep_Owner__c: false })).toBe(false);
  });

  it('may be given as 1 and 0', () => {
    expect(holds(['Keep_Owner__c', 'equals', 'True'], { Keep_Owner__c: 1 })).toBe(true);
    expect(holds(['Keep_Owner__c', 'equals', 'True'], { Keep_Owner__c: 0 })).toBe(false);
  });
});

describe('lookups', () => {
  it('compare by the name that they point to', () => {
    expect(holds(['RecordTypeId', 'equals', 'partner referral'], { RecordTypeId: '012000000000001AAA' })).toBe(true);
    expect(holds(['RecordTypeId', 'equals', 'partner referral'], { RecordTypeId: '012000000000002AAA' })).toBe(false);
    expect(holds(['RecordTypeId', 'equals'], { RecordTypeId: null })).toBe(true);
  });
});

describe('User fields', () => {
  it('are those of the running user', () => {
    expect(holds(['User.Department', 'equals', 'voice'], { Department: 'Other' })).toBe(true);
    expect(
      holds(
        ['User.Department', 'equals', 'voice'],
        {},
        { now: exampleContext.now, runningUser: { department: 'Sales' } }
      )
    ).toBe(false);
  });

  it('are not taken for blank when there is no running user, even if an earlier entry matches', () => {
    const rule = compiled(entryOf(1, []), entryOf(2, [['User.Department', 'equals']]));
    expect(() => rule.evaluate({}, { now: exampleContext.now })).toThrow(LeadValueError);
    expect(() => rule.explain({}, { now: exampleContext.now })).toThrow(LeadValueError);
  });
});

describe('filter logic', () => {
  const rows = [
    ['Country', 'equals', 'US'],
    ['State', 'equals', 'CA'],
    ['PostalCode', 'startsWith', '94']
  ] as const;
  const lead = (country: boolean, state: boolean, code: boolean) => ({
    Country: country ? 'US' : 'FR',
    State: state ? 'CA' : null,
    PostalCode: code ? '94105' : null
  });
  const truthTable = (booleanFilter: string) =>
    [0, 1, 2, 3, 4, 5, 6, 7]
      .map((bits) =>
        matches(entryOf(1, rows, { booleanFilter }), lead((bits & 4) > 0, (bits & 2) > 0, (bits & 1) > 0)) ? '1' : '0'
      )
      .join('');

  it.each([
    ['1 AND 2 AND 3', '00000001'],
    ['1 OR 2 OR 3', '01111111'],
    ['1 AND (2 OR 3)', '00000111'],
    ['(1 AND 2) OR 3', '01010111'],
    ['((1 AND 2) AND 3)', '00000001'],
    ['1 AND NOT (2 OR 3)', '00001000'],
    ['NOT 1 AND NOT (2 AND 3)', '11100000'],
    ['not((1 or 2) and 3)', '11101010'],
    ['1 AND (2 OR NOT 3) AND (2 OR 3)', '00000011']
  ])('%s', (filter, expected) => {
    expect(truthTable(filter)).toBe(expected);
  });

  it('is right however many alternatives it has', () => {
    const values = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const many = values.flatMap((value) => [
      ['Company', 'contains', value] as const,
      ['Title', 'contains', value] as const
    ]);
    const booleanFilter = values.map((_, at) => `(${2 * at + 1} OR ${2 * at + 2})`).join(' AND ');
    const entry = entryOf(1, many, { booleanFilter });
    expect(matches(entry, { Company: 'abc', Title: 'defg' })).toBe(true);
    expect(matches(entry, { Company: 'abc', Title: 'def' })).toBe(false);
  });
});

describe('the outcome', () => {
  it('is the first entry that matches, even if a later one would too', () => {
    const rule = compiled(
      entryOf(1, [['State', 'equals', 'CA']]),
      entryOf(2, [['Country', 'equals', 'US']]),
      entryOf(3, [['Country', 'equals', 'US']])
    );
    expect(rule.evaluate({ Country: 'US', State: 'NY' }, exampleContext)).toEqual({
      kind: 'assign',
      entry: 2,
      target: { type: 'Queue', name: 'Team_2' }
    });
  });

  it('keeps the owner when the entry names nobody, and asks no further', () => {
    const keep = { ...entryOf(1, [['Keep_Owner__c', 'equals', 'True']]), target: undefined };
    const rule = compiled(keep, entryOf(2, []));
    expect(rule.evaluate({ Keep_Owner__c: true }, exampleContext)).toEqual({ kind: 'keepOwner', entry: 1 });
    expect(rule.evaluate({ Keep_Owner__c: false }, exampleContext)).toMatchObject({ kind: 'assign', entry: 2 });
  });

  it('says when nothing matches, and when there are no entries', () => {
    expect(compiled(entryOf(1, [['State', 'equals', 'CA']])).evaluate({}, exampleContext)).toEqual({ kind: 'noMatch' });
    expect(compiled().evaluate({}, exampleContext)).toEqual({ kind: 'noMatch' });
  });

  it('takes field names in any case, as a record or a function', () => {
    const rule = compiled(entryOf(1, [['postalcode', 'equals', '94105']]));
    expect(rule.evaluate({ PostalCode: '94105' }, exampleContext).kind).toBe('assign');
    expect(rule.evaluate((field) => (field === 'postalcode' ? '94105' : null), exampleContext).kind).toBe('assign');
    expect(rule.reads).toEqual(['postalcode']);
  });

  it.each([
    ['NumberOfEmployees', 'equals', '5', 'many'],
    ['Keep_Owner__c', 'equals', 'True', 'maybe'],
    ['Demo_On__c', 'equals', '2026-11-03', '3.11.2026'],
    ['Called_At__c', 'equals', '2026-11-03T08:00:00Z', '2026-11-03 08:00'],
    ['RecordTypeId', 'equals', 'Inbound', '012000000000009AAA']
  ])('is refused when %s holds what it cannot hold, without telling the value', (field, operation, value, bad) => {
    const rule = compiled(entryOf(1, [[field, operation, value]]));
    const lead = { [field]: bad };
    for (const ask of [() => rule.evaluate(lead, exampleContext), () => rule.explain(lead, exampleContext)]) {
      expect(ask).toThrow(LeadValueError);
      expect(ask).toThrow(expect.objectContaining({ code: 'LEAD_VALUE_NOT_READABLE', field }));
      expect(ask).not.toThrow(bad);
    }
  });
});
