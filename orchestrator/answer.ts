/** The answer to the voice agent, from a decision just made or from the handoff that an earlier request left. */
import type { QualifiedCall } from './domain/call.ts';
import type { HandoffAnswer, NextStep } from './domain/handoff.ts';
import type { Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import type { Team } from './domain/team.ts';
import { briefingFor } from './handoff/briefing.ts';
import { sayCallback, sayTransfer } from './handoff/say.ts';
import { whisperFor } from './handoff/whisper.ts';
import type { Decision } from './domain/decision.ts';
import { reasonsFromRecord, type HandoffRecord } from './salesforce/handoffRecord.ts';
import { leadUrl } from './salesforce/openCall.ts';

/** What an answer is made from, besides the call itself. */
export type AnswerFacts = Pick<HandoffAnswer, 'handoffId' | 'nextStep' | 'because' | 'passedOver' | 'team'> & {
  leadId: string;
  /** Owner of the lead before the offer; a queue when there is a team. */
  ownerId: string;
  rep: Rep | null;
};

export function factsFromDecision(
  { kind, rep, at, because, passedOver }: Decision,
  written: { leadId: string; ownerId: string; team: Team | undefined; handoffId: string; policy: Policy }
): AnswerFacts {
  const { leadId, ownerId, team, handoffId, policy } = written;
  const nextStep: NextStep =
    kind === 'transfer'
      ? { kind, phone: rep!.phone!, repId: rep!.id, ringSeconds: policy.ringSeconds, at }
      : { kind, repId: rep?.id ?? null, at };
  return { leadId, ownerId, handoffId, team: team ?? null, rep, nextStep, because, passedOver };
}

/** @param opened the lead as it is now, whoever owns it by now */
export function factsFromRecord(
  record: HandoffRecord,
  opened: { leadId: string; ownerId: string },
  { rep, decidedAt }: { rep: Rep | null; decidedAt: string }
): AnswerFacts {
  const at = new Date(record.Next_Step_At__c).toISOString();
  const nextStep: NextStep =
    record.Next_Step__c === 'Transfer' && rep?.phone
      ? { kind: 'transfer', phone: rep.phone, repId: rep.id, ringSeconds: secondsBetween(decidedAt, at), at }
      : { kind: 'callback', repId: rep?.id ?? null, at };
  const team = record.Team_Id__c === null ? null : { id: record.Team_Id__c, name: record.Team_Name__c ?? '' };
  const ownerId = team?.id ?? opened.ownerId;
  return { leadId: opened.leadId, ownerId, handoffId: record.Id, team, rep, nextStep, ...reasonsFromRecord(record) };
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** @param instanceUrl address of the org, for the link to the lead */
export function composeAnswer(call: QualifiedCall, facts: AnswerFacts, instanceUrl: string, now: Date): HandoffAnswer {
  const { leadId, ownerId, handoffId, team, rep, nextStep, because, passedOver } = facts;
  const live = nextStep.kind === 'transfer';
  return {
    callId: call.callId,
    lead: { id: leadId, url: leadUrl(instanceUrl, leadId) },
    owner: rep
      ? { type: 'user', id: rep.id, name: rep.name }
      : { type: team ? 'queue' : 'user', id: ownerId, name: team?.name ?? 'the integration user' },
    team: team && { id: team.id, name: team.name },
    handoffId,
    rep: rep && { id: rep.id, name: rep.name, phone: rep.phone },
    nextStep,
    say: live ? sayTransfer(rep!, nextStep.ringSeconds) : sayCallback(rep, nextStep.at, now),
    whisper: live ? whisperFor(call) : null,
    briefing: briefingFor(call),
    because,
    passedOver
  };
}
