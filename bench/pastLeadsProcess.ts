/** A local org with a year of leads in it, in a process of its own. Run directly, this file is that process. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from '../scripts/repositoryFiles.ts';
import { answerParent, startChild } from './childProcess.ts';
import { officeHours } from './salesOrganisation.ts';
import { territoryLeads } from './territoryRule.ts';

export interface PastLeadsProcess {
  readonly url: string;
  /** Of the administrator. */
  readonly accessToken: string;
  close(): Promise<void>;
}

const thisFile = fileURLToPath(import.meta.url);

/** @param count leads of {@link territoryLeads}; loading them takes longer than whatever is measured with them */
export async function startPastLeadsProcess(count: number): Promise<PastLeadsProcess> {
  const child = await startChild<Pick<PastLeadsProcess, 'url' | 'accessToken'>>(thisFile, 'anywhere', count);
  return { ...child.started, close: () => child.close() };
}

if (process.argv[1] === thisFile) {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  answerParent(async (count: number) => {
    const org = await createLocalOrg({ metadata: [join(repositoryRoot, 'force-app')], startAt: officeHours });
    const session = org.session('admin@local-org.example');
    org.org.transaction(() => {
      for (const lead of territoryLeads(count))
        org.org.records.create(session, 'Lead', { ...lead }, { autoAssign: { kind: 'off' } });
    });
    return {
      started: { url: org.url, accessToken: session.accessToken },
      answer: () => Promise.reject(new Error('The org is asked over HTTP.')),
      close: () => org.close()
    };
  });
}
