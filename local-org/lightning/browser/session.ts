/**
 * The page's session: opened through /_local/session, its token kept in this module alone. When the org has ended it, as
 * a restart does, the page logs in again by itself.
 */
import { page } from './page.ts';

/** What a request of the platform's own clients fails with; `body` is Salesforce's. */
export interface RequestError {
  readonly status: number;
  readonly statusText: string;
  readonly ok: false;
  readonly errorType: 'fetchResponse';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const apiRoot = '/services/data/v66.0';

let token: Promise<string> | undefined;

/** The access token; with `anew` another one than before. */
export function accessToken(anew = false): Promise<string> {
  if (anew || !token) {
    token = logIn();
    token.catch(() => (token = undefined));
  }
  return token;
}

async function logIn(): Promise<string> {
  const reply = await fetch('/_local/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ userId: page.user.id })
  });
  if (!reply.ok) throw await errorOf(reply);
  return ((await reply.json()) as { accessToken: string }).accessToken;
}

/**
 * One request to the org's REST API.
 * @param path below `/services/data/vNN.0`
 * @throws RequestError for a reply with an error, TypeError when there is no reply
 */
export async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  let reply = await send(method, path, body, await accessToken());
  if (reply.status === 401) reply = await send(method, path, body, await accessToken(true));
  if (!reply.ok) throw await errorOf(reply);
  return reply.status === 204 ? undefined : reply.json();
}

function send(method: string, path: string, body: unknown, bearer: string): Promise<Response> {
  return fetch(apiRoot + path, {
    method,
    headers: {
      Authorization: `Bearer ${bearer}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
    },
    body: body === undefined ? undefined : JSON.stringify(body)
  });
}

async function errorOf(reply: Response): Promise<RequestError> {
  const text = await reply.text();
  let body: unknown = text;
  try {
    body = JSON.parse(text);
  } catch {
    // What is not JSON is shown as it is.
  }
  return {
    status: reply.status,
    statusText: reply.statusText,
    ok: false,
    errorType: 'fetchResponse',
    headers: {},
    body
  };
}
