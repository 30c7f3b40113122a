/** What the service must know of the org to go on without it, as it was when it was read. Plain JSON: it is kept on disk. */
import type { BusinessHours } from '../domain/calendar.ts';
import type { Policy } from '../domain/policy.ts';
import type { Rep } from '../domain/rep.ts';
import type { Team } from '../domain/team.ts';
import type { TurnRecord } from '../domain/turn.ts';

/** Grows when the shape changes; a snapshot of another version is not used. */
export const snapshotVersion = 1;

export interface OrgSnapshot {
  version: typeof snapshotVersion;
  /** ISO 8601 UTC. */
  readAt: string;
  /** When what changes rarely was read: policies, hours, rules, fields. ISO 8601 UTC. */
  setupReadAt: string;
  /** Address of the org, for links to records. */
  instanceUrl: string;
  runningUser: RunningUser;
  /** Every queue that takes leads. */
  teams: readonly SnapshotTeam[];
  /** Members of teams, owners of accounts, and users whom the rules or policies name. */
  users: readonly SnapshotUser[];
  policies: readonly Policy[];
  hours: readonly BusinessHours[];
  /** Each team's newest turn, by the team's id; a team that has had none lately is missing. */
  lastTurns: Readonly<Record<string, TurnRecord>>;
  rules: SnapshotRules;
  lead: LeadDescription;
}

export type SnapshotTeam = Team & {
  /** Why nobody can tell who its people are; null when all is well. */
  problem: string | null;
};

export interface SnapshotUser {
  username: string;
  rep: Rep;
}

/** The user that creates the leads: they own a lead that the rules give to nobody. */
export interface RunningUser {
  id: string;
  /** IANA name. */
  timeZone: string;
  /** Values of the User fields that the rules read, by API name. */
  values: Readonly<Record<string, string | number | boolean | null>>;
  /** Their types, by API name. */
  types: Readonly<Record<string, string>>;
}

/** The org's Lead assignment rules, as the Metadata API writes them. */
export type SnapshotRules =
  | { xml: string; from: 'file' | 'org' }
  /** They could not be read; `why` says so in a sentence. */
  | { xml: null; why: string };

export interface LeadDescription {
  fields: readonly LeadField[];
  recordTypes: readonly { id: string; name: string; isDefault: boolean }[];
}

/** A field of Lead as its describe tells. */
export interface LeadField {
  name: string;
  /** Of the describe: `string`, `picklist`, … */
  type: string;
  /** Whether the integration user may set it on create. */
  createable: boolean;
  /** A formula: its value is known to the org alone. */
  calculated: boolean;
  /** Of a picklist or checkbox; null for none. */
  defaultValue: string | boolean | null;
  /** Formula of the default; null for none. */
  defaultFormula: string | null;
}
