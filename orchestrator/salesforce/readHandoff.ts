/** A handoff with all that its next step is decided from, read anew in one call. */
import type { QualifiedCall } from '../domain/call.ts';
import { BatonError } from '../domain/errors.ts';
import type { HandoffState } from '../domain/handoffState.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Because } from '../domain/reason.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';
import type { Subrequest } from './composite.ts';
import { callFromLead, repFromUser, storedCallFields, userFields, type UserRecord } from './fieldMap.ts';
import {
  handoffFields,
  offerStateFields,
  stateFromRecords,
  type HandoffRecord,
  type OfferStateRecord
} from './handoffRecord.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { referringQuery, teamFrom, teamSubrequests } from './teamReading.ts';
import type { Trace } from './trace.ts';
import { readRep } from './users.ts';

export interface HandoffReading {
  state: HandoffState;
  record: HandoffRecord;
  call: QualifiedCall;
  /** Present owner of the lead; a queue's id begins with 00G. */
  leadOwnerId: string;
  /** Who owes the next step; null when the team as a whole does. */
  rep: Rep | null;
  /** The rep whom the assignment rules chose, when they chose a person. */
  owner: Rep | undefined;
  /** The team the assignment rules chose. */
  team: Team | undefined;
  offers: RecentOffer[];
  turns: TurnRecord[];
}

export const handoffOfferFields = [...offerStateFields, 'Because__c'] as const;

type HandoffOfferRecord = OfferStateRecord & { Because__c: string | null };

/** Which handoff: by its Salesforce id, or by the id of its call. */
export type HandoffRef = { handoffId: string } | { callId: string };

/**
 * @throws BatonError `handoffNotFound`, or what Salesforce answered
 */
export async function readHandoff(
  salesforce: Salesforce,
  ref: HandoffRef,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<HandoffReading> {
  const results = await salesforce.composite(subrequests(ref), { allOrNone: false, ...options });
  const record = results.body<HandoffRecord>('handoff');
  if (!record) {
    const errors = results.errors('handoff');
    throw errors.every(({ errorCode }) =>
      ['NOT_FOUND', 'MALFORMED_ID', 'INVALID_CROSS_REFERENCE_KEY'].includes(errorCode)
    )
      ? new BatonError('handoffNotFound', 'There is no such handoff.')
      : fromSubrequest(errors);
  }
  for (const needed of ['lead', 'handoffOffers', ...(record.Rep__c === null ? [] : ['rep'])]) {
    const errors = results.errors(needed);
    if (errors.length > 0) {
      throw fromSubrequest(errors);
    }
  }
  const offers = results.records<HandoffOfferRecord>('handoffOffers');
  const lead = results.body<Record<string, unknown>>('lead')!;
  const user = results.body<UserRecord>('rep');
  const rep = user ? repFromUser(user, options.country) : null;
  const teamReading = record.Team_Id__c === null ? undefined : await teamFrom(salesforce, results, options);
  const own = teamReading ?? { team: undefined, offers: [], turns: [] };
  return {
    state: stateFromRecords(record, offers),
    record,
    call: { ...callFromLead(lead), callId: record.Call_Id__c },
    leadOwnerId: lead['OwnerId'] as string,
    rep,
    owner: record.Team_Id__c === null ? await firstOwner(salesforce, offers, rep, options) : undefined,
    ...own
  };
}

/** The rep whom the rules chose, as the first offer tells; when they were busy it went to somebody of the backup team. */
async function firstOwner(
  salesforce: Salesforce,
  [first]: readonly HandoffOfferRecord[],
  rep: Rep | null,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<Rep | undefined> {
  if (!first) {
    return rep ?? undefined;
  }
  const because = JSON.parse(first.Because__c ?? '[]') as Because[];
  const ownerId = because.find(({ rule }) => rule === 'ownedByRep')?.figures?.['ownerId'];
  const firstId = ownerId === undefined ? first.Rep__c : String(ownerId);
  return rep?.id === firstId ? rep : readRep(salesforce, firstId, options);
}

function subrequests(ref: HandoffRef): Subrequest[] {
  const get = (referenceId: string, path: string): Subrequest => ({ method: 'GET', path, referenceId });
  const key = 'callId' in ref ? `Call_Id__c/${encodeURIComponent(ref.callId)}` : encodeURIComponent(ref.handoffId);
  const team = teamSubrequests('@{handoff.Team_Id__c}');
  return [
    get('handoff', `/sobjects/Handoff__c/${key}?fields=${handoffFields.join(',')}`),
    get('lead', `/sobjects/Lead/@{handoff.Lead__c}?fields=${storedCallFields.join(',')},OwnerId`),
    get('rep', `/sobjects/User/@{handoff.Rep__c}?fields=${userFields.join(',')}`),
    referringQuery(
      'handoffOffers',
      `SELECT ${handoffOfferFields.join(', ')} FROM Handoff_Offer__c WHERE Handoff__c = '@{handoff.Id}' ` +
        'ORDER BY Offered_At__c, Name'
    ),
    ...team
  ];
}
