/**
 * Stands between a client and the org, lets everything through unchanged, and notes when each request came and when its
 * answer had gone. It is the judge of what a client costs, since it does not depend on what that client says of itself.
 */
import { Agent, createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { monotonicMs } from './monotonicClock.ts';
import { seededRandom } from './seededRandom.ts';

export interface MeteredRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** By the machine's monotonic clock: when the request was there in full, and when its answer was, too. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  /** Whether the answer carried `Sforce-Limit-Info`, so that it counts against the org's daily API calls. */
  readonly countsAsApiCall: boolean;
}

export interface MeteredProxy {
  readonly url: string;
  /** Finished requests, oldest first; may be emptied by setting its length. */
  readonly requests: MeteredRequest[];
  /** Added to each request before it reaches the org, in milliseconds; each request gets it give or take a quarter. */
  latencyMs: number;
  close(): Promise<void>;
}

/** @param targetUrl base address of the org, without a slash at the end */
export async function startMeteredProxy(targetUrl: string): Promise<MeteredProxy> {
  const agent = new Agent({ keepAlive: true });
  const requests: MeteredRequest[] = [];
  const state = { latencyMs: 0 };
  const chance = seededRandom(1);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const startedAtMs = monotonicMs();
      const body = Buffer.concat(chunks);
      const { method = 'GET', url: path = '/', headers } = incoming;
      const pass = (): void => {
        const upstream = forward(`${targetUrl}${path}`, { method, headers, agent }, (answer) => {
          // Handed over whole: a client that could begin to read sooner would have part of its work counted as the org's.
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', () => outgoing.destroy());
          answer.on('end', () => {
            const status = answer.statusCode ?? 502;
            const whole = Buffer.concat(parts);
            // Before it is handed over: the client may have read it before the call that writes it comes back.
            const endedAtMs = monotonicMs();
            outgoing.writeHead(status, answer.headers);
            outgoing.end(whole);
            requests.push({
              method,
              path,
              body: body.toString('utf8'),
              startedAtMs,
              endedAtMs,
              status,
              countsAsApiCall: answer.headers['sforce-limit-info'] !== undefined
            });
          });
        });
        upstream.on('error', () => outgoing.destroy());
        upstream.end(body);
      };
      if (state.latencyMs === 0) pass();
      else void wait(state.latencyMs * (0.75 + 0.5 * chance.next())).then(pass);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get latencyMs() {
      return state.latencyMs;
    },
    set latencyMs(value) {
      state.latencyMs = value;
    },
    close: () =>
      new Promise((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** How often the client had to wait for the org: requests that overlap in time are one round trip. */
export function roundTrips(requests: readonly MeteredRequest[]): number {
  let trips = 0;
  let busyUntilMs = -Infinity;
  for (const { startedAtMs, endedAtMs } of [...requests].sort((a, b) => a.startedAtMs - b.startedAtMs)) {
    if (startedAtMs >= busyUntilMs) trips += 1;
    busyUntilMs = Math.max(busyUntilMs, endedAtMs);
  }
  return trips;
}

/** Time during which at least one of the requests was with the org, in milliseconds. */
export function busyMs(requests: readonly MeteredRequest[]): number {
  let total = 0;
  let busyUntilMs = -Infinity;
  for (const { startedAtMs, endedAtMs } of [...requests].sort((a, b) => a.startedAtMs - b.startedAtMs)) {
    total += Math.max(0, endedAtMs - Math.max(startedAtMs, busyUntilMs));
    busyUntilMs = Math.max(busyUntilMs, endedAtMs);
  }
  return total;
}
