import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import type { BatonError } from '../../../orchestrator/domain/errors.ts';
import { logIn, type SalesforceLogin } from '../../../orchestrator/salesforce/login.ts';
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

  it('that is refused again right after it was renewed is given up, not asked for ever', async () => {
    const salesforce = new Salesforce(await logIn(jwt(), '66.0'));
    org.requests.clear();
    fault({ kind: 'expired-session', match: { path: '/userinfo' } });
    expect(await codeOf(readRunningUserId(salesforce, 5000))).toBe('salesforceAuthentication');
    expect(org.requests.list().length).toBeLessThan(5);
  });
});
