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
  turnFromRow,
  userFields,
  type OfferRecord,
  type TurnRow,
  type UserRecord
} from './fieldMap.ts';
import { handoffFields, type HandoffRecord } from './handoffRecord.ts';
import { nestedMembers } from './nestedMembers.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

/** How many of a team's newest turns are read with each call. */
export const turnReadLimit = 10;

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
  /** The team's newest turns, at most {@link turnReadLimit}. */
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
  const insertErrors = results.errors('insertLead');
  const isRepeat = insertErrors.some(
    ({ errorCode, message }) => errorCode === 'DUPLICATE_VALUE' && message.includes('Voice_Call_Id__c')
  );
  if (insertErrors.length > 0 && !isRepeat) {
    throw fromSubrequest(insertErrors, requestPathOf);
  }
  const lead = results.body<{ Id: string; OwnerId: string }>('lead');
  if (!lead) {
    throw fromSubrequest(results.errors('lead'), requestPathOf);
  }
  for (const referenceId of ['users', 'teamOffers', 'turns', 'members', 'ownerOffers']) {
    const errors = results.errors(referenceId);
    if (errors.length > 0) {
      throw fromSubrequest(errors, requestPathOf);
    }
  }
  const offers = [...results.records<OfferRecord>('teamOffers'), ...results.records<OfferRecord>('ownerOffers')];
  return {
    leadId: lead.Id,
    ownerId: lead.OwnerId,
    handoff: results.body<HandoffRecord>('handoff'),
    offers: offers.map(offerFromRecord),
    turns: results.records<TurnRow>('turns').map(turnFromRow),
    ...(await owner(salesforce, results, options))
  };
}

async function owner(
  salesforce: Salesforce,
  results: CompositeResults,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<Pick<OpenedCall, 'team' | 'rep'>> {
  const group = results.body<{ Id: string; Name: string; DeveloperName: string }>('team');
  if (!group) {
    const user = results.body<UserRecord>('rep');
    return { team: undefined, rep: user && repFromUser(user, options.country) };
  }
  const users = results.records<UserRecord>('users');
  const groupIds = results
    .records<{ UserOrGroupId: string }>('members')
    .map(({ UserOrGroupId }) => UserOrGroupId)
    .filter((id) => id.startsWith('00G'));
  const nested = groupIds.length === 0 ? [] : await nestedMembers(salesforce, groupIds, options);
  const byId = new Map([...users, ...nested].map((user) => [user.Id, user]));
  return {
    rep: undefined,
    team: {
      id: group.Id,
      name: group.Name,
      developerName: group.DeveloperName,
      members: [...byId.values()].map((user) => repFromUser(user, options.country))
    }
  };
}

/** Nine subrequests, five of them queries: as many as one composite call may hold. */
function subrequests(call: QualifiedCall): Subrequest[] {
  // Call ids are limited to characters that need no escaping here; encoded all the same, since this is a URL.
  const callId = encodeURIComponent(call.callId);
  const inTeam = "IN (SELECT UserOrGroupId FROM GroupMember WHERE GroupId = '@{lead.OwnerId}')";
  // Offers that may still ring, and those that count towards a cap; a rep without a cap may have had any number.
  const relevant = '(Live_Key__c != null OR (Offered_At__c >= LAST_N_DAYS:1 AND Rep__r.Daily_Cap__c != null))';
  const offers = `SELECT ${offerFields.join(', ')} FROM Handoff_Offer__c WHERE ${relevant}`;
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
    query('teamOffers', `${offers} AND Rep__c ${inTeam}`),
    query('ownerOffers', `${offers} AND Rep__c = '@{lead.OwnerId}'`),
    query(
      'turns',
      `SELECT Turn_Number__c, Rep__c, Ledger__c FROM Handoff_Offer__c WHERE Team_Id__c = '@{lead.OwnerId}' ` +
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
