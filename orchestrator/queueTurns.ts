/**
 * Gives leads from other channels their turn in the rotation of the queue that owns them, so that fairness counts all of a
 * team's work. Each becomes a handoff with a callback, by the same decision and the same write as a caller's.
 */
import type { CallOptions } from './deciding.ts';
import type { Policy } from './domain/policy.ts';
import type { Router } from './routeLead.ts';
import { readQueueLead, type QueueLeadWish } from './salesforce/queueLeads.ts';
import { startTrace } from './salesforce/trace.ts';
import { stepFromDecision } from './stepFromDecision.ts';

/** Leads given away in one sweep. */
const fewAtOnce = 5;

/** Which queues' leads to look for, by their policies; undefined for none. */
export function queueLeadWish(policies: readonly Policy[], except: readonly string[]): QueueLeadWish | undefined {
  const named = policies.flatMap(({ team, turnsForQueueLeads }) => (team === null ? [] : { team, turnsForQueueLeads }));
  const only = named.filter(({ turnsForQueueLeads }) => turnsForQueueLeads).map(({ team }) => team);
  const isForOthers = policies.some(({ team, turnsForQueueLeads }) => team === null && turnsForQueueLeads);
  if (isForOthers) {
    const allBut = named.filter(({ turnsForQueueLeads }) => !turnsForQueueLeads).map(({ team }) => team);
    return { queues: { allBut }, except, limit: fewAtOnce };
  }
  return only.length === 0 ? undefined : { queues: { only }, except, limit: fewAtOnce };
}

/**
 * - `given`: a rep owes the lead a call now.
 * - `taken`: it waits no more; somebody else was first.
 * - `nobody`: nobody of the team can take anything, so the lead stays in its queue.
 */
export type QueueTurn = 'given' | 'taken' | 'nobody';

/** @throws BatonError */
export async function giveTurn(router: Router, leadId: string): Promise<QueueTurn> {
  const endsAtMs = performance.now() + router.deadlineMs;
  const trace = startTrace();
  const request = (): CallOptions => ({ deadlineMs: endsAtMs - performance.now(), trace, country: router.country });
  const lead = await readQueueLead(router.salesforce, leadId, request());
  if (!lead) {
    return 'taken';
  }
  const { call, team, offers, turns } = lead;
  const { decision, policy } = await router.deciding.decide(
    {
      callId: call.callId,
      owner: { type: 'team', team },
      offers,
      turns,
      modeFor: () => ({ kind: 'callback', because: undefined }),
      asked: [],
      rung: 0,
      callerTimeZone: null
    },
    request
  );
  const { rep } = decision;
  if (!rep) {
    return 'nobody';
  }
  const write = {
    leadId,
    handoffId: null,
    step: 1,
    ...stepFromDecision(call, decision, policy, { taskId: null, now: router.now() }),
    firstContactDueAt: decision.at,
    first: { call, team: { id: team.id, name: team.name }, predicted: false },
    changes: [],
    leadOwnerId: rep.id,
    event: undefined
  };
  const { kind } = await router.write(call, write, { decision, rep, before: undefined }, request());
  // Another service may have this lead, or only this turn: the next sweep tells.
  return kind === 'done' ? 'given' : 'taken';
}
