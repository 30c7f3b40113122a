/**
 * /services/oauth2: tokens, and who one is.
 */
import type { Org } from '../org.ts';
import type { Host } from './host.ts';
import { verifyAssertion } from './jwtBearer.ts';
import type { OAuthClient } from './oauthClients.ts';
import { OAuthError } from './oauthError.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { findUser, integrationUsername, type LocalUser } from './users.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Grants that a real org has and this one does not. */
const otherGrants = [
  'authorization_code',
  'password',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'hybrid_refresh'
];

async function token(org: Org, request: ApiRequest, host: Host): Promise<ApiResponse> {
  try {
    const form = formOf(request);
    switch (form['grant_type']) {
      case jwtBearer: {
        const { username, clientId } = await verifyAssertion(form['assertion'], host.clients, org.url, Date.now());
        const user = activeUser(org, username, "user hasn't approved this consumer");
        const allowed = host.clients.find(clientId)?.preauthorized;
        if (allowed && !allowed.some((name) => name.toLowerCase() === user.username.toLowerCase())) {
          throw new OAuthError('invalid_grant', "user hasn't approved this consumer");
        }
        return grant(org, host, user);
      }
      case 'client_credentials': {
        const client = authenticatedClient(request, form, host);
        return grant(
          org,
          host,
          activeUser(org, client.runAs ?? integrationUsername, 'no client credentials user enabled')
        );
      }
      case 'refresh_token': {
        const client = identifiedClient(request, form, host);
        const found = host.sessions.findRefreshToken(form['refresh_token'] ?? '');
        if (!found || found.clientId !== client.clientId)
          throw new OAuthError('invalid_grant', 'expired access/refresh token');
        return grant(org, host, activeUser(org, found.userId, 'inactive user'));
      }
      default:
        throw unsupportedGrant(form['grant_type']);
    }
  } catch (error) {
    if (error instanceof OAuthError) return error.reply();
    throw error;
  }
}

function unsupportedGrant(grantType: string | undefined): OAuthError {
  if (!grantType) return new OAuthError('invalid_request', 'missing required parameter: grant_type');
  const known = otherGrants.includes(grantType);
  return new OAuthError(
    'unsupported_grant_type',
    known ? `((The local org does not support the grant ${grantType}.))` : 'grant type not supported'
  );
}

function formOf(request: ApiRequest): Record<string, string | undefined> {
  const body = typeof request.body === 'object' && request.body !== null ? request.body : {};
  return { ...Object.fromEntries(request.query), ...(body as Record<string, string>) };
}

/** Credentials from the form, or from an `Authorization: Basic` header. */
function credentials(request: ApiRequest, form: Record<string, string | undefined>) {
  const basic = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (!basic) return { clientId: form['client_id'], secret: form['client_secret'] };
  const [clientId = '', ...rest] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { clientId: decodeURIComponent(clientId), secret: decodeURIComponent(rest.join(':')) };
}

function authenticatedClient(request: ApiRequest, form: Record<string, string | undefined>, host: Host): OAuthClient {
  const { clientId, secret } = credentials(request, form);
  const client = host.clients.find(clientId);
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  if (!client.secretIs(secret)) throw new OAuthError('invalid_client', 'invalid client credentials');
  return client;
}

/** A refresh needs the secret only of a client that has one. */
function identifiedClient(request: ApiRequest, form: Record<string, string | undefined>, host: Host): OAuthClient {
  const client = host.clients.find(credentials(request, form).clientId);
  if (!client) throw new OAuthError('invalid_client_id', 'client identifier invalid');
  return client.hasSecret ? authenticatedClient(request, form, host) : client;
}

function activeUser(org: Org, name: string, otherwise: string): LocalUser {
  const user = findUser(org, name);
  if (!user) throw new OAuthError('invalid_grant', otherwise);
  if (!user.isActive) throw new OAuthError('invalid_grant', 'inactive user');
  return user;
}

function grant(org: Org, host: Host, user: LocalUser): ApiResponse {
  const { accessToken } = host.sessions.open(user.id);
  return {
    status: 200,
    body: {
      access_token: accessToken,
      signature: '((not signed))',
      scope: 'api id web refresh_token',
      instance_url: org.url,
      id: `${org.url}/id/${org.organizationId}/${user.id}`,
      token_type: 'Bearer',
      issued_at: String(Date.now())
    }
  };
}

function revoke(_org: Org, request: ApiRequest, host: Host): ApiResponse {
  const value = formOf(request)['token'];
  if (!value) return new OAuthError('invalid_request', 'missing required parameter: token').reply();
  if (host.sessions.end(value) || host.sessions.endRefreshToken(value)) return { status: 200 };
  return new OAuthError('invalid_token', 'invalid token').reply();
}

const guide =
  'documented Salesforce Help, "OAuth Authorization Flows"; the bodies are common knowledge, not documented';
const base = { at: 'root', auth: 'none', counted: false } as const;

export const operations: Operation[] = [
  {
    ...base,
    method: 'POST',
    path: '/services/oauth2/token',
    summary: 'Gives an access token: JWT bearer, client credentials, refresh',
    support: 'partial',
    note: 'other grants are refused; the reply is not signed',
    source: guide,
    handle: token
  },
  {
    ...base,
    method: 'POST',
    path: '/services/oauth2/revoke',
    summary: 'Ends a session, or a refresh token',
    support: 'supported',
    source: guide,
    handle: revoke
  },
  {
    ...base,
    method: 'GET',
    path: '/services/oauth2/revoke',
    summary: 'Ends a session, or a refresh token',
    support: 'supported',
    source: guide,
    handle: revoke
  }
];
