/**
 * What stands around the org on the wire: who is logged in, what has been used up, what was sent, what goes wrong on
 * purpose. Handlers get it as their third argument.
 */
import type { LightningPages } from '../lightning/lightningPages.ts';
import type { Faults } from '../control/faults.ts';
import type { RequestLog } from '../control/requestLog.ts';
import type { ApiUsage } from './apiUsage.ts';
import type { ApiRequest, ApiResponse } from './operation.ts';
import type { OAuthClients } from './oauthClients.ts';
import type { Outbox } from './outbox.ts';
import type { Sessions } from './sessions.ts';

/** A request inside a request: /composite, /composite/batch, /composite/graph. */
export interface Subrequest {
  readonly method: string;
  /** Address from the host's root, with its query string: `/services/data/v66.0/sobjects/Lead`. */
  readonly url: string;
  /** The subrequest's own headers; those of the outer request do not reach it. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
}

export interface Host {
  readonly sessions: Sessions;
  readonly apiUsage: ApiUsage;
  readonly clients: OAuthClients;
  readonly outbox: Outbox;
  readonly faults: Faults;
  readonly requestLog: RequestLog;
  /** The Lightning pages; undefined when the org serves none. */
  readonly lightning?: LightningPages;
  /**
   * Answers a subrequest as the wire would, as the user of the outer request: in a transaction of its own, an error as
   * the array that Salesforce sends. Never throws for what a caller did wrong.
   */
  dispatch(outer: ApiRequest, subrequest: Subrequest): ApiResponse;
  /** Sends the org back to its state after start-up: metadata deployed, and the sample data loaded when `seed` is true. */
  reset(options: { seed: boolean }): void;
  /** Loads the sample data; a second time changes nothing. */
  seed(): void;
}
