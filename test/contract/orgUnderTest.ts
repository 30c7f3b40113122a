/**
 * The org that a contract suite runs against: a local one of its own, or the real org whose SF_INSTANCE_URL and
 * SF_ACCESS_TOKEN are given, with force-app deployed.
 */
import { fileURLToPath } from 'node:url';
import jsforce from 'jsforce';
import type { Connection } from 'jsforce';
import { createLocalOrg, type LocalOrg, type LocalOrgOptions } from '../../local-org/localOrg.ts';
import { record } from './recorder.ts';

const { SF_INSTANCE_URL, SF_ACCESS_TOKEN } = process.env;

/** Whether the suite runs against a real org, where nobody can set faults or look behind the API. */
export const isRealOrg = SF_INSTANCE_URL !== undefined && SF_ACCESS_TOKEN !== undefined;

export const apiVersion = '66.0';

const root = (folder: string): string => fileURLToPath(new URL(`../../${folder}`, import.meta.url));

/** What a local org needs to be the example customer's. */
export const sampleOrg: LocalOrgOptions = {
  metadata: [root('force-app'), root('sample-org')],
  seed: root('sample-org/data')
};

export interface OrgUnderTest {
  readonly connection: Connection;
  /** Undefined against a real org. */
  readonly local: LocalOrg | undefined;
  /** A connection as this user; local org only. */
  as(username: string): Connection;
  close(): Promise<void>;
}

/** @param suite names the recording that a run against a real org leaves in recordings/ */
export async function orgUnderTest(suite: string, options: LocalOrgOptions = sampleOrg): Promise<OrgUnderTest> {
  if (isRealOrg) {
    const connection = connect(SF_INSTANCE_URL ?? '', SF_ACCESS_TOKEN ?? '');
    const as = (): Connection => {
      throw new Error('Another user cannot be had from a real org');
    };
    const write = record(connection, suite, root('test/contract/recordings'));
    return { connection, local: undefined, as, close: () => Promise.resolve(write()) };
  }
  const local = await createLocalOrg(options);
  const as = (username: string): Connection => connect(local.url, local.session(username).accessToken);
  return { connection: as('admin@local-org.example'), local, as, close: () => local.close() };
}

export function connect(instanceUrl: string, accessToken: string): Connection {
  return new jsforce.Connection({ instanceUrl, accessToken, version: apiVersion });
}
