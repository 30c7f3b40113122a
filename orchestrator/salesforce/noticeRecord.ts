/** A notice as the org keeps it, and its handoff as a notice tells of it. */
import type { Notice, NoticeChannel, NoticeKind } from '../domain/notice.ts';
import type { NoticeResult, QueuedNotice } from '../domain/noticeQueue.ts';
import type { Phase } from '../domain/handoffState.ts';
import type { Subrequest } from './composite.ts';
import { offerKindFromSalesforce, offerStatusFromSalesforce } from './fieldMap.ts';
import { phaseToSalesforce } from './handoffRecord.ts';
import { leadUrl } from './openCall.ts';

export const kinds: Readonly<Record<NoticeKind, string>> = {
  offered: 'Offered',
  booked: 'Booked',
  moved: 'Moved',
  cancelled: 'Cancelled',
  callbackDue: 'Callback Due',
  callbackLapsed: 'Callback Lapsed'
};

export const channels: Readonly<Record<NoticeChannel, string>> = {
  slack: 'Slack',
  email: 'Email',
  invitation: 'Invitation'
};

export const noticeFields = [
  'Id',
  'Handoff__c',
  'Offer__c',
  'Rep__c',
  'Kind__c',
  'Channel__c',
  'Status__c',
  'Attempts__c',
  'Rep__r.Name',
  'Rep__r.Email',
  'Rep__r.TimeZoneSidKey',
  'Offer__r.Kind__c',
  'Offer__r.Status__c',
  'Offer__r.Expires_At__c',
  'Offer__r.Starts_At__c',
  'Offer__r.Ends_At__c',
  'Reference__c'
] as const;

export interface NoticeRecord {
  Id: string;
  Handoff__c: string;
  Offer__c: string | null;
  Rep__c: string;
  Kind__c: string;
  Channel__c: string;
  Status__c: string;
  Attempts__c: number;
  Rep__r: { Name: string; Email: string | null; TimeZoneSidKey: string };
  Offer__r: {
    Kind__c: string;
    Status__c: string;
    Expires_At__c: string | null;
    Starts_At__c: string | null;
    Ends_At__c: string | null;
  } | null;
  Reference__c: string | null;
}

/** What a notice tells of its handoff; one query reads it for many notices. */
export const noticeHandoffFields = [
  'Id',
  'Lead__c',
  'Status__c',
  'Step__c',
  'Next_Step_At__c',
  'Score__c',
  'Caller_Time_Zone__c',
  'Lead__r.Name',
  'Lead__r.Company',
  'Lead__r.Title',
  'Lead__r.Email',
  'Lead__r.Qualification_Summary__c'
] as const;

export interface NoticeHandoffRecord {
  Id: string;
  Lead__c: string;
  Status__c: string;
  Step__c: number;
  Next_Step_At__c: string;
  Score__c: number | null;
  Caller_Time_Zone__c: string | null;
  /** Null when the running user cannot see it. */
  Lead__r: {
    Name: string;
    Company: string;
    Title: string | null;
    Email: string | null;
    Qualification_Summary__c: string | null;
  } | null;
}

export function noticeFromRecord(
  record: NoticeRecord,
  handoff: NoticeHandoffRecord,
  instanceUrl: string
): QueuedNotice {
  const offer = record.Offer__r;
  const kind = keyOf(kinds, record.Kind__c) ?? 'offered';
  const lead = handoff.Lead__r;
  return {
    id: record.Id,
    channel: keyOf(channels, record.Channel__c) ?? 'email',
    attempts: record.Attempts__c,
    kind,
    rep: {
      id: record.Rep__c,
      name: record.Rep__r.Name,
      email: record.Rep__r.Email,
      timeZone: record.Rep__r.TimeZoneSidKey
    },
    handoffId: record.Handoff__c,
    offerId: record.Offer__c,
    offer: offer
      ? { kind: offerKindFromSalesforce(offer.Kind__c), status: offerStatusFromSalesforce(offer.Status__c) }
      : null,
    phase: keyOf(phases, handoff.Status__c) ?? 'completed',
    step: handoff.Step__c,
    callerEmail: lead?.Email ?? null,
    callerTimeZone: handoff.Caller_Time_Zone__c,
    lead: { id: handoff.Lead__c, url: leadUrl(instanceUrl, handoff.Lead__c) },
    caller: {
      name: lead?.Name ?? 'A caller',
      company: lead?.Company ?? 'an unknown company',
      title: lead?.Title ?? null
    },
    summary: lead?.Qualification_Summary__c ?? null,
    score: handoff.Score__c,
    ...timesOf(kind, offer, handoff)
  };
}

/** The ringing of a live offer, the meeting of a meeting, and for a callback what the handoff says. */
function timesOf(
  kind: NoticeKind,
  offer: NoticeRecord['Offer__r'],
  handoff: NoticeHandoffRecord
): Pick<Notice, 'at' | 'endsAt'> {
  const isCallback = kind === 'callbackDue' || kind === 'callbackLapsed';
  // The offer of a meeting expires too: at the end of the caller's time to choose.
  const rings = offer && offerKindFromSalesforce(offer.Kind__c) === 'live' ? offer.Expires_At__c : null;
  const start = isCallback ? null : (rings ?? offer?.Starts_At__c ?? null);
  const end = isCallback || rings ? null : (offer?.Ends_At__c ?? null);
  return {
    at: new Date(start ?? handoff.Next_Step_At__c).toISOString(),
    endsAt: end === null ? null : new Date(end).toISOString()
  };
}

/** How an attempt ended, on the notice. */
export function resultSubrequest(result: NoticeResult): Subrequest {
  const referenceId = result.id;
  switch (result.status) {
    case 'sent':
      return {
        method: 'PATCH',
        path: `/sobjects/Handoff_Notice__c/${result.id}`,
        referenceId,
        body: {
          Status__c: 'Sent',
          Sent_At__c: result.sentAt,
          Next_Attempt_At__c: null,
          Reference__c: result.reference,
          Last_Error__c: result.lacks === undefined ? null : fitting(result.lacks)
        }
      };
    case 'pending':
      return {
        method: 'PATCH',
        path: `/sobjects/Handoff_Notice__c/${result.id}`,
        referenceId,
        body: { Next_Attempt_At__c: result.nextAttemptAt, Last_Error__c: fitting(result.lastError) }
      };
    case 'failed':
    case 'outdated':
      return {
        method: 'PATCH',
        path: `/sobjects/Handoff_Notice__c/${result.id}`,
        referenceId,
        body: {
          Status__c: result.status === 'failed' ? 'Failed' : 'Outdated',
          Next_Attempt_At__c: null,
          Last_Error__c: fitting(result.lastError)
        }
      };
  }
}

/** `Last_Error__c` holds 255 characters. */
function fitting(text: string): string {
  return text.slice(0, 255);
}

const phases: Readonly<Record<Phase, string>> = {
  ringing: phaseToSalesforce('ringing'),
  accepted: phaseToSalesforce('accepted'),
  proposed: phaseToSalesforce('proposed'),
  booked: phaseToSalesforce('booked'),
  callback: phaseToSalesforce('callback'),
  completed: phaseToSalesforce('completed')
};

function keyOf<K extends string>(values: Readonly<Record<K, string>>, value: string): K | undefined {
  return (Object.keys(values) as K[]).find((key) => values[key] === value);
}
