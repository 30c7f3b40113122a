import { describe, expect, it } from 'vitest';
import { readConfig, settings } from '../../orchestrator/config.ts';
import type { BatonError } from '../../orchestrator/domain/errors.ts';
import { readUnpadded } from '../readTable.ts';

const key = 'k'.repeat(16);
const jwt = {
  BATON_API_KEYS: key,
  SF_LOGIN_URL: 'https://login.example',
  SF_CLIENT_ID: 'id',
  SF_USERNAME: 'integration@customer.example',
  SF_PRIVATE_KEY_FILE: 'key.pem'
};

function refusalOf(environment: Record<string, string>): BatonError | undefined {
  try {
    readConfig(environment);
  } catch (error) {
    return error as BatonError;
  }
  return undefined;
}
const problemsOf = (environment: Record<string, string>): string[] =>
  refusalOf(environment)?.fields.map(({ path }) => path) ?? [];
const messageOf = (environment: Record<string, string>): string => refusalOf(environment)?.message ?? '';

describe('the configuration', () => {
  it('is whole without any setting: the embedded org is used', () => {
    expect(readConfig({})).toMatchObject({
      salesforce: undefined,
      port: 8312,
      host: '127.0.0.1',
      deadlineMs: 3000,
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

  it.each(['SF_USE_PROGRESS_BAR', 'SF_LOG_LEVEL', 'SF_LOG_ROTATION_COUNT', 'SF_ORG_INSTANCE_URL', 'SF_ENV'])(
    'lets %s through, which is a name of the Salesforce command line',
    (name) => {
      expect(problemsOf({ [name]: 'x' })).toEqual([]);
    }
  );

  it.each([
    ['SF_USERNAM', 'SF_USERNAME'],
    ['SF_LOGINURL', 'SF_LOGIN_URL'],
    ['SF_LOG_IN_URL', 'SF_LOGIN_URL'],
    ['BATON_PROT', 'BATON_PORT'],
    ['BATON_API_KEY', 'BATON_API_KEYS']
  ])('takes %s for a misspelt %s', (misspelt, meant) => {
    expect(messageOf({ [misspelt]: 'x' })).toContain(`${misspelt} is not a setting of Baton; did you mean ${meant}?`);
  });

  it('guesses nothing for a name that is like none of its own', () => {
    expect(messageOf({ BATON_FAVOURITE_COLOUR: 'x' })).not.toContain('did you mean');
  });

  it.each(['UK', 'ZZ', 'USA'])('refuses %s as a country: no phone number is read by it', (country) => {
    expect(problemsOf({ BATON_COUNTRY: country })).toEqual(['BATON_COUNTRY']);
  });

  it('takes a country in small letters', () => {
    expect(readConfig({ BATON_COUNTRY: 'gb' }).country).toBe('GB');
  });

  it('speaks API version 50.0 or newer', () => {
    expect(readConfig({ SF_API_VERSION: '50.0' }).apiVersion).toBe('50.0');
    for (const version of ['49.0', '66', '66.1', 'v66.0', '100.0']) {
      expect(problemsOf({ SF_API_VERSION: version })).toEqual(['SF_API_VERSION']);
    }
  });

  it('takes the slashes off the end of an address: the audience of a JWT may not have one', () => {
    expect(readConfig({ ...jwt, SF_LOGIN_URL: 'https://login.example//' }).salesforce).toMatchObject({
      loginUrl: 'https://login.example'
    });
  });

  it('mentions the client secret where the key for the JWT bearer flow is missing, and not where it is there', () => {
    expect(messageOf({ BATON_API_KEYS: key, SF_CLIENT_ID: 'id' })).toContain('or else SF_CLIENT_SECRET');
    expect(messageOf({ BATON_API_KEYS: key, SF_PRIVATE_KEY_FILE: 'key.pem' })).not.toContain('SF_CLIENT_SECRET');
  });

  it('keeps its data in a folder, unless a Postgres database is named', () => {
    expect(readConfig({})).toMatchObject({ dataDir: '.baton', databaseUrl: undefined });
    expect(readConfig({ BATON_DATA_DIR: '/srv/baton' }).dataDir).toBe('/srv/baton');
    const url = 'postgres://baton:secret@db.example/baton';
    expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  });

  it('refuses a database of another kind without repeating its password', () => {
    const environment = { DATABASE_URL: 'mysql://baton:a-secret@db.example/baton' };
    expect(problemsOf(environment)).toEqual(['DATABASE_URL']);
    expect(messageOf(environment)).not.toContain('a-secret');
  });

  it('is documented, setting by setting', () => {
    const page = readUnpadded('reference/configuration.md');
    for (const { name, meaning, fallback } of settings) {
      expect(page).toContain(`| \`${name}\` | ${meaning} | ${fallback ? `${fallback} ` : ''}|`);
    }
    expect(page.match(/^\| `/gm)).toHaveLength(settings.length);
  });
});

describe('the settings of notices', () => {
  it('tell nobody unless they are set', () => {
    const { notices, publicUrl } = readConfig({});
    expect({ ...notices, publicUrl }).toEqual({
      email: false,
      slackWebhookUrl: undefined,
      slackBotToken: undefined,
      slackSigningSecret: undefined,
      slackApiUrl: undefined,
      publicUrl: undefined
    });
    expect(readConfig({ BATON_EMAIL_NOTICES: 'on' }).notices.email).toBe(true);
  });

  it('want the bot token with the signing secret, not the other way round', () => {
    expect(problemsOf({ BATON_SLACK_SIGNING_SECRET: 'secret' })).toEqual(['BATON_SLACK_BOT_TOKEN']);
    expect(problemsOf({ BATON_SLACK_BOT_TOKEN: 'xoxb-1' })).toEqual([]);
    expect(problemsOf({ BATON_SLACK_BOT_TOKEN: 'xoxb-1', BATON_SLACK_SIGNING_SECRET: 'secret' })).toEqual([]);
  });

  it.each([
    ['BATON_EMAIL_NOTICES', 'yes'],
    ['BATON_SLACK_WEBHOOK_URL', 'hooks.slack.example/services/T0/B0/x'],
    ['BATON_SLACK_API_URL', 'slack'],
    ['BATON_SLACK_BOT_TOKEN', 'xoxp-1'],
    ['BATON_PUBLIC_URL', 'https://baton.example/v1']
  ])('refuse %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([name]);
  });

  it('quote no secret', () => {
    const environment = { BATON_SLACK_WEBHOOK_URL: 'not-an-address-but-secret', BATON_SLACK_BOT_TOKEN: 'xapp-secret' };
    expect(problemsOf(environment)).toHaveLength(2);
    expect(messageOf(environment)).not.toContain('secret');
  });

  it('take the slash off the end of the public address', () => {
    expect(readConfig({ BATON_PUBLIC_URL: 'https://baton.example/' }).publicUrl).toBe('https://baton.example');
  });
});
