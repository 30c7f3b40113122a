/**
 * The JWT bearer grant: a token for an assertion that a registered key has signed.
 */
import { compactVerify, decodeJwt, type JWTPayload } from 'jose';
import type { OAuthClients } from './oauthClients.ts';
import { OAuthError } from './oauthError.ts';

/** Audiences that Salesforce takes beside the org's own address. Source: documented, "OAuth 2.0 JWT Bearer Flow". */
const loginHosts = ['https://login.salesforce.com', 'https://test.salesforce.com'];

/** Longest time that an assertion may still be valid, with room for clocks that differ. */
const longestValidityMs = 10 * 60 * 1000;

/** Numbers above this are milliseconds: in seconds they would lie 3,000 years ahead. sf sends `exp` in milliseconds. */
const millisecondsFrom = 1e11;

/**
 * Checks an assertion in this order: form, client, signature, audience, expiry.
 * The expiry is held against the machine's clock, not the org's: the client signed it by the former.
 * @returns the username that the token is for, and the client's id
 * @throws OAuthError
 */
export async function verifyAssertion(
  assertion: string | undefined,
  clients: OAuthClients,
  orgUrl: string,
  nowMs: number
): Promise<{ username: string; clientId: string }> {
  if (!assertion) throw new OAuthError('invalid_request', 'missing required parameter: assertion');
  let claims: JWTPayload;
  try {
    claims = decodeJwt(assertion);
  } catch {
    throw new OAuthError('invalid_grant', 'invalid assertion');
  }
  const client = clients.find(claims.iss);
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!client.publicKey) throw new OAuthError('invalid_client', '((no certificate is registered for this client))');
  try {
    await compactVerify(assertion, client.publicKey, { algorithms: ['RS256'] });
  } catch {
    throw new OAuthError('invalid_grant', 'invalid assertion');
  }
  const audiences = [claims.aud ?? []].flat().map((audience) => audience.replace(/\/+$/, ''));
  if (!audiences.some((audience) => [orgUrl, ...loginHosts].includes(audience) || audience === localhostName(orgUrl))) {
    throw new OAuthError('invalid_grant', 'audience is invalid');
  }
  if (typeof claims.exp !== 'number') throw new OAuthError('invalid_grant', 'expiration is required');
  const expiresMs = claims.exp > millisecondsFrom ? claims.exp : claims.exp * 1000;
  if (expiresMs <= nowMs || expiresMs > nowMs + longestValidityMs)
    throw new OAuthError('invalid_grant', 'assertion expired');
  if (!claims.sub) throw new OAuthError('invalid_grant', 'invalid assertion');
  return { username: claims.sub, clientId: client.clientId };
}

/** `http://localhost:8311` is the same server as `http://127.0.0.1:8311`. */
function localhostName(orgUrl: string): string {
  return orgUrl.replace('//127.0.0.1:', '//localhost:');
}
