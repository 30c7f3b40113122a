/** `baton serve` as a process of its own, as it runs in production, so that it can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { apiKey, type Reply } from './world.ts';

export interface ServiceProcess {
  url: string;
  place(body: unknown): Promise<Pick<Reply, 'status' | 'answer' | 'error'>>;
  /** Ends it at once, as a crash would; resolves when it is gone. */
  kill(): Promise<void>;
}

const command = fileURLToPath(new URL('../../bin/baton.js', import.meta.url));

const shiftedClock = new URL('./shiftedClock.mjs', import.meta.url).href;

/**
 * Starts it and waits until it listens.
 * @param environment its whole configuration
 * @param now what its clock shows at first; default: the machine's time
 * @param onLog hears each line of its log, which is silent unless the environment gives it a level
 */
export async function startServiceProcess(
  environment: Record<string, string>,
  now = new Date(),
  onLog?: (line: string) => void
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, ['--import', shiftedClock, command, 'serve', '--port', '0'], {
    env: {
      PATH: process.env['PATH'],
      TEST_CLOCK_OFFSET_MS: String(now.getTime() - Date.now()),
      BATON_API_KEYS: apiKey,
      BATON_LOG_LEVEL: 'silent',
      ...environment
    },
    stdio: ['ignore', onLog ? 'pipe' : 'ignore', 'pipe']
  });
  if (onLog) {
    createInterface({ input: child.stdout! }).on('line', onLog);
  }
  const url = await listeningAddress(child);
  return {
    url,
    place: async (body) => {
      const reply = await fetch(`${url}/v1/calls`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body)
      });
      const json = (await reply.json()) as Reply['answer'] & { error: Reply['error'] };
      return { status: reply.status, answer: json, error: json.error };
    },
    kill: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) {
          resolve();
        } else {
          child.once('exit', () => resolve());
          child.kill('SIGKILL');
        }
      })
  };
}

function listeningAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /Baton listens on\s+(\S+)/.exec(said)?.[1];
      if (address) {
        resolve(address);
      }
    });
    child.once('exit', () => reject(new Error(`The service ended before it listened:\n${said}`)));
  });
}
