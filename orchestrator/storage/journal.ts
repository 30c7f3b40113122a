/**
 * The journal of intents: each call is written down before anything else, and struck out when Salesforce holds it. So a
 * killed process loses nothing, and what was answered without Salesforce reaches it later, in order, once.
 *
 * An entry's life: `begin` → `done` while Salesforce is up; `begin` → `predicted` → `claim` → `done` when it is down.
 */
import { sql, type Kysely, type Selectable, type Updateable } from 'kysely';
import type { QualifiedCall } from '../domain/call.ts';
import type { BatonErrorCode } from '../domain/errors.ts';
import { compiledOnce } from './compiledOnce.ts';
import type { Database } from './database.ts';
import { entryFromRow, type Json, type JournalEntry } from './journalEntry.ts';
import { retryDelayMs } from './retryDelay.ts';
import type { JournalTable, Tables } from './tables.ts';

export interface JournalCounts {
  /** Those in hand included. */
  waiting: number;
  failed: number;
  /** Arrival of the oldest that waits; null when none does. ISO 8601 UTC. */
  oldestAt: string | null;
}

/** How long a request may be believed to work on a call that it has begun; longer than any deadline. */
const requestLeaseMs = 30_000;

/** Refusals that only a person can clear; whatever else fails is tried again, however long it takes. */
const failsForGood: readonly BatonErrorCode[] = [
  'invalidRequest',
  'rejectedBySalesforce',
  'unknownField',
  'unsupportedTeam'
];

export class Journal {
  private readonly database: Database;
  private readonly org: string;
  private readonly now: () => Date;
  private readonly insert: ReturnType<typeof insertStatement>;
  private readonly strikeOut: ReturnType<typeof strikeOutStatement>;

  /**
   * @param options.org the org its calls belong to (see orgKey): calls of one org are never written to another
   * @param options.now default: the machine's clock
   */
  constructor(database: Database, options: { org: string; now?: () => Date }) {
    this.database = database;
    this.org = options.org;
    this.now = options.now ?? (() => new Date());
    this.insert = insertStatement(database.db);
    this.strikeOut = strikeOutStatement(database.db);
  }

  /**
   * Writes the intent down, before anything else is done for the call. Outlives the death of the process.
   * Idempotent: a call id that is there already stays as it is, and is answered as it stands.
   * @returns the entry, and whether this was the first time
   */
  async begin(callId: string, call: QualifiedCall, at: Date): Promise<{ entry: JournalEntry; isNew: boolean }> {
    const { rows } = await this.insert({
      org: this.org,
      callId,
      call: JSON.stringify(call),
      arrivedAt: at.toISOString(),
      heldUntil: after(at, requestLeaseMs)
    });
    const [row] = rows;
    if (row) {
      return { entry: entryFromRow(row, this.now()), isNew: true };
    }
    const known = await this.read(callId);
    // Struck out between the two statements: begin again.
    return known ? { entry: known, isNew: false } : this.begin(callId, call, at);
  }

  /** Salesforce holds the call: strikes the entry out, so that nothing personal stays. */
  async done(callId: string): Promise<void> {
    await this.strikeOut({ org: this.org, callId });
  }

  /**
   * Salesforce holds what was claimed: strikes the entry out, unless something has been told of the call meanwhile; then it is
   * due again at once, as it stands now.
   * @param entry as it was claimed
   */
  async written(entry: JournalEntry): Promise<void> {
    const { callId, predicted } = entry;
    const asClaimed =
      predicted === undefined
        ? sql<boolean>`predicted is null`
        : sql<boolean>`predicted = ${JSON.stringify(predicted)}`;
    const result = await this.database.db
      .deleteFrom('journal')
      .where(this.is(callId))
      .where(asClaimed)
      .executeTakeFirst();
    if (result.numDeletedRows === 0n) {
      await this.change(callId, { held_by: null, held_until: null });
    }
  }

  /** Keeps what was answered without Salesforce; on the disk when it returns, so that it outlives a power cut. */
  async predicted(callId: string, state: Json): Promise<void> {
    await this.database.durably((db) =>
      db
        .updateTable('journal')
        .set({ predicted: JSON.stringify(state), held_by: null, held_until: null })
        .where(this.is(callId))
        .execute()
    );
  }

  /**
   * Keeps a later state of what was answered, e.g. that the rep did not pick up. As durable as `predicted`.
   * @returns whether the entry is still there: what has been struck out Salesforce knows
   */
  async update(callId: string, state: Json): Promise<boolean> {
    const result = await this.database.durably((db) =>
      db
        .updateTable('journal')
        .set({ predicted: JSON.stringify(state) })
        .where(this.is(callId))
        .executeTakeFirst()
    );
    return result.numUpdatedRows > 0n;
  }

  async read(callId: string): Promise<JournalEntry | undefined> {
    const row = await this.database.db.selectFrom('journal').selectAll().where(this.is(callId)).executeTakeFirst();
    return row && entryFromRow(row, this.now());
  }

  /** Entries that have not failed for good, in order of arrival. @param after position of the last one seen */
  async waiting(limit: number, after = 0): Promise<JournalEntry[]> {
    const rows = await this.page(limit, after).where('next_attempt_at', 'is not', null).execute();
    return rows.map((row) => entryFromRow(row, this.now()));
  }

  /** All entries, in order of arrival. @param after position of the last one seen */
  async list(limit: number, after = 0): Promise<JournalEntry[]> {
    const rows = await this.page(limit, after).execute();
    return rows.map((row) => entryFromRow(row, this.now()));
  }

  async counts(): Promise<JournalCounts> {
    const row = await this.database.db
      .selectFrom('journal')
      .select(({ fn }) => [
        fn.count<number | string>('next_attempt_at').as('waiting'),
        fn.countAll<number | string>().as('all'),
        sql<string | null>`min(case when next_attempt_at is not null then arrived_at end)`.as('oldest')
      ])
      .where('org', '=', this.org)
      .executeTakeFirstOrThrow();
    const waiting = Number(row.waiting);
    return { waiting, failed: Number(row.all) - waiting, oldestAt: row.oldest };
  }

  /**
   * Takes the oldest entry that is due and in nobody's hand, to be written to Salesforce. Only one instance drains at a
   * time, so that the order holds: the others get nothing until its lease ends or it calls {@link release}.
   * An entry that waits for its next attempt does not hold up those behind it.
   * @param leaseMs how long the entry, and the right to drain, are this instance's; longer than one write can take
   */
  async claim(instanceId: string, leaseMs: number): Promise<JournalEntry | undefined> {
    const now = this.now().toISOString();
    const until = after(this.now(), leaseMs);
    const hold = { held_by: instanceId, held_until: until };
    const lease = await this.database.db
      .insertInto('lease')
      .values({ org: this.org, name: 'drain', ...hold })
      .onConflict((conflict) =>
        conflict
          .columns(['org', 'name'])
          .doUpdateSet(hold)
          .where((eb) => eb.or([eb('lease.held_by', '=', instanceId), eb('lease.held_until', '<=', now)]))
      )
      .returning('name')
      .executeTakeFirst();
    if (!lease) {
      return undefined;
    }
    // One statement, and no transaction: SQLite's lock would be held while this process does other things.
    const row = await this.database.db
      .updateTable('journal')
      .set(hold)
      .where('position', '=', (query) =>
        query
          .selectFrom('journal as due')
          .select('due.position')
          .where('due.org', '=', this.org)
          .where('due.next_attempt_at', '<=', now)
          .where((eb) => eb.or([eb('due.held_until', 'is', null), eb('due.held_until', '<=', now)]))
          .orderBy('due.position')
          .limit(1)
      )
      .returningAll()
      .executeTakeFirst();
    return row && entryFromRow(row, this.now());
  }

  /** Gives what was claimed and not finished, and then the right to drain, to whoever asks next. */
  async release(instanceId: string): Promise<void> {
    await this.database.db
      .updateTable('journal')
      .set({ held_by: null, held_until: null })
      .where('org', '=', this.org)
      .where('held_by', '=', instanceId)
      .execute();
    await this.database.db.deleteFrom('lease').where('org', '=', this.org).where('held_by', '=', instanceId).execute();
  }

  /**
   * An attempt to write it failed. What only a person can clear then waits for one; all else is tried again later, from
   * five seconds up to five minutes after the attempt.
   * @param message for whoever looks at the journal; may quote what the caller said
   */
  async failed(callId: string, code: BatonErrorCode, message: string): Promise<void> {
    const entry = await this.read(callId);
    if (!entry) {
      return;
    }
    const attempts = entry.attempts + 1;
    await this.change(callId, {
      attempts,
      last_code: code,
      last_message: message,
      next_attempt_at: failsForGood.includes(code) ? null : after(this.now(), retryDelayMs(attempts)),
      held_by: null,
      held_until: null
    });
  }

  /** Makes the entry due now, whatever failed before. @returns whether it is there */
  async retry(callId: string): Promise<boolean> {
    return (await this.change(callId, { next_attempt_at: this.now().toISOString() })) > 0;
  }

  /** Makes all that have failed for good due now. @returns how many */
  async retryAllFailed(): Promise<number> {
    const result = await this.database.db
      .updateTable('journal')
      .set({ next_attempt_at: this.now().toISOString() })
      .where('org', '=', this.org)
      .where('next_attempt_at', 'is', null)
      .executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  /**
   * Strikes an entry out that Salesforce does not hold: whoever discards it takes the call upon themselves.
   * @returns `inHand` when an instance is writing it at this moment; nothing is discarded then
   */
  async discard(callId: string): Promise<'discarded' | 'inHand' | 'notThere'> {
    const now = this.now().toISOString();
    const result = await this.database.db
      .deleteFrom('journal')
      .where(this.is(callId))
      .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<=', now)]))
      .executeTakeFirst();
    if (result.numDeletedRows > 0n) {
      return 'discarded';
    }
    return (await this.read(callId)) ? 'inHand' : 'notThere';
  }

  private async change(callId: string, values: Updateable<JournalTable>): Promise<number> {
    const result = await this.database.db.updateTable('journal').set(values).where(this.is(callId)).executeTakeFirst();
    return Number(result.numUpdatedRows);
  }

  private page(limit: number, after: number) {
    return this.database.db
      .selectFrom('journal')
      .selectAll()
      .where('org', '=', this.org)
      .where('position', '>', after)
      .orderBy('position')
      .limit(limit);
  }

  private is(callId: string) {
    return sql<boolean>`org = ${this.org} and call_id = ${callId}`;
  }
}

function insertStatement(db: Kysely<Tables>) {
  type Values = { org: string; callId: string; call: string; arrivedAt: string; heldUntil: string };
  return compiledOnce<Values, Selectable<JournalTable>>(db, (value) =>
    db
      .insertInto('journal')
      .values({
        org: value('org'),
        call_id: value('callId'),
        call: value('call'),
        arrived_at: value('arrivedAt'),
        attempts: 0,
        next_attempt_at: value('arrivedAt'),
        held_by: 'request',
        held_until: value('heldUntil')
      })
      .onConflict((conflict) => conflict.columns(['org', 'call_id']).doNothing())
      .returningAll()
  );
}

function strikeOutStatement(db: Kysely<Tables>) {
  return compiledOnce<{ org: string; callId: string }>(db, (value) =>
    db.deleteFrom('journal').where('org', '=', value('org')).where('call_id', '=', value('callId'))
  );
}

/** Orgs whose calls the database holds. */
export async function orgsOf(database: Database): Promise<string[]> {
  const rows = await database.db.selectFrom('journal').select('org').distinct().orderBy('org').execute();
  return rows.map(({ org }) => org);
}

function after(at: Date, ms: number): string {
  return new Date(at.getTime() + ms).toISOString();
}
