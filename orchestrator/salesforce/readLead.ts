/** A lead of the org by its id, or by the id of a call that it came from. */
import { BatonError } from '../domain/errors.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import { startTrace } from './trace.ts';

export type LeadFields = Readonly<Record<string, string | number | boolean | null>>;

/**
 * @param ref its id of 15 or 18 characters, or the id of a call
 * @param fields API names; Id and OwnerId are read in any case
 * @throws BatonError `leadNotReadable` when there is none
 */
export async function readLead(
  salesforce: Salesforce,
  ref: { id: string } | { callId: string },
  fields: readonly string[],
  deadlineMs: number
): Promise<LeadFields> {
  const names = new Map(['Id', 'OwnerId', ...fields].map((name) => [name.toLowerCase(), name]));
  const list = [...names.values()].join(', ');
  const request = { deadlineMs, trace: startTrace() };
  const find = (condition: string): Promise<LeadFields[]> =>
    salesforce.query<LeadFields>(`SELECT ${list} FROM Lead WHERE ${condition} LIMIT 1`, request);
  if ('id' in ref) {
    const [lead] = await find(`Id = ${soqlString(ref.id)}`);
    if (!lead) {
      throw new BatonError('leadNotReadable', `The org has no lead ${ref.id}, or none that this user may see.`);
    }
    return lead;
  }
  // A later call of the same person updates their lead, which keeps the first call's id: its handoff knows the lead.
  const callId = soqlString(ref.callId);
  const [handoff] = await salesforce.query<{ Lead__c: string }>(
    `SELECT Lead__c FROM Handoff__c WHERE Call_Id__c = ${callId}`,
    request
  );
  const [lead] = await find(handoff ? `Id = ${soqlString(handoff.Lead__c)}` : `Voice_Call_Id__c = ${callId}`);
  if (!lead) {
    throw new BatonError('leadNotReadable', `The org has no lead of the call ${ref.callId}.`);
  }
  return lead;
}
