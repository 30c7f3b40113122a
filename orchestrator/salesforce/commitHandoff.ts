/**
 * The second call: handoff, offer, owner and event in one transaction. The unique keys are the compare-and-set: the
 * call id on the handoff, the turn and the rep's one live call on the offer.
 */
import type { QualifiedCall } from '../domain/call.ts';
import type { RecentOffer } from '../domain/offer.ts';
import type { Team } from '../domain/team.ts';
import type { Decision } from '../domain/decision.ts';
import { Reference, type Subrequest, type SubrequestError } from './composite.ts';
import { ledgerJson, offerKindToSalesforce, offerStatusToSalesforce } from './fieldMap.ts';
import { fittingJson } from './handoffRecord.ts';
import { turnKey } from './readTurns.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

export interface Handoff {
  call: QualifiedCall;
  leadId: string;
  /** Present owner of the lead. */
  ownerId: string;
  team: Team | undefined;
  decision: Decision;
  /** Offers that are over and still hold the chosen rep's live key. */
  lapsed: readonly RecentOffer[];
  now: Date;
}

/**
 * - `done`: everything was written.
 * - `alreadyHandedOff`: another request with this call id was first; nothing was written.
 * - `lost`: another process took the turn, or the rep; nothing was written. Read and decide again.
 */
export type CommitResult = { kind: 'done'; handoffId: string } | { kind: 'alreadyHandedOff' } | { kind: 'lost' };

export async function commitHandoff(
  salesforce: Salesforce,
  handoff: Handoff,
  options: { deadlineMs: number; trace: Trace }
): Promise<CommitResult> {
  const results = await salesforce.composite(subrequests(handoff), { allOrNone: true, ...options });
  const causes = results.causes();
  if (causes.length === 0) {
    const handoffId = results.body<{ id: string }>('handoff')?.id;
    if (handoffId) {
      return { kind: 'done', handoffId };
    }
  }
  if (causes.some((cause) => isDuplicate(cause, 'Call_Id__c'))) {
    return { kind: 'alreadyHandedOff' };
  }
  const isRace = (cause: SubrequestError): boolean =>
    isDuplicate(cause, 'Turn_Key__c') ||
    isDuplicate(cause, 'Live_Key__c') ||
    isDuplicate(cause, '<unknown>') ||
    cause.errorCode === 'UNABLE_TO_LOCK_ROW';
  if (causes.some(isRace)) {
    return { kind: 'lost' };
  }
  throw fromSubrequest(causes);
}

/** Under real concurrency Salesforce may answer `<unknown> duplicates value on record with id: <unknown>` (assumed). */
function isDuplicate({ errorCode, message }: SubrequestError, field: string): boolean {
  return errorCode === 'DUPLICATE_VALUE' && message.includes(field);
}

function subrequests({ call, leadId, ownerId, team, decision, lapsed, now }: Handoff): Subrequest[] {
  const { rep, turn } = decision;
  const live = decision.kind === 'transfer';
  const list: Subrequest[] = lapsed.map((offer, index) => ({
    method: 'PATCH',
    path: `/sobjects/Handoff_Offer__c/${offer.id}`,
    referenceId: `lapsed${index}`,
    body: {
      Live_Key__c: null,
      ...(offer.status === 'ringing' ? { Status__c: offerStatusToSalesforce('noAnswer') } : {})
    }
  }));
  list.push({
    method: 'POST',
    path: '/sobjects/Handoff__c',
    referenceId: 'handoff',
    body: {
      Call_Id__c: call.callId,
      Lead__c: leadId,
      Rep__c: rep?.id ?? null,
      Team_Id__c: team?.id ?? null,
      Team_Name__c: team?.name ?? null,
      Status__c: live ? 'Ringing' : 'Callback',
      Next_Step__c: live ? 'Transfer' : 'Callback',
      Next_Step_At__c: decision.at,
      Score__c: call.qualification.score,
      Because__c: fittingJson(decision.because),
      Passed_Over__c: fittingJson(decision.passedOver),
      ...(rep ? { OwnerId: rep.id } : {})
    }
  });
  if (rep) {
    list.push({
      method: 'POST',
      path: '/sobjects/Handoff_Offer__c',
      referenceId: 'offer',
      body: {
        Handoff__c: new Reference('handoff.id'),
        OwnerId: rep.id,
        Rep__c: rep.id,
        Team_Id__c: team?.id ?? null,
        Kind__c: offerKindToSalesforce[live ? 'live' : 'callback'],
        Status__c: offerStatusToSalesforce(live ? 'ringing' : 'assigned'),
        Offered_At__c: now.toISOString(),
        Expires_At__c: live ? decision.at : null,
        Live_Key__c: live ? rep.id : null,
        Because__c: fittingJson(decision.because),
        ...(turn && team
          ? { Turn_Key__c: turnKey(team.id, turn.turn), Turn_Number__c: turn.turn, Ledger__c: ledgerJson(turn) }
          : {})
      }
    });
  }
  if (rep && rep.id !== ownerId) {
    list.push({
      method: 'PATCH',
      path: `/sobjects/Lead/${leadId}`,
      referenceId: 'owner',
      httpHeaders: { 'Sforce-Auto-Assign': 'FALSE' },
      body: { OwnerId: rep.id }
    });
  }
  list.push({
    method: 'POST',
    path: '/sobjects/Handoff_Event__e',
    referenceId: 'event',
    body: {
      Handoff_Id__c: new Reference('handoff.id'),
      Offer_Id__c: rep ? new Reference('offer.id') : null,
      Lead_Id__c: leadId,
      Rep_Id__c: rep?.id ?? null,
      State__c: live ? 'ringing' : 'callback'
    }
  });
  return list;
}
