/** What the checks judge: read once, at the edge. What could not be read says why, and is never taken for empty. */
import type { AssignmentRule } from '../../assignment-rules/index.ts';
import type { Policy } from '../domain/policy.ts';
import type { Rep } from '../domain/rep.ts';

export type Reading<T> = { read: T } | { unread: string };

export interface OrgFacts {
  now: Date;
  /** Address of the org. */
  instanceUrl: string;
  apiVersion: string;
  /** API versions that the org speaks. */
  versions: Reading<readonly string[]>;
  user: { id: string; username: string };
  /** Objects that Baton uses, as the integration user sees them. */
  objects: Readonly<Record<string, Reading<ObjectSeen>>>;
  /** The same, as somebody sees them who sees every field; undefined where the settings name the integration user alone. */
  allFields: Readonly<Record<string, Reading<ObjectSeen>>> | undefined;
  shipped: ShippedMetadata;
  permissionSets: Reading<PermissionSets>;
  recordAccess: Reading<RecordAccess>;
  /** Lead assignment rules by name, without their entries. */
  ruleNames: Reading<readonly { name: string; active: boolean }[]>;
  /** The active rule with its entries, and where it was read. */
  rule: Reading<{ rule: AssignmentRule; source: string; notSupported: string | undefined }>;
  policies: Reading<readonly Policy[]>;
  /** Names of the active business hours. */
  hours: Reading<readonly { name: string; timeZone: string; isDefault: boolean }[]>;
  queues: Reading<readonly Queue[]>;
  /** Members of queues, and users whom the rule, the policies or the settings name. */
  users: Reading<readonly { username: string; rep: Rep }[]>;
  limits: Reading<Readonly<Record<string, { max: number; remaining: number }>>>;
  /** Entities in the standard channel of change events, such as `TaskChangeEvent`. */
  changeEvents: Reading<readonly string[]>;
  /** Names of the standard actions that the user may call. */
  actions: Reading<readonly string[]>;
  leadDuplicateRules: Reading<readonly { name: string; blocksInsert: boolean | undefined }[]>;
  /** Names of the active validation rules of Lead. */
  leadValidationRules: Reading<readonly string[]>;
  settings: {
    country: string;
    fallbackOwner: string | undefined;
    rulesFile: string | undefined;
    /** Whether each is set; never what it holds. */
    notices: { email: boolean; slackWebhook: boolean; slackBotToken: boolean; slackSigningSecret: boolean };
  };
}

export interface ObjectSeen {
  createable: boolean;
  updateable: boolean;
  queryable: boolean;
  fields: readonly FieldSeen[];
}

export interface FieldSeen {
  name: string;
  label: string;
  type: string;
  custom: boolean;
  createable: boolean;
  updateable: boolean;
  nillable: boolean;
  defaultedOnCreate: boolean;
}

/** What `force-app` holds: the fields it adds and the rights it gives the integration user. */
export interface ShippedMetadata {
  /** `Lead.Voice_Call_Id__c`. */
  customFields: readonly string[];
  /** Those that whoever may read the object sees, since a record must have them: no permission set can name them. */
  inseparableFields: readonly string[];
  /** `Lead.Qualification_Score_Range`. */
  validationRules: readonly string[];
  objects: readonly { object: string; create: boolean; edit: boolean; viewAll: boolean; modifyAll: boolean }[];
  fields: readonly { object: string; field: string; editable: boolean }[];
}

export interface PermissionSets {
  /** Those of {@link permissionSetNames} that the org has. */
  existing: readonly string[];
  /** User ids by the name of the set, those that come by a permission set group included. */
  holders: Readonly<Record<string, readonly string[]>>;
  /** Whether any other user's assignments can be seen: without a right of Setup nobody sees them. */
  seesOthers: boolean;
}

export const permissionSetNames = ['Baton_Integration', 'Baton_Calendars', 'Baton_Rep'] as const;

export interface RecordAccess {
  /** Leads of past handoffs, which queues and reps own by now. */
  leads: number;
  hidden: readonly string[];
  /** Of those that can be seen; undefined where the org does not tell. */
  readOnly: readonly string[] | undefined;
}

export interface Queue {
  id: string;
  name: string;
  developerName: string;
  takesLeads: boolean;
  memberIds: readonly string[];
  /** Why nobody can tell who is in it; null when all is well. */
  problem: string | null;
}
