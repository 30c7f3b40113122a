/**
 * One step of a handoff, written in one transaction: the handoff, the offer that ends and the one that begins, the
 * owner of the lead, the Task or Event, the notices and the event. The compare-and-set of a step: the call id (unique) for
 * the first, and for all others the step's number, which a validation rule lets only follow its predecessor, with the
 * offer's status, which another lets end only once. Turn, slot and a rep's one live call are unique keys.
 */
import { randomUUID } from 'node:crypto';
import { eventSubrequest, taskSubrequest } from './activityWrites.ts';
import { Reference, type Subrequest, type SubrequestError } from './composite.ts';
import { ledgerJson, offerKindToSalesforce, offerStatusToSalesforce } from './fieldMap.ts';
import { fittingJson, phaseToSalesforce } from './handoffRecord.ts';
import { turnKey } from './readTurns.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { NewOffer, OfferChange, StepWrite } from './stepWrite.ts';
import type { Trace } from './trace.ts';

/**
 * - `done`: everything was written, but for the parts in `dropped`, which the org refused and which may be missing.
 * - `alreadyHandedOff`: another request with this call id was first; nothing was written.
 * - `lost`: another process took the step, the turn, the slot or the rep; nothing was written. Read and decide again.
 */
export type StepResult =
  | { kind: 'done'; handoffId: string; offerId: string | null; noticeIds: string[]; dropped: StepPart[] }
  | { kind: 'alreadyHandedOff' }
  | { kind: 'lost' };

/** What a step can do without: an org's own rule on tasks must not leave a caller without a next step. */
export type StepPart = 'task' | 'event' | 'notices';

export async function writeStep(
  salesforce: Salesforce,
  write: StepWrite,
  options: { deadlineMs: number; trace: Trace }
): Promise<StepResult> {
  const result = await attempt(salesforce, write, options);
  if (!('refused' in result)) {
    return result;
  }
  const without: StepWrite = {
    ...write,
    ...(result.refused.includes('task') ? { task: undefined } : {}),
    ...(result.refused.includes('event') ? { event: undefined } : {}),
    ...(result.refused.includes('notices') ? { notices: [] } : {})
  };
  const again = await attempt(salesforce, without, options);
  if ('refused' in again) {
    throw fromSubrequest(again.causes);
  }
  return again.kind === 'done' ? { ...again, dropped: result.refused } : again;
}

async function attempt(
  salesforce: Salesforce,
  write: StepWrite,
  options: { deadlineMs: number; trace: Trace }
): Promise<StepResult | { refused: StepPart[]; causes: SubrequestError[] }> {
  const results = await salesforce.composite(subrequests(write), { allOrNone: true, ...options });
  const causes = results.causes();
  const handoffId = write.handoffId ?? results.body<{ id: string }>('handoff')?.id;
  if (causes.length === 0 && handoffId) {
    return {
      kind: 'done',
      handoffId,
      offerId: results.body<{ id: string }>('offer')?.id ?? null,
      noticeIds: write.notices.flatMap(({ referenceId }) => results.body<{ id: string }>(referenceId)?.id ?? []),
      dropped: []
    };
  }
  if (causes.some((cause) => isDuplicate(cause, 'Call_Id__c'))) {
    return { kind: 'alreadyHandedOff' };
  }
  if (causes.some(isLostRace)) {
    return { kind: 'lost' };
  }
  const parts: Readonly<Record<StepPart, readonly string[]>> = {
    task: ['task'],
    event: ['meeting'],
    notices: write.notices.map(({ referenceId }) => referenceId)
  };
  const refused = (Object.keys(parts) as StepPart[]).filter((part) =>
    parts[part].some((referenceId) => results.causes(referenceId).length > 0)
  );
  if (refused.length > 0) {
    return { refused, causes };
  }
  throw fromSubrequest(causes);
}

const raceKeys = ['Turn_Key__c', 'Live_Key__c', 'Step_Key__c', 'Slot_Key__c', 'Notice_Key__c', '<unknown>'];

function isLostRace(cause: SubrequestError): boolean {
  return (
    raceKeys.some((key) => isDuplicate(cause, key)) ||
    cause.errorCode === 'UNABLE_TO_LOCK_ROW' ||
    (cause.errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' &&
      (cause.fields ?? []).some((field) => field === 'Step__c' || field === 'Status__c'))
  );
}

/** Under real concurrency Salesforce may answer `<unknown> duplicates value on record with id: <unknown>` (assumed). */
function isDuplicate({ errorCode, message }: SubrequestError, field: string): boolean {
  return errorCode === 'DUPLICATE_VALUE' && message.includes(field);
}

function subrequests(write: StepWrite): Subrequest[] {
  const { handoffId, leadId, opens } = write;
  const handoffRef = handoffId ?? new Reference('handoff.id');
  return [
    ...write.changes.map(offerChange),
    ...taskSubrequest(write),
    ...eventSubrequest(write),
    handoffSubrequest(write),
    ...(write.earlier ?? []).map((offer, index) => offerSubrequest(write, offer, handoffRef, `earlier${index}`)),
    ...(opens ? [offerSubrequest(write, opens, handoffRef, 'offer')] : []),
    ...(write.leadOwnerId === undefined ? [] : [ownerSubrequest(leadId, write.leadOwnerId)]),
    ...write.notices,
    {
      method: 'POST',
      path: '/sobjects/Handoff_Event__e',
      referenceId: 'event',
      body: {
        Handoff_Id__c: handoffRef,
        Offer_Id__c: opens ? new Reference('offer.id') : (write.changes[0]?.id ?? null),
        Lead_Id__c: leadId,
        Rep_Id__c: write.repId,
        State__c: write.phase
      }
    }
  ];
}

function handoffSubrequest(write: StepWrite): Subrequest {
  const { first, phase, task, event, opens } = write;
  const nextStep = {
    ringing: 'Transfer',
    accepted: 'Transfer',
    proposed: 'Meeting',
    booked: 'Meeting',
    callback: 'Callback',
    // What was over before it was written: a talk, while Salesforce was down. Later steps leave what led to the end.
    completed: first ? 'Transfer' : undefined
  }[phase];
  const body: Record<string, unknown> = {
    Step__c: write.step,
    // Two writers of one step write the same number; the token makes the second one's a change that the rule refuses.
    Step_Token__c: randomUUID(),
    Status__c: phaseToSalesforce(phase),
    ...(nextStep === undefined ? {} : { Next_Step__c: nextStep }),
    Next_Step_At__c: write.nextStepAt,
    Rep__c: write.repId,
    Because__c: fittingJson(write.because),
    Passed_Over__c: fittingJson(write.passedOver),
    ...(write.repId === null ? {} : { OwnerId: write.repId }),
    ...(write.firstContactAt === undefined ? {} : { First_Contact_At__c: write.firstContactAt }),
    ...(write.firstContactDueAt === undefined ? {} : { First_Contact_Due_At__c: write.firstContactDueAt }),
    ...(write.endedAt === undefined ? {} : { Ended_At__c: write.endedAt }),
    ...(task?.kind === 'create' ? { Task_Id__c: new Reference('task.id') } : {}),
    ...(opens?.kind === 'callback' ? { Reminded_At__c: null } : {}),
    ...(event?.kind === 'create' ? { Event_Id__c: new Reference('meeting.id') } : {})
  };
  if (first) {
    const { call, team, predicted } = first;
    Object.assign(body, {
      Call_Id__c: call.callId,
      Lead__c: write.leadId,
      Team_Id__c: team?.id ?? null,
      Team_Name__c: team?.name ?? null,
      Score__c: call.qualification.score,
      Caller_Time_Zone__c: call.caller.timeZone,
      Predicted__c: predicted
    });
    return { method: 'POST', path: '/sobjects/Handoff__c', referenceId: 'handoff', body };
  }
  return { method: 'PATCH', path: `/sobjects/Handoff__c/${write.handoffId}`, referenceId: 'handoff', body };
}

function offerSubrequest(
  write: StepWrite,
  offer: NewOffer,
  handoff: string | Reference,
  referenceId: string
): Subrequest {
  const { turn, teamId } = offer;
  const live =
    offer.kind === 'live' && !offer.withoutLiveKey && (offer.status === 'ringing' || offer.status === 'accepted');
  return {
    method: 'POST',
    path: '/sobjects/Handoff_Offer__c',
    referenceId,
    body: {
      Handoff__c: handoff,
      OwnerId: offer.repId,
      Rep__c: offer.repId,
      Team_Id__c: teamId,
      Kind__c: offerKindToSalesforce[offer.kind],
      Status__c: offerStatusToSalesforce(offer.status),
      Offered_At__c: offer.offeredAt,
      Expires_At__c: offer.expiresAt,
      Starts_At__c: offer.startsAt,
      Ends_At__c: offer.endsAt,
      Live_Key__c: live ? offer.repId : null,
      Because__c: fittingJson(offer.because),
      Passed_Over__c: fittingJson(offer.passedOver),
      ...(write.handoffId === null ? {} : { Step_Key__c: `${write.handoffId}:${write.step}` }),
      ...(offer.slotNumber === null ? {} : slotFields(offer.repId, offer.slotNumber)),
      ...(turn && teamId
        ? { Turn_Key__c: turnKey(teamId, turn.turn), Turn_Number__c: turn.turn, Ledger__c: ledgerJson(turn) }
        : {})
    }
  };
}

function slotFields(repId: string, number: number): Record<string, unknown> {
  return { Slot_Key__c: `${repId}:${number}`, Slot_Number__c: number };
}

function offerChange(change: OfferChange, index: number): Subrequest {
  return {
    method: 'PATCH',
    path: `/sobjects/Handoff_Offer__c/${change.id}`,
    referenceId: `offer${index}`,
    body: {
      ...(change.status === undefined ? {} : { Status__c: offerStatusToSalesforce(change.status) }),
      ...(change.releasesLiveKey ? { Live_Key__c: null } : {}),
      ...(change.startsAt === undefined ? {} : { Starts_At__c: change.startsAt, Ends_At__c: change.endsAt }),
      ...(change.slot === undefined ? {} : slotFields(change.slot.repId, change.slot.number))
    }
  };
}

function ownerSubrequest(leadId: string, ownerId: string): Subrequest {
  return {
    method: 'PATCH',
    path: `/sobjects/Lead/${leadId}`,
    referenceId: 'owner',
    httpHeaders: { 'Sforce-Auto-Assign': 'FALSE' },
    body: { OwnerId: ownerId }
  };
}
