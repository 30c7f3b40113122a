/** The service in a process of its own, started as a user starts it: by the command line and the environment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';
import type { CallRequest } from './benchCalls.ts';

export interface ServiceProcess {
  /**
   * Sends one call and reads the whole answer.
   * @returns the service's own time for it by the service's own clock, in milliseconds
   * @throws Error when the answer is not 200
   */
  route(call: CallRequest): Promise<number>;
  close(): Promise<void>;
}

const apiKey = 'bench-key-of-no-value';
const startDeadlineMs = 30_000;

/** @param org address and token of the org that it shall serve */
export async function startServiceProcess(org: { url: string; accessToken: string }): Promise<ServiceProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [join('bin', 'baton.js'), 'serve', '--port', String(port)], {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      SF_INSTANCE_URL: org.url,
      SF_ACCESS_TOKEN: org.accessToken,
      BATON_API_KEYS: apiKey,
      BATON_LOG_LEVEL: 'warn',
      // Under 64 callers and latency a call may wait longer than a voice agent would: that is what is measured.
      BATON_DEADLINE_MS: '20000'
    },
    stdio: ['ignore', 'ignore', 'pipe']
  });
  // What the service says at start is for people; it is shown only when something went wrong.
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
  };
  const giveUpAtMs = performance.now() + startDeadlineMs;
  while (!(await isReady(url))) {
    if (child.exitCode !== null)
      throw new Error(`The service ended with status ${child.exitCode} before it was ready.`);
    if (performance.now() > giveUpAtMs) {
      await close();
      throw new Error(`The service was not ready after ${startDeadlineMs} ms:\n${said}`);
    }
    await wait(50);
  }
  return {
    route: async (call) => {
      const reply = await fetch(`${url}/v1/calls`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(call)
      });
      const answer = await reply.text();
      if (reply.status !== 200) throw new Error(`The service answered ${reply.status}: ${answer}`);
      const own = /baton;dur=([\d.]+)/.exec(reply.headers.get('server-timing') ?? '')?.[1];
      if (own === undefined) throw new Error('The service did not say how long it took.');
      return Number(own);
    },
    close
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
