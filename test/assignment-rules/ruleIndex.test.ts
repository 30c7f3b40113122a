import { describe, expect, it } from 'vitest';
import { compileRule } from '../../assignment-rules/index.ts';
import type { LeadRecord, RuleEntry } from '../../assignment-rules/index.ts';
import { naiveFirstEntry } from './naiveEvaluator.ts';
import { randomEntries, randomLead, seededRandom } from './randomRules.ts';
import { compiled, entryOf, exampleContext, exampleFields, ruleOf } from './ruleBuilder.ts';

const user = { Department: 'usa' };
const context = { ...exampleContext, runningUser: user };

/** The reference reads by exact names. */
function withExactNames(entries: readonly RuleEntry[]): RuleEntry[] {
  const exact: Record<string, string> = { 'Lead.country': 'Lead.Country', 'Lead.postalcode': 'Lead.PostalCode' };
  return entries.map((entry) => ({
    ...entry,
    criteriaItems: entry.criteriaItems.map((item) => ({ ...item, field: exact[item.field] ?? item.field }))
  }));
}

function expectAgreement(entries: readonly RuleEntry[], leads: readonly LeadRecord[], explained = true): Set<number> {
  const rule = compileRule(ruleOf(...entries), exampleFields);
  const reference = withExactNames(entries);
  const seen = new Set<number>();
  for (const lead of leads) {
    const expected = naiveFirstEntry(reference, lead, user);
    seen.add(expected);
    for (const values of [
      lead,
      (field: string) => lead[Object.keys(lead).find((name) => name.toLowerCase() === field.toLowerCase()) ?? '']
    ]) {
      const outcome = rule.evaluate(values, context);
      const found = outcome.kind === 'noMatch' ? 0 : outcome.entry;
      if (found !== expected)
        throw new Error(
          `index ${found}, reference ${expected}: ${JSON.stringify({ lead, entry: entries[(expected || found) - 1] })}`
        );
    }
    if (explained) expect(rule.explain(lead, context).matchedEntry ?? 0).toBe(expected);
  }
  return seen;
}

describe('the index', () => {
  it.each([1, 2, 3, 4])('agrees with the reference and with explain on random small rules, %i of 4', (part) => {
    const random = seededRandom(part);
    let hits = 0;
    for (let rule = 0; rule < 100; rule += 1) {
      const entries = randomEntries(random, 1 + Math.floor(random.next() * 12));
      hits += expectAgreement(
        entries,
        Array.from({ length: 30 }, () => randomLead(random))
      ).size;
    }
    // Rules that always or never match would prove little.
    expect(hits).toBeGreaterThan(300);
  });

  it('agrees with the reference on random large rules', () => {
    const random = seededRandom(99);
    for (const size of [100, 700, 3_000]) {
      // Long conjunctions match rarely: the tree is walked to its ends.
      const entries = randomEntries(random, size * 3)
        .filter(({ criteriaItems, booleanFilter }) => criteriaItems.length > 2 && booleanFilter === undefined)
        .slice(0, size)
        .map((entry, at) => ({ ...entry, number: at + 1 }));
      expect(
        expectAgreement(
          entries,
          Array.from({ length: 150 }, () => randomLead(random)),
          false
        ).size
      ).toBeGreaterThan(5);
    }
  });

  it('gives the same answers when the same leads come again, in another order', () => {
    const random = seededRandom(5);
    const entries = randomEntries(random, 60);
    const rule = compileRule(ruleOf(...entries), exampleFields);
    const leads = Array.from({ length: 200 }, () => randomLead(random));
    const first = leads.map((lead) => rule.evaluate(lead, context));
    expect(leads.map((lead) => rule.evaluate(lead, context))).toEqual(first);
    expect(leads.toReversed().map((lead) => rule.evaluate(lead, context))).toEqual(first.toReversed());
  });

  it('tells thousands of listed values apart', () => {
    const entries = Array.from({ length: 3_000 }, (_, at) =>
      entryOf(at + 1, [['Company', 'equals', `Company ${at},"Firm, ${at}"`]])
    );
    const rule = compiled(...entries);
    for (const at of [0, 1, 31, 32, 1_023, 1_024, 2_999]) {
      expect(rule.evaluate({ Company: `COMPANY ${at}` }, context)).toMatchObject({ entry: at + 1 });
      expect(rule.evaluate({ Company: `firm, ${at}` }, context)).toMatchObject({ entry: at + 1 });
    }
    expect(rule.evaluate({ Company: 'Company 3000' }, context)).toEqual({ kind: 'noMatch' });
  });

  it('outlives more combinations of words than it remembers', () => {
    const random = seededRandom(8);
    const words = Array.from({ length: 30 }, (_, at) => `w${String.fromCharCode(97 + at)}x`);
    const entries = Array.from({ length: 60 }, (_, at) =>
      entryOf(at + 1, [
        ['Title', 'contains', random.some(words, 2).join(',')],
        ['Company', random.pick(['contains', 'notContain']), random.some(words, 3).join(',')],
        ['State', 'equals', random.some(['a', 'b', 'c', 'd'], 2).join(',')]
      ])
    );
    const leads = Array.from({ length: 6_500 }, () => ({
      Title: random.some(words, 4).join(' '),
      Company: random.some(words, 4).join(' '),
      State: random.pick(['a', 'b', 'c', 'd'])
    }));
    expect(expectAgreement(entries, [...leads, ...leads.slice(0, 500)], false).size).toBeGreaterThan(20);
  });

  it('does not remember the name of a lookup, which may change', () => {
    let label = 'Inbound';
    const rule = compileRule(ruleOf(entryOf(1, [['RecordTypeId', 'equals', 'Inbound']])), () => ({
      type: 'reference',
      nameOf: () => label
    }));
    expect(rule.evaluate({ RecordTypeId: '012' }, context).kind).toBe('assign');
    label = 'Renamed';
    expect(rule.evaluate({ RecordTypeId: '012' }, context).kind).toBe('noMatch');
  });

  it('reads few fields to decide among many entries', () => {
    const entries = Array.from({ length: 2_000 }, (_, at) =>
      entryOf(at + 1, [
        ['Country', 'equals', `Country ${at % 40}`],
        ['State', 'equals', `State ${at}`],
        ['NumberOfEmployees', 'greaterThan', String(at)]
      ])
    );
    const rule = compiled(...entries);
    let reads = 0;
    const lead: LeadRecord = { Country: 'Country 27', State: 'State 1987', NumberOfEmployees: 5_000 };
    const outcome = rule.evaluate((field) => {
      reads += 1;
      return lead[field];
    }, context);
    expect(outcome).toMatchObject({ entry: 1_988 });
    expect(reads).toBeLessThanOrEqual(3);
  });
});
