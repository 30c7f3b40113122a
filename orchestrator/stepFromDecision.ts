/** What must be written for a decision, whether it is the first answer to a call or a later step. */
import { DateTime } from 'luxon';
import type { QualifiedCall } from './domain/call.ts';
import type { Decision } from './domain/decision.ts';
import type { Phase } from './domain/handoffState.ts';
import type { Policy } from './domain/policy.ts';
import type { Rep } from './domain/rep.ts';
import { callerName } from './handoff/briefing.ts';
import type { NewOffer, StepWrite, TaskWrite } from './salesforce/stepWrite.ts';

/** The part of a step that follows from the decision alone. */
export type DecidedPart = Pick<
  StepWrite,
  'phase' | 'nextStepAt' | 'repId' | 'because' | 'passedOver' | 'opens' | 'task'
>;

const phaseOf: Readonly<Record<Decision['kind'], Phase>> = {
  transfer: 'ringing',
  meeting: 'proposed',
  callback: 'callback'
};

/** @param taskId the Task that the handoff has already; null for none */
export function stepFromDecision(
  call: QualifiedCall,
  decision: Decision,
  policy: Policy,
  options: { taskId: string | null; now: Date }
): DecidedPart {
  const { rep, kind } = decision;
  return {
    phase: phaseOf[kind],
    nextStepAt: decision.at,
    repId: rep?.id ?? null,
    because: decision.because,
    passedOver: decision.passedOver,
    opens: rep ? newOffer(decision, rep, options.now) : undefined,
    task: rep && kind === 'callback' ? callbackTask(call, rep, decision.at, policy, options) : undefined
  };
}

function newOffer(
  { kind, at, endsAt, chooseBy, turn, turnOf, because, passedOver }: Decision,
  rep: Rep,
  now: Date
): NewOffer {
  return {
    repId: rep.id,
    teamId: turnOf?.id ?? null,
    kind: kind === 'transfer' ? 'live' : kind,
    status: kind === 'transfer' ? 'ringing' : 'assigned',
    offeredAt: wholeSecond(now),
    expiresAt: kind === 'transfer' ? at : chooseBy,
    startsAt: kind === 'meeting' ? at : null,
    endsAt,
    turn,
    slotNumber: null,
    because,
    passedOver
  };
}

/** The Task of a callback: due on the rep's own date, with a reminder. */
export function callbackTask(
  call: QualifiedCall,
  rep: Rep,
  dueAt: string,
  policy: Pick<Policy, 'callbackReminderMinutes'>,
  { taskId, now }: { taskId: string | null; now: Date }
): TaskWrite {
  const dueDate = DateTime.fromISO(dueAt, { zone: rep.timeZone }).toISODate()!;
  const remindMs = Math.max(now.getTime(), Date.parse(dueAt) - policy.callbackReminderMinutes * 60_000);
  const remindAt = new Date(remindMs).toISOString();
  return taskId === null
    ? {
        kind: 'create',
        ownerId: rep.id,
        subject: `Call back ${callerName(call.caller)}, ${call.caller.company}`.slice(0, 255),
        description: call.qualification.summary ?? '',
        dueDate,
        remindAt
      }
    : { kind: 'reassign', id: taskId, ownerId: rep.id, dueDate, remindAt };
}

/** The org keeps whole seconds: what is told now must be what is read back later. ISO 8601 UTC. */
export function wholeSecond(at: Date): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
}
