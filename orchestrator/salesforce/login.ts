/** A jsforce connection, logged in as the settings say, that logs in again when its token expires. */
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SignJWT } from 'jose';
import { Connection } from 'jsforce';
import { BatonError } from '../domain/errors.ts';
import { fromThrown } from './salesforceErrors.ts';
import { TokenRenewal } from './tokenRenewal.ts';

/** How to reach Salesforce. */
export type SalesforceLogin =
  | { kind: 'token'; instanceUrl: string; accessToken: string }
  | { kind: 'jwt'; loginUrl: string; clientId: string; username: string; privateKeyFile: string }
  | { kind: 'clientCredentials'; loginUrl: string; clientId: string; clientSecret: string };

/** Who renews the token of a connection. A connection made from a bare token has nobody. */
const renewals = new WeakMap<Connection, TokenRenewal>();

/**
 * A connection that is logged in.
 * @throws BatonError `salesforceAuthentication` when the org refuses, `salesforceUnavailable` when it is out of reach
 */
export async function logIn(login: SalesforceLogin, version: string): Promise<Connection> {
  const connection = await openConnection(login, version);
  if (login.kind !== 'token') {
    await renewToken(connection, undefined);
  }
  return connection;
}

/**
 * A connection that logs in when it is first used, so that a service can start while Salesforce is down. Until then it
 * knows no token, and the address of the org only where the settings give it.
 * @throws BatonError `invalidConfiguration` when the private key cannot be read
 */
export async function openConnection(login: SalesforceLogin, version: string): Promise<Connection> {
  if (login.kind === 'token') {
    return new Connection({ instanceUrl: login.instanceUrl, accessToken: login.accessToken, version });
  }
  const parameters = await tokenParameters(login);
  const connection: Connection = new Connection({
    version,
    oauth2: {
      loginUrl: login.loginUrl,
      clientId: login.clientId,
      ...(login.kind === 'clientCredentials' ? { clientSecret: login.clientSecret } : {})
    },
    // For what jsforce sends by itself, such as streaming.
    refreshFn: (_connection, done) => {
      renewal.renew(connection.accessToken ?? undefined).then(
        () => {
          done(null, connection.accessToken ?? undefined);
        },
        (error: unknown) => {
          done(fromThrown(error));
        }
      );
    }
  });
  const renewal = new TokenRenewal(connection, async () => {
    await connection.authorize(await parameters());
  });
  renewals.set(connection, renewal);
  return connection;
}

/**
 * Puts a new token into the connection. Many who ask at once share one request; after a refusal nobody asks for half a
 * minute.
 * @param refused the token that the org did not take; undefined when there is none yet
 * @throws BatonError
 */
export async function renewToken(connection: Connection, refused: string | undefined): Promise<void> {
  const renewal = renewals.get(connection);
  if (!renewal) {
    throw new BatonError('salesforceAuthentication', 'Salesforce refused the access token, which cannot be renewed.');
  }
  await renewal.renew(refused);
}

/**
 * Names the org that a login leads to, for data kept on disk: what belongs to one org must never reach another. Holds no
 * secret.
 */
export function orgKey(login: SalesforceLogin): string {
  switch (login.kind) {
    case 'token':
      return login.instanceUrl;
    case 'jwt':
      return `${login.loginUrl} ${login.username}`;
    case 'clientCredentials':
      return `${login.loginUrl} ${login.clientId}`;
  }
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
