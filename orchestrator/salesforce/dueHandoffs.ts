/** What the clock must be held against: every handoff that is not at its end, read in one call to Salesforce. */
import type { Phase } from '../domain/handoffState.ts';
import type { OfferKind, OfferStatus } from '../domain/offer.ts';
import { queryPath, type CompositeResults, type Subrequest } from './composite.ts';
import { offerKindFromSalesforce, offerStatusFromSalesforce } from './fieldMap.ts';
import { phaseFromSalesforce } from './handoffRecord.ts';
import { queueLeadQuery, type QueueLeadWish } from './queueLeads.ts';
import type { Salesforce } from './salesforce.ts';
import { fromSubrequest } from './salesforceErrors.ts';
import type { Trace } from './trace.ts';

/** An offer that asks something of its rep, or a live one that its rep has just declined. */
export interface WatchedOffer {
  id: string;
  repId: string;
  kind: OfferKind;
  status: OfferStatus;
  /** Milliseconds of the epoch, as all times here; null where it has none. */
  expiresAtMs: number | null;
  startsAtMs: number | null;
  endsAtMs: number | null;
}

export interface WatchedHandoff {
  id: string;
  callId: string;
  leadId: string;
  teamId: string | null;
  repId: string | null;
  phase: Phase;
  step: number;
  beganAtMs: number;
  nextStepAtMs: number;
  /** Whether somebody has reached the caller. */
  contacted: boolean;
  reminded: boolean;
  taskId: string | null;
  eventId: string | null;
  /** The newest of its offers that matter; undefined when a team as a whole owes the next step. */
  offer: WatchedOffer | undefined;
}

/** A Task on the lead of a handoff that somebody has closed. */
export interface ClosedTask {
  id: string;
  leadId: string;
  /** Who made the record. */
  createdById: string;
  closedAtMs: number;
  /** Whether it is a phone call that somebody logged. */
  isCall: boolean;
}

/** The Event of a booked meeting as it stands in the calendar. */
export interface MeetingEvent {
  id: string;
  startsAtMs: number;
  endsAtMs: number;
  /** When it was deleted; null while it stands. */
  deletedAtMs: number | null;
}

export interface DueReading {
  handoffs: WatchedHandoff[];
  /** The newest first. */
  closedTasks: ClosedTask[];
  events: MeetingEvent[];
  /** Leads that wait in a queue for a turn, the oldest first. */
  queueLeadIds: string[];
}

export const watchedHandoffFields = [
  'Id',
  'CreatedDate',
  'Call_Id__c',
  'Lead__c',
  'Team_Id__c',
  'Rep__c',
  'Status__c',
  'Step__c',
  'Next_Step_At__c',
  'First_Contact_At__c',
  'Reminded_At__c',
  'Task_Id__c',
  'Event_Id__c'
] as const;

export const watchedOfferFields = [
  'Id',
  'Handoff__c',
  'Rep__c',
  'Kind__c',
  'Status__c',
  'Expires_At__c',
  'Starts_At__c',
  'Ends_At__c'
] as const;

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
  const offers = new Map((await all<OfferRow>('offers')).map((row) => [row.Handoff__c, watchedOffer(row)]));
  return {
    handoffs: (await all<HandoffRow>('handoffs')).flatMap((row) => watchedHandoff(row, offers.get(row.Id)) ?? []),
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
  First_Contact_At__c: string | null;
  Reminded_At__c: string | null;
  Task_Id__c: string | null;
  Event_Id__c: string | null;
}

/** Undefined for a handoff whose lead is gone: nobody is left to be called. */
function watchedHandoff(row: HandoffRow, offer: WatchedOffer | undefined): WatchedHandoff | undefined {
  const phase = phaseFromSalesforce(row.Status__c);
  if (row.Lead__c === null || phase === undefined) {
    return undefined;
  }
  return {
    id: row.Id,
    callId: row.Call_Id__c,
    leadId: row.Lead__c,
    teamId: row.Team_Id__c,
    repId: row.Rep__c,
    phase,
    step: row.Step__c ?? 0,
    beganAtMs: Date.parse(row.CreatedDate),
    nextStepAtMs: Date.parse(row.Next_Step_At__c),
    contacted: row.First_Contact_At__c !== null,
    reminded: row.Reminded_At__c !== null,
    taskId: row.Task_Id__c,
    eventId: row.Event_Id__c,
    offer
  };
}

interface OfferRow {
  Id: string;
  Handoff__c: string;
  Rep__c: string;
  Kind__c: string;
  Status__c: string;
  Expires_At__c: string | null;
  Starts_At__c: string | null;
  Ends_At__c: string | null;
}

function watchedOffer(row: OfferRow): WatchedOffer {
  return {
    id: row.Id,
    repId: row.Rep__c,
    kind: offerKindFromSalesforce(row.Kind__c),
    status: offerStatusFromSalesforce(row.Status__c),
    expiresAtMs: instantMs(row.Expires_At__c),
    startsAtMs: instantMs(row.Starts_At__c),
    endsAtMs: instantMs(row.Ends_At__c)
  };
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
    closedAtMs: instantMs(row.CompletedDateTime) ?? Date.parse(row.LastModifiedDate),
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
    startsAtMs: Date.parse(row.StartDateTime),
    endsAtMs: Date.parse(row.EndDateTime),
    deletedAtMs: row.IsDeleted ? Date.parse(row.SystemModstamp) : null
  };
}

function instantMs(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
