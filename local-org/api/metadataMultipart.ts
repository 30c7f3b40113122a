/** The parts of a multipart/form-data body, as the REST deploy sends them (RFC 7578). */
import { SalesforceError } from '../errors.ts';

export interface FormPart {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  readonly content: Buffer;
}

/**
 * @param contentType of the request, with its boundary
 * @throws SalesforceError INVALID_INPUT for a body that is not multipart/form-data
 */
export function readFormParts(contentType: string | undefined, body: Buffer): FormPart[] {
  const boundary = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '');
  if (!boundary) throw new SalesforceError('INVALID_INPUT', 'The request is not multipart/form-data with a boundary');
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  const parts: FormPart[] = [];
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    if (body.subarray(start, start + 2).toString() === '--') return parts;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), start);
    const headEnd = body.indexOf('\r\n\r\n', start);
    if (next === -1 || headEnd === -1 || headEnd > next) break;
    parts.push(partOf(body.subarray(start, headEnd).toString('utf8'), body.subarray(headEnd + 4, next)));
    at = next + 2;
  }
  throw new SalesforceError('INVALID_INPUT', 'The multipart body ends before its closing boundary');
}

function partOf(head: string, content: Buffer): FormPart {
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const parameter = (name: string): string | undefined =>
    new RegExp(`;\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  return {
    name: parameter('name') ?? '',
    fileName: parameter('filename'),
    contentType: /^content-type:\s*(.*?)\s*$/im.exec(head)?.[1],
    content
  };
}
