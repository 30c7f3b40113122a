/** The org that a command looks at or sets up: as the integration user, and as an administrator where there is one. */
import { readConfig, type Config } from '../config.ts';
import { openConnection, type SalesforceLogin } from '../salesforce/login.ts';
import { Salesforce } from '../salesforce/salesforce.ts';
import { orgForUse, type EmbeddedOrg, type ProvideEmbeddedOrg } from './orgForUse.ts';

export interface SetupConnections {
  config: Config;
  login: SalesforceLogin;
  /** As the settings log in. */
  salesforce: Salesforce;
  /** Of the embedded org; the settings name one user alone. */
  administrator: Salesforce | undefined;
  embedded: EmbeddedOrg | undefined;
}

/** @throws BatonError `invalidConfiguration` */
export async function connectionsForSetup(provide: ProvideEmbeddedOrg): Promise<SetupConnections> {
  const config = readConfig({ BATON_API_KEYS: 'not-needed-for-setup', ...process.env });
  const { login, embedded } = await orgForUse(config.salesforce, provide);
  const salesforce = new Salesforce(await openConnection(login, config.apiVersion));
  const token = embedded?.administratorToken;
  const administrator =
    embedded && token !== undefined
      ? new Salesforce(
          await openConnection({ kind: 'token', instanceUrl: embedded.url, accessToken: token }, config.apiVersion)
        )
      : undefined;
  return { config, login, salesforce, administrator, embedded };
}
