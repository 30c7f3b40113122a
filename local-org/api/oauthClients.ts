/**
 * Applications that may ask for tokens: what an External Client App is in a real org.
 */
import { createPublicKey, timingSafeEqual, createHash, X509Certificate, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** An application as `createLocalOrg` and POST /_local/clients take it. */
export const oauthClientInput = z.strictObject({
  clientId: z.string().min(1),
  /** For client credentials and refresh. */
  clientSecret: z.string().min(1).optional(),
  /** For JWT bearer: an X.509 certificate or a public key, in PEM. */
  certificate: z.string().min(1).optional(),
  /** Username that client credentials act as. Default: the integration user. */
  runAs: z.string().optional(),
  /** Usernames that a JWT may name. Default: every active user. */
  preauthorized: z.array(z.string()).optional()
});

export type OAuthClientInput = z.input<typeof oauthClientInput>;

export interface OAuthClient {
  readonly clientId: string;
  readonly hasSecret: boolean;
  /** RSA key that must have signed a JWT; undefined when none is registered. */
  readonly publicKey: KeyObject | undefined;
  readonly runAs: string | undefined;
  readonly preauthorized: readonly string[] | undefined;
  /** Compares in constant time. */
  secretIs(secret: string | undefined): boolean;
}

export interface OAuthClients {
  /**
   * Registers an application; one with the same id is replaced.
   * @throws Error when the certificate is not PEM or holds no RSA key
   */
  register(input: OAuthClientInput): OAuthClient;
  find(clientId: string | undefined): OAuthClient | undefined;
  list(): readonly OAuthClient[];
}

export function createOAuthClients(initial: readonly OAuthClientInput[] = []): OAuthClients {
  const clients = new Map<string, OAuthClient>();
  const register = (input: OAuthClientInput): OAuthClient => {
    const { clientId, clientSecret, certificate, runAs, preauthorized } = oauthClientInput.parse(input);
    const client: OAuthClient = {
      clientId,
      hasSecret: clientSecret !== undefined,
      publicKey: certificate === undefined ? undefined : readPublicKey(certificate),
      runAs,
      preauthorized,
      secretIs: (secret) =>
        clientSecret !== undefined && secret !== undefined && timingSafeEqual(digest(secret), digest(clientSecret))
    };
    clients.set(clientId, client);
    return client;
  };
  for (const input of initial) register(input);
  return { register, find: (clientId) => clients.get(clientId ?? ''), list: () => [...clients.values()] };
}

function readPublicKey(pem: string): KeyObject {
  const key = pem.includes('BEGIN CERTIFICATE') ? new X509Certificate(pem).publicKey : createPublicKey(pem);
  if (key.asymmetricKeyType !== 'rsa')
    throw new Error('The certificate must hold an RSA key: JWTs are signed with RS256.');
  return key;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
