/**
 * The first of the two calls that a routed lead costs: save the Lead under the assignment rules, and read back whatever
 * the decision needs.
 *
 * A new Lead is inserted, not upserted: an upsert of a call that is sent again would run the rules again and take the
 * lead from its rep. A repeated insert answers DUPLICATE_VALUE on the call id and changes nothing, and the reads after
 * it work either way. A lead that was there before the call is updated; it keeps an owner who is a person.
 */
import type { QualifiedCall } from '../domain/call.ts';
import type { CallerMatch } from '../domain/match.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';
import type { CompositeResults, Subrequest } from './composite.ts';
import { duplicatesOf, type Duplicate } from './duplicates.ts';
import {
  leadChangesFromCall,
  leadFromCall,
  offerFromRecord,
  repFromUser,
  requestPathOf,
  userFields,
  type OfferRecord,
  type UserRecord
} from './fieldMap.ts';
import { handoffFields, type HandoffRecord } from './handoffRecord.ts';
import type { Salesforce } from './salesforce.ts';
import { fromLeadInsert, fromSubrequest } from './salesforceErrors.ts';
import { relevantOffers, referringQuery, teamFrom, teamSubrequests } from './teamReading.ts';
import type { Trace } from './trace.ts';

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

/** What the org's duplicate rules found in the way of a new lead. */
export interface Duplicates {
  kind: 'duplicates';
  records: readonly Duplicate[];
}

/**
 * @param options.country assumed for reps' numbers written without a country code
 * @param options.allowDuplicate saves the lead although a duplicate rule objects, where that rule allows it
 * @throws BatonError when Salesforce refuses the lead or cannot be reached
 */
export async function openCall(
  salesforce: Salesforce,
  call: QualifiedCall,
  match: CallerMatch,
  options: { deadlineMs: number; country: string; trace: Trace; allowDuplicate?: boolean }
): Promise<OpenedCall | Duplicates> {
  const results = await salesforce.composite(subrequests(call, match, options.allowDuplicate ?? false), {
    allOrNone: false,
    ...options
  });
  const lead = results.body<{ Id: string; OwnerId: string }>('lead');
  const saveErrors = results.errors('saveLead');
  const duplicates = saveErrors.flatMap(duplicatesOf);
  if (duplicates.length > 0 && !lead) {
    return { kind: 'duplicates', records: duplicates };
  }
  // Under real concurrency the duplicate may go unnamed; the lead that is there tells that it is this call's.
  const isRepeat =
    lead !== undefined && !match.lead && saveErrors.every(({ errorCode }) => errorCode === 'DUPLICATE_VALUE');
  if (saveErrors.length > 0 && !isRepeat) {
    throw fromLeadInsert(saveErrors, requestPathOf);
  }
  if (!lead) {
    throw fromSubrequest(results.errors('lead'));
  }
  // The queue is read as a user as well, and the user as a queue: one of the two must fail, by not being found.
  const isTeam = lead.OwnerId.startsWith('00G');
  const handoffErrors = results.errors('handoff').filter(({ errorCode }) => errorCode !== 'NOT_FOUND');
  for (const errors of [handoffErrors, results.errors('ownerOffers'), isTeam ? [] : results.errors('rep')]) {
    if (errors.length > 0) {
      throw fromSubrequest(errors);
    }
  }
  const opened = { leadId: lead.Id, ownerId: lead.OwnerId, handoff: results.body<HandoffRecord>('handoff') };
  return isTeam
    ? { ...opened, rep: undefined, ...(await teamFrom(salesforce, results, options)) }
    : { ...opened, team: undefined, turns: [], ...ownerFrom(results, options.country) };
}

function ownerFrom(results: CompositeResults, country: string): Pick<OpenedCall, 'rep' | 'offers'> {
  return {
    rep: repFromUser(results.body<UserRecord>('rep')!, country),
    offers: results.records<OfferRecord>('ownerOffers').map(offerFromRecord)
  };
}

/** Ten subrequests, five of them queries: as many queries as one composite call may hold. */
function subrequests(call: QualifiedCall, match: CallerMatch, allowDuplicate: boolean): Subrequest[] {
  // Call ids are limited to characters that need no escaping here; encoded all the same, since this is a URL.
  const callId = encodeURIComponent(call.callId);
  const get = (referenceId: string, path: string): Subrequest => ({ method: 'GET', path, referenceId });
  return [
    match.lead ? updateLead(call, match, match.lead) : insertLead(call, match, allowDuplicate),
    get(
      'lead',
      match.lead
        ? `/sobjects/Lead/${match.lead.id}?fields=Id,OwnerId`
        : `/sobjects/Lead/Voice_Call_Id__c/${callId}?fields=Id,OwnerId`
    ),
    get('handoff', `/sobjects/Handoff__c/Call_Id__c/${callId}?fields=${handoffFields.join(',')}`),
    get('rep', `/sobjects/User/@{lead.OwnerId}?fields=${userFields.join(',')}`),
    ...teamSubrequests('@{lead.OwnerId}'),
    referringQuery('ownerOffers', `${relevantOffers} AND Rep__c = '@{lead.OwnerId}'`)
  ];
}

/** The record that is inserted for a call whose caller has no open lead. */
export function newLeadOf(call: QualifiedCall, { account, because }: CallerMatch): Record<string, unknown> {
  const known = account && {
    Matched_Account__c: account.id,
    Matched_On__c: matchedOn(because),
    // The rules run all the same: whether the account's owner keeps the lead is for an entry of theirs to say.
    ...(account.ownerActive ? { Keep_Owner__c: true, OwnerId: account.ownerId } : {})
  };
  return { ...leadFromCall(call), ...known };
}

function insertLead(call: QualifiedCall, match: CallerMatch, allowDuplicate: boolean): Subrequest {
  return {
    method: 'POST',
    path: '/sobjects/Lead',
    referenceId: 'saveLead',
    httpHeaders: {
      'Sforce-Auto-Assign': 'TRUE',
      ...(allowDuplicate ? { 'Sforce-Duplicate-Rule-Header': 'allowSave=true' } : {})
    },
    body: newLeadOf(call, match)
  };
}

/** What is changed of the open lead that the caller has already. */
export function leadChangesOf(
  call: QualifiedCall,
  { account, because }: CallerMatch,
  lead: NonNullable<CallerMatch['lead']>
): Record<string, unknown> {
  return {
    ...leadChangesFromCall(call, lead.callId !== null),
    ...(lead.lacks?.includes('email') && call.caller.email !== null ? { Email: call.caller.email } : {}),
    ...(lead.lacks?.includes('phone') && call.caller.phone !== null ? { Phone: call.caller.phone } : {}),
    Matched_On__c: matchedOn(because),
    ...(account ? { Matched_Account__c: account.id } : {})
  };
}

/** A queue's lead goes through the rules again, now that more is known; a person's stays theirs. */
export function rulesRunAgainFor(lead: NonNullable<CallerMatch['lead']>): boolean {
  return lead.ownerId.startsWith('00G');
}

function updateLead(call: QualifiedCall, match: CallerMatch, lead: NonNullable<CallerMatch['lead']>): Subrequest {
  return {
    method: 'PATCH',
    path: `/sobjects/Lead/${lead.id}`,
    referenceId: 'saveLead',
    httpHeaders: { 'Sforce-Auto-Assign': rulesRunAgainFor(lead) ? 'TRUE' : 'FALSE' },
    body: leadChangesOf(call, match, lead)
  };
}

function matchedOn(because: CallerMatch['because']): string | null {
  const parts = new Set(because.map(({ on, record }) => `${record} by ${on}`));
  return parts.size === 0 ? null : [...parts].join('; ').slice(0, 255);
}

/** A lead that Salesforce may show by its id. */
export function leadUrl(instanceUrl: string, leadId: string): string {
  return `${instanceUrl.replace(/\/+$/, '')}/lightning/r/Lead/${leadId}/view`;
}
