/** The embedded org with both package directories and the sample data, for commands that are given no org. */
import type { EmbeddedOrg } from '../orchestrator/cli/orgForUse.ts';
import { fileURLToPath } from 'node:url';
import type { LocalOrg } from '../local-org/localOrg.ts';
import { startBareOrg } from './bareOrg.ts';

/** The administrator whom every local org has from birth: the integration user may not read metadata. */
const administrator = 'admin@local-org.example';

/** Port of `baton org`, and of the org that `baton serve` starts. */
const orgPort = 8311;

const root = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

const rulesFile = root('sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml');

/**
 * Starts an org on its usual port, or on any free one when that is taken.
 * @param options.startAt time in the org at start; default: the machine's
 * @param options.port default: the usual one
 */
export async function startEmbeddedOrg(
  options: { startAt?: Date; port?: number } = {}
): Promise<EmbeddedOrg & Pick<LocalOrg, 'clock'>> {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  const packageDirectories = [root('force-app'), root('sample-org')];
  const start = (port: number) =>
    createLocalOrg({
      ...(options.startAt ? { startAt: options.startAt } : {}),
      metadata: packageDirectories,
      seed: root('sample-org/data'),
      lightning: { packageDirectories },
      port
    });
  let org;
  try {
    org = await start(options.port ?? orgPort);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') {
      throw error;
    }
    org = await start(0);
  }
  const { url, accessToken, clock } = org;
  const pages = `${url}/lightning`;
  const administratorToken = org.session(administrator).accessToken;
  return { url, pages, accessToken, administratorToken, rulesFile, startedHere: true, clock, close: () => org.close() };
}

/**
 * The org that `baton org` or `baton serve` has running on this machine, or a new one.
 * @param metadata package directories to make a new one from instead
 */
export async function findOrStartEmbeddedOrg(metadata: readonly string[] = []): Promise<EmbeddedOrg> {
  if (metadata.length > 0) {
    return startBareOrg(root('force-app'), metadata);
  }
  const running = await sessionOfRunningOrg(`http://127.0.0.1:${orgPort}`);
  return running ?? startEmbeddedOrg();
}

async function sessionOfRunningOrg(url: string): Promise<EmbeddedOrg | undefined> {
  const session = await openSession(url);
  const ofAdministrator = session && (await openSession(url, administrator));
  return (
    session && {
      ...session,
      ...(ofAdministrator ? { administratorToken: ofAdministrator.accessToken } : {}),
      rulesFile,
      startedHere: false,
      close: () => Promise.resolve()
    }
  );
}

async function openSession(
  url: string,
  username?: string
): Promise<Pick<EmbeddedOrg, 'url' | 'accessToken'> | undefined> {
  try {
    const reply = await fetch(`${url}/_local/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ username }),
      signal: AbortSignal.timeout(2000)
    });
    const { instanceUrl, accessToken } = (await reply.json()) as Record<string, unknown>;
    return reply.ok && typeof instanceUrl === 'string' && typeof accessToken === 'string'
      ? { url: instanceUrl, accessToken }
      : undefined;
  } catch {
    return undefined;
  }
}
