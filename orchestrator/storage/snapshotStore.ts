/** Keeps the latest snapshot of an org, to be used when the service starts and Salesforce does not answer. */
import type { Database } from './database.ts';

/** What every snapshot tells of itself. */
export interface Stored {
  /** Shape of the snapshot; one of another version is as good as none. */
  version: number;
  /** ISO 8601 UTC. */
  readAt: string;
}

export class SnapshotStore<T extends Stored> {
  private readonly database: Database;
  private readonly org: string;

  /** @param options.org see orgKey: ids of one org mean nothing in another */
  constructor(database: Database, options: { org: string }) {
    this.database = database;
    this.org = options.org;
  }

  /** Replaces the one that is there, unless that one is newer: several instances may save. */
  async save(snapshot: T): Promise<void> {
    const row = { version: snapshot.version, read_at: snapshot.readAt, body: JSON.stringify(snapshot) };
    await this.database.db
      .insertInto('snapshot')
      .values({ org: this.org, ...row })
      .onConflict((conflict) =>
        conflict
          .column('org')
          .doUpdateSet(row)
          .where((eb) => eb.or([eb('snapshot.read_at', '<=', row.read_at), eb('snapshot.version', '!=', row.version)]))
      )
      .execute();
  }

  /** Undefined when there is none of this version. */
  async load(version: number): Promise<T | undefined> {
    const row = await this.database.db
      .selectFrom('snapshot')
      .select('body')
      .where('org', '=', this.org)
      .where('version', '=', version)
      .executeTakeFirst();
    return row && (JSON.parse(row.body) as T);
  }
}
