/** How many bookings a rep's calendar has had: the next one takes the next number, which is unique. */
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** 0 before the first. @throws BatonError */
export async function readSlotNumber(
  salesforce: Salesforce,
  repId: string,
  options: { deadlineMs: number; trace: Trace }
): Promise<number> {
  const [newest] = await salesforce.query<{ Slot_Number__c: number }>(
    `SELECT Slot_Number__c FROM Handoff_Offer__c WHERE Rep__c = ${soqlString(repId)} AND Slot_Number__c != null ` +
      'ORDER BY Slot_Number__c DESC LIMIT 1',
    options
  );
  return newest?.Slot_Number__c ?? 0;
}
