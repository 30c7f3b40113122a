import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Connection } from 'jsforce';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { readBusinessHours } from '../../../orchestrator/salesforce/businessHours.ts';
import { readRulesFile } from '../../../orchestrator/salesforce/readRules.ts';
import { readSnapshot, type ReadSnapshotOptions } from '../../../orchestrator/salesforce/readSnapshot.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';
import { predictOwner } from '../../../orchestrator/snapshot/predictOwner.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const rulesFile = root('sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml');
const adminName = 'admin@local-org.example';
const folder = mkdtempSync(join(tmpdir(), 'baton-rules-'));

let org: LocalOrg;
let admin: Connection;
beforeAll(async () => {
  org = await createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    port: 0
  });
  admin = connect(adminName);
});
afterEach(() => {
  org.host.faults.remove();
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

const connect = (username?: string): Connection => {
  const { accessToken } = org.session(username);
  return new Connection({ instanceUrl: org.url, accessToken, version: '66.0' });
};
const read = (options: Partial<ReadSnapshotOptions> & { as?: string } = {}) => {
  const salesforce = new Salesforce(connect(options.as));
  const now = org.clock.now();
  const readHours = () => readBusinessHours(salesforce, { deadlineMs: 9000, now });
  return readSnapshot(salesforce, { deadlineMs: 9000, country: 'US', now, readHours, ...options });
};
const idOf = async (soql: string): Promise<string> => (await admin.query<{ Id: string }>(soql)).records[0]!.Id;
const requests = () => org.requests.list().length;

describe('the snapshot of the org', () => {
  it('holds every team that takes leads with its people, and all else that a decision needs', async () => {
    const snapshot = await read();
    expect(
      snapshot.teams.map(({ developerName, members, problem }) => [developerName, members.length, problem])
    ).toEqual([
      ['EMEA', 3, null],
      ['Enterprise_East', 3, null],
      ['Enterprise_West', 4, null],
      ['Healthcare_Specialists', 2, null],
      ['Mid_Market', 3, null],
      ['SMB_Inbound', 5, null],
      ['Spanish_Speaking', 2, null],
      ['Unrouted_Leads', 2, null]
    ]);
    const [member] = snapshot.teams[0]!.members;
    expect(member).toMatchObject({
      id: expect.stringMatching(/^005/) as string,
      timeZone: 'Europe/London',
      active: true
    });
    expect(snapshot.users.find(({ rep }) => rep.id === member!.id)!.username).toMatch(/@sample\.example$/);
    expect(snapshot.runningUser.id).toBe(org.session().userId);
    expect(snapshot.policies).toHaveLength(9);
    expect(snapshot.hours.length).toBeGreaterThan(0);
    expect(snapshot.instanceUrl).toBe(org.url);
    expect(JSON.parse(JSON.stringify(snapshot))).toEqual(snapshot);
  });

  it('costs one API call a minute, and more only every ten', async () => {
    const first = await read();
    const later = (minutes: number) => new Date(Date.parse(first.readAt) + minutes * 60_000);
    org.requests.clear();
    const second = await read({ previous: first, now: later(1) });
    expect(requests()).toBe(1);
    expect(second).toMatchObject({ readAt: later(1).toISOString(), setupReadAt: first.setupReadAt });
    await read({ previous: second, now: later(11) });
    expect(requests()).toBeGreaterThan(5);
  });

  it('sees who joined a team meanwhile', async () => {
    const first = await read();
    const queue = await idOf("SELECT Id FROM Group WHERE DeveloperName = 'EMEA'");
    const user = await idOf("SELECT Id FROM User WHERE Username = 'noah.brooks@sample.example'");
    const { id } = await admin.sobject('GroupMember').create({ GroupId: queue, UserOrGroupId: user });
    const second = await read({ previous: first });
    await admin.sobject('GroupMember').destroy(id!);
    expect(second.teams[0]!.members.map((rep) => rep.id)).toContain(user);
    expect(first.teams[0]!.members.map((rep) => rep.id)).not.toContain(user);
  });

  it('opens public groups, and says of a team with a group that it cannot open what is wrong, and of no other', async () => {
    const queue = async (name: string) =>
      idOf(`SELECT Id FROM Group WHERE DeveloperName = '${name}' AND Type = 'Queue'`);
    const group = async (name: string, type: string) =>
      (await admin.sobject('Group').create({ Name: name, DeveloperName: name, Type: type })).id!;
    const user = await idOf("SELECT Id FROM User WHERE Username = 'noah.brooks@sample.example'");
    const regular = await group('Night_Shift', 'Regular');
    await admin.sobject('GroupMember').create({ GroupId: regular, UserOrGroupId: user });
    await admin.sobject('GroupMember').create({ GroupId: await queue('Mid_Market'), UserOrGroupId: regular });
    const roles = await group('East_Managers', 'Role');
    const { id: membership } = await admin
      .sobject('GroupMember')
      .create({ GroupId: await queue('Unrouted_Leads'), UserOrGroupId: roles });
    const snapshot = await read();
    await admin.sobject('GroupMember').destroy(membership!);
    const teamOf = (name: string) => snapshot.teams.find(({ developerName }) => developerName === name)!;
    expect(teamOf('Mid_Market').members.map(({ id }) => id)).toContain(user);
    expect(
      snapshot.teams.flatMap(({ developerName, problem }) => (problem === null ? [] : [developerName, problem]))
    ).toEqual([
      'Unrouted_Leads',
      'A queue holds the Role group East_Managers; only users and public groups can share a rotation.'
    ]);
  });

  it('holds each team’s newest turn, and learns of a newer one', async () => {
    const teamId = await idOf("SELECT Id FROM Group WHERE DeveloperName = 'Mid_Market' AND Type = 'Queue'");
    const { id: leadId } = await admin.sobject('Lead').create({ LastName: 'Turner', Company: 'Turns' });
    const { id: handoff } = await admin
      .sobject('Handoff__c')
      .create({ Call_Id__c: 'turns', Lead__c: leadId, Status__c: 'Callback', Next_Step__c: 'Callback' });
    const rep = await idOf("SELECT Id FROM User WHERE Username = 'noah.brooks@sample.example'");
    const take = (turn: number) =>
      admin.sobject('Handoff_Offer__c').create({
        Handoff__c: handoff,
        Rep__c: rep,
        OwnerId: rep,
        Team_Id__c: teamId,
        Kind__c: 'Callback',
        Status__c: 'Assigned',
        Offered_At__c: org.clock.now().toISOString(),
        Turn_Key__c: `${teamId}:${turn}`,
        Turn_Number__c: turn,
        Ledger__c: JSON.stringify({ balances: { [rep]: turn }, change: {}, lastTurnOf: {} })
      });
    await take(1);
    await take(2);
    const first = await read();
    expect(first.lastTurns[teamId]).toMatchObject({ turn: 2, balances: { [rep]: 2 } });
    await take(3);
    const second = await read({ previous: first });
    expect(second.lastTurns[teamId]!.turn).toBe(3);
    expect((await read({ previous: second })).lastTurns[teamId]!.turn).toBe(3);
  });

  it('is not half read: when a part fails, there is none', async () => {
    const rule: FaultRuleInput = { kind: '503', match: { path: '/sobjects/Lead/describe' } };
    org.host.faults.add(faultRule.parse(rule));
    await expect(read()).rejects.toMatchObject({ code: 'salesforceUnavailable' });
  });
});

describe('the rules in a snapshot', () => {
  it('come through the Metadata API where the user may read metadata', async () => {
    const { rules } = await read({ as: adminName });
    expect(rules).toMatchObject({ from: 'org', xml: expect.stringContaining('Voice Agent Lead Routing') as string });
  });

  it('are missing where the user may not, with what to do about it', async () => {
    const snapshot = await read();
    expect(snapshot.rules).toEqual({ xml: null, why: expect.stringContaining('BATON_RULES_FILE') as string });
    expect(predictOwner(snapshot, { Country: 'GB' }, new Date())).toMatchObject({ type: 'unknown' });
  });

  it('come from the file where one is named, which wins', async () => {
    expect((await read({ rulesFile })).rules).toMatchObject({ from: 'file' });
    const missing = join(folder, 'missing.xml');
    expect((await read({ rulesFile: missing })).rules).toEqual({
      xml: null,
      why: `BATON_RULES_FILE: ${missing}: there is no such file.`
    });
    await expect(readRulesFile(missing)).rejects.toMatchObject({ code: 'invalidConfiguration' });
  });

  it('name users, who are then known, and fields of the running user, which are then read', async () => {
    const file = join(folder, 'users.xml');
    writeFileSync(
      file,
      `<AssignmentRules><assignmentRule><fullName>R</fullName><active>true</active><ruleEntry>
        <assignedTo>priya.raman@sample.example</assignedTo><assignedToType>User</assignedToType>
        <criteriaItems><field>User.Username</field><operation>contains</operation><value>integration</value></criteriaItems>
      </ruleEntry></assignmentRule></AssignmentRules>`
    );
    const snapshot = await read({ rulesFile: file });
    expect(snapshot.runningUser).toMatchObject({ types: { Username: 'string' } });
    const priya = await idOf("SELECT Id FROM User WHERE Username = 'priya.raman@sample.example'");
    expect(predictOwner(snapshot, {}, new Date())).toMatchObject({ type: 'rep', rep: { id: priya } });
  });

  it('predict what the org then does', async () => {
    const snapshot = await read({ rulesFile });
    const lead = fc.record(
      {
        LastName: fc.constant('Rivera'),
        Company: fc.constantFrom('NovaCorp', 'Lakeside Clinic', 'Mercy Hospital'),
        Country: fc.constantFrom('US', 'USA', 'CA', 'GB', 'Ireland', 'DE', 'FR', 'ES', 'JP'),
        State: fc.constantFrom('CA', 'NY', 'TX', 'WA', 'Ontario', 'FL'),
        PostalCode: fc.constantFrom('94105', '10001', '75001', '98101'),
        Industry: fc.constantFrom('Technology', 'Healthcare', 'Banking', 'Insurance', 'Government'),
        NumberOfEmployees: fc.integer({ min: 1, max: 20_000 }),
        Language__c: fc.constantFrom('en', 'es', 'es-MX', 'de'),
        Qualification_Score__c: fc.integer({ min: 0, max: 100 }),
        Team_Size__c: fc.integer({ min: 1, max: 500 }),
        Campaign_Code__c: fc.constantFrom('expo', 'webinar'),
        LeadSource: fc.constantFrom('Partner Referral', 'Web')
      },
      { requiredKeys: ['LastName', 'Company'] }
    );
    const leads = fc.sample(lead, { numRuns: 300, seed: 7 });
    const connection = connect();
    const seen = new Map<string, number>();
    for (const fields of leads) {
      const created = await connection.request<{ id: string }>({
        method: 'POST',
        url: '/services/data/v66.0/sobjects/Lead',
        body: JSON.stringify(fields),
        headers: { 'Content-Type': 'application/json', 'Sforce-Auto-Assign': 'TRUE' }
      });
      const truth = String((await admin.sobject('Lead').retrieve(created.id))['OwnerId']);
      const prediction = predictOwner(snapshot, fields, org.clock.now());
      const predicted =
        prediction.type === 'team'
          ? prediction.team.id
          : prediction.type === 'rep'
            ? prediction.rep.id
            : prediction.type;
      expect({ fields, predicted }).toEqual({ fields, predicted: truth });
      seen.set(truth, (seen.get(truth) ?? 0) + 1);
    }
    expect(seen.size).toBeGreaterThanOrEqual(7);
  });
});
