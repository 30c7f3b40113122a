import type { AskedRep } from '../domain/askedRep.ts';
import type { Salesforce } from './salesforce.ts';
import { soqlString } from './soqlString.ts';
import type { Trace } from './trace.ts';

/** Whom an offer was made to; null when there is no such offer. @throws BatonError */
export async function readAskedRep(
  salesforce: Salesforce,
  offerId: string,
  options: { deadlineMs: number; trace: Trace }
): Promise<AskedRep | null> {
  const [offer] = await salesforce.query<OfferRow>(
    `SELECT Rep__c, Rep__r.Email, Handoff__c FROM Handoff_Offer__c WHERE Id = ${soqlString(offerId)}`,
    options
  );
  return offer ? { repId: offer.Rep__c, email: offer.Rep__r.Email, handoffId: offer.Handoff__c } : null;
}

interface OfferRow {
  Rep__c: string;
  Rep__r: { Email: string | null };
  Handoff__c: string;
}
