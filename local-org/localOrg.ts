/**
 * An embedded Salesforce org, served over HTTP: the library that the command line, the tests and the demo start from.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createApiUsage } from './api/apiUsage.ts';
import { attachCometd } from './api/cometd.ts';
import { dispatchSubrequest } from './api/dispatch.ts';
import type { Host } from './api/host.ts';
import { createOAuthClients, type OAuthClientInput } from './api/oauthClients.ts';
import { createOutbox } from './api/outbox.ts';
import { createRouter } from './api/router.ts';
import { createServer, type Served } from './api/server.ts';
import { createSessions } from './api/sessions.ts';
import { findUser } from './api/users.ts';
import { operations } from './catalogue/operations.ts';
import { createFaults } from './control/faults.ts';
import { createRequestLog, type RequestLog } from './control/requestLog.ts';
import { openSession, type OpenedSession } from './control/sessionControl.ts';
import { createOrg } from './createOrg.ts';
import { lightningPages, type LightningOptions } from './lightning/lightningPages.ts';
import type { Clock, Org } from './org.ts';
import { createResettableOrg } from './resettableOrg.ts';
import { createClock } from './state/clock.ts';
import { seed } from './state/seed.ts';
import { readSourceFolder } from './state/sourceFolder.ts';

export interface LocalOrgOptions {
  /** Folders in sfdx source format, deployed in this order. Default: none, an org as Salesforce hands it over. */
  readonly metadata?: readonly string[];
  /** Folder with `plan.json` and record files, loaded after the deploy. */
  readonly seed?: string;
  /** Port to listen on; 0, the default, takes any free one. */
  readonly port?: number;
  /** Address to listen on. Default 127.0.0.1: this machine only. `/_local` answers this machine only in any case. */
  readonly host?: string;
  /** Folder in which records outlast the process. Default: everything is kept in memory. */
  readonly dataDirectory?: string;
  /** Time in the org at start; it runs on from there. Default: the machine's. */
  readonly startAt?: Date;
  /** Whether the clock stands still until told otherwise. Default false. */
  readonly frozen?: boolean;
  /** Applications that may ask for tokens. */
  readonly clients?: readonly OAuthClientInput[];
  /** API requests in 24 hours. Default 15,000, as in a Developer Edition org. */
  readonly dailyApiRequests?: number;
  /** Username of the default lead owner. Default: the administrator. */
  readonly defaultLeadOwner?: string;
  /** Serves the components of these package directories at `/lightning`. Default: no pages. */
  readonly lightning?: LightningOptions;
}

export interface LocalOrg {
  /** Base address, e.g. `http://127.0.0.1:8311`; also the login URL and the instance URL. */
  readonly url: string;
  /** The org itself, for tests that look behind the API. */
  readonly org: Org;
  readonly clock: Clock;
  /** Access token of the integration user. */
  readonly accessToken: string;
  /** What clients have sent. */
  readonly requests: RequestLog;
  /** Sessions, faults, outbox and the rest that stands around the org. */
  readonly host: Host;
  /**
   * Opens a session.
   * @param username default: the integration user
   * @throws SalesforceError NOT_FOUND, with the usernames that there are
   */
  session(username?: string): OpenedSession;
  /** Ends held polls and connections, and closes the database. */
  close(): Promise<void>;
}

/** The port is taken. `code` is `EADDRINUSE`, as from Node itself. */
export class PortTakenError extends Error {
  readonly code = 'EADDRINUSE';

  constructor(port: number) {
    super(
      `Port ${port} is taken, perhaps by a local org that is already running. ` +
        `Stop that one, or choose another port with --port (0 takes any free one).`
    );
    this.name = 'PortTakenError';
  }
}

/**
 * Starts a local org: creates it, deploys the metadata, loads the data, listens.
 * @throws PortTakenError
 * @throws Error with every component's problem when the metadata does not deploy
 */
export async function createLocalOrg(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  let serve: (served: Served) => void = () => undefined;
  const app = createServer(new Promise<Served>((resolve) => (serve = resolve)));
  const url = await listen(app, options.host ?? '127.0.0.1', options.port ?? 0);
  try {
    const clock = createClock();
    if (options.frozen) clock.freeze();
    if (options.startAt) clock.set(options.startAt);
    const first = birth(url, clock, options);
    const face = createResettableOrg(first, clock);
    const { org } = face;
    if (options.seed !== undefined) seed(org, options.seed);

    const router = createRouter(operations);
    const sessions = createSessions(org.organizationId);
    let current = first;
    const lightning = options.lightning && lightningPages(options.lightning, () => org.schema, clock);
    const host: Host = {
      lightning,
      sessions,
      apiUsage: createApiUsage(clock, options.dailyApiRequests),
      clients: createOAuthClients(options.clients),
      outbox: createOutbox(),
      faults: createFaults(),
      requestLog: createRequestLog(),
      dispatch: (outer, subrequest) => dispatchSubrequest(org, router, host, outer, subrequest),
      reset({ seed: withData }) {
        current.db.close();
        if (options.dataDirectory !== undefined) forget(options.dataDirectory);
        current = birth(url, clock, options);
        face.replace(current);
        if (withData) host.seed();
        sessions.keepOnly((userId) => findUser(org, userId) !== undefined);
        host.apiUsage.reset();
        host.outbox.clear();
        host.faults.remove();
        host.requestLog.clear();
      },
      seed() {
        if (options.seed !== undefined) seed(org, options.seed);
      }
    };
    const cometd = attachCometd(app.server, org, host);
    serve({ org, host, router });
    return {
      url,
      org,
      clock,
      accessToken: openSession(org, host).accessToken,
      requests: host.requestLog,
      host,
      session: (username) => openSession(org, host, username),
      async close() {
        cometd.close();
        lightning?.close();
        await app.close();
        current.db.close();
      }
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function listen(app: ReturnType<typeof createServer>, host: string, port: number): Promise<string> {
  try {
    return (await app.listen({ host, port })).replace(/\/$/, '');
  } catch (error) {
    await app.close();
    if ((error as { code?: string }).code === 'EADDRINUSE') throw new PortTakenError(port);
    throw error;
  }
}

/** A new org with the metadata deployed. */
function birth(url: string, clock: Clock, options: LocalOrgOptions): Org {
  const { dataDirectory, defaultLeadOwner } = options;
  const org = createOrg({ url, clock, dataDirectory, defaultLeadOwner });
  for (const folder of options.metadata ?? []) {
    const outcome = org.metadata.deploy(readSourceFolder(folder));
    if (outcome.success) continue;
    const problems = outcome.results.filter(({ success }) => !success);
    const lines = problems.map(({ type, fullName, problem }) => `  ${type} ${fullName}: ${problem}`);
    org.db.close();
    throw new Error(`${folder} does not deploy to the local org:\n${lines.join('\n')}`);
  }
  return org;
}

/** Removes the database of an org that is reset. */
function forget(dataDirectory: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDirectory, `${databaseFile}${suffix}`), { force: true });
}

/** Name of the database in the data directory, as state/database.ts creates it. */
const databaseFile = 'org.sqlite';
