/**
 * Records as pages read them through the UI API: who looks at which record with which fields, and looks anew when told
 * that it has changed.
 */
import { request } from './session.ts';
import { deepFreeze } from './wire.ts';

export interface RecordValue {
  readonly displayValue: string | null;
  readonly value: unknown;
}

export interface UiRecord {
  readonly apiName: string;
  readonly id: string;
  readonly fields: Readonly<Record<string, RecordValue>>;
}

export type RecordResult = { data: UiRecord; error: undefined } | { data: undefined; error: unknown };

interface Reader {
  readonly recordId: string;
  read(): Promise<void>;
}

const readers = new Set<Reader>();
const inFlight = new Map<string, Promise<UiRecord>>();

/**
 * Reads the record, and again whenever {@link recordsChanged} names it, until the function that it returns is called.
 * @param show called with each result that differs from the one before
 */
export function watchRecord(
  recordId: string,
  fields: readonly string[],
  optionalFields: readonly string[],
  show: (result: RecordResult) => void
): () => void {
  const query = new URLSearchParams();
  if (fields.length > 0) query.set('fields', fields.join());
  if (optionalFields.length > 0) query.set('optionalFields', optionalFields.join());
  const path = `/ui-api/records/${encodeURIComponent(recordId)}?${query.toString()}`;
  let turn = 0;
  let shown = '';
  const reader: Reader = {
    recordId,
    async read() {
      const mine = (turn += 1);
      let result: RecordResult;
      try {
        result = { data: await fetchOnce(path), error: undefined };
      } catch (error) {
        result = { data: undefined, error: deepFreeze(error) };
      }
      const text = JSON.stringify(result) + String(result.error);
      if (mine !== turn || !readers.has(reader) || text === shown) return;
      shown = text;
      show(result);
    }
  };
  readers.add(reader);
  void reader.read();
  return () => readers.delete(reader);
}

/** Reads these records anew wherever they are looked at; settles when all have been shown. */
export async function recordsChanged(recordIds: readonly string[]): Promise<void> {
  // What is under way may have been read before the change.
  inFlight.clear();
  const short = new Set(recordIds.map((id) => id.slice(0, 15)));
  await Promise.all([...readers].filter(({ recordId }) => short.has(recordId.slice(0, 15))).map((each) => each.read()));
}

/** Two who ask for the same at the same time share one request. */
function fetchOnce(path: string): Promise<UiRecord> {
  const running = inFlight.get(path);
  if (running) return running;
  const reading = request('GET', path).then((record) => deepFreeze(record as UiRecord));
  inFlight.set(path, reading);
  const done = (): void => {
    if (inFlight.get(path) === reading) inFlight.delete(path);
  };
  reading.then(done, done);
  return reading;
}
