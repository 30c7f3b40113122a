import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../../orchestrator/config.ts';
import { BatonError } from '../../orchestrator/domain/errors.ts';
import { readUnpadded } from '../readTable.ts';

const key = 'k'.repeat(16);
const jwt = {
  BATON_API_KEYS: key,
  SF_LOGIN_URL: 'https://login.example',
  SF_CLIENT_ID: 'id',
  SF_USERNAME: 'integration@customer.example',
  SF_PRIVATE_KEY_FILE: 'key.pem'
};

function problemsOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as BatonError).fields.map(({ path }) => path);
  }
  return [];
}

describe('the configuration', () => {
  it('is whole without any setting: the embedded org is used', () => {
    expect(readConfig({})).toMatchObject({
      salesforce: undefined,
      port: 8312,
      host: '127.0.0.1',
      deadlineMs: 3500,
      country: 'US'
    });
  });

  it('lists every problem at once', () => {
    expect(
      problemsOf({
        BATON_API_KEYS: 'short',
        BATON_PORT: 'x',
        BATON_LOG_LEVEL: 'loud',
        SF_INSTANCE_URL: 'not an address'
      })
    ).toEqual(['BATON_API_KEYS', 'BATON_LOG_LEVEL', 'SF_INSTANCE_URL', 'SF_ACCESS_TOKEN', 'BATON_PORT']);
  });

  it('takes several keys, separated by commas', () => {
    expect(readConfig({ BATON_API_KEYS: `${key}, ${key}2` }).apiKeys).toEqual([key, `${key}2`]);
  });

  it('wants API keys as soon as there is a real org', () => {
    const withoutKeys: Record<string, string> = { ...jwt };
    delete withoutKeys['BATON_API_KEYS'];
    expect(problemsOf(withoutKeys)).toEqual(['BATON_API_KEYS']);
    expect(problemsOf(jwt)).toEqual([]);
  });

  it('chooses the way to log in by what is given', () => {
    expect(readConfig(jwt).salesforce?.kind).toBe('jwt');
    const clientCredentials = {
      BATON_API_KEYS: key,
      SF_LOGIN_URL: 'https://x.example',
      SF_CLIENT_ID: 'id',
      SF_CLIENT_SECRET: 's'
    };
    expect(readConfig(clientCredentials).salesforce?.kind).toBe('clientCredentials');
    const token = { BATON_API_KEYS: key, SF_INSTANCE_URL: 'https://x.example/', SF_ACCESS_TOKEN: 't' };
    expect(readConfig(token).salesforce).toEqual({ kind: 'token', instanceUrl: 'https://x.example', accessToken: 't' });
  });

  it('names what is missing for the way chosen', () => {
    expect(problemsOf({ BATON_API_KEYS: key, SF_CLIENT_ID: 'id' })).toEqual([
      'SF_LOGIN_URL',
      'SF_USERNAME',
      'SF_PRIVATE_KEY_FILE'
    ]);
  });

  it('refuses two ways at once', () => {
    expect(problemsOf({ ...jwt, SF_CLIENT_SECRET: 's' })).toEqual(['SF_CLIENT_SECRET']);
  });

  it("refuses a setting it does not know, but not the Salesforce command line's own", () => {
    expect(problemsOf({ BATON_PROT: '1' })).toEqual(['BATON_PROT']);
    expect(problemsOf({ SF_DISABLE_TELEMETRY: 'true' })).toEqual([]);
  });

  it('is documented, setting by setting', () => {
    const page = readUnpadded('reference/configuration.md');
    for (const { name, meaning, fallback } of settings) {
      expect(page).toContain(`| \`${name}\` | ${meaning} | ${fallback ? `${fallback} ` : ''}|`);
    }
    expect(page.match(/^\| `/gm)).toHaveLength(settings.length);
  });
});
