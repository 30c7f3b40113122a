import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import jsforce from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { apiVersion } from './orgUnderTest.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwtGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const admin = 'admin@local-org.example';
let local: LocalOrg;

beforeAll(async () => {
  local = await createLocalOrg({
    clients: [
      {
        clientId: 'service',
        clientSecret: 'its secret',
        certificate: publicKey.export({ type: 'spki', format: 'pem' }) as string
      },
      {
        clientId: 'admin only',
        clientSecret: 'x',
        certificate: publicKey.export({ type: 'spki', format: 'pem' }) as string,
        preauthorized: [admin]
      }
    ]
  });
});

afterAll(() => local.close());

interface Claims {
  iss?: string;
  sub?: string;
  aud?: string;
  exp?: number;
  key?: typeof privateKey;
}

const inSeconds = (ms: number): number => Math.floor((Date.now() + ms) / 1000);

function assertion({
  iss = 'service',
  sub = admin,
  aud = local.url,
  exp = inSeconds(120_000),
  key = privateKey
}: Claims = {}): Promise<string> {
  return new SignJWT({ iss, sub, aud, exp }).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

async function token(form: Record<string, string>, headers: Record<string, string> = {}) {
  const reply = await fetch(`${local.url}/services/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form)
  });
  return { status: reply.status, body: (await reply.json()) as Record<string, string> };
}

const withJwt = async (claims?: Claims) => token({ grant_type: jwtGrant, assertion: await assertion(claims) });

describe('JWT bearer', () => {
  it('logs jsforce in as the user named', async () => {
    const connection = new jsforce.Connection({
      loginUrl: local.url,
      version: apiVersion,
      oauth2: { clientId: 'service', loginUrl: local.url }
    });
    const user = await connection.authorize({ grant_type: jwtGrant, assertion: await assertion() });
    expect(user.organizationId).toBe(local.org.organizationId);
    expect(connection.instanceUrl).toBe(local.url);
    expect(await connection.identity()).toMatchObject({ username: admin, user_id: user.id });
  });

  it('answers what clients read, and no refresh token', async () => {
    const { status, body } = await withJwt();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: local.url });
    expect(body['access_token']).toMatch(new RegExp(`^${local.org.organizationId.slice(0, 15)}!AQ`));
    expect(body['id']).toMatch(new RegExp(`^${local.url}/id/00D[A-Za-z0-9]{15}/005[A-Za-z0-9]{15}$`));
    expect(body).not.toHaveProperty('refresh_token');
  });

  it('takes an expiry in milliseconds too, as sf sends it', async () => {
    expect((await withJwt({ exp: Date.now() + 120_000 })).status).toBe(200);
  });

  it.each(['/', ''])('takes the address with %j at its end as audience, and that of the login host', async (end) => {
    expect((await withJwt({ aud: `${local.url}${end}` })).status).toBe(200);
    expect((await withJwt({ aud: `https://login.salesforce.com${end}` })).status).toBe(200);
  });

  const refusals: [string, () => Claims, string, string][] = [
    ['of an unknown client', () => ({ iss: 'nobody' }), 'invalid_client_id', 'client identifier invalid'],
    ['signed by another key', () => ({ key: stranger.privateKey }), 'invalid_grant', 'invalid assertion'],
    ['for another audience', () => ({ aud: 'https://login.other.example' }), 'invalid_grant', 'audience is invalid'],
    ['that has expired', () => ({ exp: inSeconds(-1_000) }), 'invalid_grant', 'assertion expired'],
    ['valid for an hour', () => ({ exp: inSeconds(3_600_000) }), 'invalid_grant', 'assertion expired'],
    [
      'for an unknown user',
      () => ({ sub: 'nobody@sample.example' }),
      'invalid_grant',
      "user hasn't approved this consumer"
    ],
    [
      'of a client that this user has not approved',
      () => ({ iss: 'admin only', sub: 'integration@local-org.example' }),
      'invalid_grant',
      "user hasn't approved this consumer"
    ],
    [
      'signed by another key and for another audience',
      () => ({ key: stranger.privateKey, aud: 'x' }),
      'invalid_grant',
      'invalid assertion'
    ]
  ];

  it.each(refusals)('refuses an assertion %s', async (_case, claims, error, error_description) => {
    expect(await withJwt(claims())).toEqual({ status: 400, body: { error, error_description } });
  });

  it('refuses an assertion that nobody has signed', async () => {
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: 'service', sub: admin, aud: local.url, exp: inSeconds(60_000) })}.`;
    expect(await token({ grant_type: jwtGrant, assertion: unsigned })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' }
    });
  });
});

describe('Client credentials', () => {
  const form = { grant_type: 'client_credentials', client_id: 'service', client_secret: 'its secret' };

  it('log in as the integration user', async () => {
    const { body } = await token(form);
    const info = await fetch(`${local.url}/services/oauth2/userinfo`, {
      headers: { Authorization: `Bearer ${body['access_token']}` }
    });
    expect(await info.json()).toMatchObject({
      preferred_username: 'integration@local-org.example',
      organization_id: local.org.organizationId
    });
  });

  it('may stand in a Basic header', async () => {
    const Authorization = `Basic ${Buffer.from(`service:${encodeURIComponent('its secret')}`).toString('base64')}`;
    expect((await token({ grant_type: 'client_credentials' }, { Authorization })).status).toBe(200);
  });

  it.each([
    [{ client_secret: 'wrong' }, 'invalid_client'],
    [{ client_id: 'nobody' }, 'invalid_client_id']
  ])('that are wrong are refused: %j', async (change, error) => {
    expect(await token({ ...form, ...change })).toMatchObject({ status: 400, body: { error } });
  });
});

describe('A session', () => {
  it('is refreshed by jsforce when it has expired, and the request goes through', async () => {
    const { accessToken } = local.session(admin);
    let refreshed = 0;
    const connection = new jsforce.Connection({
      instanceUrl: local.url,
      accessToken,
      version: apiVersion,
      refreshFn: (_connection, done) => {
        refreshed += 1;
        withJwt().then(
          ({ body }) => void done(null, body['access_token']),
          (error: Error) => void done(error)
        );
      }
    });
    local.host.sessions.end(accessToken);
    const company = randomUUID();
    expect(await connection.sobject('Lead').create({ LastName: 'Rivera', Company: company })).toMatchObject({
      success: true
    });
    expect(refreshed).toBe(1);
    expect(await connection.query(`SELECT Id FROM Lead WHERE Company = '${company}'`)).toMatchObject({ totalSize: 1 });
  });

  it('can be had again by a refresh token, until that is revoked', async () => {
    const reply = await fetch(`${local.url}/_local/session`, {
      method: 'POST',
      body: JSON.stringify({ username: admin, clientId: 'service' })
    });
    const { refreshToken } = (await reply.json()) as { refreshToken: string };
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'service',
      client_secret: 'its secret'
    };
    expect(await token(form)).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(await token({ ...form, client_id: 'admin only', client_secret: 'x' })).toMatchObject({ status: 400 });
    expect(
      (
        await fetch(`${local.url}/services/oauth2/revoke`, {
          method: 'POST',
          body: new URLSearchParams({ token: refreshToken })
        })
      ).status
    ).toBe(200);
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('ends when its token is revoked', async () => {
    const { accessToken } = local.session(admin);
    const ask = () =>
      fetch(`${local.url}/services/data/v${apiVersion}/limits`, {
        headers: { Authorization: `Bearer ${accessToken}` }
      });
    expect((await ask()).status).toBe(200);
    const connection = new jsforce.Connection({
      instanceUrl: local.url,
      accessToken,
      version: apiVersion,
      oauth2: { clientId: 'service', loginUrl: local.url }
    });
    await connection.logoutByOAuth2();
    expect((await ask()).status).toBe(401);
  });
});

describe('The token endpoint', () => {
  it.each([['password'], ['authorization_code'], ['nonsense']])('refuses the grant %s', async (grant_type) => {
    expect(await token({ grant_type })).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('does not count towards the daily limit', async () => {
    const before = local.host.apiUsage.used();
    await token({ grant_type: 'nonsense' });
    expect(local.host.apiUsage.used()).toBe(before);
  });
});
