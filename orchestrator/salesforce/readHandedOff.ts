/** Everything that the first answer to a call was made from, as the org keeps it. */
import type { QualifiedCall } from '../domain/call.ts';
import type { Rep } from '../domain/rep.ts';
import { queryPath, type Subrequest } from './composite.ts';
import { callFromLead, repFromUser, storedCallFields, userFields, type UserRecord } from './fieldMap.ts';
import type { HandoffRecord } from './handoffRecord.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

export interface HandedOff {
  call: QualifiedCall;
  rep: Rep | null;
  /** When it was decided; ISO 8601 UTC. */
  decidedAt: string;
}

export async function readHandedOff(
  salesforce: Salesforce,
  record: HandoffRecord,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<HandedOff> {
  const offer =
    `SELECT Offered_At__c FROM Handoff_Offer__c WHERE Handoff__c = ${soqlString(record.Id)} ` +
    'ORDER BY Offered_At__c LIMIT 1';
  const subrequests: Subrequest[] = [
    {
      method: 'GET',
      referenceId: 'lead',
      path: `/sobjects/Lead/${record.Lead__c}?fields=${storedCallFields.join(',')}`
    },
    { method: 'GET', referenceId: 'offer', path: queryPath(offer) }
  ];
  if (record.Rep__c !== null) {
    subrequests.push({
      method: 'GET',
      referenceId: 'rep',
      path: `/sobjects/User/${record.Rep__c}?fields=${userFields.join(',')}`
    });
  }
  const results = await salesforce.composite(subrequests, { allOrNone: false, ...options });
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  const user = results.body<UserRecord>('rep');
  const [made] = results.records<{ Offered_At__c: string }>('offer');
  return {
    call: callFromLead(results.body<Record<string, unknown>>('lead')!),
    rep: user ? repFromUser(user, options.country) : null,
    decidedAt: new Date(made?.Offered_At__c ?? record.CreatedDate).toISOString()
  };
}
