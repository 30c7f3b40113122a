import type { LocalOrg } from '../../local-org/localOrg.ts';

/** Makes a user with the rights of the profile Standard User and no permission set; returns the username. */
export function createUser(localOrg: LocalOrg, username: string): string {
  const { org } = localOrg;
  const admin = localOrg.session('admin@local-org.example');
  const soql = "SELECT Id FROM Profile WHERE Name = 'Standard User'";
  const [profile] = org.query(admin, soql, { apiVersion: '66.0' }).records;
  org.records.create(admin, 'User', {
    Username: username,
    Email: username,
    LastName: 'Someone',
    Alias: 'some',
    ProfileId: profile?.Id,
    TimeZoneSidKey: 'UTC',
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8'
  });
  return username;
}
