/**
 * Who the caller is: userinfo, and the identity URL that a token reply names.
 */
import { SalesforceError } from '../errors.ts';
import type { Org } from '../org.ts';
import { tokenOf } from './authentication.ts';
import type { Host } from './host.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { findUser, type LocalUser } from './users.ts';

/** The token may stand in the address too: jsforce asks the identity URL with `?oauth_token=…`. */
function caller(org: Org, request: ApiRequest, host: Host): LocalUser | undefined {
  const token = tokenOf(request.headers['authorization']) ?? request.query.get('oauth_token') ?? undefined;
  const session = host.sessions.find(token);
  return session && findUser(org, session.userId);
}

/** Text and status are common knowledge, not documented. */
function badToken(): ApiResponse {
  return { status: 403, body: 'Bad_OAuth_Token' };
}

function addresses(org: Org, user: LocalUser): Record<string, string> {
  const data = `${org.url}/services/data/v{version}`;
  return {
    enterprise: `${org.url}/services/Soap/c/{version}/${org.organizationId}`,
    metadata: `${org.url}/services/Soap/m/{version}/${org.organizationId}`,
    partner: `${org.url}/services/Soap/u/{version}/${org.organizationId}`,
    rest: `${data}/`,
    sobjects: `${data}/sobjects/`,
    search: `${data}/search/`,
    query: `${data}/query/`,
    profile: `${org.url}/${user.id}`,
    custom_domain: org.url
  };
}

function userInfo(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const user = caller(org, request, host);
  if (!user) return badToken();
  return {
    status: 200,
    body: {
      sub: `${org.url}/id/${org.organizationId}/${user.id}`,
      user_id: user.id,
      organization_id: org.organizationId,
      preferred_username: user.username,
      nickname: user.username.split('@')[0],
      name: user.name,
      given_name: user.firstName,
      family_name: user.lastName,
      email: user.email,
      email_verified: true,
      zoneinfo: user.timeZone,
      locale: user.locale,
      language: user.language,
      user_type: 'STANDARD',
      active: user.isActive,
      urls: addresses(org, user)
    }
  };
}

function identity(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const user = caller(org, request, host);
  if (!user) return badToken();
  const { organization, user: userId } = request.params;
  if (organization?.slice(0, 15) !== org.organizationId.slice(0, 15) || userId?.slice(0, 15) !== user.id.slice(0, 15)) {
    throw new SalesforceError('NOT_FOUND', 'The requested resource does not exist');
  }
  return {
    status: 200,
    body: {
      id: `${org.url}/id/${org.organizationId}/${user.id}`,
      asserted_user: true,
      user_id: user.id,
      organization_id: org.organizationId,
      username: user.username,
      nick_name: user.username.split('@')[0],
      display_name: user.name,
      email: user.email,
      email_verified: true,
      first_name: user.firstName,
      last_name: user.lastName,
      timezone: user.timeZone,
      active: user.isActive,
      user_type: 'STANDARD',
      language: user.language,
      locale: user.locale,
      utcOffset: null,
      urls: addresses(org, user)
    }
  };
}

const base = { at: 'root', auth: 'none', counted: false, support: 'partial' } as const;
const note = 'without photos, status and mobile numbers';

export const operations: Operation[] = [
  {
    ...base,
    method: 'GET',
    path: '/services/oauth2/userinfo',
    summary: 'Tells who the token belongs to',
    note,
    source: 'documented Salesforce Help, "User Info Endpoint"',
    handle: userInfo
  },
  {
    ...base,
    method: 'GET',
    path: '/id/:organization/:user',
    summary: 'Tells who the token belongs to, at the identity URL',
    note,
    source: 'documented Salesforce Help, "Identity URLs"',
    handle: identity
  }
];
