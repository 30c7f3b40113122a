/** Leads that were exported to a file, as CSV or as JSON Lines, one after another. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { LeadValue } from '../assignment-rules/index.ts';
import { BatonError } from './domain/errors.ts';

export interface FileLead {
  /** Its Id; of a file without that column, `row 17` as a spreadsheet numbers it, or `line 17`. */
  id: string;
  /** The fields that were asked for, under the names by which they were asked for. */
  values: Readonly<Record<string, LeadValue>>;
  /** CreatedDate as it is written; undefined where the file has none. */
  created: string | undefined;
}

export interface LeadFileOptions {
  /** API names. Every one must be there: a field that is missing is not a field that is blank. */
  fields: readonly string[];
  /** Called with the bytes read so far. */
  onRead: (bytes: number) => void;
}

/**
 * JSON Lines when it begins with a brace, otherwise CSV, with commas, semicolons or tabs. Names in any case.
 * @throws BatonError `leadsNotReadable` with the line
 */
export async function* leadsInFile(file: string, { fields, onRead }: LeadFileOptions): AsyncGenerator<FileLead> {
  try {
    const { start, chunks } = await openText(file, onRead);
    if (start.startsWith('[')) {
      throw new BatonError(
        'leadsNotReadable',
        `${file} is one JSON array, which cannot be read bit by bit: give JSON Lines or CSV.`
      );
    }
    yield* start.startsWith('{') ? jsonLeads(file, chunks, fields) : csvLeads(file, start, chunks, fields);
  } catch (error) {
    if (error instanceof BatonError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file.' : message;
    throw new BatonError('leadsNotReadable', `${file}: ${why}`, { cause: error });
  }
}

/** The beginning of the file, without byte order mark and blank space, and all of it bit by bit. */
async function openText(
  file: string,
  onRead: (bytes: number) => void
): Promise<{ start: string; chunks: AsyncIterable<Buffer> }> {
  const stream = createReadStream(file);
  const reading = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await reading.next();
  const head = first.done ? Buffer.alloc(0) : first.value;
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      let bytes = 0;
      for (let next = first; !next.done; next = await reading.next()) {
        bytes += next.value.length;
        onRead(bytes);
        yield next.value;
      }
    } finally {
      stream.destroy();
    }
  }
  return {
    start: head
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart(),
    chunks: chunks()
  };
}

async function* csvLeads(
  file: string,
  start: string,
  chunks: AsyncIterable<Buffer>,
  fields: readonly string[]
): AsyncGenerator<FileLead> {
  const parser = parse({ bom: true, delimiter: delimiterOf(start), skip_empty_lines: true });
  const source = Readable.from(chunks, { objectMode: false });
  source.once('error', (error) => parser.destroy(error)).pipe(parser);
  let columns: { field: string; column: number }[] | undefined;
  let id = -1;
  let created = -1;
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (columns === undefined) {
        const names = cells.map((cell) => cell.trim().toLowerCase());
        columns = fields.map((field) => ({ field, column: names.indexOf(field.toLowerCase()) }));
        refuseMissing(
          file,
          'column',
          columns.filter(({ column }) => column < 0).map(({ field }) => field),
          fields
        );
        id = names.indexOf('id');
        created = names.indexOf('createddate');
        continue;
      }
      const values: Record<string, LeadValue> = {};
      for (const { field, column } of columns) values[field] = cells[column];
      yield { id: cells[id] || `row ${row}`, values, created: cells[created] };
    }
  } finally {
    source.destroy();
  }
  if (columns === undefined) throw new BatonError('leadsNotReadable', `${file} is empty.`);
}

/** As spreadsheets choose it; a header has no value in which one of them could stand. */
function delimiterOf(start: string): string {
  const [header = ''] = start.split(/\r?\n/, 1);
  return header.includes('\t') ? '\t' : header.includes(';') && !header.includes(',') ? ';' : ',';
}

async function* jsonLeads(
  file: string,
  chunks: AsyncIterable<Buffer>,
  fields: readonly string[]
): AsyncGenerator<FileLead> {
  const input = Readable.from(chunks, { objectMode: false });
  // Lines end when reading fails, as if the file had ended there.
  input.once('error', () => undefined);
  let number = 0;
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (text.trim() === '') continue;
    yield leadOfLine(text.replace(/^\uFEFF/, ''), `${file}:${number}`, `line ${number}`, fields);
  }
  if (input.errored) throw input.errored;
}

function leadOfLine(text: string, place: string, name: string, fields: readonly string[]): FileLead {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    // What the parser says of it holds a piece of the line, and so perhaps a name.
    throw new BatonError('leadsNotReadable', `${place} is no JSON.`);
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw new BatonError('leadsNotReadable', `${place} holds no JSON object.`);
  }
  const byName = new Map(Object.entries(record).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  refuseMissing(
    place,
    'value',
    fields.filter((field) => !byName.has(field.toLowerCase())),
    fields
  );
  const values: Record<string, LeadValue> = {};
  for (const field of fields) {
    const value = byName.get(field.toLowerCase());
    if (value !== null && !['string', 'number', 'boolean'].includes(typeof value)) {
      throw new BatonError('leadsNotReadable', `${place}: ${field} must be a text, a number, true, false or null.`);
    }
    values[field] = value as LeadValue;
  }
  const id = byName.get('id');
  const created = byName.get('createddate');
  return {
    id: typeof id === 'string' && id !== '' ? id : name,
    values,
    created: typeof created === 'string' ? created : undefined
  };
}

function refuseMissing(place: string, what: string, missing: readonly string[], fields: readonly string[]): void {
  if (missing.length === 0) return;
  throw new BatonError(
    'leadsNotReadable',
    `${place} has no ${what} for ${missing.join(', ')}, which the rules read. ` +
      `Export it with: SELECT ${[...new Set(['Id', 'CreatedDate', ...fields])].join(', ')} FROM Lead`
  );
}
