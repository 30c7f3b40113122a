import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRules, judgeRule } from '../../../assignment-rules/index.ts';
import type { Comparison, LeadRecord, RuleEntry } from '../../../assignment-rules/index.ts';
import { naiveFirstEntry } from '../naiveEvaluator.ts';
import { randomEntries, randomLead, seededRandom } from '../randomRules.ts';
import { entryOf, exampleContext, exampleFields, ruleOf } from '../ruleBuilder.ts';

const user = { Department: 'usa' };
const context = { ...exampleContext, runningUser: user };

const judged = (entries: readonly RuleEntry[]) => judgeRule(ruleOf(...entries), exampleFields);
const numbered = (leads: readonly LeadRecord[], prefix = '00Q') =>
  leads.map((values, at) => ({ id: `${prefix}${String(at).padStart(12, '0')}`, values }));
const compared = (before: readonly RuleEntry[], after: readonly RuleEntry[], leads: readonly LeadRecord[]) =>
  compareRules(judged(before), judged(after), numbered(leads), { context });

const toQueue = (name: string) => ({ target: { type: 'Queue' as const, name } });
const german = entryOf(1, [['Country', 'equals', 'DE']], toQueue('EMEA'));
const large = entryOf(2, [['NumberOfEmployees', 'greaterThan', '500']], toQueue('Enterprise'));
const rest = entryOf(3, [], toQueue('SMB'));
const secret = { formula: 'CONTAINS(Company, VLOOKUP(Company))' };

/** Fields by which the reference reads, which wants their exact names. */
const exact = (entries: readonly RuleEntry[]): RuleEntry[] =>
  entries.map((entry) => ({
    ...entry,
    criteriaItems: entry.criteriaItems.map((item) => ({
      ...item,
      field: item.field.replace('Lead.country', 'Lead.Country').replace('Lead.postalcode', 'Lead.PostalCode')
    }))
  }));

describe('the comparison of two rules', () => {
  it('counts leads by owner before and after, with the entries that decide and some ids', async () => {
    const after = [german, { ...large, criteriaItems: [{ ...large.criteriaItems[0]!, value: '100' }] }, rest];
    const comparison = await compared([german, large, rest], after, [
      { Country: 'DE' },
      { NumberOfEmployees: 200 },
      { NumberOfEmployees: 300 },
      { NumberOfEmployees: 900 },
      {}
    ]);
    expect(comparison).toMatchObject({ leads: 5, changed: 2, stayed: 3, notDecided: 0, reasons: [] });
    expect(comparison.flows[0]).toEqual({
      before: { kind: 'assign', ...toQueue('SMB') },
      after: { kind: 'assign', ...toQueue('Enterprise') },
      changes: true,
      leads: 2,
      entries: [{ before: 3, after: 2, leads: 2 }],
      examples: expect.arrayContaining(['00Q000000000001', '00Q000000000002']) as string[]
    });
    expect(comparison.flows).toHaveLength(4);
  });

  it('takes another entry with the same owner for no change, and names in another case for the same', async () => {
    const shouted = { ...rest, ...toQueue('smb') };
    const again = entryOf(1, [['Country', 'equals', 'DE']], toQueue('SMB'));
    const comparison = await compared([rest], [again, { ...shouted, number: 2 }], [{ Country: 'DE' }, {}]);
    expect(comparison).toMatchObject({ changed: 0, stayed: 2, flows: [{ changes: false, leads: 2, examples: [] }] });
    expect(comparison.flows[0]!.entries).toEqual([
      { before: 3, after: 1, leads: 1 },
      { before: 3, after: 2, leads: 1 }
    ]);
  });

  it('tells a user from a queue of the same name, and keeping the owner from matching nothing', async () => {
    const user = { target: { type: 'User' as const, name: 'SMB' } };
    const { target: _none, ...keep } = entryOf(1, [['Country', 'equals', 'DE']]);
    const comparison = await compared([keep, { ...rest, ...user }], [rest], [{ Country: 'DE' }, {}]);
    expect(comparison.flows.map(({ before }) => before.kind).sort()).toEqual(['assign', 'keepOwner']);
    expect(comparison.changed).toBe(2);
    expect((await compared([keep], [german], [{ Country: 'DE' }, {}])).flows.map(({ before }) => before.kind)).toEqual([
      'keepOwner',
      'noMatch'
    ]);
  });

  it('reads NOW() of a lead as its own instant', async () => {
    const entry = entryOf(1, [], { ...toQueue('Old'), formula: 'TODAY() < DATE(2026, 1, 1)' });
    const leads = [
      { id: 'then', values: {}, at: new Date('2025-06-01T00:00:00Z') },
      { id: 'now', values: {} }
    ];
    const { flows } = await compareRules(judged([rest]), judged([entry, { ...rest, number: 2 }]), leads, { context });
    expect(flows.find(({ changes }) => changes)).toMatchObject({ leads: 1, examples: ['then'] });
  });

  it('tells how often a queue that has a lead today is the one that the rule before names', async () => {
    const leads = [
      { id: '1', values: { Country: 'DE' }, queue: 'emea' },
      { id: '2', values: { Country: 'DE' }, queue: 'SMB' },
      { id: '3', values: { Country: 'DE' } }
    ];
    const { inQueues } = await compareRules(judged([german, rest]), judged([rest]), leads, { context });
    expect(inQueues).toEqual({ leads: 2, asBefore: 1 });
  });
});

describe('what cannot be judged', () => {
  const guarded = entryOf(2, [], { ...toQueue('Named'), ...secret });

  it('is counted with the entry and why, for the leads that come so far', async () => {
    const before = [german, guarded, rest];
    const comparison = await compared(before, [german, { ...rest, number: 2 }], [{ Country: 'DE' }, {}, {}]);
    expect(comparison).toMatchObject({ leads: 3, changed: 0, stayed: 1, notDecided: 2, sameEitherWay: 0 });
    const [reason, ...more] = comparison.reasons;
    expect(more).toEqual([]);
    expect(reason).toMatchObject({ cause: { kind: 'entry', rule: 'before', entry: 2 }, leads: 2 });
    expect(reason!.cause).toMatchObject({
      problems: [{ code: 'FORMULA_FUNCTION_NOT_SUPPORTED', message: expect.stringContaining('VLOOKUP') as string }]
    });
    expect(reason!.examples).toHaveLength(2);
  });

  it('is the same either way where it stands in both rules before the same owner', async () => {
    const before = [{ ...guarded, number: 1 }, { ...german, number: 2 }, rest];
    const after = [{ ...guarded, number: 1 }, { ...german, number: 2, ...toQueue('DACH') }, rest];
    expect(await compared(before, after, [{ Country: 'DE' }, {}, {}])).toMatchObject({
      notDecided: 3,
      sameEitherWay: 2
    });
    const other = { ...guarded, number: 1, formula: 'CONTAINS(Title, VLOOKUP(Title))' };
    expect((await compared(before, [other, ...before.slice(1)], [{}])).sameEitherWay).toBe(0);
  });

  it('is ruled out by another row of the entry that fails', async () => {
    const entry = entryOf(1, [
      ['Country', 'equals', 'DE'],
      ['Demo_On__c', 'greaterThan', 'LAST_WEEK']
    ]);
    const comparison = await compared([entry, { ...rest, number: 2 }], [rest], [{ Country: 'US' }, { Country: 'DE' }]);
    expect(comparison).toMatchObject({ stayed: 1, notDecided: 1 });
  });

  it('is a value that the field cannot hold: its field is named, and never the value', async () => {
    const comparison = await compared(
      [large, { ...rest, number: 2 }],
      [rest],
      [{ NumberOfEmployees: 'some 50' }, { NumberOfEmployees: 3 }]
    );
    expect(comparison).toMatchObject({ stayed: 1, notDecided: 1 });
    expect(comparison.reasons).toEqual([
      {
        cause: {
          kind: 'value',
          field: 'NumberOfEmployees',
          message: 'The value of NumberOfEmployees is not a number.'
        },
        leads: 1,
        examples: ['00Q000000000000']
      }
    ]);
  });
});

/** A rule, an edit of it, and leads. */
const cases = fc.integer({ min: 1, max: 2 ** 30 }).map((seed) => {
  const random = seededRandom(seed);
  const before = randomEntries(random, 1 + Math.floor(random.next() * 12));
  const after = before.filter(() => random.chance(0.8)).concat(randomEntries(random, 2));
  const teams = ['A', 'B', 'C', 'D'];
  const shared = (entries: readonly RuleEntry[]): RuleEntry[] =>
    entries.map((entry, at) => ({
      ...entry,
      number: at + 1,
      ...(entry.target ? { target: { type: 'Queue' as const, name: teams[entry.criteriaItems.length % 4]! } } : {})
    }));
  const leads = Array.from({ length: 60 }, () => randomLead(random));
  return { random, before: shared(before), after: shared(after), leads };
});

/** By a reference that shares no code with the library. */
function ownerOf(entries: readonly RuleEntry[], lead: LeadRecord): string {
  const entry = entries[naiveFirstEntry(exact(entries), lead, user) - 1];
  return entry ? (entry.target?.name ?? 'keepOwner') : 'noMatch';
}

const named = (owner: Comparison['flows'][number]['before']): string =>
  owner.kind === 'assign' ? owner.target.name : owner.kind;

describe('the counts', () => {
  it('agree with putting each lead to each rule by itself', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ before, after, leads }) => {
        const expected = new Map<string, number>();
        for (const lead of leads) {
          const key = `${ownerOf(before, lead)} > ${ownerOf(after, lead)}`;
          expected.set(key, (expected.get(key) ?? 0) + 1);
        }
        const { flows, changed, stayed } = await compared(before, after, leads);
        expect(new Map(flows.map((flow) => [`${named(flow.before)} > ${named(flow.after)}`, flow.leads]))).toEqual(
          expected
        );
        expect(changed + stayed).toBe(leads.length);
        for (const { leads: count, entries } of flows)
          expect(entries.reduce((sum, each) => sum + each.leads, 0)).toBe(count);
      }),
      { numRuns: 80 }
    );
  });

  it('and the examples do not depend on the order of the leads', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ before, after, leads }) => {
        const forth = numbered(leads);
        const [one, other] = await Promise.all(
          [forth, [...forth].reverse()].map((each) => compareRules(judged(before), judged(after), each, { context }))
        );
        expect(one).toEqual(other);
      }),
      { numRuns: 30 }
    );
  });

  it('never decide what a row that cannot be judged might change', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ random, before, leads }) => {
        const masked = before.map((entry) => (random.chance(0.3) ? maskedEntry(entry, random) : entry));
        const rule = judged(masked);
        for (const lead of leads) {
          const { outcome, open } = rule.judge(lead, context);
          const possible = [outcome.kind === 'assign' ? outcome.target.name : outcome.kind].concat(
            open.map(({ entry }) => entry.target?.name ?? 'keepOwner')
          );
          expect(possible).toContain(ownerOf(before, lead));
        }
        const { flows, notDecided, sameEitherWay } = await compared(masked, masked, leads);
        expect(flows.every(({ changes }) => !changes)).toBe(true);
        expect(sameEitherWay).toBe(notDecided);
      }),
      { numRuns: 60 }
    );
  });
});

/** The same entry with one row, or its formula, written so that it cannot be judged. */
function maskedEntry(entry: RuleEntry, random: ReturnType<typeof seededRandom>): RuleEntry {
  if (entry.criteriaItems.length === 0) return { ...entry, ...secret };
  const hidden = Math.floor(random.next() * entry.criteriaItems.length);
  return {
    ...entry,
    criteriaItems: entry.criteriaItems.map((item, at) => (at === hidden ? { ...item, operation: 'within' } : item))
  };
}
