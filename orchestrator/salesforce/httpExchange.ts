/**
 * One HTTP request over connections that stay open: jsforce opens and dresses each request anew, which costs the service
 * about a millisecond each, and goes on waiting in secret when a deadline has passed.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { BatonError } from '../domain/errors.ts';

/**
 * Idle connections are closed before the other side does it: a write that meets a connection at that very moment would
 * be lost, and nobody could tell whether it was done.
 */
const idleMs = 10_000;
const agents = {
  'http:': new HttpAgent({ keepAlive: true, timeout: idleMs, maxFreeSockets: 64, scheduling: 'lifo' }),
  'https:': new HttpsAgent({ keepAlive: true, timeout: idleMs, maxFreeSockets: 64, scheduling: 'lifo' })
};

export interface HttpRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface HttpReply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Sends it once. A write is never repeated, since one whose reply is lost may have been done; a reading is, when the
 * connection kept from before turns out to be closed.
 * @param deadlineMs from now; the connection is closed then, so that nothing is left waiting
 * @throws BatonError `salesforceTimeout` after the deadline, `salesforceUnavailable` when the network fails
 */
export async function exchange(request: HttpRequest, deadlineMs: number): Promise<HttpReply> {
  const endsAtMs = performance.now() + deadlineMs;
  try {
    return await exchangeOnce(request, deadlineMs);
  } catch (error) {
    if (error instanceof StaleConnection && request.method === 'GET') {
      return await exchangeOnce(request, endsAtMs - performance.now());
    }
    throw error;
  }
}

/** A connection from before was closed without a word. */
class StaleConnection extends BatonError {}

function exchangeOnce({ method, url, headers, body }: HttpRequest, deadlineMs: number): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const request = (isSecure ? httpsRequest : httpRequest)(target, {
      method,
      agent: agents[isSecure ? 'https:' : 'http:'],
      headers: {
        ...headers,
        'Accept-Encoding': 'gzip',
        ...(body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) })
      }
    });
    const timer = setTimeout(
      () => request.destroy(new BatonError('salesforceTimeout', 'Salesforce did not answer in time.')),
      Math.max(1, deadlineMs)
    );
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      reject(error instanceof BatonError ? error : unreachable(error, request.reusedSocket));
    };
    request.once('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', fail);
      response.once('end', () => {
        clearTimeout(timer);
        try {
          const raw = Buffer.concat(chunks);
          const text = (response.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        } catch (error) {
          fail(error);
        }
      });
    });
    request.end(body);
  });
}

function unreachable(error: unknown, wasKept: boolean): BatonError {
  const { code, message } = error as NodeJS.ErrnoException;
  const Kind = wasKept && (code === 'ECONNRESET' || code === 'EPIPE') ? StaleConnection : BatonError;
  return new Kind('salesforceUnavailable', `Salesforce is out of reach: ${code ?? message}.`, { cause: error });
}
