/** Which org a command works on when the settings name none: an embedded one, which the program that starts us brings. */
import { BatonError } from '../domain/errors.ts';
import type { SalesforceLogin } from '../salesforce/login.ts';

export interface EmbeddedOrg {
  url: string;
  /** Address at which it shows reps their pages in a browser. */
  pages?: string;
  accessToken: string;
  /** Of a user who may read and deploy metadata, which the integration user may not. */
  administratorToken?: string;
  /** File with the assignment rules that it was deployed with; left out to read them from the org. */
  rulesFile?: string;
  /**
   * Made from package directories of somebody's own: it has their fields and queues, and neither people nor records. The
   * rules are in `rulesFile`, and not deployed.
   */
  bare?: boolean;
  /** What of those directories it could not take, a sentence each. */
  notes?: readonly string[];
  /** Its clock, where that is not the machine's. */
  now?: () => Date;
  /** Whether this command started it, so that it ends with this command. */
  startedHere: boolean;
  /** Ends it if this command started it. */
  close: () => Promise<void>;
}

/**
 * Starts, or finds, an embedded org. The orchestrator itself knows only addresses.
 * @param metadata package directories to make it from instead of the example customer's
 */
export type ProvideEmbeddedOrg = (metadata?: readonly string[]) => Promise<EmbeddedOrg>;

/** @throws BatonError `invalidConfiguration` for package directories where an org is connected */
export async function orgForUse(
  configured: SalesforceLogin | undefined,
  provide: ProvideEmbeddedOrg,
  metadata: readonly string[] = []
): Promise<{ login: SalesforceLogin; embedded: EmbeddedOrg | undefined }> {
  if (configured) {
    if (metadata.length > 0) {
      throw new BatonError(
        'invalidConfiguration',
        '--metadata makes an org from package directories, but the SF_ settings name an org: leave one of the two out.'
      );
    }
    return { login: configured, embedded: undefined };
  }
  const embedded = await (metadata.length > 0 ? provide(metadata) : provide());
  return { login: { kind: 'token', instanceUrl: embedded.url, accessToken: embedded.accessToken }, embedded };
}
