/** People who belong to a queue through groups inside it. Queues of plain users never come here. */
import { BatonError } from '../domain/errors.ts';
import { userFields, type UserRecord } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/**
 * Public groups are opened level by level. Groups made of roles are refused by name: whom they hold depends on the role
 * hierarchy, and a rep left out silently would never get a call.
 * @param groupIds ids of the groups that are members of the queue
 */
export async function nestedMembers(
  salesforce: Salesforce,
  groupIds: readonly string[],
  options: { deadlineMs: number; trace: Trace }
): Promise<UserRecord[]> {
  const opened = new Set<string>();
  const userIds = new Set<string>();
  let level = [...groupIds];
  while (level.length > 0) {
    level.forEach((id) => opened.add(id));
    const ids = level.map(soqlString).join(', ');
    const groups = await salesforce.query<{ Name: string; Type: string }>(
      `SELECT Name, Type FROM Group WHERE Id IN (${ids})`,
      options
    );
    const strange = groups.find(({ Type }) => Type !== 'Regular');
    if (strange) {
      throw new BatonError(
        'unsupportedTeam',
        `A queue holds the ${strange.Type} group ${strange.Name}; only users and public groups can share a rotation.`
      );
    }
    const members = await salesforce.query<{ UserOrGroupId: string }>(
      `SELECT UserOrGroupId FROM GroupMember WHERE GroupId IN (${ids})`,
      options
    );
    level = [];
    for (const { UserOrGroupId: id } of members) {
      if (!id.startsWith('00G')) {
        userIds.add(id);
      } else if (!opened.has(id)) {
        level.push(id);
      }
    }
  }
  if (userIds.size === 0) {
    return [];
  }
  const ids = [...userIds].map(soqlString).join(', ');
  return salesforce.query<UserRecord>(`SELECT ${userFields.join(', ')} FROM User WHERE Id IN (${ids})`, options);
}
