/** Users that are not found through a team. */
import type { Rep } from '../domain/rep.ts';
import { repFromUser, userFields, type UserRecord } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace, type Trace } from './trace.ts';

/** One user as a rep. @throws BatonError */
export async function readRep(
  salesforce: Salesforce,
  userId: string,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<Rep> {
  const user = await salesforce.get<UserRecord>(`/sobjects/User/${userId}?fields=${userFields.join(',')}`, options);
  return repFromUser(user, options.country);
}

/** The user of a username; null when there is none. @throws BatonError */
export async function readUserByName(
  salesforce: Salesforce,
  username: string,
  options: { deadlineMs: number; country: string }
): Promise<Rep | null> {
  const soql = `SELECT ${userFields.join(', ')} FROM User WHERE Username = ${soqlString(username)}`;
  const [user] = await salesforce.query<UserRecord>(soql, { ...options, trace: startTrace() });
  return user ? repFromUser(user, options.country) : null;
}

/** Id of the user that Baton is logged in as. */
export async function readRunningUserId(salesforce: Salesforce, deadlineMs: number): Promise<string> {
  const { user_id: id } = await salesforce.get<{ user_id: string }>('/services/oauth2/userinfo', {
    deadlineMs,
    trace: startTrace()
  });
  return id;
}
