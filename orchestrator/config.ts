/** The service's settings: one table that the check at start, the help and docs/reference/configuration.md are made from. */
import { isSupportedCountry } from 'libphonenumber-js/max';
import { BatonError, type FieldProblem } from './domain/errors.ts';
import { nearestName } from './nearestName.ts';
import type { SalesforceLogin } from './salesforce/login.ts';

export interface Setting {
  name: string;
  meaning: string;
  /** As written in the documentation; undefined when there is none. */
  fallback?: string;
}

export const settings: readonly Setting[] = [
  {
    name: 'BATON_API_KEYS',
    meaning:
      'Keys that voice agents send as `Authorization: Bearer <key>`; comma-separated, each of 16 characters or more.',
    fallback: 'with the embedded org only: one made at start and printed'
  },
  {
    name: 'BATON_PORT',
    meaning: 'Port of the service; `--port` wins over it. 0 takes any free port.',
    fallback: '8312'
  },
  { name: 'BATON_HOST', meaning: 'Address to listen on.', fallback: '127.0.0.1' },
  {
    name: 'BATON_LOG_LEVEL',
    meaning: '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
    fallback: 'info'
  },
  {
    name: 'BATON_DEADLINE_MS',
    meaning: 'Longest a call may wait for Salesforce, in milliseconds, 500 to 20000.',
    fallback: '3000'
  },
  {
    name: 'BATON_COUNTRY',
    meaning: 'ISO 3166-1 code assumed for phone numbers without a country code when the call names no country.',
    fallback: 'US'
  },
  {
    name: 'BATON_DATA_DIR',
    meaning: 'Folder of the journal and the snapshot of the org; made if missing, readable by its owner alone.',
    fallback: '`.baton` in the working folder'
  },
  {
    name: 'DATABASE_URL',
    meaning: '`postgres://` address of a database for them instead, which several instances share.'
  },
  {
    name: 'BATON_RULES_FILE',
    meaning:
      'The org’s `Lead.assignmentRules-meta.xml`, by which owners are predicted while Salesforce is down; needed where the integration user may not read metadata.',
    fallback: 'read from the org'
  },
  {
    name: 'BATON_FALLBACK_OWNER',
    meaning:
      'Username of whoever owes the callback when Salesforce is down and nothing tells whose the lead is; a policy’s fallback owner wins over it.'
  },
  {
    name: 'BATON_PUBLIC_URL',
    meaning: 'Address of this service as callers and Slack reach it, without a path.',
    fallback: 'the address it listens on'
  },
  {
    name: 'BATON_EMAIL_NOTICES',
    meaning:
      '`on` tells reps by e-mail and sends callers invitations to their meetings, both through Salesforce; `off` does neither.',
    fallback: 'off'
  },
  {
    name: 'BATON_SLACK_WEBHOOK_URL',
    meaning:
      'Incoming webhook of a Slack channel that is told what reps are told; with a bot token, only of reps who are not in Slack.'
  },
  {
    name: 'BATON_SLACK_BOT_TOKEN',
    meaning: 'Bot token of the Slack app (`xoxb-…`), for direct messages to reps.'
  },
  {
    name: 'BATON_SLACK_SIGNING_SECRET',
    meaning: 'Signing secret of the Slack app; with it direct messages have Accept and Decline. Needs the bot token.'
  },
  {
    name: 'BATON_SLACK_API_URL',
    meaning: 'Where Slack’s API is; for tests and GovSlack.',
    fallback: 'https://slack.com/api/'
  },
  { name: 'SF_INSTANCE_URL', meaning: 'Address of the org, for use with `SF_ACCESS_TOKEN` (development).' },
  { name: 'SF_ACCESS_TOKEN', meaning: 'Access token for `SF_INSTANCE_URL`.' },
  {
    name: 'SF_LOGIN_URL',
    meaning:
      'Where tokens are issued: `https://login.salesforce.com`, `https://test.salesforce.com` or your My Domain address.'
  },
  { name: 'SF_CLIENT_ID', meaning: 'Consumer key of the external client app.' },
  { name: 'SF_USERNAME', meaning: 'Username of the integration user.' },
  { name: 'SF_PRIVATE_KEY_FILE', meaning: 'PEM file with the private key for the JWT bearer flow.' },
  { name: 'SF_CLIENT_SECRET', meaning: 'Consumer secret, for the client credentials flow instead of a key.' },
  { name: 'SF_API_VERSION', meaning: 'API version to speak.', fallback: '66.0' }
];

export interface Config {
  apiKeys: readonly string[];
  port: number;
  host: string;
  logLevel: string;
  deadlineMs: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Folder of the database, when `databaseUrl` is undefined. */
  dataDir: string;
  /** Address of a Postgres database. */
  databaseUrl: string | undefined;
  /** File with the org's assignment rules; undefined to read them from the org. */
  rulesFile: string | undefined;
  /** Username. */
  fallbackOwner: string | undefined;
  /** Undefined when no SF_ setting is there: use the embedded org. */
  salesforce: SalesforceLogin | undefined;
  apiVersion: string;
  /** Undefined when the address that the service listens on is the one to reach it by. Without a slash at the end. */
  publicUrl: string | undefined;
  notices: NoticeSettings;
}

/** How reps, and callers of their meetings, are told; with nothing set, they are not. */
export interface NoticeSettings {
  email: boolean;
  slackWebhookUrl: string | undefined;
  slackBotToken: string | undefined;
  slackSigningSecret: string | undefined;
  slackApiUrl: string | undefined;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads and checks the settings.
 * @throws BatonError `invalidConfiguration` that lists every problem at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: FieldProblem[] = [];
  const problem = (path: string, message: string): void => {
    problems.push({ path, message });
  };
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const whole = (name: string, fallback: number, least: number, most: number): number => {
    const value = text(name) === undefined ? fallback : Number(text(name));
    if (!Number.isInteger(value) || value < least || value > most) {
      problem(name, `must be a whole number from ${least} to ${most}, not "${text(name)}"`);
    }
    return value;
  };

  for (const name of Object.keys(environment)) {
    if (/^(BATON|SF)_/.test(name) && !settings.some((setting) => setting.name === name) && !foreign.test(name)) {
      const meant = nearestName(
        name,
        settings.map((setting) => setting.name)
      );
      problem(
        name,
        `is not a setting of Baton; ${meant ? `did you mean ${meant}?` : 'docs/reference/configuration.md lists them'}`
      );
    }
  }
  const apiKeys = (text('BATON_API_KEYS') ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  if (apiKeys.some((key) => key.length < 16)) {
    problem('BATON_API_KEYS', 'each key must have 16 characters or more; `openssl rand -hex 24` makes one');
  }
  const logLevel = text('BATON_LOG_LEVEL') ?? 'info';
  if (!logLevels.includes(logLevel)) {
    problem('BATON_LOG_LEVEL', `must be one of ${logLevels.join(', ')}, not "${logLevel}"`);
  }
  const country = (text('BATON_COUNTRY') ?? 'US').toUpperCase();
  if (!isSupportedCountry(country)) {
    problem('BATON_COUNTRY', `must be an ISO 3166-1 code such as US or GB, not "${country}"`);
  }
  const apiVersion = text('SF_API_VERSION') ?? '66.0';
  if (!/^[5-9]\d\.0$/.test(apiVersion)) {
    problem('SF_API_VERSION', `must be 50.0 or newer and look like 66.0, not "${apiVersion}"`);
  }
  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== undefined && !/^postgres(ql)?:$/.test(protocolOf(databaseUrl) ?? '')) {
    // Not quoted: it may hold a password.
    problem(
      'DATABASE_URL',
      'must be the address of a Postgres database, such as postgres://user:password@host:5432/baton'
    );
  }
  const salesforce = readLogin(text, problem);
  if (salesforce && apiKeys.length === 0) {
    problem('BATON_API_KEYS', 'is needed when Baton serves a Salesforce org; `openssl rand -hex 24` makes one');
  }
  const config: Config = {
    apiKeys,
    port: whole('BATON_PORT', 8312, 0, 65535),
    host: text('BATON_HOST') ?? '127.0.0.1',
    logLevel,
    deadlineMs: whole('BATON_DEADLINE_MS', 3000, 500, 20_000),
    country,
    dataDir: text('BATON_DATA_DIR') ?? '.baton',
    databaseUrl,
    rulesFile: text('BATON_RULES_FILE'),
    fallbackOwner: text('BATON_FALLBACK_OWNER'),
    salesforce,
    apiVersion,
    publicUrl: readPublicUrl(text, problem),
    notices: readNotices(text, problem)
  };
  if (problems.length > 0) {
    const lines = problems.map(({ path, message }) => `  ${path} ${message}`).join('\n');
    throw new BatonError('invalidConfiguration', `The settings are not right:\n${lines}`, { fields: problems });
  }
  return config;
}

/**
 * SF_ names that belong to the Salesforce command line, which many shells export. Anchored: `SF_USERNAM` must not pass as
 * one of its `SF_USE_…` names.
 */
const foreign =
  /^SF_((AUTOUPDATE|CAPITALIZE|DISABLE|DNS|DOMAIN|HIDE|IMPROVED|LAZY|LOG_ROTATION|MDAPI|NPM|ORG|PRECOMPILE|PROJECT|S3|SKIP|SOURCE|TARGET|UPDATE|USE|WEB)_.+|(AUDIENCE_URL|BINPATH|CACHE_DIR|CONFIG_DIR|CONTENT_TYPE|DATA_DIR|DEBUG|ENV|INSTALLER|JSON_TO_STDOUT|LOG_LEVEL|REDIRECTED|TELEMETRY)$)/;

function readLogin(
  text: (name: string) => string | undefined,
  problem: (path: string, message: string) => void
): SalesforceLogin | undefined {
  // Without a slash at the end: the login URL becomes the audience of the JWT, which Salesforce compares as text.
  const instanceUrl = text('SF_INSTANCE_URL')?.replace(/\/+$/, '');
  const accessToken = text('SF_ACCESS_TOKEN');
  const loginUrl = text('SF_LOGIN_URL')?.replace(/\/+$/, '');
  const clientId = text('SF_CLIENT_ID');
  const username = text('SF_USERNAME');
  const privateKeyFile = text('SF_PRIVATE_KEY_FILE');
  const clientSecret = text('SF_CLIENT_SECRET');
  const given = [instanceUrl, accessToken, loginUrl, clientId, username, privateKeyFile, clientSecret];
  if (given.every((value) => value === undefined)) {
    return undefined;
  }
  for (const [name, url] of Object.entries({ SF_INSTANCE_URL: instanceUrl, SF_LOGIN_URL: loginUrl })) {
    if (url !== undefined && !isAddress(url)) {
      problem(name, `must be an address such as https://example.my.salesforce.com, not "${url}"`);
    }
  }
  const need = (names: Record<string, string | undefined>, why: string): void => {
    for (const [name, value] of Object.entries(names)) {
      if (value === undefined) {
        problem(name, `is needed ${why}`);
      }
    }
  };
  if (instanceUrl !== undefined || accessToken !== undefined) {
    if ([loginUrl, clientId, username, privateKeyFile, clientSecret].some((value) => value !== undefined)) {
      problem(
        'SF_INSTANCE_URL',
        'and SF_ACCESS_TOKEN stand alone: leave out the other SF_ settings, or leave these two out'
      );
    }
    need({ SF_INSTANCE_URL: instanceUrl, SF_ACCESS_TOKEN: accessToken }, 'to log in with an access token');
    return { kind: 'token', instanceUrl: instanceUrl ?? '', accessToken: accessToken ?? '' };
  }
  if (privateKeyFile !== undefined && clientSecret !== undefined) {
    problem('SF_CLIENT_SECRET', 'and SF_PRIVATE_KEY_FILE exclude each other: choose one way to log in');
  }
  if (clientSecret !== undefined) {
    need({ SF_LOGIN_URL: loginUrl, SF_CLIENT_ID: clientId }, 'for the client credentials flow');
    return { kind: 'clientCredentials', loginUrl: loginUrl ?? '', clientId: clientId ?? '', clientSecret };
  }
  need({ SF_LOGIN_URL: loginUrl, SF_CLIENT_ID: clientId, SF_USERNAME: username }, 'for the JWT bearer flow');
  need(
    { SF_PRIVATE_KEY_FILE: privateKeyFile },
    'for the JWT bearer flow; or else SF_CLIENT_SECRET, for the client credentials flow, which needs no SF_USERNAME'
  );
  return {
    kind: 'jwt',
    loginUrl: loginUrl ?? '',
    clientId: clientId ?? '',
    username: username ?? '',
    privateKeyFile: privateKeyFile ?? ''
  };
}

type Text = (name: string) => string | undefined;
type Problem = (path: string, message: string) => void;

function readPublicUrl(text: Text, problem: Problem): string | undefined {
  const url = text('BATON_PUBLIC_URL')?.replace(/\/+$/, '');
  if (url !== undefined && (!isAddress(url) || new URL(url).pathname !== '/')) {
    problem('BATON_PUBLIC_URL', `must be an address without a path such as https://baton.example, not "${url}"`);
  }
  return url;
}

/** Tokens and webhooks are secrets: no message quotes them. */
function readNotices(text: Text, problem: Problem): NoticeSettings {
  const email = text('BATON_EMAIL_NOTICES') ?? 'off';
  if (email !== 'on' && email !== 'off') {
    problem('BATON_EMAIL_NOTICES', `must be on or off, not "${email}"`);
  }
  for (const name of ['BATON_SLACK_WEBHOOK_URL', 'BATON_SLACK_API_URL']) {
    const url = text(name);
    if (url !== undefined && !isAddress(url)) {
      problem(name, 'must be an address that begins with https://');
    }
  }
  const slackBotToken = text('BATON_SLACK_BOT_TOKEN');
  if (slackBotToken !== undefined && !slackBotToken.startsWith('xoxb-')) {
    problem('BATON_SLACK_BOT_TOKEN', 'must be a bot token, which begins with xoxb-');
  }
  const slackSigningSecret = text('BATON_SLACK_SIGNING_SECRET');
  if (slackSigningSecret !== undefined && slackBotToken === undefined) {
    problem('BATON_SLACK_BOT_TOKEN', 'is needed with BATON_SLACK_SIGNING_SECRET: only its messages have buttons');
  }
  return {
    email: email === 'on',
    slackWebhookUrl: text('BATON_SLACK_WEBHOOK_URL'),
    slackBotToken,
    slackSigningSecret,
    slackApiUrl: text('BATON_SLACK_API_URL')
  };
}

function isAddress(url: string): boolean {
  return ['http:', 'https:'].includes(protocolOf(url) ?? '');
}

function protocolOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).protocol : undefined;
}
