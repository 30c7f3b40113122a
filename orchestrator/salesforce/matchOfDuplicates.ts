/** What the org's own duplicate rules found in the way of a new lead, as a match: the record that is there is used. */
import type { CallerMatch } from '../domain/match.ts';
import type { Duplicate } from './duplicates.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** Fields of the lead that is there. */
export const duplicateLeadFields = ['Id', 'OwnerId', 'Voice_Call_Id__c', 'IsConverted'] as const;

interface LeadRow {
  Id: string;
  OwnerId: string;
  Voice_Call_Id__c: string | null;
  IsConverted: boolean;
}

/**
 * The match with the duplicate in it. An open lead is used instead of a new one; for contacts and accounts the match stays
 * as it was, and the lead is saved beside them where the rule allows that.
 * @throws BatonError
 */
export async function matchOfDuplicates(
  salesforce: Salesforce,
  records: readonly Duplicate[],
  match: CallerMatch,
  options: { deadlineMs: number; trace: Trace }
): Promise<CallerMatch> {
  const ids = records.filter(({ type }) => type === 'lead').map(({ id }) => soqlString(id));
  if (ids.length === 0) {
    return match;
  }
  const leads = await salesforce.query<LeadRow>(
    `SELECT ${duplicateLeadFields.join(', ')} FROM Lead WHERE Id IN (${ids.join(', ')}) ORDER BY LastModifiedDate DESC`,
    options
  );
  const open = leads.find(({ IsConverted: converted }) => !converted);
  if (!open) {
    return match;
  }
  const text = "One of the org's duplicate rules knows the caller as a lead that is there already.";
  return {
    ...match,
    lead: { id: open.Id, ownerId: open.OwnerId, callId: open.Voice_Call_Id__c },
    because: [...match.because, { on: 'duplicateRule', record: 'lead', recordId: open.Id, text }]
  };
}
