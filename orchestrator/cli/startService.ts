/** The HTTP service, joined from the settings: what `baton serve` and `baton demo` start. */
import { randomBytes } from 'node:crypto';
import { readConfig } from '../config.ts';
import { BatonError } from '../domain/errors.ts';
import { createLogger } from '../http/logger.ts';
import { buildServer } from '../http/server.ts';
import type { QualifiedCall } from '../domain/call.ts';
import { Metrics } from '../http/metrics.ts';
import { databaseFor, startBaton, type Service } from '../service.ts';
import type { DatabaseAddress } from '../storage/database.ts';
import { orgForUse, type EmbeddedOrg, type ProvideEmbeddedOrg } from './orgForUse.ts';

export interface RunningService {
  url: string;
  /** Where it reads and writes. */
  orgUrl: string;
  /** Undefined when the settings name an org. */
  embedded: EmbeddedOrg | undefined;
  /** A key that it takes: the first of BATON_API_KEYS, or the one made for this run. */
  apiKey: string;
  /** Whether it was made for this run, so that nobody knows it yet. */
  apiKeyIsNew: boolean;
  /** Where the journal and the snapshot are kept. */
  database: DatabaseAddress;
  close: () => Promise<void>;
}

/**
 * Starts the service as the settings say.
 * @throws BatonError when the settings, the org, the port or the address are not right
 */
export async function startService(options: {
  environment: Readonly<Record<string, string | undefined>>;
  /** Wins over BATON_PORT. */
  port?: number;
  provide: ProvideEmbeddedOrg;
  version: string;
  /** Default: the machine's clock. */
  now?: () => Date;
}): Promise<RunningService> {
  const config = readConfig(options.environment);
  const logger = createLogger(config.logLevel);
  const { login, embedded } = await orgForUse(config.salesforce, options.provide);
  const apiKeys = config.apiKeys.length > 0 ? config.apiKeys : [randomBytes(24).toString('hex')];
  const port = options.port ?? config.port;
  try {
    const metrics = new Metrics();
    const service = await startBaton({
      config: { ...config, rulesFile: config.rulesFile ?? embedded?.rulesFile },
      login,
      orgIsPassing: embedded?.startedHere ?? false,
      ...(options.now ? { now: options.now } : {}),
      onError: (what, err) => logger.warn({ what, err }, 'work in the background failed'),
      onNote: (note) => logger.info({ note }, 'worth knowing'),
      metrics
    });
    watch(metrics, service);
    const { continuity, baton, slack } = service;
    const served = {
      route: (call: QualifiedCall) => continuity.route(call),
      ready: () => continuity.ready(),
      handoffs: continuity.handoffs,
      hub: baton.hub,
      startedCalls: baton.startedCalls
    };
    const app = await buildServer({
      baton: served,
      apiKeys,
      country: config.country,
      logger,
      version: options.version,
      metrics,
      ...(slack ? { slack: { ...slack, now: options.now ?? (() => new Date()) } } : {})
    });
    app.addHook('onClose', () => service.stop());
    const url = await app.listen({ port, host: config.host }).catch(async (error: unknown) => {
      await app.close();
      throw cannotListen(error, config.host, port);
    });
    return {
      url,
      orgUrl: login.kind === 'token' ? login.instanceUrl : login.loginUrl,
      embedded,
      apiKey: apiKeys[0]!,
      apiKeyIsNew: config.apiKeys.length === 0,
      database: databaseFor(config, embedded?.startedHere ?? false),
      close: async () => {
        await app.close();
        await embedded?.close();
      }
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}

/** Figures that are asked for when somebody looks. */
function watch(metrics: Metrics, { continuity, circuit }: Service): void {
  const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);
  metrics.gauge('baton_salesforce_circuit_open', '1 while Salesforce is not asked because it failed.', () =>
    circuit.status.state === 'open' ? 1 : 0
  );
  metrics.gauge('baton_snapshot_age_seconds', 'Age of what is known of the org; missing without a snapshot.', () =>
    seconds(continuity.keeper.ageMs())
  );
  metrics.gauge('baton_journal_waiting', 'Calls that Salesforce does not hold yet.', async () =>
    continuity.waiting().then(
      ({ waiting }) => waiting,
      () => undefined
    )
  );
  metrics.gauge('baton_journal_failed', 'Calls that Salesforce refused and that wait for a person.', async () =>
    continuity.waiting().then(
      ({ failed }) => failed,
      () => undefined
    )
  );
}

function cannotListen(error: unknown, host: string, port: number): BatonError {
  const { code, message } = error as NodeJS.ErrnoException;
  const why =
    {
      EADDRINUSE: `Port ${port} is in use.`,
      EACCES: `Port ${port} may not be used by this user.`,
      EADDRNOTAVAIL: `BATON_HOST: this machine has no address ${host}.`,
      ENOTFOUND: `BATON_HOST: there is no host named ${host}.`
    }[code ?? ''] ?? `Nobody can listen on BATON_HOST ${host}, port ${port}: ${message}`;
  return new BatonError('cannotListen', why, { cause: error });
}
