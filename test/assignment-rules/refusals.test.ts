import { describe, expect, it } from 'vitest';
import {
  compileRule,
  LeadValueError,
  parseAssignmentRules,
  RuleFileError,
  RuleNotSupportedError,
  ruleErrorAdvice
} from '../../assignment-rules/index.ts';
import type { RuleEntry, RuleErrorCode } from '../../assignment-rules/index.ts';
import { compiled, entryOf, exampleContext, exampleFields, ruleOf } from './ruleBuilder.ts';
import type { Row } from './ruleBuilder.ts';

const row = (...criterion: Row) => entryOf(1, [criterion]);
const filter = (booleanFilter: string) =>
  entryOf(
    1,
    [
      ['Country', 'equals', 'US'],
      ['State', 'equals', 'CA']
    ],
    { booleanFilter }
  );
const formula = (text: string) => entryOf(1, [], { formula: text });

const refused: readonly [code: RuleErrorCode, entry: RuleEntry, field?: string][] = [
  ['CRITERIA_AND_FORMULA', entryOf(1, [['Country', 'equals', 'US']], { formula: 'TRUE' })],
  ['CASE_ONLY_ELEMENT', entryOf(1, [], { caseOnlyElements: ['team'] })],
  ['FIELD_UNKNOWN', row('Nope__c', 'equals', 'a'), 'Lead.Nope__c'],
  ['FIELD_UNKNOWN', formula('Nope__c = 1'), 'Nope__c'],
  ['FIELD_OBJECT_UNKNOWN', row('Account.Name', 'equals', 'a'), 'Account.Name'],
  ['FIELD_OBJECT_UNKNOWN', formula('Owner.Name = "a"'), 'Owner.Name'],
  ['FIELD_TYPE_NOT_SUPPORTED', row('Opens_At__c', 'equals', '08:00:00.000Z'), 'Lead.Opens_At__c'],
  ['FIELD_TYPE_NOT_SUPPORTED', row('Id', 'equals', '00Q000000000001'), 'Lead.Id'],
  ['FIELD_TYPE_NOT_SUPPORTED', formula('OwnerId = "x"'), 'OwnerId'],
  ['LOOKUP_NAMES_UNKNOWN', row('OwnerId', 'equals', 'Jo'), 'Lead.OwnerId'],
  ['OPERATION_UNKNOWN', row('Country', 'like', 'a'), 'Lead.Country'],
  ['OPERATION_NOT_FOR_TYPE', row('Country', 'lessThan', 'b')],
  ['OPERATION_NOT_FOR_TYPE', row('NumberOfEmployees', 'startsWith', '1')],
  ['OPERATION_NOT_FOR_TYPE', row('Country', 'includes', 'a')],
  ['OPERATION_NOT_FOR_TYPE', row('Keep_Owner__c', 'contains', 'True')],
  ['OPERATION_NOT_SUPPORTED', row('Country', 'within', '5')],
  ['OPERATION_NOT_SUPPORTED', row('Products__c', 'equals', 'Voice')],
  [
    'VALUE_FIELD_NOT_SUPPORTED',
    { ...entryOf(1, []), criteriaItems: [{ field: 'Lead.Country', operation: 'equals', valueField: 'Lead.State' }] }
  ],
  ['VALUE_MISSING', row('Country', 'startsWith')],
  ['VALUE_MISSING', row('NumberOfEmployees', 'lessThan')],
  ['VALUE_MISSING', row('Keep_Owner__c', 'equals')],
  ['VALUE_LIST_MALFORMED', row('Country', 'equals', '"Korea, Republic of')],
  ['VALUE_LIST_MALFORMED', row('Country', 'equals', '"Korea" South')],
  ['VALUE_LIST_MALFORMED', row('Country', 'equals', 'a "b"')],
  ['VALUE_ITEM_EMPTY', row('Country', 'equals', 'US,,FR')],
  ['VALUE_ITEM_EMPTY', row('Country', 'equals', 'US,')],
  ['VALUE_ITEM_EMPTY', row('Country', 'equals', '"",US')],
  ['VALUE_TAKES_ONE', row('NumberOfEmployees', 'lessThan', '5,6')],
  ['VALUE_TAKES_ONE', row('Keep_Owner__c', 'equals', 'True,False')],
  ['VALUE_NOT_A_NUMBER', row('NumberOfEmployees', 'lessThan', 'many')],
  ['VALUE_NOT_A_NUMBER', row('AnnualRevenue', 'greaterThan', 'USD 1000')],
  ['VALUE_NOT_A_NUMBER', row('AnnualRevenue', 'greaterThan', '1,000')],
  ['VALUE_NOT_A_NUMBER', row('Discount__c', 'equals', '50%')],
  ['VALUE_NOT_A_BOOLEAN', row('Keep_Owner__c', 'equals', 'yes')],
  ['VALUE_NOT_A_DATE', row('Demo_On__c', 'equals', 'TODAY')],
  ['VALUE_NOT_A_DATE', row('Demo_On__c', 'equals', 'LAST_N_DAYS:7')],
  ['VALUE_NOT_A_DATE', row('Demo_On__c', 'equals', '11/3/2026')],
  ['VALUE_NOT_A_DATE', row('Demo_On__c', 'equals', '2026-02-30')],
  ['VALUE_NOT_A_DATETIME', row('Called_At__c', 'lessThan', '2026-11-03')],
  ['VALUE_NOT_A_DATETIME', row('Called_At__c', 'lessThan', '2026-11-03T08:00:00')],
  ['VALUE_HAS_SEMICOLON', row('Products__c', 'includes', 'Voice;Chat')],
  ['FILTER_MALFORMED', filter('1 AND 2 OR 1')],
  ['FILTER_MALFORMED', filter('1 AND')],
  ['FILTER_MALFORMED', filter('(1 AND 2')],
  ['FILTER_MALFORMED', filter('1 2')],
  ['FILTER_MALFORMED', filter('1 XOR 2')],
  ['FILTER_ROW_UNKNOWN', filter('1 AND 3')],
  ['FILTER_ROW_UNKNOWN', filter('0 AND 2')],
  ['FILTER_ROW_UNUSED', filter('1 OR 1')],
  ['FILTER_WITHOUT_CRITERIA', entryOf(1, [], { booleanFilter: '1' })],
  ['FORMULA_SYNTAX', formula('Country = ')],
  ['FORMULA_SYNTAX', formula('!Keep_Owner__c && Country = "US"')],
  ['FORMULA_SYNTAX', formula('REGEX(Phone, "\\\\d+")')],
  ['FORMULA_FUNCTION_NOT_SUPPORTED', formula('ISCHANGED(Country)')],
  ['FORMULA_FUNCTION_NOT_SUPPORTED', formula('ISNEW()')],
  ['FORMULA_FUNCTION_NOT_SUPPORTED', formula('PRIORVALUE(Country) = "US"')],
  ['FORMULA_FUNCTION_NOT_SUPPORTED', formula('VALUE(PostalCode) > 5')],
  ['FORMULA_FUNCTION_NOT_SUPPORTED', formula('constructor(Country)')],
  ['FORMULA_ARGUMENTS', formula('ISBLANK(Country, State)')],
  ['FORMULA_ARGUMENTS', formula('ISPICKVAL(Industry, Country)')],
  ['FORMULA_ARGUMENTS', formula('5 / BLANKVALUE(Score__c, 1) > 1')],
  ['FORMULA_ARGUMENTS', formula('REGEX(Phone, "(?i)a")')],
  ['FORMULA_TYPES', formula('Industry = "Media"')],
  ['FORMULA_TYPES', formula('Country = 5')],
  ['FORMULA_TYPES', formula('NumberOfEmployees > "5"')],
  ['FORMULA_TYPES', formula('Country = NULL')],
  // formulon binds = before &, Salesforce does not: never answered in the wrong way.
  ['FORMULA_TYPES', formula('State & "/" & Country = "CA/US"')],
  ['FORMULA_BLANK_AMBIGUOUS', formula('NumberOfEmployees + 1 > 5')],
  ['FORMULA_BLANK_AMBIGUOUS', formula('NOT(NumberOfEmployees > 5)')],
  ['FORMULA_BLANK_AMBIGUOUS', formula('NumberOfEmployees <> 5')],
  ['FORMULA_BLANK_AMBIGUOUS', formula('IF(OR(Keep_Owner__c, Score__c > 5), Country = "US", TRUE)')],
  ['FORMULA_BLANK_AMBIGUOUS', formula('(NumberOfEmployees > 5) = FALSE')],
  ['FORMULA_NOT_BOOLEAN', formula('LEFT(Country, 2)')]
];

describe('compileRule', () => {
  it.each<[RuleErrorCode, RuleEntry, string | undefined]>(refused.map(([code, entry, field]) => [code, entry, field]))(
    'refuses with %s: %#',
    (code, entry, field) => {
      const error = errorOf(() => compiled(entry));
      expect(error).toBeInstanceOf(RuleNotSupportedError);
      const { problems } = error as RuleNotSupportedError;
      expect(problems.map((problem) => problem.code)).toContain(code);
      const problem = problems.find((it) => it.code === code)!;
      expect(problem).toMatchObject({ entry: 1, advice: ruleErrorAdvice[code], ...(field ? { field } : {}) });
      expect((error as Error).message).toContain(problem.message);
    }
  );

  it('lists every problem of every entry at once', () => {
    const error = errorOf(() =>
      compileRule(
        ruleOf(
          row('Nope__c', 'equals', 'a'),
          entryOf(2, []),
          entryOf(3, [
            ['Country', 'within', '1'],
            ['State', 'lessThan', '2']
          ])
        ),
        exampleFields
      )
    );
    expect(error).toMatchObject({
      code: 'RULE_NOT_SUPPORTED',
      rule: 'Example',
      retryable: false,
      problems: [
        { entry: 1, code: 'FIELD_UNKNOWN' },
        { entry: 3, code: 'OPERATION_NOT_SUPPORTED' },
        { entry: 3, code: 'OPERATION_NOT_FOR_TYPE' }
      ]
    });
  });

  it('names the field before the operation, and the operation before the value', () => {
    const codeOf = (entry: RuleEntry) => (errorOf(() => compiled(entry)) as RuleNotSupportedError).problems[0]?.code;
    expect(codeOf(row('Nope__c', 'like', 'a,,b'))).toBe('FIELD_UNKNOWN');
    expect(codeOf(row('Opens_At__c', 'like', 'a,,b'))).toBe('FIELD_TYPE_NOT_SUPPORTED');
    expect(codeOf(row('NumberOfEmployees', 'like', 'a,,b'))).toBe('OPERATION_UNKNOWN');
    expect(codeOf(row('NumberOfEmployees', 'contains', 'a,,b'))).toBe('OPERATION_NOT_FOR_TYPE');
    expect(codeOf(row('NumberOfEmployees', 'equals', 'a,,b'))).toBe('VALUE_ITEM_EMPTY');
  });
});

describe('the catalogue of errors', () => {
  it('has no code that nothing raises', () => {
    const file = (content: string) => `<AssignmentRules><assignmentRule>${content}</assignmentRule></AssignmentRules>`;
    const named = (content: string) => file(`<fullName>A</fullName>${content}`);
    const badFiles = [
      '<a>',
      '<a/>',
      file(''),
      named('<order>1</order>'),
      named('<active>x</active>'),
      named('<active>true</active><active>true</active>'),
      named('<active><b/></active>'),
      named('<ruleEntry><assignedTo>a</assignedTo></ruleEntry>'),
      named('<ruleEntry><assignedTo>a</assignedTo><assignedToType>b</assignedToType></ruleEntry>'),
      '<AssignmentRules><assignmentRule><fullName>A</fullName></assignmentRule><assignmentRule><fullName>A</fullName></assignmentRule></AssignmentRules>',
      '<AssignmentRules><assignmentRule><fullName>A</fullName><active>true</active></assignmentRule><assignmentRule><fullName>B</fullName><active>true</active></assignmentRule></AssignmentRules>'
    ];
    const raised = new Set<string>(refused.map(([code]) => code));
    for (const bad of badFiles) {
      const error = errorOf(() => parseAssignmentRules(bad));
      expect(error, bad).toBeInstanceOf(RuleFileError);
      raised.add((error as RuleFileError).code);
    }
    const user = compiled(row('User.Department', 'equals', 'Voice'));
    const number = compiled(row('Score__c', 'equals', '1'));
    for (const work of [
      () => user.evaluate({}, { now: exampleContext.now }),
      () => number.evaluate({ Score__c: 'x' }, exampleContext)
    ]) {
      const error = errorOf(work);
      expect(error).toBeInstanceOf(LeadValueError);
      raised.add((error as LeadValueError).code);
    }
    expect([...raised].sort()).toEqual(Object.keys(ruleErrorAdvice).sort());
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
