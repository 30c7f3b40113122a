import { describe, expect, it } from 'vitest';
import { SalesforceError } from '../../../local-org/errors.ts';
import type { Org } from '../../../local-org/org.ts';
import { addRep, adminOf, component, orgWith, refusal, row, rows, validationRule } from '../orgFixture.ts';

type Content = Record<string, unknown>;

const lead = { LastName: 'Rivera', Company: 'NovaCorp', Email: 'jamie@novacorp.example', Phone: '+14155550100' };

const exact = (fieldName: string, more: Content = {}): Content => ({
  fieldName,
  matchingMethod: 'Exact',
  blankValueBehavior: 'NullNotAllowed',
  ...more
});

const matching = (items: readonly Content[], more: Content = {}) =>
  component('MatchingRules', 'Lead', {
    matchingRules: { fullName: 'Same_Person', label: 'Same', ruleStatus: 'Active', matchingRuleItems: items, ...more }
  });

const rule = (more: Content = {}) =>
  component('DuplicateRule', 'Lead.No_Doubles', {
    masterLabel: 'No doubles',
    isActive: 'true',
    actionOnInsert: 'Block',
    actionOnUpdate: 'Block',
    alertText: 'Use one of these records?',
    securityOption: 'BypassSharingRules',
    sortOrder: '1',
    duplicateRuleMatchRules: { matchRuleSObjectType: 'Lead', matchingRule: 'Same_Person' },
    ...more
  });

const byEmail = matching([exact('Email')]);
const alert = {
  actionOnInsert: 'Allow',
  actionOnUpdate: 'Allow',
  operationsOnInsert: 'Alert',
  operationsOnUpdate: 'Alert'
};

function leadIn(org: Org, values: Content = {}, options = {}): string {
  return org.records.create(adminOf(org), 'Lead', { ...lead, ...values }, options).id;
}

describe('A duplicate rule', () => {
  it('that blocks refuses a lead like one that is there, names it, and cannot be talked round', () => {
    const org = orgWith([byEmail, rule()]);
    const id = leadIn(org);
    for (const options of [{}, { allowDuplicates: true }]) {
      expect(refusal(() => leadIn(org, { Email: 'JAMIE@novacorp.example' }, options))).toEqual({
        errorCode: 'DUPLICATES_DETECTED',
        message: 'Use one of these records?',
        duplicateResut: {
          allowSave: false,
          duplicateRule: 'No_Doubles',
          duplicateRuleEntityType: 'Lead',
          errorMessage: 'Use one of these records?',
          matchResults: [
            {
              entityType: 'Lead',
              errors: [],
              matchEngine: 'ExactMatchEngine',
              matchRecords: [
                {
                  additionalInformation: [],
                  fieldDiffs: [],
                  matchConfidence: 100,
                  record: { attributes: { type: 'Lead', url: `/sobjects/Lead/${id}` }, Id: id }
                }
              ],
              rule: 'Same_Person',
              size: 1,
              success: true
            }
          ]
        }
      });
    }
    expect(rows(org, 'Lead')).toHaveLength(1);
    leadIn(org, { Email: 'someone@else.example' });
  });

  it('that alerts refuses too, until it is told to let the record pass', () => {
    const org = orgWith([byEmail, rule(alert)]);
    leadIn(org);
    expect(refusal(() => leadIn(org))).toMatchObject({ duplicateResut: { allowSave: true } });
    leadIn(org, {}, { allowDuplicates: true });
    expect(rows(org, 'Lead')).toHaveLength(2);
  });

  it('that allows without an alert lets the record pass', () => {
    const org = orgWith([byEmail, rule({ actionOnInsert: 'Allow', operationsOnInsert: 'Report' })]);
    leadIn(org);
    leadIn(org);
    expect(rows(org, 'Lead')).toHaveLength(2);
  });

  it('that is not active does nothing', () => {
    const org = orgWith([byEmail, rule({ isActive: 'false' })]);
    leadIn(org);
    leadIn(org);
  });

  it('looks at an update only when a field that it compares changes', () => {
    const org = orgWith([byEmail, rule()]);
    leadIn(org);
    const other = leadIn(org, { Email: 'other@novacorp.example' });
    const admin = adminOf(org);
    org.records.update(admin, 'Lead', other, { Phone: lead.Phone });
    expect(refusal(() => org.records.update(admin, 'Lead', other, { Email: lead.Email })).errorCode).toBe(
      'DUPLICATES_DETECTED'
    );
    org.records.update(admin, 'Lead', other, { Email: 'third@novacorp.example' });
  });

  it('speaks after the validation rules and before anything is saved', () => {
    const org = orgWith([byEmail, rule(), validationRule('Lead.No_Nova', 'Company = "Nova"')]);
    leadIn(org);
    expect(refusal(() => leadIn(org, { Company: 'Nova' })).errorCode).toBe('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(refusal(() => leadIn(org)).errorCode).toBe('DUPLICATES_DETECTED');
  });

  it('needs all items of its matching rule, or what the filter says', () => {
    const both = orgWith([matching([exact('Email'), exact('Phone')]), rule()]);
    leadIn(both);
    leadIn(both, { Phone: '+14155550101' });
    expect(refusal(() => leadIn(both)).errorCode).toBe('DUPLICATES_DETECTED');
    const either = orgWith([matching([exact('Email'), exact('Phone')], { booleanFilter: '1 OR 2' }), rule()]);
    leadIn(either);
    expect(refusal(() => leadIn(either, { Phone: '+14155550101' })).errorCode).toBe('DUPLICATES_DETECTED');
    leadIn(either, { Phone: '+14155550101', Email: 'other@novacorp.example' });
  });

  it('takes two blanks for different, unless told to take them for the same', () => {
    const items = (blankValueBehavior: string) => [exact('Phone'), exact('Email', { blankValueBehavior })];
    const strict = orgWith([matching(items('NullNotAllowed')), rule()]);
    leadIn(strict, { Email: null });
    leadIn(strict, { Email: null });
    const blank = orgWith([matching(items('MatchBlanks')), rule()]);
    leadIn(blank, { Email: null });
    leadIn(blank);
    expect(refusal(() => leadIn(blank, { Email: null })).errorCode).toBe('DUPLICATES_DETECTED');
  });

  it('passes over a lead that was converted', () => {
    const org = orgWith([byEmail, rule()]);
    const id = leadIn(org);
    expect(refusal(() => leadIn(org)).errorCode).toBe('DUPLICATES_DETECTED');
    org.db.prepare('UPDATE "Lead" SET IsConverted = 1 WHERE Id = ?').run(id);
    leadIn(org);
  });

  it('that enforces sharing sees no more than the user does', () => {
    const [strict, open] = ['EnforceSharingRules', 'BypassSharingRules'].map((securityOption) => {
      const org = orgWith([byEmail, rule({ securityOption })]);
      leadIn(org);
      return { org, rep: addRep(org, 'priya') };
    });
    const create = ({ org, rep }: NonNullable<typeof strict>) => org.records.create(rep, 'Lead', lead);
    expect(row(strict!.org, 'Lead', create(strict!).id)).toMatchObject({ Email: lead.Email });
    expect(() => create(open!)).toThrow(SalesforceError);
  });

  it.each<[what: string, components: ReturnType<typeof component>[], problem: string]>([
    ['a fuzzy method', [matching([exact('LastName', { matchingMethod: 'LastName' })])], 'matching method LastName'],
    ['another object', [component('MatchingRules', 'Contact', {})], 'matching rules of Contact'],
    ['a field that is not there', [matching([exact('Nope__c')])], 'Nope__c'],
    ['a matching rule that is not there', [rule()], 'Same_Person'],
    [
      'a matching rule that is not active',
      [matching([exact('Email')], { ruleStatus: 'Inactive' }), rule()],
      'not active'
    ],
    [
      'a comparison with contacts',
      [byEmail, rule({ duplicateRuleMatchRules: { matchRuleSObjectType: 'Contact', matchingRule: 'Same_Person' } })],
      'with Contact'
    ],
    ['conditions', [byEmail, rule({ duplicateRuleFilter: { booleanFilter: '1' } })], 'conditions']
  ])('does not deploy with %s', (_, components, problem) => {
    const { success, results } = orgWith().metadata.deploy(components);
    expect(success).toBe(false);
    expect(results.map((result) => result.problem ?? '').join()).toContain(problem);
  });
});
