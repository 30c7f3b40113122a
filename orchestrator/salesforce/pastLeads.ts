/** Leads that the org has had, as far as routing goes: no names, no numbers, no addresses of anybody. */
import type { LeadFields } from './readLead.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

/** More would make the reading long and the answer no better. */
const mostLeads = 10_000;

export interface PastLeadRecord {
  /** Milliseconds of the epoch. */
  createdMs: number;
  fields: LeadFields;
  /** Owner of the account that its caller was known by; null when it was nobody's. */
  accountOwnerId: string | null;
}

export interface PastLeadsWish {
  /** API names. */
  fields: readonly string[];
  since: Date;
  /** Only those that a voice agent has brought. */
  byVoice: boolean;
}

/** What belongs together on a lead: one caller's country and another's state make no place. */
export const fieldsThatBelongTogether: readonly (readonly string[])[] = [
  ['Country', 'CountryCode', 'State', 'StateCode', 'City', 'PostalCode', 'Language__c'],
  ['Company', 'Industry', 'NumberOfEmployees', 'AnnualRevenue', 'Website']
];

/** Fields that tell how a lead stands now and not how it came: a drawn lead has what a new one has. */
export const fieldsOfLaterLife: ReadonlySet<string> = new Set(['ownerid', 'status']);

/** Fields that decide between a live transfer, a meeting and a callback, and where the caller is. */
export const fieldsOfPolicies: readonly string[] = ['Qualification_Score__c', 'Team_Size__c', 'Country', 'State'];

/** @throws BatonError */
export async function countPastLeads(
  salesforce: Salesforce,
  wish: Pick<PastLeadsWish, 'since' | 'byVoice'>,
  deadlineMs: number
): Promise<number> {
  const [count] = await salesforce.query<{ expr0: number }>(`SELECT COUNT(Id) FROM Lead WHERE ${conditionOf(wish)}`, {
    deadlineMs,
    trace: startTrace()
  });
  return count?.expr0 ?? 0;
}

/** The newest first. @throws BatonError */
export async function readPastLeads(
  salesforce: Salesforce,
  wish: PastLeadsWish,
  deadlineMs: number
): Promise<PastLeadRecord[]> {
  const names = new Set([...wish.fields, 'CreatedDate']);
  const rows = await salesforce.query<
    LeadFields & { CreatedDate: string; Matched_Account__r: { OwnerId: string } | null }
  >(
    `SELECT ${[...names].join(', ')}, Matched_Account__r.OwnerId FROM Lead WHERE ${conditionOf(wish)} ` +
      `ORDER BY CreatedDate DESC, Id DESC LIMIT ${mostLeads}`,
    { deadlineMs, trace: startTrace() }
  );
  return rows.map((row) => ({
    createdMs: Date.parse(row.CreatedDate),
    fields: Object.fromEntries(wish.fields.map((name) => [name, row[name] ?? null])),
    accountOwnerId: row.Matched_Account__r?.OwnerId ?? null
  }));
}

function conditionOf({ since, byVoice }: Pick<PastLeadsWish, 'since' | 'byVoice'>): string {
  return `CreatedDate >= ${since.toISOString()}${byVoice ? ' AND Voice_Call_Id__c != null' : ''}`;
}
