import type { Connection } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRealOrg, orgUnderTest, type OrgUnderTest } from './orgUnderTest.ts';

let org: OrgUnderTest;
let admin: Connection;
let member: Connection;
let stranger: Connection;
let integration: Connection;
let queuedLead: string;

const west = {
  LastName: 'Rivera',
  Company: 'NovaCorp',
  Country: 'US',
  State: 'CA',
  PostalCode: '94105',
  Industry: 'Technology',
  NumberOfEmployees: 1400
};

/** Username of an active rep who is a member of the queue, or of one who is not. */
async function repOf(queue: string, isMember: boolean): Promise<string> {
  const { records } = await admin.query<{ Username: string }>(
    `SELECT Username FROM User WHERE IsActive = true AND Username LIKE '%@sample.example' AND Id ${isMember ? '' : 'NOT '}IN ` +
      `(SELECT UserOrGroupId FROM GroupMember WHERE Group.DeveloperName = '${queue}') ORDER BY Username LIMIT 1`
  );
  return records[0]?.Username ?? '';
}

describe.skipIf(isRealOrg)('A lead that a queue owns', () => {
  beforeAll(async () => {
    org = await orgUnderTest('jsforceSharing');
    admin = org.connection;
    member = org.as(await repOf('Enterprise_West', true));
    stranger = org.as(await repOf('Enterprise_West', false));
    integration = org.as('integration@local-org.example');
    queuedLead = (await admin.sobject('Lead').create(west)).id ?? '';
  });

  afterAll(() => org.close());

  const reads = async (connection: Connection): Promise<number> =>
    (await connection.query(`SELECT Id FROM Lead WHERE Id = '${queuedLead}'`)).totalSize;

  it('is seen by a member of the queue', async () => {
    expect(await reads(member)).toBe(1);
    expect(await member.sobject('Lead').retrieve(queuedLead)).toMatchObject({ Id: queuedLead });
  });

  it('is not seen by a rep of another queue, neither by query nor by its id', async () => {
    expect(await reads(stranger)).toBe(0);
    await expect(stranger.sobject('Lead').retrieve(queuedLead)).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });

  it('is not changed by a rep of another queue', async () => {
    const update = stranger.sobject('Lead').update({ Id: queuedLead, Title: 'Stolen' });
    await expect(update).rejects.toThrow();
    expect(await admin.sobject('Lead').retrieve(queuedLead)).toMatchObject({ Title: null });
  });

  it('is seen by the integration user, whose permission set views all leads', async () => {
    expect(await reads(integration)).toBe(1);
  });

  it('is seen by that rep once the rep owns it', async () => {
    const { records } = await admin.query<{ Id: string }>(
      `SELECT Id FROM User WHERE Username = '${await repOf('Enterprise_West', false)}'`
    );
    await admin
      .sobject('Lead')
      .update({ Id: queuedLead, OwnerId: records[0]?.Id }, { headers: { 'Sforce-Auto-Assign': 'FALSE' } });
    expect(await reads(stranger)).toBe(1);
  });
});
