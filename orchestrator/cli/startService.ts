/** The HTTP service, joined from the settings: what `baton serve` and `baton demo` start. */
import { randomBytes } from 'node:crypto';
import { readConfig } from '../config.ts';
import { BatonError } from '../domain/errors.ts';
import { createLogger } from '../http/logger.ts';
import { buildServer } from '../http/server.ts';
import { Baton } from '../baton.ts';
import { logIn } from '../salesforce/login.ts';
import { Salesforce } from '../salesforce/salesforce.ts';
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
    const baton = new Baton({
      salesforce: new Salesforce(await logIn(login, config.apiVersion)),
      deadlineMs: config.deadlineMs,
      country: config.country,
      ...(options.now ? { now: options.now } : {}),
      onError: (what, err) => logger.warn({ what, err }, 'work in the background failed')
    });
    await baton.warmUp();
    const app = await buildServer({ baton, apiKeys, country: config.country, logger, version: options.version });
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
