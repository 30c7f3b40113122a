/**
 * Subrequests: requests that stand inside another one.
 */
import type { Faults } from '../control/faults.ts';
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org } from '../org.ts';
import { errorReply } from './errorReply.ts';
import type { Host, Subrequest } from './host.ts';
import type { ApiRequest, ApiResponse } from './operation.ts';
import { refuseUnknownHeaders } from './requestHeaders.ts';
import type { Router } from './router.ts';

/** What an operation answers to a path or a method that it does not have. */
export function routingError(
  match: { kind: 'wrongMethod'; allowed: readonly string[] } | { kind: 'unknown' },
  method: string,
  path: string
): SalesforceError {
  if (match.kind === 'wrongMethod') {
    const message = `HTTP Method '${method}' not allowed. Allowed are ${match.allowed.join(',')}`;
    return new SalesforceError('METHOD_NOT_ALLOWED', message);
  }
  // A version that no release had is not found in Salesforce either; a resource that we do not have may well be there.
  if (/^\/services\/(?!data\/v)|^\/services\/data\/v(5\d|6[0-7])\.0(\/|$)/.test(path)) {
    return unsupported(`${method} ${path}`);
  }
  return new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
}

/** Raises the row lock that a fault rule asks for. */
export function meetRowLock(faults: Faults, method: string, address: string): void {
  if (faults.meet(method, address, ['row-lock']).length > 0) {
    throw new SalesforceError('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record');
  }
}

/**
 * Answers one subrequest. It runs in a transaction of its own (a savepoint within the outer one), so that a failed
 * subrequest leaves nothing behind.
 */
export function dispatchSubrequest(
  org: Org,
  router: Router,
  host: Host,
  outer: ApiRequest,
  { method, url, headers, body }: Subrequest
): ApiResponse {
  try {
    const address = new URL(url, 'http://subrequest');
    const match = router.match(method, address.pathname);
    if (match.kind !== 'operation') throw routingError(match, method, address.pathname);
    const { operation, params, path, apiVersion } = match;
    if (!operation.inComposite || !operation.handle) throw unsupported(`${method} ${path} as a subrequest`);
    refuseUnknownHeaders(headers);
    meetRowLock(host.faults, method, `${address.pathname}${address.search}`);
    const { handle } = operation;
    const request: ApiRequest = {
      method,
      path,
      params,
      query: address.searchParams,
      headers,
      body,
      apiVersion,
      session: outer.session
    };
    return org.transaction(() => {
      const response = handle(org, request, host);
      if (response instanceof Promise)
        throw new Error(`${operation.path} is declared inComposite but is not synchronous`);
      return response;
    });
  } catch (error) {
    return errorReply(error, url);
  }
}
