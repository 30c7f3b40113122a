/** The service in a process of its own, started as a user starts it: by the command line and the environment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';
import { commandOn } from './cores.ts';
import { officeHours } from './salesOrganisation.ts';

export interface ServiceProcess {
  readonly url: string;
  readonly apiKey: string;
  /** Processor time that it has used since it started, all threads, in milliseconds. */
  cpuMs(): Promise<number>;
  close(): Promise<void>;
}

const apiKey = 'bench-key-of-no-value';
const startDeadlineMs = 30_000;

/** The service's default. So long it also remembers offers that it made, since a reading may have begun before them. */
export const deadlineMs = 3_500;
const shiftedClock = pathToFileURL(join(repositoryRoot, 'test', 'scenarios', 'shiftedClock.mjs')).href;
/** Whoever interrupts a measurement leaves no service behind. */
const endsWithParent = new URL('./endsWithParent.mjs', import.meta.url).href;

/**
 * @param org the org that it shall serve, whose clock began at {@link officeHours}; a journal and snapshot of its own are
 *   kept in a folder that goes with it
 * @param options.profileFolder where it leaves a profile of its processor time when it ends; default: none is made
 */
export async function startServiceProcess(
  org: { url: string; accessToken: string; rulesFile: string },
  { profileFolder }: { profileFolder?: string | undefined } = {}
): Promise<ServiceProcess> {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), 'baton-bench-data-'));
  const profiling = profileFolder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileFolder];
  const serve = [
    '--import',
    endsWithParent,
    '--import',
    shiftedClock,
    join('bin', 'baton.js'),
    'serve',
    '--port',
    String(port)
  ];
  const [command, ...args] = commandOn('service', [process.execPath, ...profiling, ...serve]);
  const child = spawn(command, args, {
    cwd: repositoryRoot,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TEST_CLOCK_OFFSET_MS: String(officeHours.getTime() - Date.now()),
      SF_INSTANCE_URL: org.url,
      SF_ACCESS_TOKEN: org.accessToken,
      BATON_RULES_FILE: org.rulesFile,
      BATON_DATA_DIR: dataFolder,
      BATON_API_KEYS: apiKey,
      BATON_DEADLINE_MS: String(deadlineMs)
    },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  });
  // What the service says at start is for people; it is shown only when something went wrong.
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    rmSync(dataFolder, { recursive: true, force: true });
  };
  const giveUpAtMs = performance.now() + startDeadlineMs;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) {
      throw new Error(`The service ended with status ${child.exitCode} before it was ready:\n${said}`);
    }
    if (performance.now() > giveUpAtMs) {
      await close();
      throw new Error(`The service was not ready after ${startDeadlineMs} ms:\n${said}`);
    }
    await wait(50);
  }
  return { url, apiKey, cpuMs: () => cpuMsOf(url), close };
}

async function cpuMsOf(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const seconds = /^process_cpu_seconds_total (\S+)/m.exec(page)?.[1];
  if (seconds === undefined) throw new Error('The service does not say how much processor time it has used.');
  return Number(seconds) * 1000;
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
