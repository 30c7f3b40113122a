/** `baton serve`: the HTTP service until it is stopped. */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { BatonError } from '../domain/errors.ts';
import { createLogger } from '../http/logger.ts';
import { buildServer } from '../http/server.ts';
import { Router } from '../routeLead.ts';
import { logIn } from '../salesforce/login.ts';
import { Salesforce } from '../salesforce/salesforce.ts';
import { orgForUse, type ProvideEmbeddedOrg } from './orgForUse.ts';
import { portOption } from './portOption.ts';

export interface RunningService {
  url: string;
  /** Where it reads and writes. */
  orgUrl: string;
  apiKey: string;
  close: () => Promise<void>;
}

/**
 * Starts the service as the settings say.
 * @throws BatonError when the settings, the org or the port are not right
 */
export async function startService(options: {
  environment: Readonly<Record<string, string | undefined>>;
  /** Wins over BATON_PORT. */
  port?: number;
  provide: ProvideEmbeddedOrg;
  version: string;
}): Promise<RunningService> {
  const config = readConfig(options.environment);
  const logger = createLogger(config.logLevel);
  const { login, embedded } = await orgForUse(config.salesforce, options.provide);
  const apiKeys = config.apiKeys.length > 0 ? config.apiKeys : [randomBytes(24).toString('hex')];
  try {
    const router = new Router({
      salesforce: new Salesforce(await logIn(login, config.apiVersion)),
      deadlineMs: config.deadlineMs,
      country: config.country,
      onBackgroundError: (err) => logger.warn({ err }, 'reading from Salesforce in the background failed')
    });
    await router.warmUp();
    const app = await buildServer({ router, apiKeys, country: config.country, logger, version: options.version });
    const url = await app.listen({ port: options.port ?? config.port, host: config.host });
    return {
      url,
      orgUrl: login.kind === 'token' ? login.instanceUrl : login.loginUrl,
      apiKey: apiKeys[0]!,
      close: async () => {
        await app.close();
        await embedded?.close();
      }
    };
  } catch (error) {
    await embedded?.close();
    if ((error as { code?: string }).code === 'EADDRINUSE') {
      const port = options.port ?? config.port;
      throw new BatonError(
        'invalidConfiguration',
        `Port ${port} is in use. Choose another with --port, or 0 for any that is free.`
      );
    }
    throw error;
  }
}

export function serveCommand(provide: ProvideEmbeddedOrg, version: string): Command {
  return new Command('serve')
    .description('Start the service that voice agents call.')
    .addOption(portOption('Port to listen on (default: BATON_PORT, or 8312). 0 takes any that is free.'))
    .addHelpText(
      'after',
      `
With no SF_ setting, it starts the embedded Salesforce org for itself, with sample data, and says so.
The settings are in docs/reference/configuration.md.

Example:
  $ baton serve
  $ curl -s http://127.0.0.1:8312/v1/calls -H "Authorization: Bearer <key>" \\
      -H "Content-Type: application/json" -d @docs/examples/call.json`
    )
    .action(async ({ port }: { port?: number }) => {
      const service = await startService({ environment: process.env, port, provide, version });
      const say = (line: string): boolean => process.stderr.write(`${line}\n`);
      say(`Baton listens on   ${service.url}     (documentation: ${service.url}/docs)`);
      say(
        `Salesforce is      ${service.orgUrl}${process.env['SF_INSTANCE_URL'] || process.env['SF_LOGIN_URL'] ? '' : '     (the embedded org, with sample data; no SF_ setting is there)'}`
      );
      if (!process.env['BATON_API_KEYS']) {
        say(`API key            ${service.apiKey}     (made for this run; set BATON_API_KEYS to choose)`);
      }
      say('Press Ctrl+C to stop.');
      await untilStopped();
      say('Stopping: calls in progress are answered first.');
      await service.close();
    });
}

/** Resolves at the first SIGINT or SIGTERM. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
