/** The handoff as Salesforce keeps it: what was decided, so that a repeated request gets the same answer. */
import type { Because, PassedOver } from '../domain/reason.ts';

export const handoffFields = [
  'Id',
  'CreatedDate',
  'Lead__c',
  'Rep__c',
  'Team_Id__c',
  'Team_Name__c',
  'Next_Step__c',
  'Next_Step_At__c',
  'Because__c',
  'Passed_Over__c'
] as const;

export interface HandoffRecord {
  Id: string;
  CreatedDate: string;
  Lead__c: string;
  Rep__c: string | null;
  Team_Id__c: string | null;
  Team_Name__c: string | null;
  Next_Step__c: 'Transfer' | 'Meeting' | 'Callback';
  Next_Step_At__c: string;
  Because__c: string | null;
  Passed_Over__c: string | null;
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
