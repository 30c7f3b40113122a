/** Keeps what a real org answered, as evidence for the local org: one file for each suite, written anew by each run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection } from 'jsforce';

interface Exchange {
  method: string;
  /** Below the org's address. */
  path: string;
  requestBody?: unknown;
  status: number;
  replyBody: unknown;
}

interface HttpRequest {
  method: string;
  url: string;
  body?: unknown;
}

interface Transport {
  httpRequest(request: HttpRequest, options?: object): Promise<{ statusCode: number; body: string }>;
}

/**
 * Listens to a connection from now on. Neither tokens nor the org's address are kept.
 * @returns writes `<directory>/<suite>.json`, with the day and the API version
 */
export function record(connection: Connection, suite: string, directory: string): () => void {
  const exchanges: Exchange[] = [];
  const carrier = connection as unknown as { _transport: Transport };
  const transport = carrier._transport;
  const recording = Object.create(transport) as Transport;
  recording.httpRequest = (request, options) => {
    const reply = transport.httpRequest(request, options);
    // The reply itself goes on untouched: jsforce also reads it as a stream.
    reply.then(
      ({ statusCode, body }) => {
        const { pathname, search } = new URL(request.url, connection.instanceUrl);
        exchanges.push({
          method: request.method,
          path: pathname + search,
          ...(typeof request.body === 'string' ? { requestBody: parsed(request.body) } : {}),
          status: statusCode,
          replyBody: parsed(body)
        });
      },
      () => undefined
    );
    return reply;
  };
  carrier._transport = recording;
  return () => {
    mkdirSync(directory, { recursive: true });
    const recordedOn = new Date().toISOString().slice(0, 10);
    const content = JSON.stringify({ suite, recordedOn, apiVersion: connection.version, exchanges }, null, 2);
    writeFileSync(
      join(directory, `${suite}.json`),
      `${content.replaceAll(connection.instanceUrl, 'https://org.example')}\n`
    );
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
