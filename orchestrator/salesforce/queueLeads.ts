/** Leads from other channels that wait in a queue whose policy gives them turns of its rotation. */
import type { QualifiedCall } from '../domain/call.ts';
import { queryPath, type Subrequest } from './composite.ts';
import { callFromLead, storedCallFields } from './fieldMap.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import { soqlString } from './soqlString.ts';
import { teamFrom, teamSubrequests, type TeamReading } from './teamReading.ts';
import type { Trace } from './trace.ts';

export interface QueueLeadWish {
  /** DeveloperNames of the queues whose leads get turns; or all queues but some. */
  queues: { only: readonly string[] } | { allBut: readonly string[] };
  /** Leads to leave out, by id. */
  except: readonly string[];
  limit: number;
}

/**
 * The oldest first. A lead with a call id is a voice agent's, which hands it off itself; one that has been handed off, even
 * if its handoff has ended, is a person's to work.
 */
export function queueLeadQuery({ queues, except, limit }: QueueLeadWish): string {
  const names = 'only' in queues ? queues.only : queues.allBut;
  const named = names.length === 0 ? '' : ` AND DeveloperName ${'only' in queues ? 'IN' : 'NOT IN'} (${list(names)})`;
  return (
    'SELECT Id FROM Lead WHERE IsConverted = false AND Voice_Call_Id__c = null AND OwnerId IN ' +
    `(SELECT Id FROM Group WHERE Type = 'Queue'${named}) AND Id NOT IN (SELECT Lead__c FROM Handoff__c)` +
    `${except.length === 0 ? '' : ` AND Id NOT IN (${list(except)})`} ORDER BY CreatedDate, Id LIMIT ${limit}`
  );
}

export interface QueueLead extends TeamReading {
  leadId: string;
  /** What the lead holds, in the shape of a call; its id is `lead:<lead id>`. */
  call: QualifiedCall;
}

/**
 * A lead with its queue, read in one API call just before it is given away.
 * @returns undefined when it waits no more: somebody took it, or a voice agent is handing it off
 * @throws BatonError
 */
export async function readQueueLead(
  salesforce: Salesforce,
  leadId: string,
  options: { deadlineMs: number; country: string; trace: Trace }
): Promise<QueueLead | undefined> {
  const lead: Subrequest = {
    method: 'GET',
    path: `/sobjects/Lead/${leadId}?fields=${storedCallFields.join(',')},OwnerId,IsConverted`,
    referenceId: 'lead'
  };
  const results = await salesforce.composite(
    [
      lead,
      {
        method: 'GET',
        path: queryPath(`SELECT Id FROM Handoff__c WHERE Lead__c = ${soqlString(leadId)} LIMIT 1`),
        referenceId: 'handoffs'
      },
      ...teamSubrequests('@{lead.OwnerId}')
    ],
    { allOrNone: false, ...options }
  );
  const record = results.body<Record<string, unknown>>('lead');
  if (!record) {
    const errors = results.errors('lead');
    if (errors.every(({ errorCode }) => ['NOT_FOUND', 'ENTITY_IS_DELETED'].includes(errorCode))) {
      return undefined;
    }
    throw fromSubrequest(errors);
  }
  const errors = results.errors('handoffs');
  if (errors.length > 0) {
    throw fromSubrequest(errors);
  }
  const isWaiting =
    String(record['OwnerId']).startsWith('00G') &&
    record['IsConverted'] === false &&
    record['Voice_Call_Id__c'] === null &&
    results.records('handoffs').length === 0;
  return isWaiting
    ? {
        leadId,
        call: { ...callFromLead(record), callId: `lead:${leadId}` },
        ...(await teamFrom(salesforce, results, options))
      }
    : undefined;
}

/** DeveloperNames of all queues, by id of 18 characters. @throws BatonError */
export async function readQueueNames(
  salesforce: Salesforce,
  options: { deadlineMs: number; trace: Trace }
): Promise<ReadonlyMap<string, string>> {
  const queues = await salesforce.query<{ Id: string; DeveloperName: string }>(
    "SELECT Id, DeveloperName FROM Group WHERE Type = 'Queue'",
    options
  );
  return new Map(queues.map(({ Id, DeveloperName }) => [Id, DeveloperName]));
}

function list(values: readonly string[]): string {
  return values.map(soqlString).join(', ');
}
