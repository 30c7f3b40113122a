/** Reads a feed from the address that a rep typed, and from nowhere that such an address must not lead. */
import { lookup as systemLookup } from 'node:dns';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublic } from './publicAddress.ts';

/** Why a feed could not be read. None of these says anything of the address, which is a secret. */
export type FeedFailure =
  | 'addressNotReadable'
  | 'schemeNotAllowed'
  | 'privateAddress'
  | 'tooManyRedirects'
  | 'timeout'
  | 'unreachable'
  | 'refused'
  | 'tooLarge'
  | 'notACalendar';

export class FeedError extends Error {
  readonly reason: FeedFailure;

  /** No cause is kept: the errors of the network name the host. */
  constructor(reason: FeedFailure) {
    super(`The calendar feed could not be read: ${reason}.`);
    this.name = 'FeedError';
    this.reason = reason;
  }
}

/** What the server said of the version it sent, to be asked next time whether there is a newer one. */
export interface Validators {
  etag?: string;
  lastModified?: string;
}

export interface FetchOptions {
  /** Milliseconds for all of it, redirects included. */
  deadlineMs: number;
  maxBytes: number;
  /** Whether the address itself may be on this machine; then without encryption, too. For development. */
  allowLoopback: boolean;
  /** Finds the addresses of a host; the system's by default. */
  lookup?: LookupFunction;
}

const mostRedirects = 3;

/**
 * @param address `https://…` or `webcal://…`, which means the same
 * @param known of the version held already
 * @returns undefined when that is still the newest
 * @throws FeedError
 */
export async function fetchFeed(
  address: string,
  known: Validators,
  options: FetchOptions
): Promise<{ text: string; validators: Validators } | undefined> {
  let url = parseAddress(address);
  const signal = AbortSignal.timeout(options.deadlineMs);
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await open(url, known, { ...options, signal });
    const { statusCode = 0, headers } = response;
    if (statusCode === 304) {
      response.resume();
      return undefined;
    }
    if ([301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined) {
      response.destroy();
      url = parseAddress(headers.location, url);
      continue;
    }
    if (statusCode !== 200) {
      response.destroy();
      throw new FeedError('refused');
    }
    const text = await readText(response, options.maxBytes, signal);
    const { etag, 'last-modified': lastModified } = headers;
    return { text, validators: { ...(etag && { etag }), ...(lastModified && { lastModified }) } };
  }
  throw new FeedError('tooManyRedirects');
}

function parseAddress(address: string, base?: URL): URL {
  try {
    return new URL(address.trim().replace(/^webcals?:/i, 'https:'), base);
  } catch {
    throw new FeedError('addressNotReadable');
  }
}

function open(
  url: URL,
  known: Validators,
  { allowLoopback, lookup = systemLookup, signal }: FetchOptions & { signal: AbortSignal }
): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const allowed = (ip: string): boolean => isPublic(ip) || (allowLoopback && isLoopback(ip));
  const isHere = allowLoopback && (host === 'localhost' || isLoopback(host));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isHere)) {
    throw new FeedError('schemeNotAllowed');
  }
  if (isIP(host) !== 0 && !allowed(host)) {
    throw new FeedError('privateAddress');
  }
  const headers = {
    accept: 'text/calendar, text/plain;q=0.5',
    'accept-encoding': 'identity',
    'user-agent': 'Baton',
    ...(known.etag && { 'if-none-match': known.etag }),
    ...(known.lastModified && { 'if-modified-since': known.lastModified })
  };
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    const request = send(url, { headers, signal, agent: false, lookup: guarded(lookup, allowed) });
    request.once('response', resolve);
    request.once('error', (error) => reject(failureOf(error, signal)));
    request.end();
  });
}

/**
 * The connection goes to the very addresses that were checked: a host that answers differently when it is asked a second
 * time gains nothing. One private address among several spoils them all.
 */
function guarded(lookup: LookupFunction, allowed: (ip: string) => boolean): LookupFunction {
  return (host, options, callback) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      if (error || addresses.length === 0) {
        callback(error ?? new FeedError('unreachable'), '', 0);
      } else if (!addresses.every(({ address }) => allowed(address))) {
        callback(new FeedError('privateAddress'), '', 0);
      } else if (options.all) {
        callback(null, addresses);
      } else {
        callback(null, addresses[0]!.address, addresses[0]!.family);
      }
    });
  };
}

async function readText(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw new FeedError('tooLarge');
      }
      chunks.push(chunk);
    }
  } catch (error) {
    throw failureOf(error, signal);
  } finally {
    response.destroy();
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  if (!/^\s*BEGIN:VCALENDAR/i.test(text)) {
    throw new FeedError('notACalendar');
  }
  return text;
}

function failureOf(error: unknown, signal: AbortSignal): FeedError {
  if (error instanceof FeedError) {
    return error;
  }
  return new FeedError(signal.aborted ? 'timeout' : 'unreachable');
}
