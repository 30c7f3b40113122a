/**
 * A local org in a process of its own, so that what is measured and what measures do not share an event loop. Run
 * directly, this file is that process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerParent, startChild } from './childProcess.ts';
import type { Place } from './cores.ts';
import { officeHours, writeSalesOrganisation } from './salesOrganisation.ts';

export interface LocalOrgProcess {
  readonly url: string;
  /** Of the integration user. */
  readonly accessToken: string;
  /** Its assignment rules, for BATON_RULES_FILE. */
  readonly rulesFile: string;
  close(): Promise<void>;
}

const thisFile = fileURLToPath(import.meta.url);

/** The sales organisation, in office hours. @param place default: anywhere */
export async function startLocalOrgProcess(place: Place = 'anywhere'): Promise<LocalOrgProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-org-'));
  const forget = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const child = await startChild<Pick<LocalOrgProcess, 'url' | 'accessToken' | 'rulesFile'>>(thisFile, place, folder);
    return { ...child.started, close: () => child.close().finally(forget) };
  } catch (error) {
    forget();
    throw error;
  }
}

if (process.argv[1] === thisFile) {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  answerParent(async (folder: string) => {
    const { metadata, seed, rulesFile } = writeSalesOrganisation(folder);
    const org = await createLocalOrg({
      metadata,
      seed,
      startAt: officeHours,
      // The day's limit of a real org would end a measurement after some seconds.
      dailyApiRequests: 100_000_000
    });
    return {
      started: { url: org.url, accessToken: org.accessToken, rulesFile },
      answer: () => Promise.reject(new Error('The org is asked over HTTP.')),
      close: () => org.close()
    };
  });
}
