/** The handoff policies of the org: read at start, read again in the background when they are older than a minute. */
import { defaultPolicy, type Policy } from '../domain/policy.ts';
import { policyFields, policyFromRecord, type PolicyRecord } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { startTrace } from './trace.ts';

export async function readPolicies(salesforce: Salesforce, deadlineMs: number): Promise<Policy[]> {
  const soql = `SELECT ${policyFields.join(', ')} FROM Handoff_Policy__mdt`;
  const records = await salesforce.query<PolicyRecord>(soql, { deadlineMs, trace: startTrace() });
  const defaultRecord = records.find(({ Team__c: team }) => team === null);
  const base = defaultRecord ? policyFromRecord(defaultRecord) : defaultPolicy;
  return [
    base,
    ...records.filter((record) => record !== defaultRecord).map((record) => policyFromRecord(record, base))
  ];
}
