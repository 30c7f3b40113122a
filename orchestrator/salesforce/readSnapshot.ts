/**
 * Reads what the service must know to go on without the org. What changes by the minute costs one or two API calls; the
 * rest is read every ten minutes, with some eight more.
 */
import { snapshotVersion, type OrgSnapshot } from '../snapshot/orgSnapshot.ts';
import { readPeople } from './readPeople.ts';
import { readSetup, type ReadSetupOptions } from './readSetup.ts';
import type { Salesforce } from './salesforce.ts';

const setupMaxAgeMs = 10 * 60_000;

/** With the snapshot read before, only what may have changed since is read. */
export type ReadSnapshotOptions = ReadSetupOptions;

/** @throws BatonError when Salesforce does not answer; what the integration user may not see is named in the snapshot */
export async function readSnapshot(salesforce: Salesforce, options: ReadSnapshotOptions): Promise<OrgSnapshot> {
  const { now, previous } = options;
  const isFresh = previous !== undefined && now.getTime() - Date.parse(previous.setupReadAt) < setupMaxAgeMs;
  const setup = isFresh ? previous : await readSetup(salesforce, options);
  const since = previous && new Date(previous.readAt);
  const people = await readPeople(salesforce, { ...options, since });
  const users = new Map([...setup.users, ...people.users].map((user) => [user.rep.id, user]));
  return {
    ...setup,
    version: snapshotVersion,
    readAt: now.toISOString(),
    teams: people.teams,
    users: [...users.values()],
    lastTurns: { ...previous?.lastTurns, ...people.lastTurns }
  };
}
