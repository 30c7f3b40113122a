/** What a reply of the REST API says: its body, an error, a refused token, the org's use of its API calls. */
import type { HttpReply } from './httpExchange.ts';

/** API calls of the last 24 hours, as the org told with its last reply. */
export interface ApiUsage {
  used: number;
  limit: number;
}

/** The body of a reply; of a failure, an error that carries Salesforce's code. */
export function resultOf<T>({ status, headers, text }: HttpReply): T {
  const isJson = /^application\/json/.test(headers['content-type'] ?? '');
  let body: unknown = text;
  if (isJson && text !== '') {
    try {
      body = JSON.parse(text);
    } catch {
      // Cut off, or no JSON after all: whoever expected a shape says so.
    }
  }
  if (status >= 200 && status < 300) {
    return (text === '' ? undefined : body) as T;
  }
  const first = (Array.isArray(body) ? body[0] : body) as { errorCode?: unknown; message?: unknown } | undefined;
  if (status === 403 && text === 'Bad_OAuth_Token') {
    // What the identity services say of an expired token (assumed, as many have written down).
    throw Object.assign(new Error(text), { errorCode: 'INVALID_SESSION_ID', status });
  }
  const known = typeof first?.errorCode === 'string';
  throw Object.assign(new Error(known ? String(first.message) : text), {
    errorCode: known ? first.errorCode : `ERROR_HTTP_${status}`,
    status
  });
}

/**
 * Whether a reply refuses the token, so that a new one helps.
 * Source: documented, REST API Developer Guide, "Status Codes and Error Responses" (401). The two texts belong to a
 * connected app or an address that the org has blocked, which no new token changes (recorded: jsforce, http-api.ts).
 */
export function isSessionRefused(error: unknown): boolean {
  const { status, errorCode, message = '' } = error as { status?: number; errorCode?: string; message?: string };
  return (
    (status === 401 || errorCode === 'INVALID_SESSION_ID') &&
    !/Connected app is not attached to Agent|This session is not valid for use with the REST API/.test(message)
  );
}

/** Undefined for a reply that does not tell. */
export function apiUsageOf({ headers }: HttpReply): ApiUsage | undefined {
  const [, used, limit] = /api-usage=(\d+)\/(\d+)/.exec(String(headers['sforce-limit-info'] ?? '')) ?? [];
  return used === undefined ? undefined : { used: Number(used), limit: Number(limit) };
}
