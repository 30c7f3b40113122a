/** The tables, the same in SQLite and Postgres. Instants are ISO 8601 UTC texts, which sort as instants do. */
import type { Generated } from 'kysely';

export interface Tables {
  journal: JournalTable;
  /** One row for each org: the latest snapshot. */
  snapshot: SnapshotTable;
  /** Who alone may do what only one instance may. */
  lease: LeaseTable;
  /** Whose phone rings and who talks. */
  live_offer: LiveOfferTable;
}

export interface JournalTable {
  /** Order of arrival. */
  position: Generated<number>;
  /** Which org the call belongs to; see orgKey. */
  org: string;
  call_id: string;
  /** QualifiedCall as JSON. */
  call: string;
  /** What was answered without Salesforce, as JSON; null while nothing was. */
  predicted: string | null;
  arrived_at: string;
  attempts: number;
  last_code: string | null;
  last_message: string | null;
  /** Null when it has failed for good: a person decides. */
  next_attempt_at: string | null;
  /** Instance that works on it, and until when it may be believed to. */
  held_by: string | null;
  held_until: string | null;
}

export interface SnapshotTable {
  org: string;
  version: number;
  read_at: string;
  body: string;
}

export interface LeaseTable {
  org: string;
  name: string;
  held_by: string;
  held_until: string;
}

export interface LiveOfferTable {
  org: string;
  call_id: string;
  rep_id: string;
  status: string;
  offered_at: string;
  expires_at: string | null;
}
