/** Writes offers to one rep as the service does: records and event in one composite request, all of it or nothing. */

/** The values of a request as the org's API takes them. */
type Fields = Readonly<Record<string, unknown>>;

export interface WrittenOffer {
  readonly callerName: string;
  /** When the reply that acknowledges the event was there, in milliseconds since 1970. */
  readonly acknowledgedAtMs: number;
}

export interface OfferWriter {
  /** Rings at the rep. @param n a number that no other offer of this org has */
  ring(n: number): Promise<WrittenOffer>;
  /** Ends the offer that rings, and tells of it. */
  end(): Promise<void>;
}

const data = '/services/data/v66.0';

/** @param org with the access token of the integration user */
export function offerWriter(org: { url: string; accessToken: string }, repId: string, now: () => Date): OfferWriter {
  let ids = { lead: '', handoff: '', offer: '' };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const reply = await fetch(org.url + data + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${org.accessToken}`,
        'content-type': 'application/json',
        'sforce-auto-assign': 'FALSE'
      },
      body: JSON.stringify(body)
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`The org answered ${reply.status}: ${text}`);
    return JSON.parse(text);
  };
  const composite = async (steps: readonly object[]): Promise<Record<string, string>> => {
    const { compositeResponse } = (await post('/composite', { allOrNone: true, compositeRequest: steps })) as {
      compositeResponse: { referenceId: string; httpStatusCode: number; body: { id: string } | null }[];
    };
    const failed = compositeResponse.find(({ httpStatusCode }) => httpStatusCode >= 300);
    if (failed) throw new Error(`The org refused ${failed.referenceId}: ${JSON.stringify(failed.body)}`);
    return Object.fromEntries(compositeResponse.map(({ referenceId, body }) => [referenceId, body?.id ?? '']));
  };
  const create = (referenceId: string, object: string, body: Fields): object => ({
    method: 'POST',
    url: `${data}/sobjects/${object}`,
    referenceId,
    body
  });
  const update = (referenceId: string, object: string, id: string, body: Fields): object => ({
    method: 'PATCH',
    url: `${data}/sobjects/${object}/${id}`,
    referenceId,
    body
  });
  return {
    async ring(n) {
      const lastName = `Rivera ${n}`;
      const lead = (await post('/sobjects/Lead', {
        FirstName: 'Jamie',
        LastName: lastName,
        Company: 'NovaCorp',
        Title: 'VP of Operations',
        Phone: '+14155550142',
        OwnerId: repId,
        Qualification_Summary__c: '80-person support team, wants to pilot voice AI in Q2.',
        Qualification_Score__c: 86,
        Timeline__c: 'Q2'
      })) as { id: string };
      const offeredAt = now();
      const expiresAt = new Date(offeredAt.getTime() + 20_000).toISOString();
      const written = await composite([
        create('handoff', 'Handoff__c', {
          Lead__c: lead.id,
          OwnerId: repId,
          Rep__c: repId,
          Call_Id__c: `bench-${n}`,
          Status__c: 'Ringing',
          Next_Step__c: 'Transfer',
          Next_Step_At__c: expiresAt
        }),
        create('offer', 'Handoff_Offer__c', {
          Handoff__c: '@{handoff.id}',
          OwnerId: repId,
          Rep__c: repId,
          Kind__c: 'Live',
          Status__c: 'Ringing',
          Offered_At__c: offeredAt.toISOString(),
          Expires_At__c: expiresAt
        }),
        create('event', 'Handoff_Event__e', {
          Handoff_Id__c: '@{handoff.id}',
          Offer_Id__c: '@{offer.id}',
          Lead_Id__c: lead.id,
          Rep_Id__c: repId,
          State__c: 'ringing'
        })
      ]);
      const acknowledgedAtMs = performance.timeOrigin + performance.now();
      ids = { lead: lead.id, handoff: written['handoff']!, offer: written['offer']! };
      return { callerName: `Jamie ${lastName}`, acknowledgedAtMs };
    },
    async end() {
      await composite([
        update('offer', 'Handoff_Offer__c', ids.offer, { Status__c: 'Caller Left' }),
        update('handoff', 'Handoff__c', ids.handoff, { Status__c: 'Completed' }),
        create('event', 'Handoff_Event__e', {
          Handoff_Id__c: ids.handoff,
          Offer_Id__c: ids.offer,
          Lead_Id__c: ids.lead,
          Rep_Id__c: repId,
          State__c: 'completed'
        })
      ]);
    }
  };
}
