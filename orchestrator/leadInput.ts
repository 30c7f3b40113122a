/** The lead that a command is given: a call, fields by their API names, or one that the org has. */
import type { LeadValues } from '../assignment-rules/index.ts';
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import { noMatch, type CallerMatch } from './domain/match.ts';
import { readLeadRecord, type LeadRecordProblem } from './leadRecord.ts';
import type { RulesWorld } from './rulesWorld.ts';
import { callFromLead, storedCallFields } from './salesforce/fieldMap.ts';
import { findCaller } from './salesforce/findCaller.ts';
import { leadChangesOf, newLeadOf, rulesRunAgainFor } from './salesforce/openCall.ts';
import { readLead, type LeadFields } from './salesforce/readLead.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { startTrace } from './salesforce/trace.ts';
import { leadAsSaved } from './snapshot/leadAsSaved.ts';
import { callerTimeZone } from './voice/callerTimeZone.ts';
import { readQualifiedCall } from './voice/qualifiedCall.ts';

export interface LeadToJudge {
  /** As a reader is told, e.g. `the lead 00Q…`; without personal data. */
  what: string;
  /** What the rule sees. */
  values: LeadValues;
  /** What was sent or read, by API name. */
  record: LeadFields;
  /** What decides between a live transfer, a meeting and a callback. */
  call: QualifiedCall;
  /** Id of the lead in the org. */
  id: string | undefined;
  /** Who has it now, or whom it is given with; undefined for a new lead, which the user who creates it has at first. */
  ownerId: string | undefined;
  /** Why the rules are not asked for it; undefined when they are. */
  notAsked: string | undefined;
  /** What the caller was recognised by. */
  recognised: readonly string[];
  /** What is most likely a mistake in it. */
  warnings: readonly LeadRecordProblem[];
}

/** The argument as typed: an id, a past call, or what a file holds. */
export type LeadArgument =
  { kind: 'id'; id: string } | { kind: 'call'; callId: string } | { kind: 'file'; source: string; content: unknown };

interface ReadingOptions {
  world: Pick<RulesWorld, 'org' | 'lead' | 'runningUser' | 'now'>;
  /** Fields that the rule reads. */
  reads: readonly string[];
  salesforce: Salesforce;
  /** Sees every lead, where that is another user. */
  administrator: Salesforce;
  country: string;
  deadlineMs: number;
}

/** @throws BatonError `leadNotReadable`, `invalidRequest` for a call that the service would not take, or what Salesforce answered */
export async function leadToJudge(argument: LeadArgument, options: ReadingOptions): Promise<LeadToJudge> {
  switch (argument.kind) {
    case 'id':
      return leadOfOrg({ id: argument.id }, `the lead ${argument.id}`, options);
    case 'call':
      return leadOfOrg({ callId: argument.callId }, `the lead of the call ${argument.callId}`, options);
    case 'file': {
      const { source, content } = argument;
      if (typeof content !== 'object' || content === null || Array.isArray(content)) {
        throw new BatonError('leadNotReadable', `${source} holds no JSON object.`);
      }
      const isCall = 'caller' in content || 'callId' in content;
      return isCall ? leadOfCall(content, source, options) : leadOfFields(content, source, options);
    }
  }
}

async function leadOfOrg(
  ref: { id: string } | { callId: string },
  what: string,
  { reads, administrator, deadlineMs }: ReadingOptions
): Promise<LeadToJudge> {
  const ofLead = reads.filter((name) => !name.startsWith('User.'));
  const record = await readLead(administrator, ref, [...storedCallFields, ...ofLead], deadlineMs);
  return {
    what,
    values: record,
    record,
    call: callOf(record),
    id: String(record['Id']),
    ownerId: String(record['OwnerId']),
    notAsked: undefined,
    recognised: [],
    warnings: []
  };
}

function leadOfFields(content: object, source: string, { world }: ReadingOptions): LeadToJudge {
  // Records from the REST API and from `sf data` carry their type with them.
  const { attributes: _type, ...fields } = content as Record<string, unknown>;
  const { values, problems, warnings } = readLeadRecord(fields, world.org);
  if (problems.length > 0) {
    const list = problems.map(({ field, message }) => `${field} ${message}`).join('; ');
    throw new BatonError(
      'leadNotReadable',
      `${source} has no caller, so it is read as a lead with fields by API name: ${list}.`
    );
  }
  const ownerId = values['OwnerId'];
  return {
    what: `the lead in ${source}`,
    values: leadAsSaved(values, world.lead, world.runningUser.id),
    record: values,
    call: callOf(values),
    id: undefined,
    ownerId: typeof ownerId === 'string' ? ownerId : undefined,
    notAsked: undefined,
    recognised: [],
    warnings
  };
}

/** As the service does it: a caller whom the org knows keeps their lead, or brings their account's owner. */
async function leadOfCall(content: object, source: string, options: ReadingOptions): Promise<LeadToJudge> {
  const { world, salesforce, administrator, country, deadlineMs, reads } = options;
  const call = readQualifiedCall(content, country);
  const match = await whoIsCalling(call, salesforce, { deadlineMs, country });
  const shared = { call, recognised: match.because.map(({ text }) => text), warnings: [] };
  if (match.lead) {
    const { id, ownerId } = match.lead;
    const ofLead = reads.filter((name) => !name.startsWith('User.'));
    const stored = await readLead(administrator, { id }, ofLead, deadlineMs);
    const record = { ...stored, ...(leadChangesOf(call, match, match.lead) as LeadFields) };
    return {
      ...shared,
      what: `the call in ${source}, whose caller has the open lead ${id}`,
      values: record,
      record,
      id,
      ownerId,
      notAsked: rulesRunAgainFor(match.lead)
        ? undefined
        : 'The caller has an open lead that a person works: it stays theirs, and the rules are not asked.'
    };
  }
  const record = newLeadOf(call, match) as LeadFields;
  return {
    ...shared,
    what: `the call in ${source}`,
    values: leadAsSaved(record, world.lead, world.runningUser.id),
    record,
    id: undefined,
    ownerId: typeof record['OwnerId'] === 'string' ? record['OwnerId'] : undefined,
    notAsked: undefined
  };
}

async function whoIsCalling(
  call: QualifiedCall,
  salesforce: Salesforce,
  options: { deadlineMs: number; country: string }
): Promise<CallerMatch> {
  const { phone, email, company, postalCode, country } = call.caller;
  const facts = { phone, email, company, postalCode, country };
  const match = await findCaller(salesforce, facts, { ...options, trace: startTrace() });
  return match.lead?.callId === call.callId ? { ...noMatch, account: match.account, because: match.because } : match;
}

function callOf(record: LeadFields): QualifiedCall {
  const call = callFromLead(record);
  const { country, state, phone } = call.caller;
  return { ...call, caller: { ...call.caller, timeZone: callerTimeZone({ timeZone: null, country, state, phone }) } };
}
