/** A handoff and its offers as Salesforce keeps them. */
import type { HandoffState, OfferState, Phase } from '../domain/handoffState.ts';
import type { Because, PassedOver } from '../domain/reason.ts';
import { offerKindFromSalesforce, offerStatusFromSalesforce } from './fieldMap.ts';

export const handoffFields = [
  'Id',
  'CreatedDate',
  'Call_Id__c',
  'Lead__c',
  'Rep__c',
  'Team_Id__c',
  'Team_Name__c',
  'Status__c',
  'Step__c',
  'Next_Step_At__c',
  'Score__c',
  'Caller_Time_Zone__c',
  'Task_Id__c',
  'Event_Id__c',
  'First_Contact_At__c',
  'Predicted__c',
  'Because__c',
  'Passed_Over__c'
] as const;

export interface HandoffRecord {
  Id: string;
  CreatedDate: string;
  Call_Id__c: string;
  Lead__c: string;
  Rep__c: string | null;
  Team_Id__c: string | null;
  Team_Name__c: string | null;
  Status__c: string;
  Step__c: number;
  Next_Step_At__c: string;
  Score__c: number | null;
  Caller_Time_Zone__c: string | null;
  Task_Id__c: string | null;
  Event_Id__c: string | null;
  First_Contact_At__c: string | null;
  Predicted__c: boolean;
  Because__c: string | null;
  Passed_Over__c: string | null;
}

const phases: Readonly<Record<Phase, string>> = {
  ringing: 'Ringing',
  accepted: 'Accepted',
  proposed: 'Meeting Proposed',
  booked: 'Meeting',
  callback: 'Callback',
  completed: 'Completed'
};

export function phaseToSalesforce(phase: Phase): string {
  return phases[phase];
}

/** Undefined for a status that an administrator added. */
export function phaseFromSalesforce(status: string): Phase | undefined {
  return (Object.keys(phases) as Phase[]).find((key) => phases[key] === status);
}

/** Fields of an offer that a step needs, as a query on the offers of one handoff reads them. */
export const offerStateFields = [
  'Id',
  'Rep__c',
  'Team_Id__c',
  'Kind__c',
  'Status__c',
  'Offered_At__c',
  'Expires_At__c',
  'Starts_At__c',
  'Ends_At__c',
  'Turn_Number__c'
] as const;

export interface OfferStateRecord {
  Id: string;
  Rep__c: string;
  Team_Id__c: string | null;
  Kind__c: string;
  Status__c: string;
  Offered_At__c: string;
  Expires_At__c: string | null;
  Starts_At__c: string | null;
  Ends_At__c: string | null;
  Turn_Number__c: number | null;
}

/** @param offers in the order in which they were made */
export function stateFromRecords(handoff: HandoffRecord, offers: readonly OfferStateRecord[]): HandoffState {
  const phase = phaseFromSalesforce(handoff.Status__c);
  return {
    id: handoff.Id,
    callId: handoff.Call_Id__c,
    leadId: handoff.Lead__c,
    step: handoff.Step__c,
    // A status that an administrator added is one that people work by: Baton leaves it alone.
    phase: phase ?? 'completed',
    offers: offers.map(offerState),
    repId: handoff.Rep__c,
    teamId: handoff.Team_Id__c,
    nextStepAt: instant(handoff.Next_Step_At__c)!,
    score: handoff.Score__c,
    callerTimeZone: handoff.Caller_Time_Zone__c,
    taskId: handoff.Task_Id__c,
    eventId: handoff.Event_Id__c,
    firstContactAt: instant(handoff.First_Contact_At__c)
  };
}

export function offerState(record: OfferStateRecord): OfferState {
  return {
    id: record.Id,
    repId: record.Rep__c,
    teamId: record.Team_Id__c,
    kind: offerKindFromSalesforce(record.Kind__c),
    status: offerStatusFromSalesforce(record.Status__c),
    offeredAt: instant(record.Offered_At__c)!,
    expiresAt: instant(record.Expires_At__c),
    startsAt: instant(record.Starts_At__c),
    endsAt: instant(record.Ends_At__c),
    turn: record.Turn_Number__c
  };
}

function instant(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

/** The reasons kept on the record. Longest text the fields hold is 32,000 characters. */
export function reasonsFromRecord(record: HandoffRecord): { because: Because[]; passedOver: PassedOver[] } {
  return {
    because: JSON.parse(record.Because__c ?? '[]') as Because[],
    passedOver: JSON.parse(record.Passed_Over__c ?? '[]') as PassedOver[]
  };
}

/** A list as JSON that fits the field; what does not fit is left out whole, from the end. */
export function fittingJson(items: readonly unknown[], length = 32_000): string {
  const kept = [...items];
  while (JSON.stringify(kept).length > length) {
    kept.pop();
  }
  return JSON.stringify(kept);
}
