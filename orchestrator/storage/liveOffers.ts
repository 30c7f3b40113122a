/**
 * Whose phone rings and who talks, as far as this service has written it to Salesforce: so that a process that starts while
 * Salesforce is out of reach rings nobody twice. Ids alone; a row goes when the call has gone on.
 */
import type { OfferStatus, RecentOffer } from '../domain/offer.ts';
import type { Database } from './database.ts';

export type LiveOffer = Pick<RecentOffer, 'callId' | 'repId' | 'status' | 'offeredAt' | 'expiresAt'>;

export class LiveOffers {
  private readonly database: Database;
  private readonly org: string;

  /** @param options.org see orgKey: ids of one org mean nothing in another */
  constructor(database: Database, options: { org: string }) {
    this.database = database;
    this.org = options.org;
  }

  /** A call has one live offer at a time: it takes the place of the one before. */
  async keep({ callId, repId, status, offeredAt, expiresAt }: LiveOffer): Promise<void> {
    const row = { rep_id: repId, status, offered_at: offeredAt, expires_at: expiresAt };
    await this.database.db
      .insertInto('live_offer')
      .values({ org: this.org, call_id: callId, ...row })
      .onConflict((conflict) => conflict.columns(['org', 'call_id']).doUpdateSet(row))
      .execute();
  }

  /** The call rings and talks no more. */
  async end(callId: string): Promise<void> {
    await this.database.db.deleteFrom('live_offer').where('org', '=', this.org).where('call_id', '=', callId).execute();
  }

  /** Those that were kept and not ended, over by now or not. */
  async load(): Promise<LiveOffer[]> {
    const rows = await this.database.db.selectFrom('live_offer').selectAll().where('org', '=', this.org).execute();
    return rows.map((row) => ({
      callId: row.call_id,
      repId: row.rep_id,
      status: row.status as OfferStatus,
      offeredAt: row.offered_at,
      expiresAt: row.expires_at
    }));
  }
}
