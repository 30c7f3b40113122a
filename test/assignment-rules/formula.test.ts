import { parse } from 'formulon';
import { describe, expect, it } from 'vitest';
import type { LeadRecord } from '../../assignment-rules/index.ts';
import { exampleContext, formulaHolds } from './ruleBuilder.ts';

describe('a formula entry', () => {
  it.each<[formula: string, lead: LeadRecord, expected: boolean]>([
    [
      'AND(ISPICKVAL(LeadSource, "Partner Referral"), NumberOfEmployees > 1000)',
      { LeadSource: 'Partner Referral', NumberOfEmployees: 1001 },
      true
    ],
    [
      'AND(ISPICKVAL(LeadSource, "Partner Referral"), NumberOfEmployees > 1000)',
      { LeadSource: 'Partner Referral', NumberOfEmployees: 1000 },
      false
    ],
    [
      'AND(ISPICKVAL(LeadSource, "Partner Referral"), NumberOfEmployees > 1000)',
      { LeadSource: 'Web', NumberOfEmployees: 5000 },
      false
    ],
    ['Country = "US" && State <> "CA" || Keep_Owner__c', { Country: 'US', State: 'NY' }, true],
    ['Country = "US" && State <> "CA" || Keep_Owner__c', { Country: 'US', State: 'CA' }, false],
    ['Country = "US" && State <> "CA" || Keep_Owner__c', { Country: 'US', State: 'CA', Keep_Owner__c: true }, true],
    ['OR(ISPICKVAL(Industry, "Media"), ISPICKVAL(Industry, "Energy"))', { Industry: 'Energy' }, true],
    ['OR(ISPICKVAL(Industry, "Media"), ISPICKVAL(Industry, "Energy"))', { Industry: 'Retail' }, false],
    ['CASE(Industry, "Media", 1, "Energy", 2, 0) >= 1', { Industry: 'Energy' }, true],
    ['CASE(Industry, "Media", 1, "Energy", 2, 0) >= 1', { Industry: null }, false],
    ['IF(ISBLANK(State), Country = "US", BEGINS(State, "C"))', { State: 'CA' }, true],
    ['IF(ISBLANK(State), Country = "US", BEGINS(State, "C"))', { Country: 'US' }, true],
    ['IF(ISBLANK(State), Country = "US", BEGINS(State, "C"))', { Country: 'FR' }, false],
    ['INCLUDES(Products__c, "Voice")', { Products__c: 'Chat;Voice' }, true],
    ['INCLUDES(Products__c, "Voice")', { Products__c: 'Voicemail' }, false],
    ['CONTAINS(Title, "VP") && NOT(CONTAINS(LOWER(Title), "assistant"))', { Title: 'VP Sales' }, true],
    ['CONTAINS(Title, "VP") && NOT(CONTAINS(LOWER(Title), "assistant"))', { Title: 'Assistant VP' }, false],
    ['(TEXT(Industry) & "/" & State) = "Media/CA"', { Industry: 'Media', State: 'CA' }, true],
    ['BLANKVALUE(NumberOfEmployees, 0) * 2 + 0.5 = 20.5', { NumberOfEmployees: 10 }, true],
    ['BLANKVALUE(Score__c, 0) + 0.1 = 0.3', { Score__c: 0.2 }, true],
    ['Discount__c >= 0.5', { Discount__c: 50 }, true],
    ['Discount__c >= 0.5', { Discount__c: 49 }, false],
    ['REGEX(PostalCode, "[0-9]{5}")', { PostalCode: '94105' }, true],
    ['REGEX(PostalCode, "[0-9]{5}")', { PostalCode: '941055' }, false],
    ['/* Voice only */ Country = "US" /* and "nothing" else */', { Country: 'US' }, true],
    ["Country = 'US'", { Country: 'US' }, true],
    ['Demo_On__c = DATE(2026, 11, 3)', { Demo_On__c: '2026-11-03' }, true],
    ['Demo_On__c <= TODAY() + 1', { Demo_On__c: '2026-11-04' }, true],
    ['Demo_On__c <= TODAY() + 1', { Demo_On__c: '2026-11-05' }, false],
    ['Called_At__c < NOW()', { Called_At__c: '2026-11-03T19:59:59Z' }, true],
    ['WEEKDAY(TODAY()) = 3', {}, true],
    ['$User.Department = "Voice"', {}, true]
  ])('%s with %j gives %s', (formula, lead, expected) => {
    expect(formulaHolds(formula, lead)).toBe(expected);
  });

  it('tells upper from lower case, unlike criteria', () => {
    expect(formulaHolds('Country = "us"', { Country: 'US' })).toBe(false);
    expect(formulaHolds('ISPICKVAL(Industry, "media")', { Industry: 'Media' })).toBe(false);
    expect(formulaHolds('BEGINS(PostalCode, "sw")', { PostalCode: 'SW1A' })).toBe(false);
  });

  it('takes blank text for empty text, and a comparison with a blank number or date for false', () => {
    expect(formulaHolds('State = ""', { State: null })).toBe(true);
    expect(formulaHolds('State <> "CA"', {})).toBe(true);
    expect(formulaHolds('LEN(State) = 0', {})).toBe(true);
    expect(formulaHolds('ISPICKVAL(Industry, "")', {})).toBe(true);
    expect(formulaHolds('ISBLANK(Products__c)', { Products__c: '' })).toBe(true);
    for (const operator of ['<', '<=', '>', '>=', '=']) {
      expect(formulaHolds(`NumberOfEmployees ${operator} 0`, { NumberOfEmployees: null })).toBe(false);
      expect(formulaHolds(`Demo_On__c ${operator} DATE(2026, 1, 1)`, {})).toBe(false);
    }
    expect(formulaHolds('ISBLANK(NumberOfEmployees)', { NumberOfEmployees: null })).toBe(true);
    expect(formulaHolds('ISBLANK(NumberOfEmployees)', { NumberOfEmployees: 0 })).toBe(false);
    expect(formulaHolds('ISNULL(State)', {})).toBe(false);
    expect(formulaHolds('NULLVALUE(NumberOfEmployees, 7) = 7', {})).toBe(true);
  });

  it('finds the day in the zone of the running user', () => {
    const lateEvening = { ...exampleContext, now: new Date('2026-11-03T23:30:00Z') };
    const tomorrow = 'TODAY() = DATE(2026, 11, 4)';
    expect(formulaHolds(tomorrow, {}, lateEvening)).toBe(false);
    expect(formulaHolds(tomorrow, {}, { ...lateEvening, timeZone: 'Europe/Berlin' })).toBe(true);
    const called = { Called_At__c: '2026-11-03T23:30:00Z' };
    expect(
      formulaHolds('DATEVALUE(Called_At__c) = DATE(2026, 11, 3)', called, {
        ...lateEvening,
        timeZone: 'America/New_York'
      })
    ).toBe(true);
  });

  it.each([
    'ROUND(2.345, 2) = 2.35',
    'ROUND(-2.5, 0) = -3',
    'FLOOR(-2.5) = -2',
    'CEILING(-2.5) = -3',
    'MFLOOR(-2.5) = -3',
    'MCEILING(-2.5) = -2',
    'MOD(10, 3) = 1',
    '7 / 2 = 3.5',
    '10 - 3 - 2 = 5',
    'MAX(1, 3, 2) - MIN(4, 2) = 1',
    'ABS(-4) = 4',
    'LEFT("voice", 2) = "vo"',
    'RIGHT("voice", 2) = "ce"',
    'MID("voice", 2, 3) = "oic"',
    'FIND("i", "voice") = 3',
    'FIND("x", "voice") = 0',
    'SUBSTITUTE("a-b-c", "-", "+") = "a+b+c"',
    'UPPER(TRIM(" ab ")) = "AB"',
    'YEAR(DATE(2026, 2, 28) + 1) * 100 + MONTH(DATE(2026, 2, 28) + 1) = 202603',
    'DAY(DATE(2024, 2, 28) + 1) = 29',
    'DATE(2026, 3, 1) - DATE(2026, 2, 1) = 28'
  ])('%s', (formula) => {
    expect(formulaHolds(formula, {})).toBe(true);
  });
});

describe('where no field is blank, formulas agree with formulon itself', () => {
  const literal = (dataType: string, value: unknown) => ({
    type: 'literal',
    dataType,
    value,
    options: dataType === 'number' ? { length: 8, scale: 2 } : {}
  });
  const leads = [
    {
      Country: 'US',
      State: 'CA',
      Industry: 'Media',
      NumberOfEmployees: 1200,
      Score__c: 86.5,
      Keep_Owner__c: true,
      Title: 'VP of Sales'
    },
    {
      Country: 'FR',
      State: 'x',
      Industry: 'Energy',
      NumberOfEmployees: 3,
      Score__c: 0,
      Keep_Owner__c: false,
      Title: 'Owner'
    }
  ];
  it.each([
    'AND(Country = "US", NumberOfEmployees > 1000)',
    'OR(State = "x", ISPICKVAL(Industry, "Media")) && NOT(Keep_Owner__c)',
    'IF(Keep_Owner__c, Title, State) = "x"',
    'CASE(Industry, "Media", "m", "Energy", "e", "?") = "e"',
    'BEGINS(Title, "VP") || CONTAINS(Title, "ner")',
    'BLANKVALUE(Score__c, 1) * 2 - 3 >= 170',
    'MOD(ROUND(BLANKVALUE(Score__c, 1), 0), 2) = 1',
    'LEN(Title) + FIND("o", Title) > 12',
    '(LEFT(Title, 2) & UPPER(RIGHT(State, 1))) = "VPA"',
    'Country <> "US" && Score__c < 1'
  ])('%s', (formula) => {
    for (const lead of leads) {
      const values = {
        ...Object.fromEntries(
          ['Country', 'State', 'Title'].map((name) => [name, literal('text', lead[name as 'Country'])])
        ),
        Industry: literal('picklist', lead.Industry),
        NumberOfEmployees: literal('number', lead.NumberOfEmployees),
        Score__c: literal('number', lead.Score__c),
        Keep_Owner__c: literal('checkbox', lead.Keep_Owner__c)
      };
      const judged = parse(formula, values);
      expect(judged).toMatchObject({ type: 'literal', dataType: 'checkbox' });
      expect(formulaHolds(formula, lead)).toBe(judged.type === 'literal' && judged.value);
    }
  });
});
