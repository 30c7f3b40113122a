/** The answer to a voice agent: from a decision just made, or from a handoff as the org keeps it. */
import type { QualifiedCall } from './domain/call.ts';
import type { Decision } from './domain/decision.ts';
import type { HandoffAnswer, NextStep } from './domain/handoff.ts';
import { openOffer, type HandoffState, type Phase } from './domain/handoffState.ts';
import type { Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import { briefingFor } from './handoff/briefing.ts';
import { sayNextStep } from './handoff/say.ts';
import { whisperFor } from './handoff/whisper.ts';

/** What an answer is made from, besides the call itself. */
export type AnswerFacts = Pick<
  HandoffAnswer,
  'handoffId' | 'nextStep' | 'because' | 'passedOver' | 'team' | 'predicted'
> & {
  /** Null while Salesforce has not been written to. */
  leadId: string | null;
  /** Owner of the lead before the offer; a queue when there is a team. */
  ownerId: string;
  rep: Rep | null;
  phase: Phase;
};

export function nextStepOf(decision: Decision, policy: Pick<Policy, 'ringSeconds'>): NextStep {
  const { kind, rep, at, endsAt, chooseBy } = decision;
  switch (kind) {
    case 'transfer':
      return { kind, phone: rep!.phone!, repId: rep!.id, ringSeconds: policy.ringSeconds, at };
    case 'meeting':
      return { kind, repId: rep!.id, at, endsAt: endsAt!, booked: false, chooseBy };
    case 'callback':
      return { kind, repId: rep?.id ?? null, at };
  }
}

/** The next step that stands, as the org keeps it. */
export function nextStepFromState(state: HandoffState, rep: Rep | null): NextStep {
  const at = state.nextStepAt;
  const offer = openOffer(state);
  switch (state.phase) {
    case 'ringing':
    case 'accepted':
      return rep?.phone
        ? {
            kind: 'transfer',
            phone: rep.phone,
            repId: rep.id,
            ringSeconds: offer?.expiresAt ? secondsBetween(offer.offeredAt, offer.expiresAt) : 0,
            at: offer?.expiresAt ?? at
          }
        : { kind: 'callback', repId: state.repId, at };
    case 'proposed':
    case 'booked':
      return {
        kind: 'meeting',
        repId: state.repId!,
        at: offer?.startsAt ?? at,
        endsAt: offer?.endsAt ?? at,
        booked: state.phase === 'booked',
        chooseBy: state.phase === 'booked' ? null : (offer?.expiresAt ?? null)
      };
    case 'callback':
      return { kind: 'callback', repId: state.repId, at };
    case 'completed':
      return { kind: 'completed', repId: state.repId, at: state.firstContactAt ?? at };
  }
}

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** @param options.leadUrl where people see the lead; null while there is none */
export function composeAnswer(
  call: QualifiedCall,
  facts: AnswerFacts,
  { leadUrl, now }: { leadUrl: string | null; now: Date }
): HandoffAnswer {
  const { leadId, ownerId, handoffId, team, rep, nextStep, phase, because, passedOver, predicted } = facts;
  return {
    callId: call.callId,
    lead: leadId === null || leadUrl === null ? null : { id: leadId, url: leadUrl },
    owner: rep
      ? { type: 'user', id: rep.id, name: rep.name }
      : { type: team ? 'queue' : 'user', id: team?.id ?? ownerId, name: team?.name ?? 'the integration user' },
    team: team && { id: team.id, name: team.name },
    handoffId,
    phase,
    predicted,
    rep: rep && { id: rep.id, name: rep.name, phone: rep.phone },
    nextStep,
    say: sayNextStep(nextStep, phase, rep, { timeZone: call.caller.timeZone ?? rep?.timeZone ?? null, now }),
    whisper: nextStep.kind === 'transfer' ? whisperFor(call) : null,
    briefing: briefingFor(call),
    because,
    passedOver
  };
}
