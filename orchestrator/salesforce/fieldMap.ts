/** The one place where our words and Salesforce's API names meet. */
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import type { QualifiedCall } from '../domain/call.ts';
import type { OfferKind, OfferStatus, RecentOffer } from '../domain/offer.ts';
import { defaultPolicy, type Policy, type Rotation } from '../domain/policy.ts';
import type { Rep } from '../domain/rep.ts';
import type { TurnRecord } from '../domain/turn.ts';

/** Each Lead field that Baton writes: where its value comes from in a request, and how to read it from a call. */
const leadFields: Readonly<Record<string, { path: string; value: (call: QualifiedCall) => unknown }>> = {
  Voice_Call_Id__c: { path: 'callId', value: (call) => call.callId },
  FirstName: { path: 'caller.firstName', value: ({ caller }) => caller.firstName },
  LastName: { path: 'caller.lastName', value: ({ caller }) => caller.lastName },
  Company: { path: 'caller.company', value: ({ caller }) => caller.company },
  Title: { path: 'caller.title', value: ({ caller }) => caller.title },
  Phone: { path: 'caller.phone', value: ({ caller }) => caller.phone },
  Email: { path: 'caller.email', value: ({ caller }) => caller.email },
  Country: { path: 'caller.country', value: ({ caller }) => caller.country },
  State: { path: 'caller.state', value: ({ caller }) => caller.state },
  PostalCode: { path: 'caller.postalCode', value: ({ caller }) => caller.postalCode },
  Language__c: { path: 'caller.language', value: ({ caller }) => caller.language },
  Qualification_Score__c: { path: 'qualification.score', value: ({ qualification }) => qualification.score },
  Qualification_Summary__c: { path: 'qualification.summary', value: ({ qualification }) => qualification.summary },
  Timeline__c: { path: 'qualification.timeline', value: ({ qualification }) => qualification.timeline },
  Use_Case__c: { path: 'qualification.useCase', value: ({ qualification }) => qualification.useCase },
  Team_Size__c: { path: 'qualification.teamSize', value: ({ qualification }) => qualification.teamSize },
  NumberOfEmployees: { path: 'qualification.employees', value: ({ qualification }) => qualification.employees },
  Industry: { path: 'qualification.industry', value: ({ qualification }) => qualification.industry },
  Budget__c: { path: 'qualification.budget', value: ({ qualification }) => qualification.budget },
  Product_Interest__c: {
    path: 'qualification.productInterest',
    value: ({ qualification }) => qualification.productInterest.join(';') || null
  },
  Transcript_URL__c: { path: 'transcriptUrl', value: (call) => call.transcriptUrl }
};

/** Whether `custom` may not name this field, because Baton writes it or because the rules and the rotation own it. */
export function isReservedLeadField(field: string): boolean {
  const lower = field.toLowerCase();
  return lower === 'ownerid' || lower === 'id' || Object.keys(leadFields).some((name) => name.toLowerCase() === lower);
}

/** The path in a request that a Lead field came from. */
export function requestPathOf(field: string): string {
  return leadFields[field]?.path ?? `custom.${field}`;
}

/** The Lead of a call; blanks are left out. */
export function leadFromCall(call: QualifiedCall): Record<string, unknown> {
  const record: Record<string, unknown> = { ...call.custom };
  for (const [field, { value }] of Object.entries(leadFields)) {
    const given = value(call);
    if (given !== null) {
      record[field] = given;
    }
  }
  return record;
}

/** What a person typed about a lead stays: only what the call has learned is written to a lead that was there before. */
const learnedFields: ReadonlySet<string> = new Set(
  Object.keys(leadFields).filter((field) => {
    const { path } = leadFields[field]!;
    return !path.startsWith('caller.') || path === 'caller.language';
  })
);

/** The fields of a call for a lead that was there before it; `keepsCallId` when another call's id stands on it. */
export function leadChangesFromCall(call: QualifiedCall, keepsCallId: boolean): Record<string, unknown> {
  const record = leadFromCall(call);
  return Object.fromEntries(
    Object.entries(record).filter(
      ([field]) =>
        (!(field in leadFields) || learnedFields.has(field)) && !(keepsCallId && field === 'Voice_Call_Id__c')
    )
  );
}

/** Fields of a Lead from which {@link callFromLead} makes the call again. */
export const storedCallFields: readonly string[] = Object.keys(leadFields);

/** The call as the org keeps it. Fields sent under `custom` are not read back. */
export function callFromLead(lead: Readonly<Record<string, unknown>>): QualifiedCall {
  const text = (field: string): string | null => (lead[field] as string | null | undefined) ?? null;
  const number = (field: string): number | null => (lead[field] as number | null | undefined) ?? null;
  return {
    callId: text('Voice_Call_Id__c') ?? '',
    caller: {
      firstName: text('FirstName'),
      lastName: text('LastName') ?? '',
      company: text('Company') ?? '',
      title: text('Title'),
      phone: text('Phone'),
      email: text('Email'),
      country: text('Country'),
      state: text('State'),
      postalCode: text('PostalCode'),
      language: text('Language__c'),
      timeZone: null
    },
    qualification: {
      score: number('Qualification_Score__c'),
      summary: text('Qualification_Summary__c'),
      timeline: text('Timeline__c'),
      useCase: text('Use_Case__c'),
      teamSize: number('Team_Size__c'),
      employees: number('NumberOfEmployees'),
      industry: text('Industry'),
      budget: text('Budget__c'),
      productInterest: text('Product_Interest__c')?.split(';') ?? []
    },
    transcriptUrl: text('Transcript_URL__c'),
    wish: null,
    custom: {}
  };
}

export const userFields = [
  'Id',
  'Name',
  'Phone',
  'MobilePhone',
  'Email',
  'IsActive',
  'TimeZoneSidKey',
  'Skills__c',
  'Rotation_Weight__c',
  'Daily_Cap__c',
  'Away_Until__c',
  'Takes_Transfers__c',
  'Business_Hours__c',
  'Calendar_URL__c'
] as const;

export interface UserRecord {
  Id: string;
  Name: string;
  Phone: string | null;
  MobilePhone: string | null;
  Email: string | null;
  IsActive: boolean;
  TimeZoneSidKey: string;
  Skills__c: string | null;
  Rotation_Weight__c: number | null;
  Daily_Cap__c: number | null;
  Away_Until__c: string | null;
  Takes_Transfers__c: boolean;
  Business_Hours__c: string | null;
  Calendar_URL__c: string | null;
}

/** @param country assumed for numbers written without a country code */
export function repFromUser(user: UserRecord, country: string): Rep {
  return {
    id: user.Id,
    name: user.Name,
    phone: dialable(user.Phone, country) ?? dialable(user.MobilePhone, country),
    email: user.Email,
    active: user.IsActive,
    takesTransfers: user.Takes_Transfers__c,
    awayUntil: user.Away_Until__c === null ? null : new Date(user.Away_Until__c).toISOString(),
    dailyCap: user.Daily_Cap__c,
    weight: user.Rotation_Weight__c !== null && user.Rotation_Weight__c > 0 ? user.Rotation_Weight__c : 1,
    timeZone: user.TimeZoneSidKey,
    skills: user.Skills__c?.split(';') ?? [],
    businessHours: user.Business_Hours__c,
    calendarUrl: user.Calendar_URL__c
  };
}

/** Reps' numbers as they were read, by country and text: a team's are read with every call, and seldom change. */
const dialableAs = new Map<string, string | null>();
const mostNumbers = 10_000;

function dialable(number: string | null, country: string): string | null {
  if (number === null) {
    return null;
  }
  const key = `${country} ${number}`;
  const known = dialableAs.get(key);
  if (known !== undefined) {
    return known;
  }
  const parsed = parsePhoneNumberFromString(number, country as CountryCode);
  const read = parsed?.isPossible() ? parsed.number : null;
  if (dialableAs.size >= mostNumbers) {
    dialableAs.clear();
  }
  dialableAs.set(key, read);
  return read;
}

export const policyFields = [
  'DeveloperName',
  'Team__c',
  'Rotation__c',
  'Live_Transfer_Min_Score__c',
  'Live_Transfer_Min_Team_Size__c',
  'Max_Offers__c',
  'Ring_Seconds__c',
  'Backup_Team__c',
  'Meeting_Min_Score__c',
  'Meeting_Minutes__c',
  'Meeting_Buffer_Minutes__c',
  'Meeting_Notice_Minutes__c',
  'Meeting_Horizon_Days__c',
  'Callback_Minutes__c',
  'Callback_Reminder_Minutes__c',
  'Business_Hours__c',
  'Fallback_Owner__c',
  'Turns_For_Queue_Leads__c'
] as const;

export interface PolicyRecord {
  DeveloperName: string;
  Team__c: string | null;
  Rotation__c: string | null;
  Live_Transfer_Min_Score__c: number | null;
  Live_Transfer_Min_Team_Size__c: number | null;
  Max_Offers__c: number | null;
  Ring_Seconds__c: number | null;
  Backup_Team__c: string | null;
  Meeting_Min_Score__c: number | null;
  Meeting_Minutes__c: number | null;
  Meeting_Buffer_Minutes__c: number | null;
  Meeting_Notice_Minutes__c: number | null;
  Meeting_Horizon_Days__c: number | null;
  Callback_Minutes__c: number | null;
  Callback_Reminder_Minutes__c: number | null;
  Business_Hours__c: string | null;
  Fallback_Owner__c: string | null;
  Turns_For_Queue_Leads__c: boolean;
}

const rotations: Readonly<Record<string, Rotation>> = {
  'Skip Unavailable': 'skipUnavailable',
  Weighted: 'weighted',
  Strict: 'strict'
};

/** A figure that the record leaves blank is taken from `base`: the Default record, or the built-in default. */
export function policyFromRecord(record: PolicyRecord, base: Policy = defaultPolicy): Policy {
  return {
    name: record.DeveloperName,
    team: record.Team__c,
    rotation: rotations[record.Rotation__c ?? ''] ?? base.rotation,
    liveTransferMinScore: record.Live_Transfer_Min_Score__c ?? base.liveTransferMinScore,
    liveTransferMinTeamSize: record.Live_Transfer_Min_Team_Size__c ?? base.liveTransferMinTeamSize,
    maxOffers: record.Max_Offers__c ?? base.maxOffers,
    ringSeconds: record.Ring_Seconds__c ?? base.ringSeconds,
    backupTeam: record.Backup_Team__c ?? base.backupTeam,
    meetingMinScore: record.Meeting_Min_Score__c ?? base.meetingMinScore,
    meetingMinutes: record.Meeting_Minutes__c ?? base.meetingMinutes,
    meetingBufferMinutes: record.Meeting_Buffer_Minutes__c ?? base.meetingBufferMinutes,
    meetingNoticeMinutes: record.Meeting_Notice_Minutes__c ?? base.meetingNoticeMinutes,
    meetingHorizonDays: record.Meeting_Horizon_Days__c ?? base.meetingHorizonDays,
    callbackMinutes: record.Callback_Minutes__c ?? base.callbackMinutes,
    callbackReminderMinutes: record.Callback_Reminder_Minutes__c ?? base.callbackReminderMinutes,
    businessHours: record.Business_Hours__c ?? base.businessHours,
    fallbackOwner: record.Fallback_Owner__c ?? base.fallbackOwner,
    turnsForQueueLeads: record.Turns_For_Queue_Leads__c
  };
}

const offerStatuses: Readonly<Record<OfferStatus, string>> = {
  ringing: 'Ringing',
  accepted: 'Accepted',
  declined: 'Declined',
  noAnswer: 'No Answer',
  voicemail: 'Voicemail',
  busy: 'Busy',
  unreachable: 'Unreachable',
  callerLeft: 'Caller Left',
  assigned: 'Assigned',
  booked: 'Booked',
  lapsed: 'Lapsed',
  cancelled: 'Cancelled',
  completed: 'Completed'
};

export function offerStatusToSalesforce(status: OfferStatus): string {
  return offerStatuses[status];
}

/** A status that an administrator added rings nobody's phone. */
export function offerStatusFromSalesforce(value: string): OfferStatus {
  return (Object.keys(offerStatuses) as OfferStatus[]).find((key) => offerStatuses[key] === value) ?? 'assigned';
}

export const offerKindToSalesforce: Readonly<Record<OfferKind, string>> = {
  live: 'Live',
  meeting: 'Meeting',
  callback: 'Callback'
};

export function offerKindFromSalesforce(value: string): OfferKind {
  return (
    (Object.keys(offerKindToSalesforce) as OfferKind[]).find((key) => offerKindToSalesforce[key] === value) ??
    'callback'
  );
}

export const offerFields = [
  'Id',
  'Rep__c',
  'Status__c',
  'Offered_At__c',
  'Expires_At__c',
  'Live_Key__c',
  'Handoff__r.Call_Id__c'
] as const;

export interface OfferRecord {
  Id: string;
  Rep__c: string;
  Status__c: string;
  Offered_At__c: string;
  Expires_At__c: string | null;
  Live_Key__c: string | null;
  Handoff__r: { Call_Id__c: string } | null;
}

export function offerFromRecord(record: OfferRecord): RecentOffer {
  return {
    id: record.Id,
    callId: record.Handoff__r?.Call_Id__c ?? '',
    repId: record.Rep__c,
    status: offerStatusFromSalesforce(record.Status__c),
    offeredAt: new Date(record.Offered_At__c).toISOString(),
    expiresAt: record.Expires_At__c === null ? null : new Date(record.Expires_At__c).toISOString(),
    holdsLiveKey: record.Live_Key__c !== null
  };
}

export interface TurnRow {
  Turn_Number__c: number;
  Rep__c: string;
  Ledger__c: string;
}

export const turnFields = ['Turn_Number__c', 'Rep__c', 'Ledger__c'] as const;

/** What `Ledger__c` holds, as JSON. Balances in millionths of a turn. */
type StoredLedger = Pick<TurnRecord, 'balances' | 'change' | 'lastTurnOf'>;

export function ledgerJson({ balances, change, lastTurnOf }: TurnRecord): string {
  return JSON.stringify({ balances, change, lastTurnOf } satisfies StoredLedger);
}

/** Undefined for a ledger that somebody has edited or cut off: the turn was taken, but nobody can tell what it changed. */
export function turnFromRow(row: TurnRow): TurnRecord | undefined {
  try {
    const { balances, change, lastTurnOf } = JSON.parse(row.Ledger__c) as StoredLedger;
    return balances && change && lastTurnOf
      ? { turn: row.Turn_Number__c, repId: row.Rep__c, balances, change, lastTurnOf }
      : undefined;
  } catch {
    return undefined;
  }
}
