/**
 * Whose phone rings and who talks, as far as this service has written it to Salesforce: so that a process that starts while
 * Salesforce is out of reach rings nobody twice. Ids alone; a row goes when the call has gone on.
 */
import type { Kysely } from 'kysely';
import type { OfferStatus, RecentOffer } from '../domain/offer.ts';
import { compiledOnce } from './compiledOnce.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

export type LiveOffer = Pick<RecentOffer, 'callId' | 'repId' | 'status' | 'offeredAt' | 'expiresAt'>;

export class LiveOffers {
  private readonly database: Database;
  private readonly org: string;
  private readonly put: ReturnType<typeof putStatement>;

  /** @param options.org see orgKey: ids of one org mean nothing in another */
  constructor(database: Database, options: { org: string }) {
    this.database = database;
    this.org = options.org;
    this.put = putStatement(database.db);
  }

  /** A call has one live offer at a time: it takes the place of the one before. */
  async keep({ callId, repId, status, offeredAt, expiresAt }: LiveOffer): Promise<void> {
    await this.put({ org: this.org, callId, repId, status, offeredAt, expiresAt });
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

function putStatement(db: Kysely<Tables>) {
  return compiledOnce<LiveOffer & { org: string }>(db, (value) => {
    const row = {
      rep_id: value('repId'),
      status: value('status'),
      offered_at: value('offeredAt'),
      expires_at: value('expiresAt')
    };
    return db
      .insertInto('live_offer')
      .values({ org: value('org'), call_id: value('callId'), ...row })
      .onConflict((conflict) => conflict.columns(['org', 'call_id']).doUpdateSet(row));
  });
}
