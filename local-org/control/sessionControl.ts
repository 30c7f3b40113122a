/**
 * /_local/session and /_local/clients: ways in without a browser.
 */
import { z } from 'zod';
import { oauthClientInput } from '../api/oauthClients.ts';
import type { ApiRequest, ApiResponse, Operation } from '../api/operation.ts';
import { findUser, integrationUsername, usernames } from '../api/users.ts';
import type { Host } from '../api/host.ts';
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { controlBody, controlOperation } from './controlRequest.ts';

const sessionInput = z.strictObject({
  /** Default: the integration user. */
  username: z.string().min(1).optional(),
  /** Instead of the username: id of 18 characters. */
  userId: z.string().length(18).optional(),
  /** Registered client for which a refresh token is wanted too. */
  clientId: z.string().optional()
});

export interface OpenedSession {
  readonly instanceUrl: string;
  readonly accessToken: string;
  readonly userId: string;
}

/**
 * Opens a session as this user.
 * @param username or the id of 18 characters
 * @throws SalesforceError NOT_FOUND with the usernames that there are, when no active user has this name
 */
export function openSession(
  org: Org,
  host: Pick<Host, 'sessions'>,
  username: string = integrationUsername
): OpenedSession {
  const user = findUser(org, username);
  if (!user?.isActive) {
    const known = usernames(org).join(', ');
    throw new SalesforceError('NOT_FOUND', `((There is no active user '${username}'. Usernames: ${known}))`);
  }
  const { accessToken, userId } = host.sessions.open(user.id);
  return { instanceUrl: org.url, accessToken, userId };
}

function session(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const { username, userId, clientId } = controlBody(sessionInput, request);
  if (username !== undefined && userId !== undefined) {
    throw new SalesforceError('INVALID_INPUT', '((Give username or userId, not both))');
  }
  if (clientId !== undefined && !host.clients.find(clientId)) {
    throw new SalesforceError(
      'NOT_FOUND',
      `((No client '${clientId}' is registered. POST /_local/clients registers one.))`
    );
  }
  const opened = openSession(org, host, username ?? userId);
  const refresh =
    clientId === undefined ? {} : { refreshToken: host.sessions.issueRefreshToken(opened.userId, clientId) };
  return { status: 200, body: { ...opened, ...refresh } };
}

function registerClient(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const input = controlBody(oauthClientInput, request);
  if (input.runAs !== undefined && !findUser(org, input.runAs)) {
    throw new SalesforceError(
      'NOT_FOUND',
      `((There is no user '${input.runAs}'. Usernames: ${usernames(org).join(', ')}))`
    );
  }
  try {
    return { status: 201, body: shown(host.clients.register(input)) };
  } catch (error) {
    throw new SalesforceError('INVALID_INPUT', `((The certificate cannot be read: ${(error as Error).message}))`);
  }
}

function shown(client: ReturnType<Host['clients']['list']>[number]) {
  const { clientId, hasSecret, publicKey, runAs, preauthorized } = client;
  return {
    clientId,
    hasSecret,
    hasCertificate: publicKey !== undefined,
    runAs: runAs ?? integrationUsername,
    preauthorized: preauthorized ?? null
  };
}

export const operations: Operation[] = [
  controlOperation(
    'POST',
    '/session',
    'Opens a session: {"username"? or "userId"?, "clientId"?}; the integration user by default',
    session
  ),
  controlOperation(
    'POST',
    '/clients',
    'Registers an application: {"clientId", "certificate"?, "clientSecret"?, "runAs"?, "preauthorized"?}',
    registerClient
  ),
  controlOperation('GET', '/clients', 'Lists the registered applications', (_org, _request, host) => ({
    status: 200,
    body: { clients: host.clients.list().map(shown) }
  }))
];
