/**
 * Results that did not fit on one page, kept until they are fetched.
 *
 * A cursor keeps the rows as they were when the query ran; children are fetched with their page. Source: documented,
 * REST API Developer Guide, "Query More Results"; a cursor belongs to its user and lives for two days; how many may be
 * open is this org's own choice.
 */
import { SalesforceError } from '../errors.ts';
import type { Org, QueryResult, Session } from '../org.ts';
import type { RecordQuery } from './recordQuery.ts';
import { RecentlyUsed } from './recentlyUsed.ts';
import type { RawRow } from './statements.ts';

interface Cursor {
  /** Batches of rows as JSON: arrays of values take several times as much room, and a large result may wait for two days. */
  readonly batches: readonly Buffer[];
  readonly count: number;
  readonly render: RecordQuery['render'];
  readonly userId: string;
  readonly batchSize: number;
  readonly expiresAt: number;
}

const cursorKeyPrefix = '01g';
const lifetimeMs = 2 * 24 * 60 * 60 * 1000;
const maxOpen = 50;

const opened = new WeakMap<Org, RecentlyUsed<string, Cursor>>();

/** The first page of a result. */
export function firstPage(
  org: Org,
  session: Session,
  rows: readonly RawRow[],
  render: RecordQuery['render'],
  batchSize: number,
  apiVersion: string
): QueryResult {
  if (rows.length <= batchSize) return { totalSize: rows.length, done: true, records: render(rows) };
  const cursors = opened.get(org) ?? new RecentlyUsed<string, Cursor>(maxOpen);
  opened.set(org, cursors);
  const id = org.mintId(cursorKeyPrefix);
  const expiresAt = org.clock.now().getTime() + lifetimeMs;
  const batches = batchesOf(rows, batchSize);
  const cursor = cursors.set(id, { batches, count: rows.length, render, userId: session.userId, batchSize, expiresAt });
  return page(id, cursor, 0, apiVersion);
}

/**
 * @param locator the end of a `nextRecordsUrl`: `01g…-2000`
 * @throws SalesforceError INVALID_QUERY_LOCATOR for one that is unknown, expired, or another user's
 */
export function nextPage(org: Org, session: Session, locator: string, apiVersion: string): QueryResult {
  const [, id, start] = /^(01g\w{15})-(\d{1,9})$/.exec(locator) ?? [];
  const cursor = id === undefined ? undefined : opened.get(org)?.get(id);
  const isLive = cursor && cursor.userId === session.userId && org.clock.now().getTime() < cursor.expiresAt;
  if (!isLive || Number(start) >= cursor.count) {
    throw new SalesforceError('INVALID_QUERY_LOCATOR', 'invalid query locator');
  }
  return page(id!, cursor, Number(start), apiVersion);
}

function page(id: string, cursor: Cursor, start: number, apiVersion: string): QueryResult {
  const { batchSize, count, render } = cursor;
  const end = start + batchSize;
  const done = end >= count;
  return {
    totalSize: count,
    done,
    ...(done ? {} : { nextRecordsUrl: `/services/data/v${apiVersion}/query/${id}-${end}` }),
    records: render(rowsFrom(cursor, start))
  };
}

function batchesOf(rows: readonly RawRow[], batchSize: number): Buffer[] {
  const count = Math.ceil(rows.length / batchSize);
  return Array.from({ length: count }, (_, at) =>
    Buffer.from(JSON.stringify(rows.slice(at * batchSize, (at + 1) * batchSize)))
  );
}

/** One page of rows; it lies across two batches where a client has counted for itself. */
function rowsFrom({ batches, batchSize }: Cursor, start: number): RawRow[] {
  const first = Math.floor(start / batchSize);
  const offset = start % batchSize;
  const rows = batches
    .slice(first, first + (offset === 0 ? 1 : 2))
    .flatMap((batch) => JSON.parse(batch.toString('utf8')) as RawRow[]);
  return rows.slice(offset, offset + batchSize);
}
