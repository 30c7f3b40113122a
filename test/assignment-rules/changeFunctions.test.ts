import { describe, expect, it } from 'vitest';
import { compileFormula } from '../../assignment-rules/formula/compileFormula.ts';
import { validationFunctions } from '../../assignment-rules/formula/formulaFunctions.ts';
import type { LeadRecord } from '../../assignment-rules/index.ts';
import { exampleContext, exampleFields } from './ruleBuilder.ts';

/** Whether the formula of a validation rule is true when `before` is saved as `lead`; without `before`, on create. */
function isTrue(formula: string, lead: LeadRecord, before?: LeadRecord): boolean {
  return compileFormula(formula, exampleFields, validationFunctions).evaluate({
    lead,
    before,
    context: exampleContext
  }) as boolean;
}

const followsItself =
  'AND(NOT(ISNEW()), ISCHANGED(Score__c), BLANKVALUE(Score__c, 0) <> BLANKVALUE(PRIORVALUE(Score__c), 0) + 1)';
const leavesMedia = "AND(ISCHANGED(Industry), ISPICKVAL(PRIORVALUE(Industry), 'Media'))";

describe('ISNEW, ISCHANGED and PRIORVALUE in a validation rule', () => {
  it.each<[formula: string, before: LeadRecord | undefined, lead: LeadRecord, expected: boolean]>([
    ['ISNEW()', undefined, {}, true],
    ['ISNEW()', {}, {}, false],
    ['ISCHANGED(Country)', { Country: 'US' }, { Country: 'FR' }, true],
    ['ISCHANGED(Country)', { Country: 'US' }, { Country: 'US' }, false],
    ['ISCHANGED(Country)', { Country: 'US' }, { Country: 'us' }, true],
    ['ISCHANGED(Country)', { Country: null }, { Country: 'US' }, true],
    ['ISCHANGED(Country)', undefined, { Country: 'US' }, false],
    ['ISCHANGED(Score__c)', { Score__c: null }, { Score__c: 0 }, true],
    ['ISCHANGED(Score__c)', { Score__c: 0 }, { Score__c: null }, true],
    ['ISCHANGED(Score__c)', { Score__c: null }, { Score__c: null }, false],
    ['ISCHANGED(Products__c)', { Products__c: 'Voice;Chat' }, { Products__c: 'Voice;Chat' }, false],
    ['ISCHANGED(Products__c)', { Products__c: 'Voice' }, { Products__c: 'Voice;Chat' }, true],
    ['ISCHANGED(Keep_Owner__c)', { Keep_Owner__c: false }, { Keep_Owner__c: true }, true],
    ['PRIORVALUE(Country) = "US"', { Country: 'US' }, { Country: 'FR' }, true],
    ['PRIORVALUE(Country) = "FR"', { Country: 'US' }, { Country: 'FR' }, false],
    ['PRIORVALUE(Country) = "FR"', undefined, { Country: 'FR' }, true],
    ['ISBLANK(PRIORVALUE(Score__c))', { Score__c: null }, { Score__c: 5 }, true],
    ['INCLUDES(PRIORVALUE(Products__c), "Chat")', { Products__c: 'Voice;Chat' }, { Products__c: 'Voice' }, true],
    ['TEXT(PRIORVALUE(Industry)) = "Media"', { Industry: 'Media' }, { Industry: 'Energy' }, true],
    ['PRIORVALUE(Discount__c) = 0.5', { Discount__c: 50 }, { Discount__c: 10 }, true],
    [followsItself, undefined, { Score__c: 7 }, false],
    [followsItself, { Score__c: 7 }, { Score__c: 8 }, false],
    [followsItself, { Score__c: 7 }, { Score__c: 7 }, false],
    [followsItself, { Score__c: 7 }, { Score__c: 9 }, true],
    [followsItself, { Score__c: 7 }, { Score__c: 6 }, true],
    [followsItself, { Score__c: null }, { Score__c: 1 }, false],
    [followsItself, { Score__c: null }, { Score__c: 2 }, true],
    [leavesMedia, { Industry: 'Media' }, { Industry: 'Energy' }, true],
    [leavesMedia, { Industry: 'Energy' }, { Industry: 'Media' }, false],
    [leavesMedia, { Industry: 'Media' }, { Industry: 'Media' }, false]
  ])('%s, from %j to %j, gives %s', (formula, before, lead, expected) => {
    expect(isTrue(formula, lead, before)).toBe(expected);
  });

  it('take a field of the record, and nothing else', () => {
    for (const formula of ['ISCHANGED(1 + 2)', 'PRIORVALUE($User.Department) = "a"', 'ISCHANGED(UPPER(Country))'])
      expect(() => isTrue(formula, {})).toThrow('takes a field of the record itself');
  });

  it('leave a blank number as ambiguous as it is without them', () => {
    expect(() => isTrue('Score__c <> PRIORVALUE(Score__c) + 1', {}, {})).toThrow('may be blank');
  });

  it('are refused by name in an assignment rule', () => {
    for (const name of ['ISNEW()', 'ISCHANGED(Country)', 'PRIORVALUE(Keep_Owner__c)'])
      expect(() => compileFormula(name, exampleFields)).toThrow(name.replace(/\(.*/, ''));
  });
});
