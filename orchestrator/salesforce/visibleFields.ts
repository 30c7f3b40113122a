/** Whether the integration user sees every field that a routed call reads. What it may not see, Salesforce does not have. */
import { queryPath, type Subrequest } from './composite.ts';
import { offerFields, storedCallFields, turnFields, userFields } from './fieldMap.ts';
import { handoffFields } from './handoffRecord.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { startTrace } from './trace.ts';

const read: Readonly<Record<string, readonly string[]>> = {
  Lead: storedCallFields,
  User: userFields,
  Handoff__c: handoffFields,
  Handoff_Offer__c: [...offerFields, ...turnFields.filter((field) => field !== 'Rep__c')]
};

/** One API call. @throws BatonError `salesforcePermission` that names the first field or object that is missing */
export async function checkVisibleFields(salesforce: Salesforce, deadlineMs: number): Promise<void> {
  const subrequests = Object.entries(read).map(([object, fields]): Subrequest => ({
    method: 'GET',
    referenceId: object,
    path: queryPath(`SELECT ${fields.join(', ')} FROM ${object} LIMIT 1`)
  }));
  const results = await salesforce.composite(subrequests, { allOrNone: false, deadlineMs, trace: startTrace() });
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
}
