import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { activeRule, compileRule, parseAssignmentRules, type FieldType } from '../../assignment-rules/index.ts';

const path = fileURLToPath(
  new URL('../../sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml', import.meta.url)
);

const fieldTypes: Record<string, FieldType> = {
  campaign_code__c: 'string',
  company: 'string',
  country: 'string',
  industry: 'picklist',
  keep_owner__c: 'boolean',
  language__c: 'string',
  leadsource: 'picklist',
  numberofemployees: 'int',
  postalcode: 'string',
  product_interest__c: 'multipicklist',
  qualification_score__c: 'double',
  state: 'string',
  team_size__c: 'double'
};

const rule = activeRule(parseAssignmentRules(readFileSync(path, 'utf8')));
if (!rule) throw new Error('The sample org has no active assignment rule.');
const compiled = compileRule(rule, (name) => {
  const type = fieldTypes[name.toLowerCase()];
  return type && { type };
});

type Lead = Record<string, string | number | boolean>;

function ownerOf(lead: Lead): string {
  const outcome = compiled.evaluate(
    { Company: 'NovaCorp', Keep_Owner__c: false, ...lead },
    { now: new Date('2026-11-03T14:20:05Z') }
  );
  const owner = outcome.kind === 'assign' ? outcome.target.name : outcome.kind;
  return 'entry' in outcome ? `${outcome.entry} ${owner}` : owner;
}

/** A caller, and the entry of the rule with the queue it assigns to. */
const cases: [caller: string, lead: Lead, expected: string][] = [
  [
    'the caller of the README',
    {
      Country: 'US',
      State: 'CA',
      PostalCode: '94105',
      Industry: 'Technology',
      NumberOfEmployees: 1400,
      Qualification_Score__c: 86,
      Language__c: 'en',
      Team_Size__c: 80,
      Product_Interest__c: 'Voice',
      Campaign_Code__c: 'expo'
    },
    '8 Enterprise_West'
  ],
  ['a lead whose owner a person chose', { Keep_Owner__c: true, Language__c: 'es' }, '1 keepOwner'],
  ['a Spanish speaker in California', { Country: 'US', State: 'CA', Language__c: 'es-MX' }, '2 Spanish_Speaking'],
  ['a Spanish speaker who names no country', { Language__c: 'ES' }, '2 Spanish_Speaking'],
  ['a Spanish speaker in Spain', { Country: 'Spain', Language__c: 'es-ES' }, '5 EMEA'],
  ['an Estonian speaker, whose tag also begins with "e"', { Country: 'Estonia', Language__c: 'et' }, '5 EMEA'],
  ['a clinic that names no industry', { Company: 'Bayview Clinic', Country: 'US' }, '3 Healthcare_Specialists'],
  ['a hospital in Germany', { Company: 'Hospital am Park', Industry: 'Healthcare', Country: 'Germany' }, '5 EMEA'],
  ['a small company in the United Kingdom', { Country: 'GB', NumberOfEmployees: 4 }, '4 EMEA'],
  ['a country with a comma in its name', { Country: 'moldova, republic of' }, '5 EMEA'],
  ['a country whose ISO name begins with its short one', { Country: 'Tanzania, United Republic of' }, '6 EMEA'],
  ['a large company in Korea', { Country: 'Korea, Republic of', NumberOfEmployees: 1000 }, '7 Enterprise_West'],
  ['a small company in Korea', { Country: 'KR', NumberOfEmployees: 999, Industry: 'Media' }, '20 Mid_Market'],
  [
    'an energy company in Washington that names no country',
    { State: 'washington', Industry: 'Energy', NumberOfEmployees: 3000 },
    '8 Enterprise_West'
  ],
  [
    'a manufacturer in California',
    { Country: 'US', State: 'CA', Industry: 'Manufacturing', NumberOfEmployees: 3000 },
    '10 Enterprise_East'
  ],
  [
    'a western postal code without a state',
    { Country: 'USA', PostalCode: '98101', NumberOfEmployees: 2000 },
    '9 Enterprise_West'
  ],
  [
    'an eastern postal code without a state',
    { Country: 'USA', PostalCode: '10005', NumberOfEmployees: 2000 },
    '11 Enterprise_East'
  ],
  [
    'a bank in New York',
    { Country: 'US', State: 'NY', Industry: 'Banking', NumberOfEmployees: 2000 },
    '10 Enterprise_East'
  ],
  ['a company in British Columbia', { Country: 'Canada', State: 'BC', NumberOfEmployees: 2000 }, '12 Enterprise_West'],
  ['a company in Ontario', { Country: 'Canada', State: 'ON', NumberOfEmployees: 2000 }, '13 Enterprise_East'],
  [
    'a warm partner referral',
    { LeadSource: 'Partner Referral', NumberOfEmployees: 500, Qualification_Score__c: 70 },
    '14 Enterprise_East'
  ],
  [
    'a partner referral of unknown size',
    { LeadSource: 'Partner Referral', Qualification_Score__c: 70 },
    '24 SMB_Inbound'
  ],
  ['an insurer of 700', { Industry: 'Insurance', NumberOfEmployees: 700 }, '15 Enterprise_East'],
  ['an electronics company of 200', { Industry: 'Electronics', NumberOfEmployees: 200 }, '16 Mid_Market'],
  ['a food maker of 100', { Industry: 'Food & Beverage', NumberOfEmployees: 100 }, '17 Mid_Market'],
  ['a retailer of 500', { Industry: 'Retail', NumberOfEmployees: 500 }, '18 Mid_Market'],
  ['a retailer of 499', { Industry: 'Retail', NumberOfEmployees: 499, Qualification_Score__c: 60 }, '24 SMB_Inbound'],
  ['a small school', { Industry: 'Education', NumberOfEmployees: 12 }, '19 Mid_Market'],
  ['a company of 250 in an unknown industry', { NumberOfEmployees: 250 }, '20 Mid_Market'],
  [
    'a contact centre that asks about coaching',
    { NumberOfEmployees: 90, Product_Interest__c: 'Voice;Coaching', Team_Size__c: 50 },
    '21 Mid_Market'
  ],
  [
    'a guest of a campaign event',
    { NumberOfEmployees: 90, Campaign_Code__c: 'EXPO-2026', Qualification_Score__c: 70 },
    '22 Mid_Market'
  ],
  ['a hot caller of unknown size', { Qualification_Score__c: 85 }, '23 Mid_Market'],
  ['a small company worth a call', { NumberOfEmployees: 12, Qualification_Score__c: 25 }, '24 SMB_Inbound'],
  ['a small company not worth one', { NumberOfEmployees: 12, Qualification_Score__c: 24 }, '25 Unrouted_Leads'],
  ['a caller who told nothing', {}, '25 Unrouted_Leads']
];

describe('the example customer\'s "Voice Agent Lead Routing"', () => {
  it.each(cases)('routes %s', (_caller, lead, expected) => {
    expect(ownerOf(lead)).toBe(expected);
  });

  it('has a caller here for each of its entries', () => {
    const covered = new Set(cases.map(([, , expected]) => Number(expected.split(' ')[0])));
    expect(rule.entries.map((_entry, index) => index + 1).filter((number) => !covered.has(number))).toEqual([]);
  });
});
