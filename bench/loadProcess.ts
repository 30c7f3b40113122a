/**
 * What sends requests, in a process of its own that does nothing else while it waits: so many callers, each with one
 * request at a time over a connection that it keeps. Run directly, this file is that process.
 */
import { Agent, request as send } from 'node:http';
import { fileURLToPath } from 'node:url';
import { answerParent, startChild } from './childProcess.ts';
import { monotonicMs } from './monotonicClock.ts';

export interface LoadRequest {
  readonly path: string;
  /** JSON text of a POST. */
  readonly body: string;
}

/** Instants by the machine's monotonic clock: before the first byte was sent, and when the last of the answer was there. */
export interface LoadReply {
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly status: number;
  readonly serverTiming: string;
  readonly body: string;
}

export interface LoadProcess {
  /** @returns the replies in the order of the requests. @throws Error when the network fails */
  send(requests: readonly LoadRequest[], callers: number): Promise<LoadReply[]>;
  close(): Promise<void>;
}

interface Target {
  url: string;
  apiKey: string;
}

const thisFile = fileURLToPath(import.meta.url);

export async function startLoadProcess({ url, apiKey }: Target): Promise<LoadProcess> {
  const child = await startChild(thisFile, 'judge', { url, apiKey });
  return { send: (requests, callers) => child.ask({ requests, callers }), close: () => child.close() };
}

function post(agent: Agent, { url, apiKey }: Target, { path, body }: LoadRequest): Promise<LoadReply> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${apiKey}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body)
    };
    const startedAtMs = monotonicMs();
    const request = send(`${url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () => {
        const endedAtMs = monotonicMs();
        const { statusCode = 0, headers: answered } = answer;
        const serverTiming = String(answered['server-timing'] ?? '');
        resolve({ startedAtMs, endedAtMs, status: statusCode, serverTiming, body: Buffer.concat(parts).toString() });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

if (process.argv[1] === thisFile) {
  answerParent((target: Target) => {
    const agent = new Agent({ keepAlive: true });
    const answer = async ({
      requests,
      callers
    }: {
      requests: LoadRequest[];
      callers: number;
    }): Promise<LoadReply[]> => {
      const replies: LoadReply[] = [];
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < requests.length) {
          const index = next++;
          replies[index] = await post(agent, target, requests[index]!);
        }
      };
      await Promise.all(Array.from({ length: callers }, work));
      return replies;
    };
    return Promise.resolve({
      started: undefined,
      answer,
      close: () => {
        agent.destroy();
        return Promise.resolve();
      }
    });
  });
}
