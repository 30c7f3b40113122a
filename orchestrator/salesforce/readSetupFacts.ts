/** What the doctor asks of an org's setup, each thing by one function; whoever may not read it gets a reason. */
import { BatonError } from '../domain/errors.ts';
import {
  permissionSetNames,
  type ObjectSeen,
  type PermissionSets,
  type Queue,
  type Reading,
  type RecordAccess
} from '../doctor/orgFacts.ts';
import { namedUserFields, userOf, type NamedUser } from './namedUsers.ts';
import { nestedMembers } from './nestedMembers.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';
import type { SnapshotUser } from '../snapshot/orgSnapshot.ts';

export interface SetupReader {
  salesforce: Salesforce;
  /** For each request. */
  deadlineMs: number;
}

/** Names and ids in one query: its address may be long, but not for ever. */
const mostAtOnce = 300;

const request = ({ deadlineMs }: SetupReader) => ({ deadlineMs, trace: startTrace() });
const query = <T>(reader: SetupReader, soql: string): Promise<T[]> => reader.salesforce.query<T>(soql, request(reader));
const listOf = (values: readonly string[]): string => values.map(soqlString).join(', ');

/** What was asked for, or why it could not be read. */
export async function reading<T>(ask: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { read: await ask() };
  } catch (error) {
    if (error instanceof BatonError) {
      return { unread: inOneLine(error.message) };
    }
    throw error;
  }
}

/** Salesforce quotes the whole query and points into it, over several lines. */
function inOneLine(message: string): string {
  const [, field, object] = /No such column '(\w+)' on entity '(\w+)'/.exec(message) ?? [];
  return field === undefined ? message.replace(/\s+/g, ' ') : `the field ${object}.${field} is hidden or not there.`;
}

/** What was asked for, or `otherwise` where this org has no such thing or shows it to nobody like us. */
async function orElse<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  const found = await reading(ask);
  return 'read' in found ? found.read : otherwise;
}

export async function readVersions(reader: SetupReader): Promise<string[]> {
  const versions = await reader.salesforce.get<{ version: string }[]>('/services/data', request(reader));
  return versions.map(({ version }) => version);
}

export async function readObject(reader: SetupReader, name: string): Promise<ObjectSeen> {
  const { createable, updateable, queryable, fields } = await reader.salesforce.get<ObjectSeen>(
    `/sobjects/${name}/describe`,
    request(reader)
  );
  return { createable, updateable, queryable, fields };
}

/**
 * @param userId whose own assignments are always seen
 * @param isAdministrator whether the reader sees everybody's
 */
export async function readPermissionSets(
  reader: SetupReader,
  userId: string,
  isAdministrator: boolean
): Promise<PermissionSets> {
  const names = listOf(permissionSetNames);
  const [sets, direct, others, inGroups] = await Promise.all([
    query<{ Name: string }>(reader, `SELECT Name FROM PermissionSet WHERE Name IN (${names})`),
    query<{ AssigneeId: string; PermissionSet: { Name: string } }>(
      reader,
      `SELECT AssigneeId, PermissionSet.Name FROM PermissionSetAssignment WHERE PermissionSet.Name IN (${names})`
    ),
    query(reader, `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId != ${soqlString(userId)} LIMIT 1`),
    orElse(() => heldThroughGroups(reader), [])
  ]);
  const holders = Object.fromEntries(
    permissionSetNames.map((name) => [
      name,
      [
        ...direct.filter((row) => row.PermissionSet.Name === name).map(({ AssigneeId }) => AssigneeId),
        ...inGroups.filter((row) => row.name === name).map(({ userId: id }) => id)
      ]
    ])
  );
  return { existing: sets.map(({ Name }) => Name), holders, seesOthers: isAdministrator || others.length > 0 };
}

/** Source: documented, Object Reference, PermissionSetGroupComponent; PermissionSetAssignment.PermissionSetGroupId. */
async function heldThroughGroups(reader: SetupReader): Promise<{ name: string; userId: string }[]> {
  const parts = await query<{ PermissionSetGroupId: string; PermissionSet: { Name: string } }>(
    reader,
    'SELECT PermissionSetGroupId, PermissionSet.Name FROM PermissionSetGroupComponent ' +
      `WHERE PermissionSet.Name IN (${listOf(permissionSetNames)})`
  );
  if (parts.length === 0) {
    return [];
  }
  const held = await query<{ AssigneeId: string; PermissionSetGroupId: string }>(
    reader,
    'SELECT AssigneeId, PermissionSetGroupId FROM PermissionSetAssignment ' +
      `WHERE PermissionSetGroupId IN (${listOf(parts.map((part) => part.PermissionSetGroupId))})`
  );
  return held.flatMap(({ AssigneeId: userId, PermissionSetGroupId: id }) =>
    parts
      .filter((part) => part.PermissionSetGroupId === id)
      .map(({ PermissionSet: { Name: name } }) => ({ name, userId }))
  );
}

/** Leads of the newest handoffs: their ids stand on records that the user sees, whoever owns the leads by now. */
export async function readRecordAccess(reader: SetupReader, userId: string): Promise<RecordAccess> {
  const handoffs = await query<{ Lead__c: string }>(
    reader,
    'SELECT Lead__c FROM Handoff__c WHERE Lead__c != null ORDER BY CreatedDate DESC LIMIT 50'
  );
  const ids = [...new Set(handoffs.map(({ Lead__c: id }) => id))];
  if (ids.length === 0) {
    return { leads: 0, hidden: [], readOnly: undefined };
  }
  const seen = await query<{ Id: string }>(reader, `SELECT Id FROM Lead WHERE Id IN (${listOf(ids)})`);
  const open = await query<{ Id: string }>(
    reader,
    `SELECT Id FROM Lead WHERE IsConverted = FALSE AND Id IN (${listOf(ids)})`
  );
  const readOnly = await orElse(async () => {
    const access = await query<{ RecordId: string; HasEditAccess: boolean }>(
      reader,
      'SELECT RecordId, HasEditAccess FROM UserRecordAccess ' +
        `WHERE UserId = ${soqlString(userId)} AND RecordId IN (${listOf(open.map(({ Id }) => Id))})`
    );
    return access.filter(({ HasEditAccess: edits }) => !edits).map(({ RecordId }) => RecordId);
  }, undefined);
  return { leads: ids.length, hidden: ids.filter((id) => !seen.some(({ Id }) => Id === id)), readOnly };
}

export async function readRuleNames(reader: SetupReader): Promise<{ name: string; active: boolean }[]> {
  const rules = await query<{ Name: string; Active: boolean }>(
    reader,
    "SELECT Name, Active FROM AssignmentRule WHERE SobjectType = 'Lead'"
  );
  return rules.map(({ Name: name, Active: active }) => ({ name, active }));
}

export async function readHoursNames(
  reader: SetupReader
): Promise<{ name: string; timeZone: string; isDefault: boolean }[]> {
  const hours = await query<{ Name: string; TimeZoneSidKey: string; IsDefault: boolean }>(
    reader,
    'SELECT Name, TimeZoneSidKey, IsDefault FROM BusinessHours WHERE IsActive = TRUE'
  );
  return hours.map(({ Name: name, TimeZoneSidKey: timeZone, IsDefault: isDefault }) => ({ name, timeZone, isDefault }));
}

export async function readQueuesWithMembers(reader: SetupReader): Promise<Queue[]> {
  const [queues, taking, members] = await Promise.all([
    query<{ Id: string; Name: string; DeveloperName: string }>(
      reader,
      "SELECT Id, Name, DeveloperName FROM Group WHERE Type = 'Queue'"
    ),
    query<{ QueueId: string }>(reader, "SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead'"),
    query<{ GroupId: string; UserOrGroupId: string }>(
      reader,
      "SELECT GroupId, UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue'"
    )
  ]);
  const takesLeads = new Set(taking.map(({ QueueId }) => QueueId));
  return Promise.all(
    queues.map(async ({ Id: id, Name: name, DeveloperName: developerName }): Promise<Queue> => {
      const ids = members.filter(({ GroupId }) => GroupId === id).map(({ UserOrGroupId }) => UserOrGroupId);
      const groups = ids.filter((member) => member.startsWith('00G'));
      const nested = await reading(() =>
        groups.length > 0 ? nestedMembers(reader.salesforce, groups, request(reader)) : Promise.resolve([])
      );
      const inside = 'read' in nested ? nested.read.map(({ Id }) => Id) : [];
      return {
        id,
        name,
        developerName,
        takesLeads: takesLeads.has(id),
        memberIds: [...new Set([...ids.filter((member) => !member.startsWith('00G')), ...inside])],
        problem: 'unread' in nested ? nested.unread : null
      };
    })
  );
}

export async function readUsers(
  reader: SetupReader,
  { ids, usernames, country }: { ids: readonly string[]; usernames: readonly string[]; country: string }
): Promise<SnapshotUser[]> {
  const users = new Map<string, SnapshotUser>();
  const find = async (column: 'Id' | 'Username', values: readonly string[]): Promise<void> => {
    for (let at = 0; at < values.length; at += mostAtOnce) {
      const records = await query<NamedUser>(
        reader,
        `SELECT ${namedUserFields.join(', ')} FROM User WHERE ${column} IN (${listOf(values.slice(at, at + mostAtOnce))})`
      );
      records.forEach((record) => users.set(record.Id, userOf(record, country)));
    }
  };
  await find('Id', ids);
  await find('Username', usernames);
  return [...users.values()];
}

export async function readLimits(reader: SetupReader): Promise<Record<string, { max: number; remaining: number }>> {
  const limits = await reader.salesforce.get<Record<string, { Max: number; Remaining: number }>>(
    '/limits',
    request(reader)
  );
  return Object.fromEntries(
    Object.entries(limits).map(([name, { Max: max, Remaining: remaining }]) => [name, { max, remaining }])
  );
}

export async function readActions(reader: SetupReader): Promise<string[]> {
  const { actions } = await reader.salesforce.get<{ actions: { name: string }[] }>(
    '/actions/standard',
    request(reader)
  );
  return actions.map(({ name }) => name);
}
