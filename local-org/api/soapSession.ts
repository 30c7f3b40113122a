/** The session of a SOAP call, whose token stands in the body. */
import { SalesforceError } from '../errors.ts';
import type { Session } from '../org.ts';
import type { Host } from './host.ts';
import type { SoapCall } from './soapEnvelope.ts';

/** @throws SalesforceError INVALID_SESSION_ID */
export function sessionOfCall(host: Pick<Host, 'sessions'>, call: SoapCall): Session {
  const session = host.sessions.find(call.sessionId);
  if (!session) {
    throw new SalesforceError('INVALID_SESSION_ID', 'Invalid Session ID found in SessionHeader: Illegal Session');
  }
  return session;
}
