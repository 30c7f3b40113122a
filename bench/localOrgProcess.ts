/**
 * A local org in a process of its own, so that what is measured and what measures do not share an event loop. Run
 * directly, this file is that process.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';

/** The org with both package directories deployed and the sample data loaded. */
export interface LocalOrgProcess {
  readonly url: string;
  /** Of the integration user. */
  readonly accessToken: string;
  close(): Promise<void>;
}

const thisFile = fileURLToPath(import.meta.url);

export async function startLocalOrgProcess(): Promise<LocalOrgProcess> {
  const child = fork(thisFile, {
    execArgv: ['--import', 'tsx'],
    cwd: repositoryRoot,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc']
  });
  const exited = once(child, 'exit');
  const started = once(child, 'message') as Promise<[{ url: string; accessToken: string }]>;
  const [message] = await Promise.race([
    started,
    exited.then(([status]) =>
      Promise.reject(new Error(`The local org ended with status ${status} before it was ready.`))
    )
  ]);
  return {
    ...message,
    close: async () => {
      child.disconnect();
      await exited;
    }
  };
}

if (process.argv[1] === thisFile) {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  const org = await createLocalOrg({
    metadata: ['force-app', 'sample-org'].map((folder) => join(repositoryRoot, folder)),
    seed: join(repositoryRoot, 'sample-org', 'data'),
    // The day's limit of a real org would end a measurement after some seconds.
    dailyApiRequests: 100_000_000
  });
  process.send?.({ url: org.url, accessToken: org.accessToken });
  process.on('disconnect', () => void org.close().then(() => process.exit(0)));
}
