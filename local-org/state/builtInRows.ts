/** What a new org has before anybody does anything: itself, profiles, two users, statuses, hours. */
import type { OrgCore } from '../orgCore.ts';
import { findRow, objectNamed, putRow } from './setUpRows.ts';
import { leadStatuses } from './standardObjects/lead.ts';

const administratorUsername = 'admin@local-org.example';
const integrationUsername = 'integration@local-org.example';

/** The same by the names that sample data has for them. */
export const builtInUsernames: Readonly<Record<string, string>> = {
  AdminUser: administratorUsername,
  IntegrationUser: integrationUsername
};

/** Ids that the rest of the core needs at once. */
export interface BuiltInIds {
  readonly organizationId: string;
  readonly administratorId: string;
}

export function findBuiltIns(org: OrgCore): BuiltInIds | undefined {
  const [organization] = org.rows.findBy(objectNamed(org, 'Organization'), 'IsDeleted', 0);
  const administrator = findRow(org, objectNamed(org, 'User'), { Username: administratorUsername });
  if (!organization || !administrator) return undefined;
  return { organizationId: organization['Id'] as string, administratorId: administrator['Id'] as string };
}

/** Writes the rows of a new org. `org.systemUserId` is the administrator's id already. */
export function writeBuiltIns(org: OrgCore): void {
  putRow(
    org,
    'Organization',
    { Id: org.organizationId },
    {
      Name: 'Local Org',
      Country: 'US',
      OrganizationType: 'Developer Edition',
      InstanceName: 'LOCAL',
      TimeZoneSidKey: 'America/Los_Angeles',
      DefaultLocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      IsSandbox: 0
    }
  );
  const profile = (name: string): string => putRow(org, 'Profile', { Name: name }, { UserType: 'Standard' });
  const administrator = profile('System Administrator');
  profile('Standard User');
  const apiOnly = profile('Minimum Access - API Only Integrations');

  const user = (id: string, username: string, lastName: string, alias: string, profileId: string): void =>
    void putRow(
      org,
      'User',
      { Id: id },
      {
        Username: username,
        LastName: lastName,
        Name: lastName,
        Email: username,
        Alias: alias,
        IsActive: 1,
        ProfileId: profileId,
        TimeZoneSidKey: 'America/Los_Angeles',
        LocaleSidKey: 'en_US',
        LanguageLocaleKey: 'en_US',
        EmailEncodingKey: 'UTF-8'
      }
    );
  user(org.systemUserId, administratorUsername, 'Administrator', 'admin', administrator);
  user(org.mintId('005'), integrationUsername, 'Integration User', 'integ', apiOnly);

  for (const { MasterLabel, ...status } of leadStatuses) putRow(org, 'LeadStatus', { MasterLabel }, status);
  const allDay = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'].flatMap((day) => [
    [`${day}StartTime`, '00:00:00.000Z'],
    [`${day}EndTime`, '00:00:00.000Z']
  ]);
  putRow(
    org,
    'BusinessHours',
    { Name: 'Default' },
    {
      ...(Object.fromEntries(allDay) as Record<string, string>),
      IsActive: 1,
      IsDefault: 1,
      TimeZoneSidKey: 'America/Los_Angeles'
    }
  );
}
