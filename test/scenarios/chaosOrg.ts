/**
 * The org of a chaos run, in a process of its own: what is shaken, what shakes it and what watches share no event loop. Run
 * directly, this file is that process.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Connection } from 'jsforce';
import type { FaultRuleInput } from '../../local-org/control/faults.ts';

/** A fault rule of the org, with how often it was met. */
export interface MetFault {
  id: number;
  kind: FaultRuleInput['kind'];
  met: number;
}

export interface ChaosOrg {
  readonly url: string;
  /** Settings by which a service logs in, and gets a new token when the old one has ended. */
  readonly login: Readonly<Record<string, string>>;
  /** jsforce as an administrator, to look at the org from outside. */
  admin(): Promise<Connection>;
  now(): Promise<Date>;
  advance(ms: number): Promise<void>;
  addFault(rule: FaultRuleInput): Promise<void>;
  faults(): Promise<MetFault[]>;
  clearFaults(): Promise<void>;
  close(): Promise<void>;
}

const thisFile = fileURLToPath(import.meta.url);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A Tuesday on which it is 8:10 in San Francisco and 16:10 in London: every team of the sample org is at work. */
const officeHours = '2026-12-01T16:10:00Z';

export async function startChaosOrg(): Promise<ChaosOrg> {
  const child = fork(thisFile, {
    execArgv: ['--import', 'tsx'],
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  });
  const exited = once(child, 'exit');
  const started = once(child, 'message') as Promise<[{ url: string }]>;
  const ended = exited.then(() => Promise.reject(new Error('The local org ended before it was ready.')));
  const [{ url }] = await Promise.race([started, ended]);
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const reply = await fetch(`${url}/_local${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    });
    if (!reply.ok) {
      throw new Error(`${method} ${path} of the local org: ${await reply.text()}`);
    }
    return (await reply.json()) as T;
  };
  const client = { clientId: 'chaos', clientSecret: 'a-secret-of-no-value' };
  await control('POST', '/clients', client);
  const now = async (): Promise<Date> => new Date((await control<{ now: string }>('GET', '/clock')).now);
  return {
    url,
    login: { SF_LOGIN_URL: url, SF_CLIENT_ID: client.clientId, SF_CLIENT_SECRET: client.clientSecret },
    admin: async () => {
      const session = { username: 'admin@local-org.example' };
      const { accessToken } = await control<{ accessToken: string }>('POST', '/session', session);
      return new Connection({ instanceUrl: url, accessToken, version: '66.0' });
    },
    now,
    advance: async (ms) => void (await control('POST', '/clock', { advanceMs: ms })),
    addFault: async (rule) => void (await control('POST', '/faults', rule)),
    faults: async () => (await control<{ rules: MetFault[] }>('GET', '/faults')).rules,
    clearFaults: async () => void (await control('DELETE', '/faults')),
    close: async () => {
      child.disconnect();
      await exited;
    }
  };
}

if (process.argv[1] === thisFile) {
  const { createLocalOrg } = await import('../../local-org/localOrg.ts');
  const org = await createLocalOrg({
    metadata: [`${root}force-app`, `${root}sample-org`],
    seed: `${root}sample-org/data`,
    startAt: new Date(officeHours),
    // Only the fault of this name is to use up the day's limit.
    dailyApiRequests: 100_000_000
  });
  process.send?.({ url: org.url });
  process.on('disconnect', () => void org.close().then(() => process.exit(0)));
}
