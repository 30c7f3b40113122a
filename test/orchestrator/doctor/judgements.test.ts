import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../orchestrator/config.ts';
import { duplicateRules } from '../../../orchestrator/doctor/duplicateRules.ts';
import { emailNotices } from '../../../orchestrator/doctor/emailNotices.ts';
import { fieldPermissions } from '../../../orchestrator/doctor/fieldPermissions.ts';
import type { Check } from '../../../orchestrator/doctor/finding.ts';
import { leadsInQueues } from '../../../orchestrator/doctor/leadsInQueues.ts';
import { limits } from '../../../orchestrator/doctor/limits.ts';
import type { ObjectSeen, OrgFacts, Queue } from '../../../orchestrator/doctor/orgFacts.ts';
import { queueMembers } from '../../../orchestrator/doctor/queueMembers.ts';
import { repPermissions } from '../../../orchestrator/doctor/repPermissions.ts';
import { readOrgFacts } from '../../../orchestrator/readOrgFacts.ts';
import { openConnection } from '../../../orchestrator/salesforce/login.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { administrator, org, startDoctorOrg } from './doctorOrg.ts';

describe('checks of what the local org cannot show', () => {
  let facts: OrgFacts;
  beforeAll(async () => {
    await startDoctorOrg();
    const salesforce = new Salesforce(
      await openConnection({ kind: 'token', instanceUrl: org.url, accessToken: org.accessToken }, '66.0')
    );
    const config = readConfig({ BATON_API_KEYS: 'a-key-for-this-test-alone' });
    facts = await readOrgFacts({ salesforce, administrator, config, now: org.clock.now() });
  });
  afterAll(() => org.close());
  const told = (check: Check, changes: Partial<OrgFacts>): string[] =>
    check.judge({ ...facts, ...changes }).findings.map(({ severity, where }) => `${severity}: ${where.join(', ')}`);

  it('a field that the integration user may read and not write', () => {
    const lead = facts.objects['Lead'] as { read: ObjectSeen };
    const fields = lead.read.fields.map((field) =>
      field.name === 'Budget__c' ? { ...field, createable: false, updateable: false } : field
    );
    const objects = { ...facts.objects, Lead: { read: { ...lead.read, fields } } };
    expect(told(fieldPermissions, { objects })).toEqual(['problem: Lead.Budget__c']);
    expect(told(fieldPermissions, {})).toEqual([]);
  });

  it('limits that run out, and some that do not', () => {
    const read = {
      DailyApiRequests: { max: 100_000, remaining: 15_000 },
      HourlyPublishedPlatformEvents: { max: 50_000, remaining: 0 },
      DailyDeliveredPlatformEvents: { max: 25_000, remaining: 24_000 }
    };
    expect(told(limits, { limits: { read } })).toEqual([
      'warning: DailyApiRequests',
      'problem: HourlyPublishedPlatformEvents'
    ]);
  });

  it('leads of past handoffs that are hidden, or may only be read', () => {
    const recordAccess = { read: { leads: 3, hidden: ['00Q1'], readOnly: ['00Q2'] } };
    expect(told(leadsInQueues, { recordAccess })).toEqual(['problem: 00Q1', 'problem: 00Q2']);
  });

  it('duplicate rules that block, and those of which nobody can tell', () => {
    const rules = [
      { name: 'Lead.Blocks', blocksInsert: true },
      { name: 'Lead.Alerts', blocksInsert: false },
      { name: 'Lead.Unknown', blocksInsert: undefined }
    ];
    expect(told(duplicateRules, { leadDuplicateRules: { read: rules } })).toEqual([
      'warning: Lead.Blocks',
      'note: Lead.Unknown'
    ]);
  });

  it('a queue of roles, whose people cannot be told', () => {
    const { read } = facts.queues as { read: readonly Queue[] };
    const queues = read.map((queue) =>
      queue.developerName === 'EMEA' ? { ...queue, problem: 'It holds a role.' } : queue
    );
    expect(told(queueMembers, { queues: { read: queues } })).toEqual([
      expect.stringMatching(/^problem: EMEA .*a role/)
    ]);
  });

  it('reps who hold no permission set, where nobody else’s assignments are shown: not a finding', () => {
    const permissionSets = { read: { existing: ['Baton_Rep'], holders: {}, seesOthers: false } };
    const judgement = repPermissions.judge({ ...facts, permissionSets });
    expect(judgement.findings).toEqual([]);
    expect(judgement.notMade?.[0]).toMatch(/Manage Assignments/);
  });

  it('e-mail that the user may not send', () => {
    const settings = { ...facts.settings, notices: { ...facts.settings.notices, email: true } };
    expect(told(emailNotices, { settings, actions: { read: [] } })).toEqual(['problem: emailSimple']);
  });
});
