/**
 * The first of the two calls that a routed lead costs: create the Lead under the assignment rules, and read back
 * whatever the decision needs.
 *
 * The Lead is inserted, not upserted: an upsert of a call that is sent again would run the rules again and take the
 * lead from its rep. A repeated insert answers DUPLICATE_VALUE on the call id and changes nothing, and the reads after
 * it work either way.
 */
import type { QualifiedCall } from '../domain/call.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import {
  leadFromCall,
  offerFields,
  offerFromRecord,
  repFromUser,
  requestPathOf,
  turnFields,
  turnFromRow,
  userFields,
  type OfferRecord,
  type TurnRow,
  type UserRecord
} from './fieldMap.ts';
import { handoffFields, type HandoffRecord } from './handoffRecord.ts';
import { nestedMembers } from './nestedMembers.ts';
import type { Salesforce } from './salesforce.ts';
import { fromLeadInsert, fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** How many of a team's newest turns are read with each call. */
const turnReadLimit = 10;

export interface OpenedCall {
  leadId: string;
  ownerId: string;
  /** The owning queue with its people; undefined when a user owns the lead. */
  team: Team | undefined;
  /** The owning user; undefined when a queue owns the lead. */
  rep: Rep | undefined;
  /** The handoff that an earlier request with this call id made. */
  handoff: HandoffRecord | undefined;
  /** Offers of the reps concerned that may still ring, and since yesterday those of reps with a daily cap. */
  offers: RecentOffer[];
  /** The team's newest turns. */
  turns: TurnRecord[];
}

/**
 * @param options.country assumed for reps' numbers written without a country code
 * @throws BatonError when Salesforce refuses the lead or cannot be reached
 */
export async function openCall(
  salesforce: Salesforce,
  call: QualifiedCall,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<OpenedCall> {
  const results = await salesforce.composite(subrequests(call), { allOrNone: false, ...options });
  const lead = results.body<{ Id: string; OwnerId: string }>('lead');
  const insertErrors = results.errors('insertLead');
  // Under real concurrency the duplicate may go unnamed; the lead that is there tells that it is this call's.
  const isRepeat = lead !== undefined && insertErrors.every(({ errorCode }) => errorCode === 'DUPLICATE_VALUE');
  if (insertErrors.length > 0 && !isRepeat) {
    throw fromLeadInsert(insertErrors, requestPathOf);
  }
  if (!lead) {
    throw fromSubrequest(results.errors('lead'));
  }
  // The queue is read as a user as well, and the user as a queue: one of the two must fail, by not being found.
  const isTeam = lead.OwnerId.startsWith('00G');
  const handoffErrors = results.errors('handoff').filter(({ errorCode }) => errorCode !== 'NOT_FOUND');
  const needed = ['users', 'teamOffers', 'turns', 'members', 'ownerOffers', isTeam ? 'team' : 'rep'];
  for (const errors of [handoffErrors, ...needed.map((referenceId) => results.errors(referenceId))]) {
    if (errors.length > 0) {
      throw fromSubrequest(errors);
    }
  }
  const offers = [...results.records<OfferRecord>('teamOffers'), ...results.records<OfferRecord>('ownerOffers')];
  const opened = {
    leadId: lead.Id,
    ownerId: lead.OwnerId,
    handoff: results.body<HandoffRecord>('handoff'),
    offers: offers.map(offerFromRecord),
    turns: results.records<TurnRow>('turns').flatMap((row) => turnFromRow(row) ?? [])
  };
  if (!isTeam) {
    return { ...opened, team: undefined, rep: repFromUser(results.body<UserRecord>('rep')!, options.country) };
  }
  const { members, offers: nestedOffers } = await membersOf(salesforce, results, options);
  const { Id: id, Name: name, DeveloperName: developerName } = results.body<GroupRecord>('team')!;
  return {
    ...opened,
    offers: [...opened.offers, ...nestedOffers],
    rep: undefined,
    team: { id, name, developerName, members }
  };
}

interface GroupRecord {
  Id: string;
  Name: string;
  DeveloperName: string;
}

/** The people of a queue. Those who belong to it through groups inside it are read by queries of their own. */
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

/** Offers that may still ring, and those that count towards a cap; a rep without a cap may have had any number. */
const relevantOffers =
  `SELECT ${offerFields.join(', ')} FROM Handoff_Offer__c ` +
  'WHERE (Live_Key__c != null OR (Offered_At__c >= LAST_N_DAYS:1 AND Rep__r.Daily_Cap__c != null))';

/** Ten subrequests, five of them queries: as many queries as one composite call may hold. */
function subrequests(call: QualifiedCall): Subrequest[] {
  // Call ids are limited to characters that need no escaping here; encoded all the same, since this is a URL.
  const callId = encodeURIComponent(call.callId);
  const inTeam = "IN (SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '@{lead.OwnerId}')";
  const get = (referenceId: string, path: string): Subrequest => ({ method: 'GET', path, referenceId });
  const query = (referenceId: string, soql: string): Subrequest =>
    get(referenceId, queryPath(soql).replace(reference, decodeURIComponent));
  return [
    {
      method: 'POST',
      path: '/sobjects/Lead',
      referenceId: 'insertLead',
      httpHeaders: { 'Sforce-Auto-Assign': 'TRUE' },
      body: leadFromCall(call)
    },
    get('lead', `/sobjects/Lead/Voice_Call_Id__c/${callId}?fields=Id,OwnerId`),
    get('handoff', `/sobjects/Handoff__c/Call_Id__c/${callId}?fields=${handoffFields.join(',')}`),
    get('team', '/sobjects/Group/@{lead.OwnerId}?fields=Id,Name,DeveloperName'),
    get('rep', `/sobjects/User/@{lead.OwnerId}?fields=${userFields.join(',')}`),
    query('members', "SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '@{lead.OwnerId}'"),
    query('users', `SELECT ${userFields.join(', ')} FROM User WHERE Id ${inTeam}`),
    query('teamOffers', `${relevantOffers} AND Rep__c ${inTeam}`),
    query('ownerOffers', `${relevantOffers} AND Rep__c = '@{lead.OwnerId}'`),
    query(
      'turns',
      `SELECT ${turnFields.join(', ')} FROM Handoff_Offer__c WHERE Team_Id__c = '@{lead.OwnerId}' ` +
        `AND Turn_Number__c != null ORDER BY Turn_Number__c DESC LIMIT ${turnReadLimit}`
    )
  ];
}

/** A reference to another subrequest's result, which must stay readable in an encoded query. */
const reference = /%40%7B[\w.]+%7D/g;

/** A lead that Salesforce may show by its id. */
export function leadUrl(instanceUrl: string, leadId: string): string {
  return `${instanceUrl.replace(/\/+$/, '')}/lightning/r/Lead/${leadId}/view`;
}
