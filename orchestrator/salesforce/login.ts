/** A jsforce connection, logged in as the settings say, that logs in again when its token expires. */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SignJWT } from 'jose';
import { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import { fromThrown } from './salesforceErrors.ts';

/** How to reach Salesforce. */
export type SalesforceLogin =
  | { kind: 'token'; instanceUrl: string; accessToken: string }
  | { kind: 'jwt'; loginUrl: string; clientId: string; username: string; privateKeyFile: string }
  | { kind: 'clientCredentials'; loginUrl: string; clientId: string; clientSecret: string };

/** Tokens refused this soon after they were issued will be refused again: jsforce would ask for ever. */
const leastTokenLifeMs = 5_000;

/**
 * @throws BatonError `salesforceAuthentication` when the org refuses, `salesforceUnavailable` when it is out of reach
 */
export async function logIn(login: SalesforceLogin, version: string): Promise<Connection> {
  if (login.kind === 'token') {
    return new Connection({ instanceUrl: login.instanceUrl, accessToken: login.accessToken, version });
  }
  const parameters = await tokenParameters(login);
  let issuedAtMs = 0;
  const connection: Connection = new Connection({
    version,
    oauth2: {
      loginUrl: login.loginUrl,
      clientId: login.clientId,
      ...(login.kind === 'clientCredentials' ? { clientSecret: login.clientSecret } : {})
    },
    refreshFn: (_connection, done) => {
      if (Date.now() - issuedAtMs < leastTokenLifeMs) {
        done(new BatonError('salesforceAuthentication', 'Salesforce refuses a token that it has just issued.'));
        return;
      }
      authorize().then(
        () => {
          done(null, connection.accessToken ?? undefined);
        },
        (error: unknown) => {
          done(fromThrown(error));
        }
      );
    }
  });
  const authorize = async (): Promise<void> => {
    await connection.authorize(await parameters());
    issuedAtMs = Date.now();
  };
  try {
    await authorize();
  } catch (error) {
    const { name = '', message = '' } = error as Error;
    if (/^invalid_|^unsupported_grant/.test(name)) {
      throw new BatonError('salesforceAuthentication', `Salesforce refused to log in: ${name}: ${message}`, {
        cause: error
      });
    }
    throw fromThrown(error);
  }
  return connection;
}

/** The form of a token request; signed anew each time for the JWT bearer flow. */
async function tokenParameters(
  login: Exclude<SalesforceLogin, { kind: 'token' }>
): Promise<() => Promise<{ grant_type: string; assertion?: string }>> {
  if (login.kind === 'clientCredentials') {
    return () => Promise.resolve({ grant_type: 'client_credentials' });
  }
  const key = await readPrivateKey(login.privateKeyFile);
  return async () => ({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await new SignJWT({})
      .setProtectedHeader({ alg: 'RS256' })
      .setIssuer(login.clientId)
      .setSubject(login.username)
      .setAudience(login.loginUrl)
      .setExpirationTime('3m')
      .sign(key)
  });
}

async function readPrivateKey(file: string): Promise<ReturnType<typeof createPrivateKey>> {
  const wrong = (message: string, cause: unknown): BatonError =>
    new BatonError('invalidConfiguration', `SF_PRIVATE_KEY_FILE: ${message}`, {
      fields: [{ path: 'SF_PRIVATE_KEY_FILE', message }],
      cause
    });
  let pem: Buffer;
  try {
    pem = await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw wrong(
      code === 'ENOENT' ? `${resolve(file)}: there is no such file.` : `${file} cannot be read: ${message}`,
      error
    );
  }
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw wrong(
      `${file} does not hold a private key in PEM form that can be used without a passphrase: ${(error as Error).message}`,
      error
    );
  }
}
