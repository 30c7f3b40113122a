/**
 * What a request carries, parsed by its content type.
 */
import { gunzipSync, inflateSync } from 'node:zlib';
import { SalesforceError, unsupported } from '../errors.ts';

/** Largest body that is read, in bytes. REST allows 50 MB for the largest payloads (documented, "Request Size Limits"). */
export const maxBodyBytes = 50 * 1024 * 1024;

/**
 * @param contentType value of the Content-Type header
 * @returns parsed JSON; a form as an object of strings; undefined for an empty body and for types that the handler
 *   reads raw (multipart, XML for SOAP)
 * @throws SalesforceError JSON_PARSER_ERROR, or UNSUPPORTED_MEDIA_TYPE for XML sent to the REST API
 */
export function parseBody(raw: Buffer, contentType: string | undefined, path: string): unknown {
  if (raw.length === 0) return undefined;
  // `_local` is called by hand: curl -d says that it sends a form, and JSON is meant.
  if (path.startsWith('/_local')) return parseJson(raw.toString('utf8'));
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(raw.toString('utf8')));
  if (type?.startsWith('multipart/') || path.startsWith('/services/Soap')) return undefined;
  if (type === 'application/json' || type?.endsWith('+json')) return parseJson(raw.toString('utf8'));
  if (type === 'application/xml' || type === 'text/xml') throw unsupported('XML bodies in the REST API');
  throw new SalesforceError(
    'UNSUPPORTED_MEDIA_TYPE',
    `Content type '${type ?? ''}' is not supported. Use application/json.`
  );
}

/** @throws SalesforceError UNSUPPORTED_MEDIA_TYPE for an encoding that is not gzip or deflate, or that does not decode */
export function decodeBody(raw: Buffer, contentEncoding: string | undefined): Buffer {
  const encoding = contentEncoding?.trim().toLowerCase();
  if (!encoding || encoding === 'identity') return raw;
  try {
    if (encoding === 'gzip') return gunzipSync(raw, { maxOutputLength: maxBodyBytes });
    if (encoding === 'deflate') return inflateSync(raw, { maxOutputLength: maxBodyBytes });
  } catch {
    throw new SalesforceError('UNSUPPORTED_MEDIA_TYPE', `The body is not ${encoding}, or is too large`);
  }
  throw new SalesforceError('UNSUPPORTED_MEDIA_TYPE', `Content encoding '${encoding}' is not supported`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SalesforceError('JSON_PARSER_ERROR', (error as Error).message);
  }
}

/**
 * The body as a JSON object.
 * @throws SalesforceError JSON_PARSER_ERROR when there is none, or it is something else
 */
export function objectBody(body: unknown): Record<string, unknown> {
  if (body === undefined) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'No content to map to Object due to end of input');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new SalesforceError('JSON_PARSER_ERROR', 'The HTTP entity body must be a JSON object');
  }
  return body as Record<string, unknown>;
}
