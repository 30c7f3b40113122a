import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  administrator,
  change,
  createMetadata,
  deleteMetadata,
  embedded,
  findings,
  idOf,
  org,
  remove,
  request,
  run,
  send,
  startDoctorOrg,
  updateMetadata,
  userId,
  whileBroken,
  type Told
} from './doctorOrg.ts';

beforeAll(startDoctorOrg);
afterAll(() => org.close());
beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(BATON|SF)_/.test(name)) vi.stubEnv(name, undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

describe('baton doctor on the example org', () => {
  it('finds no problem and no warning, makes every check but those that the org cannot answer, and ends with 0', async () => {
    const { out, exitCode } = await run(['--json']);
    const { checks } = JSON.parse(out) as Told;
    const of = (severity: string) =>
      checks.flatMap((each) => each.findings).filter((each) => each.severity === severity);
    expect([...of('problem'), ...of('warning')]).toEqual([]);
    expect(of('note').map(({ where }) => where.join(', '))).toEqual([
      'Default, Healthcare_Specialists, Unrouted_Leads',
      'daniel.weiss@sample.example',
      'sofia.lindqvist@sample.example: until 2031-01-06',
      'BATON_EMAIL_NOTICES, BATON_SLACK_BOT_TOKEN'
    ]);
    expect(checks.filter(({ notMade }) => notMade.length > 0).map(({ id }) => id)).toEqual(['limits']);
    expect(exitCode).toBe(0);
  });

  it('writes nothing', async () => {
    org.requests.clear();
    await run();
    const writes = org.requests.list().flatMap(({ method, path, subrequests }): string[] => {
      if (method === 'GET' || path.startsWith('/services/Soap/m/')) return [];
      return subrequests.length > 0
        ? subrequests.filter((each) => each.method !== 'GET').map(({ url }) => url)
        : [path];
    });
    expect(writes).toEqual([]);
    expect(org.requests.list().length).toBeGreaterThan(20);
  });

  it('names in print what is wrong, where, and how to mend it', async () => {
    const { out, exitCode } = await whileBroken(
      () =>
        remove('PermissionSetAssignment', "PermissionSet.Name = 'Baton_Integration'", [
          'AssigneeId',
          'PermissionSetId'
        ]),
      () => run()
    );
    expect(out).toMatch(/problem\s+integration@local-org\.example lacks rights/);
    expect(out).toMatch(/Lead: create, edit/);
    expect(out).toMatch(/Permission Set Assignments: add Baton Integration/);
    expect(exitCode).toBe(1);
  });
});

describe('each check of baton doctor', () => {
  it('log-in: one that the org refuses is a problem, and no other check is made', async () => {
    const { out, exitCode } = await run(['--json'], { ...embedded, accessToken: 'refused' });
    const { checks } = JSON.parse(out) as Told;
    expect(checks.map(({ id, findings }) => [id, findings[0]?.severity])).toEqual([['logIn', 'problem']]);
    expect(exitCode).toBe(1);
  });

  it('log-in: an API version that the org does not speak', async () => {
    vi.stubEnv('SF_API_VERSION', '99.0');
    const { out } = await run(['--json']);
    expect((JSON.parse(out) as Told).checks[0]?.findings[0]?.severity).toBe('problem');
  });

  it('fields: one that nobody has deployed', async () => {
    const told = await whileBroken(
      async () => {
        await deleteMetadata('CustomField', 'Handoff_Notice__c.Notice_Key__c');
        return () =>
          createMetadata(
            'CustomField',
            '<fullName>Handoff_Notice__c.Notice_Key__c</fullName><externalId>true</externalId><label>Notice Key</label><length>80</length><required>true</required><type>Text</type><unique>true</unique>'
          );
      },
      async () => [await findings('shippedFields'), await findings('fieldPermissions')]
    );
    expect(told).toEqual([['problem: Handoff_Notice__c.Notice_Key__c'], ['problem: Handoff_Notice__c.Notice_Key__c']]);
  });

  it('calendars: without the permission set nobody can tell whether private appointments are seen', async () => {
    const { out } = await whileBroken(
      () =>
        remove('PermissionSetAssignment', "PermissionSet.Name = 'Baton_Calendars'", ['AssigneeId', 'PermissionSetId']),
      () => run(['--json'])
    );
    const calendars = (JSON.parse(out) as Told).checks.find(({ id }) => id === 'calendars');
    expect(calendars?.notMade[0]).toMatch(/role above the reps/);
  });

  it('leads in queues: without Modify All nobody can tell by the permission set, so past handoffs tell', async () => {
    const { checks } = JSON.parse(
      (
        await whileBroken(
          () =>
            remove('PermissionSetAssignment', "PermissionSet.Name = 'Baton_Integration'", [
              'AssigneeId',
              'PermissionSetId'
            ]),
          () => run(['--json'])
        )
      ).out
    ) as Told;
    expect(checks.find(({ id }) => id === 'leadsInQueues')?.notMade[0]).toMatch(/By hand: Setup → Users/);
  });

  it('people: a rep who is not active, has no phone, lacks the permission set, or lives far from their hours', async () => {
    const grace = await userId('Grace Okafor');
    expect(
      await whileBroken(
        () => change(`User/${grace}`, 'Phone', null),
        () => findings('reps')
      )
    ).toContain('warning: grace.okafor@sample.example');
    expect(
      await whileBroken(
        () => change(`User/${grace}`, 'IsActive', false),
        () => findings('reps')
      )
    ).toContain('warning: grace.okafor@sample.example');
    expect(
      await whileBroken(
        () =>
          remove('PermissionSetAssignment', `AssigneeId = '${grace}' AND PermissionSet.Name = 'Baton_Rep'`, [
            'AssigneeId',
            'PermissionSetId'
          ]),
        () => findings('repPermissions')
      )
    ).toEqual(['warning: grace.okafor@sample.example']);
    const daniel = await userId('Daniel Weiss');
    expect(
      await whileBroken(
        () => change(`User/${daniel}`, 'TimeZoneSidKey', 'Asia/Tokyo'),
        () => findings('repHours')
      )
    ).toEqual(['warning: daniel.weiss@sample.example: Asia/Tokyo, hours Eastern in America/New_York']);
    expect(
      await whileBroken(
        () => change(`User/${daniel}`, 'Business_Hours__c', 'Nowhere'),
        () => findings('repHours')
      )
    ).toEqual(['warning: daniel.weiss@sample.example: Nowhere']);
  });

  it('queues: one whose last member leaves, one that takes no Leads, and one that nothing names', async () => {
    const emea = await idOf("SELECT Id FROM Group WHERE DeveloperName = 'EMEA'");
    const members = await administrator.query<{ Id: string; UserOrGroupId: string }>(
      `SELECT Id, UserOrGroupId FROM GroupMember WHERE GroupId = '${emea}'`,
      request
    );
    const told = await whileBroken(
      async () => {
        for (const { Id } of members) await send('DELETE', `GroupMember/${Id}`);
        return async () => {
          for (const { UserOrGroupId } of members) await send('POST', 'GroupMember', { GroupId: emea, UserOrGroupId });
        };
      },
      () => findings('queueMembers')
    );
    expect(told).toEqual([expect.stringMatching(/^problem: EMEA \(the active rule, policy EMEA/)]);
    expect(
      await whileBroken(
        () => remove('QueueSobject', `QueueId = '${emea}'`, ['QueueId', 'SobjectType']),
        () => findings('queueMembers')
      )
    ).toEqual([expect.stringMatching(/^problem: EMEA/)]);
    await createMetadata(
      'Queue',
      '<fullName>Spare</fullName><doesSendEmailToMembers>false</doesSendEmailToMembers><name>Spare</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>'
    );
    expect(await findings('queueMembers')).toEqual(['note: Spare']);
    await deleteMetadata('Queue', 'Spare');
  });

  it('policies: names of a queue, a backup team, hours and a fallback owner that are not there', async () => {
    const text = (field: string, value: string): string =>
      `<values><field>${field}</field><value xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">${value}</value></values>`;
    await createMetadata(
      'CustomMetadata',
      `<fullName>Handoff_Policy.Wrong</fullName><label>Wrong</label>${text('Team__c', 'Nobody')}${text('Backup_Team__c', 'Nothing')}${text('Business_Hours__c', 'Never')}${text('Fallback_Owner__c', 'ghost@sample.example')}`
    );
    const told = await findings('policyNames');
    await deleteMetadata('CustomMetadata', 'Handoff_Policy.Wrong');
    expect(told.filter((each) => each.startsWith('problem'))).toEqual([
      'problem: Wrong: Nobody',
      'problem: Wrong: Nothing',
      'problem: Wrong: Never',
      'problem: Wrong: ghost@sample.example'
    ]);
  });

  it('rules: none active, and entries for a user who has left', async () => {
    const entry = (assignedTo: string): string =>
      `<ruleEntry><assignedTo>${assignedTo}</assignedTo><assignedToType>User</assignedToType></ruleEntry>`;
    const rule = (active: boolean, entries: string): string =>
      `<fullName>Lead</fullName><assignmentRule><fullName>Voice Agent Lead Routing</fullName><active>${active}</active>${entries}</assignmentRule>`;
    const before = await administrator.readMetadata('AssignmentRules', 'Lead', request);
    const grace = await userId('Grace Okafor');
    await updateMetadata('AssignmentRules', rule(true, entry('grace.okafor@sample.example')));
    const told = await whileBroken(
      () => change(`User/${grace}`, 'IsActive', false),
      () => findings('ruleTargets')
    );
    await updateMetadata('AssignmentRules', rule(false, entry('grace.okafor@sample.example')));
    const inactive = await findings('activeRule');
    await updateMetadata('AssignmentRules', before);
    expect(told).toEqual(['problem: entry 1: grace.okafor@sample.example']);
    expect(inactive).toEqual(['problem: Voice Agent Lead Routing']);
    expect(await findings('ruleTargets')).toEqual([]);
  });

  it('settings: a fallback owner whom the org does not have, e-mail that is off or may be sent, Slack without secret', async () => {
    vi.stubEnv('BATON_FALLBACK_OWNER', 'ghost@sample.example');
    vi.stubEnv('BATON_EMAIL_NOTICES', 'on');
    vi.stubEnv('BATON_SLACK_BOT_TOKEN', 'xoxb-test');
    const { out } = await run(['--json']);
    const { checks } = JSON.parse(out) as Told;
    const check = (id: string) => checks.find((each) => each.id === id);
    expect(check('fallbackOwnerSetting')?.findings[0]).toMatchObject({
      severity: 'problem',
      where: ['ghost@sample.example']
    });
    expect(check('emailNotices')).toMatchObject({ findings: [], notMade: [expect.stringMatching(/Deliverability/)] });
    expect(check('slackNotices')?.findings[0]).toMatchObject({ where: ['BATON_SLACK_SIGNING_SECRET'] });
    expect(out).not.toContain('xoxb-test');
  });

  it('change events: an object that sends none', async () => {
    expect(
      await whileBroken(
        async () => {
          await deleteMetadata('PlatformEventChannelMember', 'ChangeEvents_Handoff_Offer_ChangeEvent');
          return () =>
            createMetadata(
              'PlatformEventChannelMember',
              '<fullName>ChangeEvents_Handoff_Offer_ChangeEvent</fullName><eventChannel>ChangeEvents</eventChannel><selectedEntity>Handoff_Offer__ChangeEvent</selectedEntity>'
            );
        },
        () => findings('changeEvents')
      )
    ).toEqual(['problem: Handoff_Offer__ChangeEvent']);
  });

  it('data: a required field that no call fills, and a validation rule of the customer’s own', async () => {
    await createMetadata(
      'CustomField',
      '<fullName>Lead.Region__c</fullName><label>Region</label><length>20</length><required>true</required><type>Text</type>'
    );
    await createMetadata(
      'ValidationRule',
      '<fullName>Lead.Needs_Title</fullName><active>true</active><errorConditionFormula>ISBLANK(Title)</errorConditionFormula><errorMessage>A title, please.</errorMessage>'
    );
    const told = await findings('requiredFields');
    await deleteMetadata('ValidationRule', 'Lead.Needs_Title');
    await deleteMetadata('CustomField', 'Lead.Region__c');
    expect(told).toEqual(['problem: Lead.Region__c', 'note: Lead.Needs_Title']);
  });

  it('without an administrator: what the integration user may not see is not made, and says how to look by hand', async () => {
    const { administratorToken, ...integrationOnly } = embedded;
    expect(administratorToken).toBeDefined();
    const { out, exitCode } = await run(['--json'], integrationOnly);
    const { checks } = JSON.parse(out) as Told;
    const problems = checks.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'problem');
    expect(problems).toEqual([]);
    expect(checks.filter(({ notMade }) => notMade.length > 0).map(({ id }) => id)).toEqual([
      'shippedFields',
      'ruleTargets',
      'defaultLeadOwner',
      'limits',
      'changeEvents',
      'duplicateRules',
      'requiredFields'
    ]);
    expect(exitCode).toBe(0);
  });
});
