import { describe, expect, it } from 'vitest';
import { compiled, entryOf, exampleContext } from './ruleBuilder.ts';

const rule = compiled(
  entryOf(1, [
    ['Country', 'equals', 'US,USA'],
    ['State', 'equals', 'CA'],
    ['NumberOfEmployees', 'greaterThan', '1000']
  ]),
  entryOf(
    2,
    [
      ['Country', 'equals', 'FR'],
      ['State', 'equals', 'CA'],
      ['LeadSource', 'equals']
    ],
    { booleanFilter: '1 OR (2 AND 3)' }
  ),
  entryOf(3, [], { formula: 'NumberOfEmployees > 5000' }),
  entryOf(4, [
    ['Country', 'equals', 'US'],
    ['LeadSource', 'notEqual']
  ]),
  entryOf(5, [])
);
const lead = { Country: 'us', State: 'CA', NumberOfEmployees: 500, LeadSource: 'Web' };

describe('an explanation', () => {
  it('names the entry that matched, with what its rows found', () => {
    const explanation = rule.explain(lead, exampleContext);
    expect(explanation.outcome).toEqual(rule.evaluate(lead, exampleContext));
    expect(explanation.matchedEntry).toBe(4);
    expect(explanation.matched).toEqual([
      { row: 1, field: 'Lead.Country', operation: 'equals', expected: 'US', actual: 'us', holds: true },
      { row: 2, field: 'Lead.LeadSource', operation: 'notEqual', expected: undefined, actual: 'Web', holds: true }
    ]);
  });

  it('says of each earlier entry why it did not match: the first row that failed, the filter, the formula', () => {
    expect(rule.explain(lead, exampleContext).passedOver).toEqual([
      {
        entry: 1,
        why: {
          kind: 'criterion',
          criterion: {
            row: 3,
            field: 'Lead.NumberOfEmployees',
            operation: 'greaterThan',
            expected: '1000',
            actual: 500,
            holds: false
          }
        }
      },
      {
        entry: 2,
        why: {
          kind: 'filter',
          booleanFilter: '1 OR (2 AND 3)',
          criteria: [
            { row: 1, field: 'Lead.Country', operation: 'equals', expected: 'FR', actual: 'us', holds: false },
            { row: 2, field: 'Lead.State', operation: 'equals', expected: 'CA', actual: 'CA', holds: true },
            { row: 3, field: 'Lead.LeadSource', operation: 'equals', expected: undefined, actual: 'Web', holds: false }
          ],
          decisive: [1, 3]
        }
      },
      { entry: 3, why: { kind: 'formula', formula: 'NumberOfEmployees > 5000' } }
    ]);
  });

  it('names of a filter only the rows that made it fail', () => {
    const filtered = compiled(
      entryOf(
        1,
        [
          ['Country', 'equals', 'FR'],
          ['State', 'equals', 'CA'],
          ['LeadSource', 'equals', 'Web'],
          ['Company', 'equals', 'NovaCorp']
        ],
        { booleanFilter: '(1 OR 2) AND NOT 3 AND 4' }
      )
    );
    const whyNot = (values: Record<string, string>) => filtered.explain(values, exampleContext).passedOver[0]?.why;
    expect(whyNot({})).toMatchObject({ decisive: [1, 2] });
    expect(whyNot({ State: 'CA', LeadSource: 'Web' })).toMatchObject({ decisive: [3] });
    expect(whyNot({ State: 'CA' })).toMatchObject({ decisive: [4] });
  });

  it('shows a missing value as null, and says nothing of entries after the match', () => {
    const explanation = rule.explain({ Country: 'US', NumberOfEmployees: 5001 }, exampleContext);
    expect(explanation.matchedEntry).toBe(3);
    expect(explanation.matched).toEqual([]);
    expect(explanation.passedOver).toHaveLength(2);
    expect(explanation.passedOver[0]?.why).toMatchObject({ criterion: { row: 2, actual: null } });
  });

  it('lists every entry when none matches', () => {
    const strict = compiled(entryOf(1, [['State', 'equals', 'CA']]), entryOf(2, [['State', 'equals', 'WA']]));
    expect(strict.explain({ State: 'OR' }, exampleContext)).toMatchObject({
      outcome: { kind: 'noMatch' },
      matchedEntry: undefined,
      passedOver: [{ entry: 1 }, { entry: 2 }]
    });
  });
});
