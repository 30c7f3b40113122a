/**
 * Users as logins need them.
 */
import type { Org } from '../org.ts';

/** The user that client credentials, and a session without a username, act as. Every local org has it from birth. */
export const integrationUsername = 'integration@local-org.example';

export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly firstName: string | null;
  readonly lastName: string;
  readonly email: string;
  readonly isActive: boolean;
  readonly timeZone: string;
  readonly locale: string;
  readonly language: string;
}

interface UserRow {
  Id: string;
  Username: string;
  Name: string | null;
  FirstName: string | null;
  LastName: string;
  Email: string | null;
  IsActive: number;
  TimeZoneSidKey: string | null;
  LocaleSidKey: string | null;
  LanguageLocaleKey: string | null;
}

/** @param name id of 18 characters, or username in any case */
export function findUser(org: Org, name: string): LocalUser | undefined {
  const row = org.db.prepare('SELECT * FROM User WHERE Id = ? OR Username = ? COLLATE NOCASE').get(name, name) as
    UserRow | undefined;
  if (!row) return undefined;
  return {
    id: row.Id,
    username: row.Username,
    name: row.Name ?? [row.FirstName, row.LastName].filter(Boolean).join(' '),
    firstName: row.FirstName,
    lastName: row.LastName,
    email: row.Email ?? row.Username,
    isActive: row.IsActive === 1,
    timeZone: row.TimeZoneSidKey ?? 'UTC',
    locale: row.LocaleSidKey ?? 'en_US',
    language: row.LanguageLocaleKey ?? 'en_US'
  };
}

export function usernames(org: Org): string[] {
  const rows = org.db.prepare('SELECT Username FROM User WHERE IsActive = 1 ORDER BY Username').all() as {
    Username: string;
  }[];
  return rows.map(({ Username }) => Username);
}
