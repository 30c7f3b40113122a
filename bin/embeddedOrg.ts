/** The embedded org with both package directories and the sample data, for commands that are given no org. */
import type { EmbeddedOrg } from '../orchestrator/cli/orgForUse.ts';
import { fileURLToPath } from 'node:url';
import type { LocalOrg } from '../local-org/localOrg.ts';

/** Port of `baton org`, and of the org that `baton serve` starts. */
const orgPort = 8311;

const root = (folder: string): string => fileURLToPath(new URL(`../${folder}`, import.meta.url));

const rulesFile = root('sample-org/main/default/assignmentRules/Lead.assignmentRules-meta.xml');

/**
 * Starts an org on its usual port, or on any free one when that is taken.
 * @param options.startAt time in the org at start; default: the machine's
 * @param options.port default: the usual one
 * @param options.pages whether it serves the Lightning pages too; default: not
 */
export async function startEmbeddedOrg(
  options: { startAt?: Date; port?: number; pages?: boolean } = {}
): Promise<EmbeddedOrg & Pick<LocalOrg, 'clock'>> {
  const { createLocalOrg } = await import('../local-org/localOrg.ts');
  const packageDirectories = [root('force-app'), root('sample-org')];
  const start = (port: number) =>
    createLocalOrg({
      ...(options.startAt ? { startAt: options.startAt } : {}),
      ...(options.pages ? { lightning: { packageDirectories } } : {}),
      metadata: packageDirectories,
      seed: root('sample-org/data'),
      lightning: { packageDirectories: [root('force-app'), root('sample-org')] },
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
  return { url, pages, accessToken, rulesFile, startedHere: true, clock, close: () => org.close() };
}

/** The org that `baton org` or `baton serve` has running on this machine, or a new one. */
export async function findOrStartEmbeddedOrg(): Promise<EmbeddedOrg> {
  const running = await sessionOfRunningOrg(`http://127.0.0.1:${orgPort}`);
  return running ?? startEmbeddedOrg();
}

async function sessionOfRunningOrg(url: string): Promise<EmbeddedOrg | undefined> {
  try {
    const reply = await fetch(`${url}/_local/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(2000)
    });
    const { instanceUrl, accessToken } = (await reply.json()) as Record<string, unknown>;
    return reply.ok && typeof instanceUrl === 'string' && typeof accessToken === 'string'
      ? {
          url: instanceUrl,
          pages: `${instanceUrl}/lightning`,
          accessToken,
          rulesFile,
          startedHere: false,
          close: () => Promise.resolve()
        }
      : undefined;
  } catch {
    return undefined;
  }
}
