/** Reads what the doctor's checks judge. It asks and writes nothing. */
import {
  activeRule,
  AssignmentRuleError,
  compileRule,
  fieldTypesOf,
  parseAssignmentRules
} from '../assignment-rules/index.ts';
import type { Config } from './config.ts';
import type { ObjectSeen, OrgFacts, Reading } from './doctor/orgFacts.ts';
import { BatonError } from './domain/errors.ts';
import { describeOrg } from './salesforce/describeOrg.ts';
import { readPolicies } from './salesforce/policies.ts';
import { readRules } from './salesforce/readRules.ts';
import {
  reading,
  readActions,
  readHoursNames,
  readLimits,
  readObject,
  readPermissionSets,
  readQueuesWithMembers,
  readRecordAccess,
  readRuleNames,
  readUsers,
  readVersions,
  type SetupReader
} from './salesforce/readSetupFacts.ts';
import { readChangeEvents, readLeadDuplicateRules, readLeadValidationRules } from './salesforce/readSetupMetadata.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace } from './salesforce/trace.ts';
import { readShippedMetadata } from './shippedMetadata.ts';

export interface ReadOrgFactsOptions {
  /** As the integration user. */
  salesforce: Salesforce;
  /** As a user who may see all of Setup; undefined where the settings name the integration user alone. */
  administrator: Salesforce | undefined;
  config: Pick<Config, 'apiVersion' | 'country' | 'fallbackOwner' | 'rulesFile' | 'notices'>;
  now: Date;
  /** For each request. Default 30,000. */
  deadlineMs?: number;
}

/** @throws BatonError when nobody can log in; whatever else fails is a reading that says why */
export async function readOrgFacts(options: ReadOrgFactsOptions): Promise<OrgFacts> {
  const { salesforce, administrator, config, now, deadlineMs = 30_000 } = options;
  const { country, fallbackOwner, rulesFile, notices } = config;
  const integration: SetupReader = { salesforce, deadlineMs };
  const setup: SetupReader = { salesforce: administrator ?? salesforce, deadlineMs };
  const user = await salesforce.get<{ user_id: string; preferred_username: string }>('/services/oauth2/userinfo', {
    deadlineMs,
    trace: startTrace()
  });
  const shipped = await readShippedMetadata();
  const names = new Set([
    ...['Lead', 'User', 'Task', 'Event'],
    ...shipped.objects.map(({ object }) => object),
    ...shipped.customFields.map((name) => name.split('.')[0]!)
  ]);
  const objectsAs = async (reader: SetupReader): Promise<Record<string, Reading<ObjectSeen>>> => {
    const described = [...names].map(async (name) => [name, await reading(() => readObject(reader, name))] as const);
    return Object.fromEntries(await Promise.all(described));
  };
  const [rule, policies, queues] = await Promise.all([
    reading(() => readRule(setup, rulesFile)),
    reading(() => readPolicies(salesforce, deadlineMs)),
    reading(() => readQueuesWithMembers(integration))
  ]);
  const usernames = [
    ...(fallbackOwner === undefined ? [] : [fallbackOwner]),
    ...('read' in policies ? policies.read.flatMap((policy) => policy.fallbackOwner ?? []) : []),
    ...('read' in rule
      ? rule.read.rule.entries.flatMap(({ target }) => (target?.type === 'User' ? target.name : []))
      : [])
  ];
  const ids = 'read' in queues ? [...new Set(queues.read.flatMap(({ memberIds }) => memberIds))] : [];
  return {
    now,
    instanceUrl: salesforce.instanceUrl,
    apiVersion: config.apiVersion,
    user: { id: user.user_id, username: user.preferred_username },
    shipped,
    rule,
    policies,
    queues,
    versions: await reading(() => readVersions(integration)),
    objects: await objectsAs(integration),
    allFields: administrator && (await objectsAs(setup)),
    permissionSets: await reading(() => readPermissionSets(setup, user.user_id, administrator !== undefined)),
    recordAccess: await reading(() => readRecordAccess(integration, user.user_id)),
    ruleNames: await reading(() => readRuleNames(setup)),
    hours: await reading(() => readHoursNames(integration)),
    users: await reading(() => readUsers(integration, { ids, usernames, country })),
    limits: await reading(() => readLimits(integration)),
    changeEvents: await reading(() => readChangeEvents(setup)),
    actions: await reading(() => readActions(integration)),
    leadDuplicateRules: await reading(() => readLeadDuplicateRules(setup)),
    leadValidationRules: await reading(() => readLeadValidationRules(setup)),
    settings: {
      country,
      fallbackOwner,
      rulesFile,
      notices: {
        email: notices.email,
        slackWebhook: notices.slackWebhookUrl !== undefined,
        slackBotToken: notices.slackBotToken !== undefined,
        slackSigningSecret: notices.slackSigningSecret !== undefined
      }
    }
  };
}

/** The active rule of the file or of the org. @throws BatonError when there is none to be read */
async function readRule(
  { salesforce, deadlineMs }: SetupReader,
  rulesFile: string | undefined
): Promise<{ rule: NonNullable<ReturnType<typeof activeRule>>; source: string; notSupported: string | undefined }> {
  const read = await readRules(salesforce, { rulesFile, deadlineMs });
  if (read.xml === null) {
    throw new BatonError('rulesNotReadable', read.why);
  }
  const source = rulesFile ?? 'the org';
  const rule = activeRule(parsed(read.xml, source));
  if (!rule) {
    throw new BatonError('rulesNotReadable', `No rule is active in ${source}.`);
  }
  const { org } = await describeOrg(salesforce, deadlineMs);
  try {
    compileRule(rule, fieldTypesOf(org.fields ?? []));
    return { rule, source, notSupported: undefined };
  } catch (error) {
    if (error instanceof AssignmentRuleError) {
      return { rule, source, notSupported: error.message };
    }
    throw error;
  }
}

function parsed(xml: string, source: string): ReturnType<typeof parseAssignmentRules> {
  try {
    return parseAssignmentRules(xml);
  } catch (error) {
    if (error instanceof AssignmentRuleError) {
      throw new BatonError('rulesNotReadable', `${source}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
