/**
 * HTTP/1.1 messages in the bytes of a connection, as few words as a judge needs: where one begins and ends. A parser that
 * makes objects of all headers would take ten times as long, and what the judge takes is taken for the service's time.
 */

const headersEnd = Buffer.from('\r\n\r\n');

export interface HttpMessage {
  /** All of it, as it came. */
  readonly bytes: Buffer;
  /** Where its body begins. */
  readonly bodyAt: number;
}

/** Gathers the bytes of one connection in one direction. */
export class HttpMessages {
  private bytes: Buffer | undefined;
  private bodyAt = 0;
  /** Length of the whole message; 0 while that is not known, -1 when its end is told by its chunks. */
  private length = 0;

  /**
   * @returns the message that these bytes complete; undefined while more must come
   * @throws Error when a second message follows before the first was answered: nobody here sends so
   */
  push(part: Buffer): HttpMessage | undefined {
    this.bytes = this.bytes ? Buffer.concat([this.bytes, part]) : part;
    if (this.length === 0) this.readHead(this.bytes);
    if (this.length === 0) return undefined;
    const end = this.length === -1 ? endOfChunks(this.bytes, this.bodyAt) : this.length;
    if (end === undefined || this.bytes.length < end) return undefined;
    if (this.bytes.length > end) throw new Error('A second message came before the first was answered.');
    const message = { bytes: this.bytes, bodyAt: this.bodyAt };
    this.bytes = undefined;
    this.length = 0;
    return message;
  }

  private readHead(bytes: Buffer): void {
    const end = bytes.indexOf(headersEnd);
    if (end === -1) return;
    this.bodyAt = end + headersEnd.length;
    const head = bytes.toString('latin1', 0, end);
    const length = headerOf(head, 'content-length');
    this.length = /chunked/i.test(headerOf(head, 'transfer-encoding') ?? '') ? -1 : this.bodyAt + Number(length ?? 0);
  }
}

/** Undefined when there is no such header. @param name in any case */
export function headerOf(head: string, name: string): string | undefined {
  return new RegExp(`\r\n${name}: *([^\r]*)`, 'i').exec(head)?.[1];
}

/** What stands before the body. */
export function headOf({ bytes, bodyAt }: HttpMessage): string {
  return bytes.toString('latin1', 0, bodyAt - headersEnd.length);
}

/** The body as text. Of one in chunks the chunks' own lines are left out. */
export function bodyOf({ bytes, bodyAt }: HttpMessage): string {
  const chunks = chunksOf(bytes, bodyAt);
  const isChunked = /chunked/i.test(headerOf(headOf({ bytes, bodyAt }), 'transfer-encoding') ?? '');
  return isChunked && chunks ? Buffer.concat(chunks.parts).toString('utf8') : bytes.toString('utf8', bodyAt);
}

function endOfChunks(bytes: Buffer, bodyAt: number): number | undefined {
  return chunksOf(bytes, bodyAt)?.end;
}

/** Undefined while the last one has not come. Trailers are not read: nobody here sends any. */
function chunksOf(bytes: Buffer, bodyAt: number): { parts: Buffer[]; end: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = bodyAt; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const dataAt = lineEnd + 2;
    at = dataAt + size + 2;
    if (Number.isNaN(size) || at > bytes.length) return undefined;
    if (size === 0) return { parts, end: at };
    parts.push(bytes.subarray(dataAt, dataAt + size));
  }
}
