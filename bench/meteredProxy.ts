/**
 * Stands between a client and the org, lets everything through byte by byte, and notes when each request had come and when
 * its answer went. It is the judge of what a client costs, since it does not depend on what that client says of itself.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { bodyOf, headerOf, headOf, HttpMessages, type HttpMessage } from './httpMessages.ts';
import { seededRandom } from './seededRandom.ts';

export interface MeteredRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** By `performance.now()` of its process: when the request was there in full, and when its answer was, too. */
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  /** Whether the answer carried `Sforce-Limit-Info`, so that it counts against the org's daily API calls. */
  readonly countsAsApiCall: boolean;
}

export interface MeteredProxy {
  readonly url: string;
  /** Takes the requests that have finished since it was last called, oldest first. */
  take(): MeteredRequest[];
  /** Added to each request before it reaches the org, in milliseconds; each request gets it give or take a quarter. */
  latencyMs: number;
  close(): Promise<void>;
}

/** As it passed; it is read when nobody waits. */
interface Passed {
  readonly request: HttpMessage;
  readonly answer: HttpMessage;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

/** @param targetUrl base address of the org, without a slash at the end */
export async function startMeteredProxy(targetUrl: string): Promise<MeteredProxy> {
  const { hostname, port: orgPort } = new URL(targetUrl);
  const passed: Passed[] = [];
  const sockets = new Set<Socket>();
  const state = { latencyMs: 0 };
  const chance = seededRandom(1);
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const org = keep(connect(Number(orgPort), hostname));
    keep(client).on('close', () => org.destroy());
    org.on('close', () => client.destroy());
    const requests = new HttpMessages();
    const answers = new HttpMessages();
    let request: HttpMessage | undefined;
    let startedAtMs = 0;
    client.on('data', (part) => {
      const arrivedAtMs = performance.now();
      const whole = requests.push(part);
      if (!whole) return;
      request = whole;
      startedAtMs = arrivedAtMs;
      if (state.latencyMs === 0) org.write(whole.bytes);
      else setTimeout(() => org.write(whole.bytes), state.latencyMs * (0.75 + 0.5 * chance.next()));
    });
    org.on('data', (part) => {
      // Handed over whole: a client that could begin to read sooner would have part of its work counted as the org's.
      const answer = answers.push(part);
      if (!answer || !request) return;
      // Before it is handed over: the client may have read it before the call that writes it comes back.
      const endedAtMs = performance.now();
      client.write(answer.bytes);
      passed.push({ request, answer, startedAtMs, endedAtMs });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => passed.splice(0).map(described),
    get latencyMs() {
      return state.latencyMs;
    },
    set latencyMs(value) {
      state.latencyMs = value;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      })
  };
}

function described({ request, answer, startedAtMs, endedAtMs }: Passed): MeteredRequest {
  const answerHead = headOf(answer);
  const [method = '', path = ''] = headOf(request).split(' ', 2);
  return {
    method,
    path,
    body: bodyOf(request),
    startedAtMs,
    endedAtMs,
    status: Number(answerHead.split(' ', 2)[1]),
    countsAsApiCall: headerOf(answerHead, 'sforce-limit-info') !== undefined
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
