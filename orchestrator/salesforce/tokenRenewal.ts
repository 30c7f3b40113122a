/** Gets a new access token when the old one is refused: once for all who ask, and never in a loop. */
import type { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import { fromThrown } from './salesforceErrors.ts';

/** A token refused this soon after it was issued will be refused again: jsforce would ask for ever. */
const leastTokenLifeMs = 30_000;
/** After a refusal, how long nobody is asked again. Every call would otherwise cost a request that is bound to fail. */
const coolDownMs = 30_000;
/** A token request that hangs must not hold up those that come after it. */
const longestMs = 10_000;

export class TokenRenewal {
  private readonly connection: Connection;
  private readonly authorize: () => Promise<void>;
  private issuedAtMs = -Infinity;
  private refusal: { error: BatonError; atMs: number } | undefined;
  private running: Promise<void> | undefined;

  /** @param authorize asks the org for a token and puts it into the connection */
  constructor(connection: Connection, authorize: () => Promise<void>) {
    this.connection = connection;
    this.authorize = authorize;
  }

  /**
   * @param refused the token that the org did not take; undefined when there is none yet
   * @throws BatonError `salesforceAuthentication` when the org refuses, `salesforceUnavailable` or `salesforceTimeout`
   *   when it is out of reach
   */
  renew(refused: string | undefined): Promise<void> {
    if (this.connection.accessToken && this.connection.accessToken !== refused) {
      return Promise.resolve();
    }
    const now = Date.now();
    if (refused !== undefined && now - this.issuedAtMs < leastTokenLifeMs) {
      return Promise.reject(
        new BatonError('salesforceAuthentication', 'Salesforce refuses a token that it has just issued.')
      );
    }
    if (this.refusal && now - this.refusal.atMs < coolDownMs) {
      return Promise.reject(this.refusal.error);
    }
    this.running ??= this.ask().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async ask(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new BatonError('salesforceTimeout', 'Salesforce did not issue a token in time.')),
        longestMs
      );
    });
    try {
      await Promise.race([this.authorize(), late]);
      this.issuedAtMs = Date.now();
      this.refusal = undefined;
    } catch (thrown) {
      const error = refusedLogin(thrown) ?? fromThrown(thrown);
      if (error.code === 'salesforceAuthentication') {
        this.refusal = { error, atMs: Date.now() };
      }
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An OAuth error, which names itself in its name. */
function refusedLogin(error: unknown): BatonError | undefined {
  const { name = '', message = '' } = error as Error;
  return /^invalid_|^unsupported_grant/.test(name)
    ? new BatonError('salesforceAuthentication', `Salesforce refused to log in: ${name}: ${message}`, { cause: error })
    : undefined;
}
