/** What a rep has been booked for, as the handoffs tell it: whatever became of the Events, and of the calendar's reading. */
import type { Interval } from '../domain/calendar.ts';
import { queryPath } from './composite.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

export interface RepBookings {
  /** How many bookings there have been, 0 before the first: the next one takes the next number, which is unique. */
  number: number;
  /** Meetings of other handoffs that callers have been promised. */
  meetings: Interval[];
}

/**
 * One API call. The number is read before the meetings, so that whoever books in between takes it away.
 * @param options.within meetings that lie outside are left out
 * @param options.except id of the handoff whose own meeting is left out
 * @throws BatonError
 */
export async function readRepBookings(
  salesforce: Salesforce,
  repId: string,
  { within, except, ...options }: { within: Interval; except: string; deadlineMs: number; trace: Trace }
): Promise<RepBookings> {
  const ofRep = `FROM Handoff_Offer__c WHERE Rep__c = ${soqlString(repId)}`;
  const [startsAt, endsAt] = [within.startMs, within.endMs].map((atMs) => new Date(atMs).toISOString());
  const results = await salesforce.composite(
    [
      {
        method: 'GET',
        referenceId: 'number',
        path: queryPath(
          `SELECT Slot_Number__c ${ofRep} AND Slot_Number__c != null ORDER BY Slot_Number__c DESC LIMIT 1`
        )
      },
      {
        method: 'GET',
        referenceId: 'meetings',
        path: queryPath(
          `SELECT Handoff__c, Starts_At__c, Ends_At__c ${ofRep} AND Kind__c = 'Meeting' AND Status__c = 'Booked' ` +
            `AND Starts_At__c < ${endsAt} AND Ends_At__c > ${startsAt}`
        )
      }
    ],
    { allOrNone: false, ...options }
  );
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  const meetings = results.records<{ Handoff__c: string; Starts_At__c: string; Ends_At__c: string }>('meetings');
  return {
    number: results.records<{ Slot_Number__c: number }>('number')[0]?.Slot_Number__c ?? 0,
    meetings: meetings
      .filter(({ Handoff__c }) => Handoff__c !== except)
      .map(({ Starts_At__c, Ends_At__c }) => ({ startMs: Date.parse(Starts_At__c), endMs: Date.parse(Ends_At__c) }))
  };
}
