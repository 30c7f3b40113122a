/** A team as a decision needs it: its people, their offers that matter, and its newest turns. */
import type { RecentOffer } from '../domain/offer.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import {
  offerFields,
  offerFromRecord,
  repFromUser,
  turnFields,
  turnFromRow,
  userFields,
  type OfferRecord,
  type TurnRow,
  type UserRecord
} from './fieldMap.ts';
import { nestedMembers } from './nestedMembers.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** How many of a team's newest turns are read at once. */
const turnReadLimit = 10;

export interface TeamReading {
  team: Team;
  /** Offers of its people that may still ring, and since yesterday those of reps with a daily cap. */
  offers: RecentOffer[];
  /** Its newest turns. */
  turns: TurnRecord[];
}

interface GroupRecord {
  Id: string;
  Name: string;
  DeveloperName: string;
}

/** Offers that may still ring, and those that count towards a cap; a rep without a cap may have had any number. */
export const relevantOffers =
  `SELECT ${offerFields.join(', ')} FROM Handoff_Offer__c ` +
  'WHERE (Live_Key__c != null OR (Offered_At__c >= LAST_N_DAYS:1 AND Rep__r.Daily_Cap__c != null))';

/** References to other subrequests' results in a query, which must stay readable when it is encoded. */
const reference = /%40%7B[\w.%]+%7D/g;

/** A query whose text may hold references such as `@{lead.OwnerId}`. */
export function referringQuery(referenceId: string, soql: string): Subrequest {
  return { method: 'GET', path: queryPath(soql).replace(reference, decodeURIComponent), referenceId };
}

/**
 * The subrequests that read a team: `team`, `members`, `users`, `teamOffers` and `turns`, four of them queries.
 * @param group its id, or a reference to it such as `@{lead.OwnerId}`
 */
export function teamSubrequests(group: string): Subrequest[] {
  const inTeam = `IN (SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '${group}')`;
  return [
    { method: 'GET', path: `/sobjects/Group/${group}?fields=Id,Name,DeveloperName`, referenceId: 'team' },
    referringQuery('members', `SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '${group}'`),
    referringQuery('users', `SELECT ${userFields.join(', ')} FROM User WHERE Id ${inTeam}`),
    referringQuery('teamOffers', `${relevantOffers} AND Rep__c ${inTeam}`),
    referringQuery(
      'turns',
      `SELECT ${turnFields.join(', ')} FROM Handoff_Offer__c WHERE Team_Id__c = '${group}' ` +
        `AND Turn_Number__c != null ORDER BY Turn_Number__c DESC LIMIT ${turnReadLimit}`
    )
  ];
}

/**
 * Reads the results of {@link teamSubrequests}. People who belong to the team through groups inside it are read by
 * queries of their own.
 * @throws BatonError when one of them failed
 */
export async function teamFrom(
  salesforce: Salesforce,
  results: CompositeResults,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<TeamReading> {
  for (const referenceId of ['team', 'members', 'users', 'teamOffers', 'turns']) {
    const errors = results.errors(referenceId);
    if (errors.length > 0) {
      throw fromSubrequest(errors);
    }
  }
  const { members, offers: nestedOffers } = await membersOf(salesforce, results, options);
  const { Id: id, Name: name, DeveloperName: developerName } = groupOf(results)!;
  return {
    team: { id, name, developerName, members },
    offers: [...results.records<OfferRecord>('teamOffers').map(offerFromRecord), ...nestedOffers],
    turns: results.records<TurnRow>('turns').flatMap((row) => turnFromRow(row) ?? [])
  };
}

/** Read by its id, or found by its name. */
function groupOf(results: CompositeResults): GroupRecord | undefined {
  return results.records<GroupRecord>('team')[0] ?? results.body<GroupRecord>('team');
}

/** A team by the DeveloperName of its queue; undefined when there is no such queue. */
export async function readTeamByName(
  salesforce: Salesforce,
  developerName: string,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<TeamReading | undefined> {
  const found = referringQuery(
    'team',
    `SELECT Id, Name, DeveloperName FROM Group WHERE Type = 'Queue' AND DeveloperName = ${soqlString(developerName)}`
  );
  const [, ...rest] = teamSubrequests('@{team.records[0].Id}');
  const results = await salesforce.composite([found, ...rest], { allOrNone: false, ...options });
  if (results.errors('team').length === 0 && results.records('team').length === 0) {
    return undefined;
  }
  return teamFrom(salesforce, results, options);
}

async function membersOf(
  salesforce: Salesforce,
  results: CompositeResults,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<{ members: Rep[]; offers: RecentOffer[] }> {
  const users = new Map(results.records<UserRecord>('users').map((user) => [user.Id, user]));
  const groupIds = results
    .records<{ UserOrGroupId: string }>('members')
    .map(({ UserOrGroupId }) => UserOrGroupId)
    .filter((id) => id.startsWith('00G'));
  let offers: OfferRecord[] = [];
  if (groupIds.length > 0) {
    const nested = (await nestedMembers(salesforce, groupIds, options)).filter(({ Id }) => !users.has(Id));
    nested.forEach((user) => users.set(user.Id, user));
    if (nested.length > 0) {
      const ids = nested.map(({ Id }) => soqlString(Id)).join(', ');
      offers = await salesforce.query<OfferRecord>(`${relevantOffers} AND Rep__c IN (${ids})`, options);
    }
  }
  const members = [...users.values()].map((user) => repFromUser(user, options.country));
  return { members, offers: offers.map(offerFromRecord) };
}
