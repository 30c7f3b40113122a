/** The org as its own parts see it: what Org offers, and what stands behind it. */
import type { LeadRecord } from '../assignment-rules/index.ts';
import type { Access, Org, Session, StoredRow } from './org.ts';
import type { OrgModel } from './orgModel.ts';
import type { RowStore } from './state/rowStore.ts';
import type { Sequences } from './state/sequences.ts';

/** Access with what only saves ask. */
export interface FullAccess extends Access {
  readonly userId: string;
  /** The user as formulas and rules see it. */
  readonly runningUser: LeadRecord;
  /** IANA zone of the user. */
  readonly timeZone: string;
  /** Whether this record may be changed, by sharing. */
  canEditRecord(objectName: string, row: StoredRow): boolean;
  /** Whether this record may be deleted, by sharing. */
  canDeleteRecord(objectName: string, row: StoredRow): boolean;
  /** Whether the record's owner may be changed. */
  canTransferRecord(objectName: string, row: StoredRow): boolean;
}

export interface OrgSettings {
  /** Who gets a lead that no entry of the active rule matches: id of a user or queue. */
  readonly defaultLeadOwnerId: string;
}

export interface OrgCore extends Org {
  readonly model: OrgModel;
  readonly rows: RowStore;
  readonly autoNumbers: Sequences;
  readonly settings: OrgSettings;
  /** The administrator, in whose name the org writes for itself. */
  readonly systemUserId: string;
  access(session: Session): FullAccess;
}
