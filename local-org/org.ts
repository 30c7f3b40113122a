/**
 * The org as its parts see it. `createLocalOrg` (localOrg.ts) builds one and serves it over HTTP; every API handler
 * and every test of the semantics works on this interface.
 *
 * Everything that reads or changes records is synchronous: one request runs to its end before the next begins, so a
 * transaction is a SQLite savepoint and nothing more.
 */
import type Database from 'libsql';
import type { MetadataStore } from './state/metadataStore.ts';
import type { Schema } from './state/schema.ts';

/**
 * How values are kept. One SQLite table for each object, named as the object, one column for each field, named as the
 * field; text-like columns are COLLATE NOCASE, ids and case-sensitive unique fields are COLLATE BINARY. `IsDeleted`
 * stands on every table.
 *
 * - id, reference: 18 characters
 * - boolean: 0 or 1
 * - int, double, currency, percent: number
 * - date: `2026-11-03`; time: `08:00:00.000Z`; datetime: `2026-11-03T14:20:05.000Z` (UTC, always three decimals)
 * - multipicklist: values joined by `;` in the order of the field's definition
 * - base64: the text in base64, as it was sent
 * - everything else: text; blank is NULL, never an empty string
 */
export type StoredValue = string | number | null;

/** A record as it is stored, keyed by API name. */
export type StoredRow = Record<string, StoredValue>;

/** Who asks. One for each access token. */
export interface Session {
  readonly userId: string;
  readonly accessToken: string;
}

/** What `Sforce-Auto-Assign` asked for. Missing header means `{ kind: 'active' }` on create and update alike. */
export type AutoAssign = { kind: 'active' } | { kind: 'off' } | { kind: 'rule'; ruleId: string };

export interface SaveOptions {
  /** Default `{ kind: 'active' }` for REST. The UI API and SOAP pass `{ kind: 'off' }` unless asked otherwise. */
  readonly autoAssign?: AutoAssign;
  /** Whether a record is saved although a duplicate rule alerts. Default false. */
  readonly allowDuplicates?: boolean;
}

/** One event on the bus, after commit. */
export interface BusEvent {
  /** `/event/Handoff_Event__e`, `/data/LeadChangeEvent` */
  readonly channel: string;
  readonly replayId: number;
  readonly eventUuid: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly publishedAt: string;
}

export interface EventBus {
  /** Queues an event; it is numbered and delivered when the outermost transaction commits, and forgotten when it rolls back. Returns the event's uuid. */
  publish(channel: string, payload: Record<string, unknown>): string;
  /** Called with each committed event. Returns a function that ends the subscription. */
  onEvent(listener: (event: BusEvent) => void): () => void;
  /** Retained events of a channel with a replay id greater than `after`, oldest first. */
  retained(channel: string, after: number): readonly BusEvent[];
  readonly lastReplayId: number;
}

/** Time in the org. Starts at the machine's time and runs on, unless set or frozen through `/_local/clock`. */
export interface Clock {
  now(): Date;
  /** Moves the clock so that `now()` is this instant; it goes on running from there unless frozen. */
  set(instant: Date): void;
  freeze(): void;
  resume(): void;
  advance(milliseconds: number): void;
  readonly frozen: boolean;
  /** Calls the listener after each change but the passing of time. Returns a function that ends this. */
  onChange(listener: () => void): () => void;
}

export interface QueryResult {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  /** Records in Salesforce's REST JSON: `attributes`, selected fields by their API name, nested parents and child query results. */
  records: Record<string, unknown>[];
}

export interface QueryOptions {
  /** Include deleted rows (`/queryAll`). Default false. */
  readonly includeDeleted?: boolean;
  /** Rows a page, 200 to 2000. Default 2000. */
  readonly batchSize?: number;
  /** e.g. `66.0`; it stands in the `attributes.url` of each record. */
  readonly apiVersion: string;
}

/** What a user may do, from profile and assigned permission sets. Administrators may do all. */
export interface Access {
  readonly isAdmin: boolean;
  /** Object permissions, with View All and Modify All. */
  can(objectName: string, right: 'read' | 'create' | 'edit' | 'delete' | 'viewAll' | 'modifyAll'): boolean;
  /** Whether a permission set gives this user permission, by its name in the Metadata API: `ModifyMetadata`. */
  hasPermission(name: string): boolean;
  canReadField(objectName: string, fieldName: string): boolean;
  canEditField(objectName: string, fieldName: string): boolean;
  /** Whether this stored record may be seen, by sharing: owner, member of the owning queue, View All. */
  canSeeRecord(objectName: string, row: StoredRow): boolean;
  /**
   * The same as SQL over the object's table under the alias given, with bound parameters; undefined when all rows are
   * visible.
   */
  visibleRows(objectName: string, alias: string): { sql: string; parameters: StoredValue[] } | undefined;
}

/** Saves and reads of single records, with the whole order of execution. Each throws SalesforceError. */
export interface Records {
  /** For a platform event, `eventUuid` is the uuid under which the bus publishes it after commit. */
  create(
    session: Session,
    objectName: string,
    values: Record<string, unknown>,
    options?: SaveOptions
  ): { id: string; eventUuid?: string };
  update(
    session: Session,
    objectName: string,
    id: string,
    values: Record<string, unknown>,
    options?: SaveOptions
  ): void;
  upsert(
    session: Session,
    objectName: string,
    externalIdField: string,
    externalId: string,
    values: Record<string, unknown>,
    options?: SaveOptions & { updateOnly?: boolean }
  ): { id: string; created: boolean };
  delete(session: Session, objectName: string, id: string): void;
  /** The stored row, if the user may see it; SalesforceError NOT_FOUND or ENTITY_IS_DELETED otherwise. */
  read(session: Session, objectName: string, id: string): StoredRow;
}

export interface Org {
  readonly organizationId: string;
  /** Base address, e.g. `http://127.0.0.1:8311`; without a slash at the end. */
  readonly url: string;
  readonly db: Database.Database;
  /** The present schema; another object after each deploy. */
  readonly schema: Schema;
  readonly metadata: MetadataStore;
  readonly clock: Clock;
  readonly events: EventBus;
  readonly records: Records;
  access(session: Session): Access;
  /** Mints the next 18-character id for a key prefix. */
  mintId(keyPrefix: string): string;
  /**
   * Runs `work` in a transaction; nested calls are savepoints. When it throws, its changes and its queued events are
   * undone and the error goes on.
   */
  transaction<T>(work: () => T): T;
  query(session: Session, soql: string, options: QueryOptions): QueryResult;
  queryMore(session: Session, locator: string, options: QueryOptions): QueryResult;
}
