/** What the clock must be held against: every handoff that is not at its end, read in one call to Salesforce. */
import type { HandoffState, OfferState } from '../domain/handoffState.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import { offerState, offerStateFields, phaseFromSalesforce, type OfferStateRecord } from './handoffRecord.ts';
import { queueLeadQuery, type QueueLeadWish } from './queueLeads.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

export interface WatchedHandoff {
  /** Of its offers only those that ask something of their rep, and a live one that its rep has declined unheard. */
  state: HandoffState;
  /** ISO 8601 UTC. */
  beganAt: string;
  /** Whether the owner of its callback has been reminded. */
  reminded: boolean;
}

/** A Task on the lead of a handoff that somebody has closed. */
export interface ClosedTask {
  id: string;
  leadId: string;
  /** Who made the record. */
  createdById: string;
  /** ISO 8601 UTC. */
  closedAt: string;
  /** Whether it is a phone call that somebody logged. */
  isCall: boolean;
}

/** The Event of a booked meeting as it stands in the calendar. */
export interface MeetingEvent {
  id: string;
  /** ISO 8601 UTC, as all times here. */
  startsAt: string;
  endsAt: string;
  /** When it was deleted; null while it stands. */
  deletedAt: string | null;
}

export interface DueReading {
  handoffs: WatchedHandoff[];
  /** The newest first. */
  closedTasks: ClosedTask[];
  events: MeetingEvent[];
  /** Leads that wait in a queue for a turn, the oldest first. */
  queueLeadIds: string[];
}

const watchedHandoffFields = [
  'Id',
  'CreatedDate',
  'Call_Id__c',
  'Lead__c',
  'Team_Id__c',
  'Rep__c',
  'Status__c',
  'Step__c',
  'Next_Step_At__c',
  'Score__c',
  'Caller_Time_Zone__c',
  'First_Contact_At__c',
  'Reminded_At__c',
  'Task_Id__c',
  'Event_Id__c'
] as const;

const watchedOfferFields = ['Handoff__c', ...offerStateFields] as const;

const closedTaskFields = [
  'Id',
  'WhoId',
  'CreatedById',
  'CompletedDateTime',
  'LastModifiedDate',
  'TaskSubtype',
  'CallType',
  'CallDurationInSeconds'
] as const;

const meetingEventFields = ['Id', 'StartDateTime', 'EndDateTime', 'IsDeleted', 'SystemModstamp'] as const;

/** More closed tasks than these on the leads concerned, and only the newest are looked at. */
const mostTasks = 500;

const unfinished = "('Ringing', 'Accepted', 'Meeting Proposed', 'Meeting', 'Callback')";

/**
 * A rep's own decline leaves the key of their one live call on the offer; the step that follows it takes the key away.
 * So a declined offer with its key is one that nobody has heard of.
 */
const watchedOfferQuery =
  `SELECT ${watchedOfferFields.join(', ')} FROM Handoff_Offer__c WHERE Handoff__r.Status__c IN ${unfinished} AND ` +
  "(Status__c IN ('Ringing', 'Accepted', 'Assigned', 'Booked') OR (Status__c = 'Declined' AND Live_Key__c != null)) " +
  'ORDER BY Offered_At__c, Name';

const handoffQuery =
  `SELECT ${watchedHandoffFields.join(', ')} FROM Handoff__c WHERE Status__c IN ${unfinished} ` +
  'AND Next_Step_At__c != null ORDER BY Next_Step_At__c, Id';

// A condition on the ids of the handoffs' own Tasks and Events is not to be had: they are kept as text.
const closedTaskQuery =
  `SELECT ${closedTaskFields.join(', ')} FROM Task WHERE IsClosed = true ` +
  "AND TaskSubtype IN ('Task', 'Call') AND WhoId IN " +
  "(SELECT Lead__c FROM Handoff__c WHERE Status__c IN ('Callback', 'Meeting')) " +
  `ORDER BY LastModifiedDate DESC LIMIT ${mostTasks}`;

/** Read with the deleted ones: only an Event that is seen to be deleted cancels its meeting, never one that is not seen. */
const meetingEventQuery =
  `SELECT ${meetingEventFields.join(', ')} FROM Event WHERE WhoId IN ` +
  "(SELECT Lead__c FROM Handoff__c WHERE Status__c = 'Meeting')";

/**
 * One API call, and one more for each further 2,000 records of a kind.
 * @param wish which queues' leads to look for; undefined for none
 * @throws BatonError
 */
export async function readDue(
  salesforce: Salesforce,
  wish: QueueLeadWish | undefined,
  options: { deadlineMs: number; trace: Trace }
): Promise<DueReading> {
  const query = (referenceId: string, soql: string, resource = queryPath(soql)): Subrequest => ({
    method: 'GET',
    path: resource,
    referenceId
  });
  const results = await salesforce.composite(
    [
      query('handoffs', handoffQuery),
      query('offers', watchedOfferQuery),
      query('tasks', closedTaskQuery),
      query('events', meetingEventQuery, queryPath(meetingEventQuery).replace('/query/', '/queryAll/')),
      ...(wish ? [query('queueLeads', queueLeadQuery(wish))] : [])
    ],
    { allOrNone: false, ...options }
  );
  const causes = results.causes();
  if (causes.length > 0) {
    throw fromSubrequest(causes);
  }
  const all = <T>(referenceId: string): Promise<T[]> => allRecords<T>(salesforce, results, referenceId, options);
  const offers = new Map<string, OfferState[]>();
  for (const row of await all<OfferRow>('offers')) {
    offers.set(row.Handoff__c, [...(offers.get(row.Handoff__c) ?? []), offerState(row)]);
  }
  return {
    handoffs: (await all<HandoffRow>('handoffs')).flatMap((row) => watchedHandoff(row, offers.get(row.Id) ?? []) ?? []),
    closedTasks: (await all<TaskRow>('tasks')).map(closedTask),
    events: (await all<EventRow>('events')).map(meetingEvent),
    queueLeadIds: results.records<{ Id: string }>('queueLeads').map(({ Id }) => Id)
  };
}

async function allRecords<T>(
  salesforce: Salesforce,
  results: CompositeResults,
  referenceId: string,
  options: { deadlineMs: number; trace: Trace }
): Promise<T[]> {
  const first = results.body<Page<T>>(referenceId);
  const records = [...(first?.records ?? [])];
  let next = first?.nextRecordsUrl;
  while (next !== undefined) {
    const page: Page<T> = await salesforce.get<Page<T>>(next, options);
    records.push(...page.records);
    next = page.nextRecordsUrl;
  }
  return records;
}

interface Page<T> {
  records: T[];
  /** From `/services/` on; left out on the last page. */
  nextRecordsUrl?: string;
}

interface HandoffRow {
  Id: string;
  CreatedDate: string;
  Call_Id__c: string;
  Lead__c: string | null;
  Team_Id__c: string | null;
  Rep__c: string | null;
  Status__c: string;
  Step__c: number | null;
  Next_Step_At__c: string;
  Score__c: number | null;
  Caller_Time_Zone__c: string | null;
  First_Contact_At__c: string | null;
  Reminded_At__c: string | null;
  Task_Id__c: string | null;
  Event_Id__c: string | null;
}

type OfferRow = OfferStateRecord & { Handoff__c: string };

/** Undefined for a handoff whose lead is gone: nobody is left to be called. */
function watchedHandoff(row: HandoffRow, offers: readonly OfferState[]): WatchedHandoff | undefined {
  const phase = phaseFromSalesforce(row.Status__c);
  if (row.Lead__c === null || phase === undefined) {
    return undefined;
  }
  const state: HandoffState = {
    id: row.Id,
    callId: row.Call_Id__c,
    leadId: row.Lead__c,
    step: row.Step__c ?? 0,
    phase,
    offers,
    repId: row.Rep__c,
    teamId: row.Team_Id__c,
    nextStepAt: instant(row.Next_Step_At__c),
    score: row.Score__c,
    callerTimeZone: row.Caller_Time_Zone__c,
    taskId: row.Task_Id__c,
    eventId: row.Event_Id__c,
    firstContactAt: row.First_Contact_At__c === null ? null : instant(row.First_Contact_At__c)
  };
  return { state, beganAt: instant(row.CreatedDate), reminded: row.Reminded_At__c !== null };
}

interface TaskRow {
  Id: string;
  WhoId: string;
  CreatedById: string;
  CompletedDateTime: string | null;
  LastModifiedDate: string;
  TaskSubtype: string | null;
  CallType: string | null;
  CallDurationInSeconds: number | null;
}

function closedTask(row: TaskRow): ClosedTask {
  return {
    id: row.Id,
    leadId: row.WhoId,
    createdById: row.CreatedById,
    // Left empty on tasks that were closed before the org kept it (assumed).
    closedAt: instant(row.CompletedDateTime ?? row.LastModifiedDate),
    isCall: row.TaskSubtype === 'Call' || row.CallType !== null || (row.CallDurationInSeconds ?? 0) > 0
  };
}

interface EventRow {
  Id: string;
  StartDateTime: string;
  EndDateTime: string;
  IsDeleted: boolean;
  SystemModstamp: string;
}

function meetingEvent(row: EventRow): MeetingEvent {
  return {
    id: row.Id,
    startsAt: instant(row.StartDateTime),
    endsAt: instant(row.EndDateTime),
    deletedAt: row.IsDeleted ? instant(row.SystemModstamp) : null
  };
}

/** ISO 8601 UTC of Salesforce's own form, `2026-12-01T16:10:00.000+0000`. */
function instant(text: string): string {
  return new Date(text).toISOString();
}
