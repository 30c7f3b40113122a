/** Which org a command works on when the settings name none: an embedded one, which the program that starts us brings. */
import type { SalesforceLogin } from '../salesforce/login.ts';

export interface EmbeddedOrg {
  url: string;
  /** Address at which it shows reps their pages in a browser. */
  pages?: string;
  accessToken: string;
  /** File with the assignment rules that it was deployed with; left out to read them from the org. */
  rulesFile?: string;
  /** Whether this command started it, so that it ends with this command. */
  startedHere: boolean;
  /** Ends it if this command started it. */
  close: () => Promise<void>;
}

/** Starts, or finds, an embedded org. The orchestrator itself knows only addresses. */
export type ProvideEmbeddedOrg = () => Promise<EmbeddedOrg>;

export async function orgForUse(
  configured: SalesforceLogin | undefined,
  provide: ProvideEmbeddedOrg
): Promise<{ login: SalesforceLogin; embedded: EmbeddedOrg | undefined }> {
  if (configured) {
    return { login: configured, embedded: undefined };
  }
  const embedded = await provide();
  return { login: { kind: 'token', instanceUrl: embedded.url, accessToken: embedded.accessToken }, embedded };
}
