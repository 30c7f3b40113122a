/**
 * Reads what the service must know to go on without the org. What changes by the minute (queues, people, turns) costs one
 * or two API calls; what an administrator changes now and then is read every ten minutes, with some eight more.
 */
import type { BusinessHours } from '../domain/calendar.ts';
import { BatonError } from '../domain/errors.ts';
import type { TurnRecord } from '../domain/turn.ts';
import {
  snapshotVersion,
  type OrgSnapshot,
  type RunningUser,
  type SnapshotTeam,
  type SnapshotUser
} from '../snapshot/orgSnapshot.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import { repFromUser, turnFields, turnFromRow, userFields, type TurnRow, type UserRecord } from './fieldMap.ts';
import { readLeadDescription } from './leadFields.ts';
import { nestedMembers } from './nestedMembers.ts';
import { readPolicies } from './policies.ts';
import { readRules } from './readRules.ts';
import { turnKey } from './readTurns.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';
import { readRunningUserId } from './users.ts';

export interface ReadSnapshotOptions {
  /** For each request. */
  deadlineMs: number;
  /** ISO 3166-1 code assumed for reps' numbers without a country code. */
  country: string;
  now: Date;
  /** The one read before; what changes rarely is taken from it while it is younger than ten minutes. */
  previous?: OrgSnapshot;
  readHours: () => Promise<BusinessHours[]>;
  /** File with the assignment rules; undefined to read them from the org. */
  rulesFile?: string;
  /** Usernames to be known besides those that rules and policies name, such as the fallback owner. */
  usernames?: readonly string[];
}

const setupMaxAgeMs = 10 * 60_000;
/** How far back a first reading looks for a team's newest turn. */
const turnDays = 90;
/** Turns that were being written while the last snapshot was read may carry an earlier moment. */
const overlapMs = 5 * 60_000;
/** Ids in one query: its address may be long, but not for ever. */
const mostAtOnce = 300;

export const namedUserFields = [...userFields, 'Username'] as const;
type NamedUser = UserRecord & { Username: string };

/** Queues that take leads. */
const leadQueues = "(SELECT QueueId FROM QueueSobject WHERE SobjectType = 'Lead')";

/** @throws BatonError when Salesforce does not answer; what the integration user may not see is named in the snapshot */
export async function readSnapshot(salesforce: Salesforce, options: ReadSnapshotOptions): Promise<OrgSnapshot> {
  const { now, previous } = options;
  const isFresh = previous !== undefined && now.getTime() - Date.parse(previous.setupReadAt) < setupMaxAgeMs;
  const setup = isFresh ? previous : await readSetup(salesforce, options);
  const people = await readPeople(salesforce, options);
  const users = new Map([...setup.users, ...people.users].map((user) => [user.rep.id, user]));
  return {
    ...setup,
    version: snapshotVersion,
    readAt: now.toISOString(),
    teams: people.teams,
    users: [...users.values()],
    lastTurns: { ...previous?.lastTurns, ...people.lastTurns }
  };
}

type Setup = Omit<OrgSnapshot, 'version' | 'readAt' | 'teams' | 'lastTurns'>;

async function readSetup(salesforce: Salesforce, options: ReadSnapshotOptions): Promise<Setup> {
  const { deadlineMs, country, now, previous, readHours, rulesFile } = options;
  const [userId, policies, hours, rules, lead] = await Promise.all([
    previous?.runningUser.id ?? readRunningUserId(salesforce, deadlineMs),
    readPolicies(salesforce, deadlineMs),
    readHours(),
    readRules(salesforce, { rulesFile, deadlineMs }),
    readLeadDescription(salesforce, deadlineMs)
  ]);
  const usernames = new Set([
    ...(options.usernames ?? []),
    ...policies.flatMap(({ fallbackOwner }) => fallbackOwner ?? []),
    ...(rules.xml === null ? [] : usersNamedBy(rules.xml))
  ]);
  const fieldsOfUser = rules.xml === null ? [] : userFieldsReadBy(rules.xml);
  const runningUser = await readRunningUser(salesforce, userId, fieldsOfUser, deadlineMs);
  return {
    setupReadAt: now.toISOString(),
    instanceUrl: salesforce.instanceUrl,
    runningUser,
    // The same object while nothing has changed: what was compiled from it is found by it.
    lead: same(previous?.lead, lead),
    rules: same(previous?.rules, rules),
    policies,
    hours,
    users: await readNamedUsers(salesforce, [...usernames], { deadlineMs, country })
  };
}

function same<T>(before: T | undefined, now: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** Usernames that entries of the rules assign to. The text is the Metadata API's, which has one element a line or none. */
function usersNamedBy(xml: string): string[] {
  const entries = xml.match(/<ruleEntry>[\s\S]*?<\/ruleEntry>/g) ?? [];
  return entries
    .filter((entry) => /<assignedToType>\s*User\s*</.test(entry))
    .flatMap((entry) => /<assignedTo>([^<]*)</.exec(entry)?.[1]?.trim() ?? []);
}

/** `Department` of `User.Department` and of `$User.Department`. */
function userFieldsReadBy(xml: string): string[] {
  return [...new Set([...xml.matchAll(/\bUser\.(\w+)/g)].map(([, name]) => name!))];
}

/** The integration user, with the fields that the rules compare. A field that it may not see is left out. */
async function readRunningUser(
  salesforce: Salesforce,
  id: string,
  names: readonly string[],
  deadlineMs: number
): Promise<RunningUser> {
  const request = { deadlineMs, trace: startTrace() };
  const types: Record<string, string> = {};
  if (names.length > 0) {
    const { fields } = await salesforce.get<{ fields: { name: string; type: string }[] }>(
      '/sobjects/User/describe',
      request
    );
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    fields.filter(({ name }) => wanted.has(name.toLowerCase())).forEach(({ name, type }) => (types[name] = type));
  }
  const record = await salesforce.get<Record<string, string | number | boolean | null>>(
    `/sobjects/User/${id}?fields=${['TimeZoneSidKey', ...Object.keys(types)].join(',')}`,
    request
  );
  return {
    id,
    timeZone: String(record['TimeZoneSidKey']),
    types,
    values: Object.fromEntries(Object.keys(types).map((name) => [name, record[name] ?? null]))
  };
}

/** Users by name, and all who own an account: a known caller goes to the owner of theirs. */
async function readNamedUsers(
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

async function readPeople(
  salesforce: Salesforce,
  { deadlineMs, country, now, previous }: ReadSnapshotOptions
): Promise<{ teams: SnapshotTeam[]; users: SnapshotUser[]; lastTurns: Record<string, TurnRecord> }> {
  const since = previous
    ? new Date(Date.parse(previous.readAt) - overlapMs)
    : new Date(now.getTime() - turnDays * 24 * 60 * 60_000);
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
            `WHERE Turn_Number__c != null AND CreatedDate >= ${since.toISOString()} GROUP BY Team_Id__c`
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

function userOf(record: NamedUser, country: string): SnapshotUser {
  return { username: record.Username, rep: repFromUser(record, country) };
}
