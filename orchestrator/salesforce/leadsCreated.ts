/** Leads of the org by when they were created, one page after another. */
import type { LeadFields } from './readLead.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

export interface LeadsWish {
  /** API names; Id, CreatedDate and OwnerId are read in any case. */
  fields: readonly string[];
  from: Date;
  /** Leads of this very instant are left out. */
  to: Date;
  /** Of each page. */
  deadlineMs: number;
}

/**
 * One API call for some 2,000 leads. Converted leads are among them; deleted and merged ones are not.
 * @throws BatonError
 */
export function leadsCreated(
  salesforce: Salesforce,
  { fields, from, to, deadlineMs }: LeadsWish
): AsyncGenerator<{ records: LeadFields[]; totalSize: number }> {
  const names = new Map(['Id', 'CreatedDate', 'OwnerId', ...fields].map((name) => [name.toLowerCase(), name]));
  return salesforce.pages<LeadFields>(
    `SELECT ${[...names.values()].join(', ')} FROM Lead ` +
      `WHERE CreatedDate >= ${from.toISOString()} AND CreatedDate < ${to.toISOString()}`,
    { deadlineMs, trace: startTrace() }
  );
}

/** DeveloperNames of the org's queues, by id. @throws BatonError */
export async function queueNames(salesforce: Salesforce, deadlineMs: number): Promise<ReadonlyMap<string, string>> {
  const queues = await salesforce.query<{ Id: string; DeveloperName: string }>(
    "SELECT Id, DeveloperName FROM Group WHERE Type = 'Queue'",
    { deadlineMs, trace: startTrace() }
  );
  return new Map(queues.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
}
