/**
 * What is noted on a handoff without moving it on. Each note repeats the number of the step that it was found at: where
 * the handoff has moved on since, that would be a change that does not follow, which the org's rule refuses.
 */
import type { CompositeResults, Subrequest } from './composite.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

export interface MarkedHandoff {
  id: string;
  /** Of the state in which the note is true. */
  step: number;
}

/**
 * Notes that the owner of a callback has been reminded, in one transaction with the notices that remind.
 * @returns ids of the notices; undefined when somebody else was first or the handoff has moved on: nothing was written
 * @throws BatonError
 */
export async function markReminded(
  salesforce: Salesforce,
  { id, step }: MarkedHandoff,
  { at, notices }: { at: Date; notices: readonly Subrequest[] },
  options: { deadlineMs: number; trace: Trace }
): Promise<string[] | undefined> {
  const results = await salesforce.composite(
    [
      {
        method: 'PATCH',
        path: `/sobjects/Handoff__c/${id}`,
        referenceId: 'handoff',
        body: { Step__c: step, Reminded_At__c: at.toISOString() }
      },
      ...notices
    ],
    { allOrNone: true, ...options }
  );
  return isWritten(results)
    ? notices.flatMap(({ referenceId }) => results.body<{ id: string }>(referenceId)?.id ?? [])
    : undefined;
}

/**
 * Notes when somebody first reached the caller.
 * @param at ISO 8601 UTC
 * @returns whether it was written; the handoff may have moved on
 * @throws BatonError
 */
export async function markContacted(
  salesforce: Salesforce,
  { id, step }: MarkedHandoff,
  at: string,
  options: { deadlineMs: number; trace: Trace }
): Promise<boolean> {
  const mark: Subrequest = {
    method: 'PATCH',
    path: `/sobjects/Handoff__c/${id}`,
    referenceId: 'handoff',
    body: { Step__c: step, First_Contact_At__c: at }
  };
  return isWritten(await salesforce.composite([mark], { allOrNone: true, ...options }));
}

function isWritten(results: CompositeResults): boolean {
  const causes = results.causes();
  const isLost = causes.some(
    ({ errorCode, message, fields }) =>
      errorCode === 'UNABLE_TO_LOCK_ROW' ||
      (errorCode === 'DUPLICATE_VALUE' && /Notice_Key__c|<unknown>/.test(message)) ||
      (errorCode === 'FIELD_CUSTOM_VALIDATION_EXCEPTION' && (fields ?? []).includes('Step__c'))
  );
  if (causes.length > 0 && !isLost) {
    throw fromSubrequest(causes);
  }
  return causes.length === 0;
}
