/** Users with their usernames, by which rules, policies and settings name them. */
import type { SnapshotUser } from '../snapshot/orgSnapshot.ts';
import { repFromUser, userFields, type UserRecord } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

/** Names in one query: its address may be long, but not for ever. */
const mostAtOnce = 300;

export const namedUserFields = [...userFields, 'Username'] as const;

export type NamedUser = UserRecord & { Username: string };

export function userOf(record: NamedUser, country: string): SnapshotUser {
  return { username: record.Username, rep: repFromUser(record, country) };
}

/** Users by name, and all who own an account: a known caller goes to the owner of theirs. */
export async function readNamedUsers(
  salesforce: Salesforce,
  usernames: readonly string[],
  { deadlineMs, country }: { deadlineMs: number; country: string }
): Promise<SnapshotUser[]> {
  const list = namedUserFields.join(', ');
  const request = { deadlineMs, trace: startTrace() };
  const queries = [`SELECT ${list} FROM User WHERE IsActive = TRUE AND Id IN (SELECT OwnerId FROM Account)`];
  for (let at = 0; at < usernames.length; at += mostAtOnce) {
    const names = usernames.slice(at, at + mostAtOnce).map(soqlString);
    queries.push(`SELECT ${list} FROM User WHERE Username IN (${names.join(', ')})`);
  }
  const found = await Promise.all(queries.map((soql) => salesforce.query<NamedUser>(soql, request)));
  return found.flat().map((record) => userOf(record, country));
}
