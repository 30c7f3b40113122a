import { describe, expect, it } from 'vitest';
import type { AutoAssign } from '../../../local-org/org.ts';
import {
  addRep,
  adminOf,
  deploy,
  entry,
  field,
  idOf,
  integrationOf,
  leadRules,
  orgWith,
  queue,
  refusal,
  row,
  rows
} from '../orgFixture.ts';

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
const keepOwner = field('Lead.Keep_Owner__c', 'Checkbox', { defaultValue: 'false' });
const routing = leadRules(
  {
    name: 'Routing',
    active: true,
    entries: [
      entry(undefined, 'Keep_Owner__c equals True'),
      entry('West', 'State equals CA,California'),
      entry('East', 'State equals NY')
    ]
  },
  { name: 'Spare Rule', active: false, entries: [entry('East')] }
);
const off: AutoAssign = { kind: 'off' };

function routedOrg() {
  const org = orgWith([keepOwner, queue('West'), queue('East'), routing]);
  const admin = adminOf(org);
  const queueId = (name: string): string => idOf(org, 'Group', 'DeveloperName', name);
  const create = (values: object, autoAssign?: AutoAssign): string =>
    org.records.create(admin, 'Lead', { ...lead, ...values }, autoAssign && { autoAssign }).id;
  const owner = (id: string): unknown => row(org, 'Lead', id)['OwnerId'];
  return { org, admin, queueId, create, owner };
}

describe('The owner of a lead', () => {
  it('is what the active rule says on create, without any header', () => {
    const { create, owner, queueId } = routedOrg();
    expect(owner(create({ State: 'california' }))).toBe(queueId('West'));
    expect(owner(create({ State: 'NY' }))).toBe(queueId('East'));
  });

  it('is what the rule says, whatever OwnerId was sent', () => {
    const { admin, create, owner, queueId } = routedOrg();
    expect(owner(create({ State: 'CA', OwnerId: admin.userId }))).toBe(queueId('West'));
  });

  it('is the OwnerId sent when the rule is off', () => {
    const { create, owner, queueId } = routedOrg();
    expect(owner(create({ State: 'CA', OwnerId: queueId('East') }, off))).toBe(queueId('East'));
  });

  it('is given again on an update without the header', () => {
    const { org, admin, create, owner, queueId } = routedOrg();
    const id = create({ State: 'CA', OwnerId: admin.userId }, off);
    org.records.update(admin, 'Lead', id, { Title: 'VP' });
    expect(owner(id)).toBe(queueId('West'));
  });

  it('stays on an update with the rule off', () => {
    const { org, admin, create, owner } = routedOrg();
    const id = create({ State: 'CA', OwnerId: admin.userId }, off);
    org.records.update(admin, 'Lead', id, { Title: 'VP' }, { autoAssign: off });
    expect(owner(id)).toBe(admin.userId);
  });

  it('stays when a "Do Not Reassign" entry matches first', () => {
    const { admin, create, owner } = routedOrg();
    expect(owner(create({ State: 'CA', Keep_Owner__c: true }))).toBe(admin.userId);
  });

  it('is the default lead owner when no entry matches', () => {
    const { org, create, owner } = routedOrg();
    const integration = integrationOf(org);
    const id = create({ State: 'TX', OwnerId: integration.userId });
    expect(owner(id)).toBe(adminOf(org).userId);
  });

  it('is the default lead owner that the org was made with', () => {
    const org = orgWith([keepOwner, queue('West'), queue('East'), routing], { defaultLeadOwner: 'East' });
    const { id } = org.records.create(adminOf(org), 'Lead', { ...lead, State: 'TX' });
    expect(row(org, 'Lead', id)['OwnerId']).toBe(idOf(org, 'Group', 'DeveloperName', 'East'));
  });

  it('stays with the creator when no rule is active', () => {
    const org = orgWith([queue('East'), leadRules({ name: 'Spare Rule', active: false, entries: [entry('East')] })]);
    const { id } = org.records.create(adminOf(org), 'Lead', lead);
    expect(row(org, 'Lead', id)['OwnerId']).toBe(adminOf(org).userId);
  });

  it('is what a rule says that is named by its id, even when it is not active', () => {
    const { org, create, owner, queueId } = routedOrg();
    const ruleId = idOf(org, 'AssignmentRule', 'Name', 'Spare Rule');
    expect(owner(create({ State: 'CA' }, { kind: 'rule', ruleId: ruleId.slice(0, 15) }))).toBe(queueId('East'));
  });

  it('is refused for a rule id that is no rule', () => {
    const { org, create, queueId } = routedOrg();
    expect(refusal(() => create({}, { kind: 'rule', ruleId: '01Q000000000ZZZ' })).errorCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY'
    );
    expect(refusal(() => create({}, { kind: 'rule', ruleId: queueId('West') })).errorCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY'
    );
    expect(rows(org, 'Lead')).toHaveLength(0);
  });

  it('leaves the lead unread when it is somebody else', () => {
    const { create, org } = routedOrg();
    expect(row(org, 'Lead', create({ State: 'CA' }))['IsUnreadByOwner']).toBe(1);
    expect(row(org, 'Lead', create({ State: 'CA', Keep_Owner__c: true }))['IsUnreadByOwner']).toBe(0);
  });

  it('may be a user that an entry names; one who is inactive fails the save', () => {
    const { org, admin, create, owner } = routedOrg();
    const rep = addRep(org, 'priya');
    deploy(org, leadRules({ name: 'To Priya', active: true, entries: [entry('priya@reps.example')] }));
    expect(owner(create({}))).toBe(rep.userId);
    org.records.update(admin, 'User', rep.userId, { IsActive: false });
    expect(refusal(() => create({}))).toMatchObject({
      errorCode: 'INACTIVE_OWNER_OR_USER',
      message: `operation performed with inactive user [${rep.userId}] as owner of lead`
    });
    expect(rows(org, 'Lead')).toHaveLength(1);
  });
});

describe('An OwnerId that is sent', () => {
  it('may be a queue for leads, and no other group', () => {
    const { org, admin, create, queueId } = routedOrg();
    deploy(org, queue('Tasks_Only', ['Task']));
    const group = org.records.create(admin, 'Group', { Name: 'Friends' }).id;
    expect(refusal(() => create({ OwnerId: queueId('Tasks_Only') }, off)).errorCode).toBe(
      'INVALID_CROSS_REFERENCE_KEY'
    );
    expect(refusal(() => create({ OwnerId: group }, off)).errorCode).toBe('INVALID_CROSS_REFERENCE_KEY');
    create({ OwnerId: queueId('West') }, off);
  });

  it('is refused when it is no owner at all', () => {
    const { create } = routedOrg();
    const other = create({}, off);
    expect(refusal(() => create({ OwnerId: other }, off)).errorCode).toBe('FIELD_INTEGRITY_EXCEPTION');
    expect(refusal(() => create({ OwnerId: '005000000000ZZZ' }, off)).errorCode).toBe('INVALID_CROSS_REFERENCE_KEY');
  });
});

describe('Deploying assignment rules', () => {
  it('leaves one rule active: the one deployed last', () => {
    const { org, create, owner, queueId } = routedOrg();
    deploy(org, leadRules({ name: 'New Rule', active: true, entries: [entry('East')] }));
    const active = rows(org, 'AssignmentRule').filter((rule) => rule['Active'] === 1);
    expect(active.map((rule) => rule['Name'])).toEqual(['New Rule']);
    expect(rows(org, 'AssignmentRule')).toHaveLength(3);
    expect(owner(create({ State: 'CA' }))).toBe(queueId('East'));
  });

  it('leaves the active rule active when the deployed one is not', () => {
    const { org, create, owner, queueId } = routedOrg();
    deploy(org, leadRules({ name: 'New Rule', active: false, entries: [entry('East')] }));
    expect(owner(create({ State: 'CA' }))).toBe(queueId('West'));
  });

  it('keeps the old rule when the new one fails by itself in a deploy without roll-back', () => {
    const { org, create, owner, queueId } = routedOrg();
    const bad = leadRules({ name: 'Bad', active: true, entries: [entry('Nowhere')] });
    const { results } = org.metadata.deploy([bad, field('Lead.A__c', 'Text')], { rollbackOnError: false });
    expect(results.map(({ success }) => success)).toEqual([false, true]);
    expect(owner(create({ State: 'CA', A__c: 'x' }))).toBe(queueId('West'));
  });

  it.each([
    ['a queue that is not there', entry('Nowhere'), 'no Queue named Nowhere'],
    ['a queue for other objects', entry('Tasks_Only'), 'does not take Lead'],
    ['a user who is not there', entry('nobody@reps.example'), 'no User named nobody@reps.example'],
    ['a field that is not there', entry('West', 'Nothing__c equals 1'), 'Nothing__c']
  ])('fails for %s, and the old rule stays', (_, bad, problem) => {
    const { org, create, owner, queueId } = routedOrg();
    deploy(org, queue('Tasks_Only', ['Task']));
    const outcome = org.metadata.deploy([leadRules({ name: 'Bad', active: true, entries: [bad] })]);
    expect(outcome.success).toBe(false);
    expect(outcome.results[0]?.problem).toContain(problem);
    expect(owner(create({ State: 'CA' }))).toBe(queueId('West'));
  });
});
