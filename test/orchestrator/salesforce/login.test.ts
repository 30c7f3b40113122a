import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { BatonError } from '../../../orchestrator/domain/errors.ts';
import { logIn, openConnection, orgKey, type SalesforceLogin } from '../../../orchestrator/salesforce/login.ts';
import { readRunningUserId } from '../../../orchestrator/salesforce/users.ts';
import { Salesforce } from '../../../orchestrator/salesforce/salesforce.ts';

const username = 'integration@local-org.example';
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' }
});
const folder = mkdtempSync(join(tmpdir(), 'baton-login-'));
const privateKeyFile = join(folder, 'baton.key');
writeFileSync(privateKeyFile, keys.privateKey);

let org: LocalOrg;
beforeAll(async () => {
  org = await createLocalOrg({
    clients: [
      { clientId: 'jwt-app', certificate: keys.publicKey },
      { clientId: 'secret-app', clientSecret: 'a-secret' }
    ]
  });
});
afterEach(() => {
  org.host.faults.remove();
  vi.useRealTimers();
});
afterAll(async () => {
  await org.close();
  rmSync(folder, { recursive: true });
});

const fault = (rule: FaultRuleInput) => org.host.faults.add(faultRule.parse(rule));
const jwt = (changes: Partial<Extract<SalesforceLogin, { kind: 'jwt' }>> = {}): SalesforceLogin => ({
  kind: 'jwt',
  loginUrl: org.url,
  clientId: 'jwt-app',
  username,
  privateKeyFile,
  ...changes
});
const whoAmI = async (login: SalesforceLogin) => readRunningUserId(new Salesforce(await logIn(login, '66.0')), 5000);
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'logged in',
    (error: unknown) => (error as BatonError).code
  );

describe('logging in to Salesforce', () => {
  it('works by the JWT bearer flow, by client credentials and with a token, as the same user', async () => {
    const { userId, accessToken } = org.session();
    expect(await whoAmI(jwt())).toBe(userId);
    const secret = {
      kind: 'clientCredentials',
      loginUrl: org.url,
      clientId: 'secret-app',
      clientSecret: 'a-secret'
    } as const;
    expect(await whoAmI(secret)).toBe(userId);
    expect(await whoAmI({ kind: 'token', instanceUrl: org.url, accessToken })).toBe(userId);
  });

  it('with an application, a user or a secret that the org does not know is an authentication error', async () => {
    expect(await codeOf(logIn(jwt({ clientId: 'nobody' }), '66.0'))).toBe('salesforceAuthentication');
    expect(await codeOf(logIn(jwt({ username: 'nobody@local-org.example' }), '66.0'))).toBe('salesforceAuthentication');
    const wrong = {
      kind: 'clientCredentials',
      loginUrl: org.url,
      clientId: 'secret-app',
      clientSecret: 'wrong'
    } as const;
    expect(await codeOf(logIn(wrong, '66.0'))).toBe('salesforceAuthentication');
  });

  it('names the setting of a key file, and tells one that is not there from one that holds no key', async () => {
    const refusal = (file: string) =>
      logIn(jwt({ privateKeyFile: file }), '66.0').catch((error: unknown) => error as BatonError);
    const missing = join(folder, 'missing.key');
    expect(await refusal(missing)).toMatchObject({
      code: 'invalidConfiguration',
      message: `SF_PRIVATE_KEY_FILE: ${missing}: there is no such file.`,
      fields: [{ path: 'SF_PRIVATE_KEY_FILE' }]
    });
    const notAKey = join(folder, 'not-a.key');
    writeFileSync(notAKey, 'not a key');
    expect(await refusal(notAKey)).toMatchObject({
      code: 'invalidConfiguration',
      message: expect.stringContaining(`${notAKey} does not hold a private key`) as string,
      fields: [{ path: 'SF_PRIVATE_KEY_FILE' }]
    });
    expect(await refusal(folder)).toMatchObject({ message: expect.stringContaining('cannot be read') as string });
  });

  it('to an address where nobody listens says that Salesforce is out of reach', async () => {
    expect(await codeOf(logIn(jwt({ loginUrl: 'http://127.0.0.1:9' }), '66.0'))).toBe('salesforceUnavailable');
  });
});

describe('an expired token', () => {
  it('is renewed once, and the request goes through', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const salesforce = new Salesforce(await logIn(jwt(), '66.0'));
    vi.setSystemTime(Date.now() + 60_000);
    fault({ kind: 'expired-session', match: { path: '/userinfo' }, times: 1 });
    expect(await readRunningUserId(salesforce, 5000)).toBe(org.session().userId);
  });

  it('is renewed once for many requests that meet it at the same moment', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const salesforce = new Salesforce(await logIn(jwt(), '66.0'));
    await Promise.all(Array.from({ length: 6 }, () => readRunningUserId(salesforce, 5000)));
    vi.setSystemTime(Date.now() + 60_000);
    org.requests.clear();
    fault({ kind: 'expired-session', match: { path: '/userinfo' }, times: 1 });
    const ids = await Promise.all(Array.from({ length: 6 }, () => readRunningUserId(salesforce, 5000)));
    expect(new Set(ids)).toEqual(new Set([org.session().userId]));
    expect(org.requests.list().filter(({ path }) => path === '/services/oauth2/token')).toHaveLength(1);
  });

  it('that is refused again right after it was renewed is given up, not asked for ever', async () => {
    const salesforce = new Salesforce(await logIn(jwt(), '66.0'));
    org.requests.clear();
    fault({ kind: 'expired-session', match: { path: '/userinfo' } });
    expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceAuthentication');
    expect(org.requests.list().length).toBeLessThan(5);
  });

  it('of a token without a login cannot be renewed: one request, and an end', async () => {
    const { accessToken } = org.session();
    const salesforce = new Salesforce(await logIn({ kind: 'token', instanceUrl: org.url, accessToken }, '66.0'));
    org.requests.clear();
    fault({ kind: 'expired-session', match: { path: '/userinfo' } });
    expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceAuthentication');
    expect(org.requests.list()).toHaveLength(1);
  });
});

describe('a login that is refused for good', () => {
  it('is not tried again by every call, and found to work when it works again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const connection = await openConnection(jwt({ clientId: 'not-yet' }), '66.0');
    const salesforce = new Salesforce(connection);
    const tokenRequests = () => org.requests.list().filter(({ path }) => path === '/services/oauth2/token').length;
    org.requests.clear();
    for (let call = 0; call < 5; call += 1) {
      expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceAuthentication');
    }
    expect(tokenRequests()).toBe(1);
    vi.setSystemTime(Date.now() + 31_000);
    expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceAuthentication');
    expect(tokenRequests()).toBe(2);
  });
});

describe('a service that starts while Salesforce is down', () => {
  it('logs in with its first request that finds Salesforce back', async () => {
    const connection = await openConnection(jwt(), '66.0');
    const salesforce = new Salesforce(connection);
    fault({ kind: 'drop', match: { path: '/token' }, times: 1 });
    expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceUnavailable');
    expect(await readRunningUserId(salesforce, 5000)).toBe(org.session().userId);
    expect(salesforce.instanceUrl).toBe(org.url);
  });

  it('waits for a token no longer than the request may take', async () => {
    const salesforce = new Salesforce(await openConnection(jwt(), '66.0'));
    fault({ kind: 'slow', ms: 60_000, match: { path: '/token' } });
    const startedAt = performance.now();
    expect(await codeOf(readRunningUserId(salesforce, 100))).toBe('salesforceTimeout');
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});

describe('the name of an org', () => {
  it('tells orgs and users apart, and holds no secret', () => {
    const logins: SalesforceLogin[] = [
      { kind: 'token', instanceUrl: 'https://one.example', accessToken: 'a-secret' },
      jwt(),
      jwt({ username: 'other@customer.example' }),
      { kind: 'clientCredentials', loginUrl: org.url, clientId: 'app', clientSecret: 'a-secret' }
    ];
    const keys = logins.map(orgKey);
    expect(new Set(keys).size).toBe(4);
    expect(keys.join()).not.toContain('a-secret');
  });
});
