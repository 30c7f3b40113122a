/**
 * Who asks.
 */
import { SalesforceError } from '../errors.ts';
import type { Session } from '../org.ts';
import type { Sessions } from './sessions.ts';

/** The same text for a missing, unknown and ended token: clients match it to log in again. */
export function invalidSession(): SalesforceError {
  return new SalesforceError('INVALID_SESSION_ID', 'Session expired or invalid');
}

/** The token of `Authorization: Bearer …` or `OAuth …` (jsforce sends the latter to CometD); undefined without one. */
export function tokenOf(authorization: string | undefined): string | undefined {
  return /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
}

/**
 * @throws SalesforceError INVALID_AUTH_HEADER for another scheme, INVALID_SESSION_ID when the token is missing or not
 *   valid. Source: REST API Developer Guide, "Status Codes and Error Responses"; that a missing header is answered with
 *   INVALID_SESSION_ID too is assumed.
 */
export function authenticate(sessions: Sessions, authorization: string | undefined): Session {
  if (authorization !== undefined && !/^(Bearer|OAuth)\b/i.test(authorization)) {
    throw new SalesforceError('INVALID_AUTH_HEADER', 'INVALID_HEADER_TYPE');
  }
  const session = sessions.find(tokenOf(authorization));
  if (!session) throw invalidSession();
  return session;
}
