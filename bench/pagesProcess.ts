/**
 * The local org with the sample organisation and its Lightning pages, in a process of its own. Run directly, this file is that
 * process.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';
import { answerParent, startChild } from './childProcess.ts';
import { officeHours } from './salesOrganisation.ts';

export interface PagesProcess {
  readonly url: string;
  /** Of the integration user. */
  readonly accessToken: string;
  close(): Promise<void>;
}

const thisFile = fileURLToPath(import.meta.url);

/** The pages are built by the time it is there. */
export async function startPagesProcess(): Promise<PagesProcess> {
  const child = await startChild<Pick<PagesProcess, 'url' | 'accessToken'>>(thisFile, 'anywhere', undefined);
  return { ...child.started, close: () => child.close() };
}

if (process.argv[1] === thisFile) {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  answerParent(async () => {
    const packageDirectories = [join(repositoryRoot, 'force-app'), join(repositoryRoot, 'sample-org')];
    const org = await createLocalOrg({
      metadata: packageDirectories,
      seed: join(repositoryRoot, 'sample-org', 'data'),
      startAt: officeHours,
      lightning: { packageDirectories },
      // The day's limit of a real org would end a measurement after some seconds.
      dailyApiRequests: 100_000_000
    });
    await org.host.lightning!.bundle();
    return {
      started: { url: org.url, accessToken: org.accessToken },
      answer: () => Promise.reject(new Error('The org is asked over HTTP.')),
      close: () => org.close()
    };
  });
}
