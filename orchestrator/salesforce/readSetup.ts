/** The part of the snapshot that an administrator changes now and then: policies, hours, rules, fields. */
import type { BusinessHours } from '../domain/calendar.ts';
import type { OrgSnapshot, RunningUser } from '../snapshot/orgSnapshot.ts';
import { readLeadDescription } from './leadFields.ts';
import { readNamedUsers } from './namedUsers.ts';
import { readPolicies } from './policies.ts';
import { readRules } from './readRules.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';
import { readRunningUserId } from './users.ts';

export interface ReadSetupOptions {
  /** For each request. */
  deadlineMs: number;
  /** ISO 3166-1 code assumed for reps' numbers without a country code. */
  country: string;
  now: Date;
  /** The snapshot read before. */
  previous?: OrgSnapshot;
  readHours: () => Promise<BusinessHours[]>;
  /** File with the assignment rules; undefined to read them from the org. */
  rulesFile?: string;
  /** Usernames to be known besides those that rules and policies name, such as the fallback owner. */
  usernames?: readonly string[];
}

export type Setup = Omit<OrgSnapshot, 'version' | 'readAt' | 'teams' | 'lastTurns'>;

/** Some eight API calls. @throws BatonError */
export async function readSetup(salesforce: Salesforce, options: ReadSetupOptions): Promise<Setup> {
  const { deadlineMs, country, now, previous, readHours, rulesFile } = options;
  const [userId, policies, hours, rules, lead] = await Promise.all([
    previous?.runningUser.id ?? readRunningUserId(salesforce, deadlineMs),
    readPolicies(salesforce, deadlineMs),
    readHours(),
    readRules(salesforce, { rulesFile, deadlineMs }),
    readLeadDescription(salesforce, deadlineMs)
  ]);
  const usernames = new Set([
    ...(options.usernames ?? []),
    ...policies.flatMap(({ fallbackOwner }) => fallbackOwner ?? []),
    ...(rules.xml === null ? [] : usersNamedBy(rules.xml))
  ]);
  const fieldsOfUser = rules.xml === null ? [] : userFieldsReadBy(rules.xml);
  const runningUser = await readRunningUser(salesforce, userId, fieldsOfUser, deadlineMs);
  return {
    setupReadAt: now.toISOString(),
    instanceUrl: salesforce.instanceUrl,
    runningUser,
    // The same object while nothing has changed: what was compiled from it is found by it.
    lead: same(previous?.lead, lead),
    rules: same(previous?.rules, rules),
    policies,
    hours,
    users: await readNamedUsers(salesforce, [...usernames], { deadlineMs, country })
  };
}

function same<T>(before: T | undefined, now: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** Usernames that entries of the rules assign to. The text is the Metadata API's, which has one element a line or none. */
function usersNamedBy(xml: string): string[] {
  const entries = xml.match(/<ruleEntry>[\s\S]*?<\/ruleEntry>/g) ?? [];
  return entries
    .filter((entry) => /<assignedToType>\s*User\s*</.test(entry))
    .flatMap((entry) => /<assignedTo>([^<]*)</.exec(entry)?.[1]?.trim() ?? []);
}

/** `Department` of `User.Department` and of `$User.Department`. */
export function userFieldsReadBy(xml: string): string[] {
  return [...new Set([...xml.matchAll(/\bUser\.(\w+)/g)].map(([, name]) => name!))];
}

/** The integration user, with the fields that the rules compare. A field that it may not see is left out. */
export async function readRunningUser(
  salesforce: Salesforce,
  id: string,
  names: readonly string[],
  deadlineMs: number
): Promise<RunningUser> {
  const request = { deadlineMs, trace: startTrace() };
  const types: Record<string, string> = {};
  if (names.length > 0) {
    const { fields } = await salesforce.get<{ fields: { name: string; type: string }[] }>(
      '/sobjects/User/describe',
      request
    );
    const wanted = new Set(names.map((name) => name.toLowerCase()));
    fields.filter(({ name }) => wanted.has(name.toLowerCase())).forEach(({ name, type }) => (types[name] = type));
  }
  const record = await salesforce.get<Record<string, string | number | boolean | null>>(
    `/sobjects/User/${id}?fields=${['TimeZoneSidKey', ...Object.keys(types)].join(',')}`,
    request
  );
  return {
    id,
    timeZone: String(record['TimeZoneSidKey']),
    types,
    values: Object.fromEntries(Object.keys(types).map((name) => [name, record[name] ?? null]))
  };
}
