/** The part of the snapshot that changes by the minute: queues, their people, and the newest turns. */
import { BatonError } from '../domain/errors.ts';
import type { TurnRecord } from '../domain/turn.ts';
import type { SnapshotTeam, SnapshotUser } from '../snapshot/orgSnapshot.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import { repFromUser, turnFields, turnFromRow, type TurnRow } from './fieldMap.ts';
import { namedUserFields, userOf, type NamedUser } from './namedUsers.ts';
import { nestedMembers } from './nestedMembers.ts';
import { turnKey } from './readTurns.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

/** How far back a first reading looks for a team's newest turn. */
const turnDays = 90;
/** Turns that were being written while the last snapshot was read may carry an earlier moment. */
const overlapMs = 5 * 60_000;
/** Keys in one query: its address may be long, but not for ever. */
const mostAtOnce = 300;

/** Queues that take leads. */
const leadQueues = "(SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead')";

export interface People {
  teams: SnapshotTeam[];
  users: SnapshotUser[];
  /** Those that are newer than the ones of the snapshot before, by the team's id. */
  lastTurns: Record<string, TurnRecord>;
}

/**
 * One API call, and one more when turns were taken; more only for public groups, and for more people than a page holds.
 * @throws BatonError when any of it fails: half a reading would give half a team
 */
export async function readPeople(
  salesforce: Salesforce,
  { deadlineMs, country, now, since }: { deadlineMs: number; country: string; now: Date; since: Date | undefined }
): Promise<People> {
  const turnsFrom = new Date(since ? since.getTime() - overlapMs : now.getTime() - turnDays * 24 * 60 * 60_000);
  const results = await readAll(
    salesforce,
    [
      {
        method: 'GET',
        referenceId: 'queues',
        path: queryPath(`SELECT Id, Name, DeveloperName FROM Group WHERE Type = 'Queue' AND Id IN ${leadQueues}`)
      },
      {
        method: 'GET',
        referenceId: 'members',
        path: queryPath(`SELECT GroupId, UserOrGroupId FROM GroupMember WHERE GroupId IN ${leadQueues}`)
      },
      {
        method: 'GET',
        referenceId: 'users',
        path: queryPath(
          `SELECT ${namedUserFields.join(', ')} FROM User ` +
            "WHERE Id IN (SELECT UserOrGroupId FROM GroupMember WHERE Group.Type = 'Queue')"
        )
      },
      {
        method: 'GET',
        referenceId: 'turns',
        path: queryPath(
          'SELECT Team_Id__c, MAX(Turn_Number__c) FROM Handoff_Offer__c ' +
            `WHERE Turn_Number__c != null AND CreatedDate >= ${turnsFrom.toISOString()} GROUP BY Team_Id__c`
        )
      }
    ],
    deadlineMs
  );
  const queues = await allRecords<{ Id: string; Name: string; DeveloperName: string }>(
    salesforce,
    results,
    'queues',
    deadlineMs
  );
  const members = await allRecords<{ GroupId: string; UserOrGroupId: string }>(
    salesforce,
    results,
    'members',
    deadlineMs
  );
  const records = await allRecords<NamedUser>(salesforce, results, 'users', deadlineMs);
  const users = new Map(records.map((record) => [record.Id, userOf(record, country)]));
  const teams: SnapshotTeam[] = [];
  for (const { Id: id, Name: name, DeveloperName: developerName } of queues) {
    const ids = members.filter(({ GroupId }) => GroupId === id).map(({ UserOrGroupId }) => UserOrGroupId);
    const groupIds = ids.filter((member) => member.startsWith('00G'));
    const nested = await peopleInGroups(salesforce, groupIds, { deadlineMs, country });
    const direct = ids.flatMap((member) => users.get(member)?.rep ?? []);
    const people = new Map([...direct, ...nested.reps].map((rep) => [rep.id, rep]));
    teams.push({ id, name, developerName, members: [...people.values()], problem: nested.problem });
  }
  const newest = await allRecords<{ Team_Id__c: string | null; expr0: number }>(
    salesforce,
    results,
    'turns',
    deadlineMs
  );
  return { teams, users: [...users.values()], lastTurns: await readLastTurns(salesforce, newest, deadlineMs) };
}

/** People who belong to a queue through groups inside it; a group that cannot be opened is the team's problem alone. */
async function peopleInGroups(
  salesforce: Salesforce,
  groupIds: readonly string[],
  { deadlineMs, country }: { deadlineMs: number; country: string }
) {
  if (groupIds.length === 0) {
    return { reps: [], problem: null };
  }
  try {
    const found = await nestedMembers(salesforce, groupIds, { deadlineMs, trace: startTrace() });
    return { reps: found.map((user) => repFromUser(user, country)), problem: null };
  } catch (error) {
    if (error instanceof BatonError && error.code === 'unsupportedTeam') {
      return { reps: [], problem: error.message };
    }
    throw error;
  }
}

/** The turns themselves, by their keys, which the org finds at once however many there are. */
async function readLastTurns(
  salesforce: Salesforce,
  newest: readonly { Team_Id__c: string | null; expr0: number }[],
  deadlineMs: number
): Promise<Record<string, TurnRecord>> {
  const lastTurns: Record<string, TurnRecord> = {};
  const keys = newest.flatMap(({ Team_Id__c: teamId, expr0: turn }) => (teamId ? turnKey(teamId, turn) : []));
  for (let at = 0; at < keys.length; at += mostAtOnce) {
    const some = keys.slice(at, at + mostAtOnce).map(soqlString);
    const rows = await salesforce.query<TurnRow & { Team_Id__c: string }>(
      `SELECT Team_Id__c, ${turnFields.join(', ')} FROM Handoff_Offer__c WHERE Turn_Key__c IN (${some.join(', ')})`,
      { deadlineMs, trace: startTrace() }
    );
    for (const row of rows) {
      const turn = turnFromRow(row);
      if (turn) {
        lastTurns[row.Team_Id__c] = turn;
      }
    }
  }
  return lastTurns;
}

/** @throws BatonError when any of them failed: half a snapshot would give half a team */
async function readAll(
  salesforce: Salesforce,
  subrequests: readonly Subrequest[],
  deadlineMs: number
): Promise<CompositeResults> {
  const results = await salesforce.composite(subrequests, { allOrNone: false, deadlineMs, trace: startTrace() });
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  return results;
}

/** The records of a query subrequest, those of its further pages included. */
async function allRecords<T>(
  salesforce: Salesforce,
  results: CompositeResults,
  referenceId: string,
  deadlineMs: number
): Promise<T[]> {
  const records: T[] = [];
  type Page = { records: T[]; done: boolean; nextRecordsUrl?: string };
  let page = results.body<Page>(referenceId);
  while (page) {
    records.push(...page.records);
    page =
      page.done || page.nextRecordsUrl === undefined
        ? undefined
        : await salesforce.get<Page>(page.nextRecordsUrl, { deadlineMs, trace: startTrace() });
  }
  return records;
}
