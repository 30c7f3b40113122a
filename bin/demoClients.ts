/** What `baton demo` asks: Baton as a voice agent would, and the embedded org as any client would. */
import { BatonError, type BatonErrorCode } from '../orchestrator/domain/errors.ts';

/** A request to Baton. @throws BatonError as it answers */
export type AskBaton = <T>(method: 'GET' | 'POST', path: string, body?: unknown) => Promise<T>;

export function batonAt({ url, apiKey }: { url: string; apiKey: string }): AskBaton {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const { ok, json } = await send(url + path, method, body, apiKey);
    if (!ok) {
      const { error } = json as { error: { code: BatonErrorCode; message: string } };
      throw new BatonError(error.code, error.message);
    }
    return json as T;
  };
}

export interface OrgClient {
  query: <T>(soql: string) => Promise<T[]>;
  /** @returns the record's id */
  create: (object: string, fields: Record<string, unknown>, username?: string) => Promise<string>;
  /** Cuts each connection before any work is done, until it is told to stop. */
  goDown: () => Promise<void>;
  comeBack: () => Promise<void>;
}

export function orgAt({ url, accessToken }: { url: string; accessToken: string }): OrgClient {
  const data = `${url}/services/data/v66.0`;
  const control = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await send(`${url}/_local${path}`, method, body)).json;
  return {
    query: async <T>(soql: string) => {
      const { json } = await send(`${data}/query?q=${encodeURIComponent(soql)}`, 'GET', undefined, accessToken);
      return (json as { records: T[] }).records;
    },
    create: async (object, fields, username) => {
      const token =
        username === undefined
          ? accessToken
          : ((await control('POST', '/session', { username })) as { accessToken: string }).accessToken;
      const { ok, json } = await send(`${data}/sobjects/${object}`, 'POST', fields, token);
      if (!ok) {
        throw new Error(`The embedded org refused the ${object}: ${JSON.stringify(json)}`);
      }
      return (json as { id: string }).id;
    },
    goDown: async () => void (await control('POST', '/faults', { kind: 'drop' })),
    comeBack: async () => void (await control('DELETE', '/faults'))
  };
}

async function send(
  url: string,
  method: string,
  body: unknown,
  token?: string
): Promise<{ ok: boolean; json: unknown }> {
  const reply = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  });
  const text = await reply.text();
  return { ok: reply.ok, json: text === '' ? undefined : JSON.parse(text) };
}
