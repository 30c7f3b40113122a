import { fieldsOf, metadataOf, readJson } from './support/metadataFiles.js';
import { standardFields } from './support/standardFields.js';

const queues = metadataOf('sample-org', '.queue');
const rules = metadataOf('sample-org', '.assignmentRules');
const rule = rules[0].content.assignmentRule;
const entries = rule.ruleEntry.map((entry, index) => [index + 1, entry]);
const policies = metadataOf('sample-org', '.md');

function policyValue({ content }, fieldName) {
  const { value } = content.values.find(({ field }) => field === fieldName);
  return value['#text'];
}

describe("the example customer's queues", () => {
  it('hold leads and name no members, whose usernames differ from org to org', () => {
    expect(queues).toHaveLength(8);
    for (const { content } of queues) {
      expect(content.queueSobject.sobjectType).toBe('Lead');
      expect(content.queueMembers).toBeUndefined();
    }
  });
});

describe("the example customer's assignment rule", () => {
  it('is one, and active', () => {
    expect(rules).toHaveLength(1);
    expect(rule).toMatchObject({ fullName: 'Voice Agent Lead Routing', active: 'true' });
  });

  it.each(entries.slice(1))('assigns by entry %i to a queue that exists', (_number, entry) => {
    expect(entry.assignedToType).toBe('Queue');
    expect(queues.map(({ name }) => name)).toContain(entry.assignedTo);
  });

  it('leaves every queue something to do', () => {
    const used = new Set(rule.ruleEntry.map(({ assignedTo }) => assignedTo).filter(Boolean));
    expect([...used].sort()).toEqual(queues.map(({ name }) => name).sort());
  });

  it('begins with leads whose owner a person has chosen, which it does not reassign', () => {
    const [first] = rule.ruleEntry;
    expect(first).not.toHaveProperty('assignedTo');
    expect(first).not.toHaveProperty('assignedToType');
    expect(first.criteriaItems).toEqual([{ field: 'Lead.Keep_Owner__c', operation: 'equals', value: 'True' }]);
  });

  it('ends with the only entry without criteria', () => {
    const open = entries.filter(([, entry]) => !entry.criteriaItems && !entry.formula).map(([number]) => number);
    expect(open).toEqual([entries.length]);
  });

  it('has criteria or a formula in an entry, never both', () => {
    expect(entries.filter(([, entry]) => entry.criteriaItems && entry.formula)).toEqual([]);
  });

  it('tests fields that the org has', () => {
    const known = new Set([
      ...standardFields.Lead,
      ...['force-app', 'sample-org']
        .flatMap(fieldsOf)
        .filter(({ object }) => object === 'Lead')
        .map(({ name }) => name)
    ]);
    const tested = rule.ruleEntry.flatMap(({ criteriaItems = [] }) =>
      criteriaItems.map(({ field }) => field.slice('Lead.'.length))
    );
    expect(tested.filter((field) => !known.has(field))).toEqual([]);
  });

  it('uses each criterion in its filter, and none that is not there', () => {
    for (const [, { booleanFilter, criteriaItems = [] }] of entries) {
      if (!booleanFilter) continue;
      const numbers = new Set(booleanFilter.match(/\d+/g).map(Number));
      expect([...numbers].sort((a, b) => a - b)).toEqual(criteriaItems.map((_item, index) => index + 1));
    }
  });

  it('keeps every value within the 255 characters of a criterion', () => {
    const values = rule.ruleEntry.flatMap(({ criteriaItems = [] }) => criteriaItems.map(({ value = '' }) => value));
    expect(values.filter((value) => value.length > 255)).toEqual([]);
  });
});

describe("the example customer's handoff policies", () => {
  it('show each way to rotate', () => {
    expect(new Set(policies.map((policy) => policyValue(policy, 'Rotation__c')))).toEqual(
      new Set(['Skip Unavailable', 'Weighted', 'Strict'])
    );
  });

  it('are one for each queue', () => {
    const teams = policies.map((policy) => policyValue(policy, 'Team__c'));
    expect(teams.sort()).toEqual(queues.map(({ name }) => name).sort());
  });

  it('put nobody through live whose score was too low for every entry before the catch-all', () => {
    const [, lastTier] = entries.at(-2);
    const [{ field, operation, value: tier }] = lastTier.criteriaItems;
    expect({ field, operation }).toEqual({ field: 'Lead.Qualification_Score__c', operation: 'greaterOrEqual' });
    const leastOf = (name) => {
      const policy = policies.find((each) => policyValue(each, 'Team__c') === name);
      return Number(policyValue(policy, 'Live_Transfer_Min_Score__c'));
    };
    expect(leastOf(rule.ruleEntry.at(-1).assignedTo)).toBeGreaterThanOrEqual(Number(tier));
    expect(leastOf(lastTier.assignedTo)).toBeLessThanOrEqual(Number(tier));
  });

  it.each(policies.map((policy) => [policy.name, policy]))(
    '%s is for a queue that exists, as is its backup',
    (name, policy) => {
      const known = queues.map((queue) => queue.name);
      expect(name).toBe(`Handoff_Policy.${policyValue(policy, 'Team__c')}`);
      expect(known).toContain(policyValue(policy, 'Team__c'));
      expect([undefined, ...known]).toContain(policyValue(policy, 'Backup_Team__c'));
    }
  );

  it.each(policies.map((policy) => [policy.name, policy]))(
    '%s names business hours and a fallback owner that exist',
    (_name, policy) => {
      const { content } = metadataOf('sample-org', '.settings').find(({ name }) => name === 'BusinessHours');
      const usernames = readJson('sample-org/data/User.json').records.map(({ Username }) => Username);
      expect(content.businessHours.map(({ name }) => name)).toContain(policyValue(policy, 'Business_Hours__c'));
      expect([undefined, ...usernames]).toContain(policyValue(policy, 'Fallback_Owner__c'));
    }
  );

  it('give the teams of the west, the east and Europe the hours of their own zone', () => {
    const hours = Object.fromEntries(
      policies.map((policy) => [policyValue(policy, 'Team__c'), policyValue(policy, 'Business_Hours__c')])
    );
    expect(hours).toMatchObject({ Enterprise_West: 'Pacific', Enterprise_East: 'Eastern', EMEA: 'London' });
  });

  it.each(['Meeting_Minutes__c', 'Live_Transfer_Min_Team_Size__c', 'Fallback_Owner__c', 'Backup_Team__c'])(
    'show %s both filled in and left to the default',
    (field) => {
      const filled = policies.filter((policy) => policyValue(policy, field) !== undefined);
      expect(filled.length).toBeGreaterThan(0);
      expect(filled.length).toBeLessThan(policies.length);
    }
  );

  it.each(policies.map((policy) => [policy.name, policy]))(
    '%s fits the labels and the fields',
    (_name, { content }) => {
      const own = fieldsOf('force-app')
        .filter(({ object }) => object === 'Handoff_Policy__mdt')
        .map(({ name }) => name);
      expect(content.label.length).toBeLessThanOrEqual(40);
      expect(content.values.map(({ field }) => field).sort()).toEqual(own.sort());
    }
  );
});
