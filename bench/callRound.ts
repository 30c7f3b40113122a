/**
 * A round of calls as a voice agent makes them: each is told to have begun, is handed off when its caller has been looked
 * up, and has ended before the next round. What is measured is the handing off, alone.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { startedBody, type CallRequest } from './benchCalls.ts';
import type { Callers } from './judgeProcess.ts';
import type { LoadReply } from './load.ts';

/** Requests at a time that are not measured: few, so that they do not take long to end either. */
const besideCallers = 4;
const lookUpDeadlineMs = 30_000;

/** @throws Error when a caller is not looked up, in time */
export async function tellStarted(load: Callers, calls: readonly CallRequest[]): Promise<void> {
  const requests = calls.map((call) => ({
    path: `/v1/calls/${call.callId}/started`,
    body: JSON.stringify(startedBody(call))
  }));
  const giveUpAtMs = performance.now() + lookUpDeadlineMs;
  for (let waiting = requests; waiting.length > 0;) {
    const replies = await load.send(waiting, besideCallers);
    waiting = waiting.filter((_, index) => parsed<{ known: boolean | null }>(replies[index], 202).known === null);
    if (performance.now() > giveUpAtMs) throw new Error(`${waiting.length} callers have not been looked up.`);
    if (waiting.length > 0) await wait(200);
  }
}

/**
 * Hands the calls off, as many at a time as there are callers.
 * @throws Error when one is not answered by a live transfer: another path was measured than is said
 */
export async function handOff(load: Callers, calls: readonly CallRequest[], callers: number): Promise<LoadReply[]> {
  const requests = calls.map((call) => ({ path: '/v1/calls', body: JSON.stringify(call) }));
  const replies = await load.send(requests, callers);
  for (const reply of replies) {
    const { callId, nextStep } = parsed<{ callId: string; nextStep: { kind: string } }>(reply, 200);
    if (nextStep.kind !== 'transfer') throw new Error(`${callId} was answered by a ${nextStep.kind}: ${reply.body}`);
  }
  return replies;
}

/** Reports that the calls are over, so that their reps are free again. @throws Error when a report is refused */
export async function tellEnded(load: Callers, calls: readonly CallRequest[]): Promise<void> {
  const requests = calls.map(({ callId }) => ({
    path: `/v1/handoffs/call:${callId}/outcome`,
    body: JSON.stringify({ outcome: 'ended' })
  }));
  const replies = await load.send(requests, besideCallers);
  replies.forEach((reply) => parsed(reply, 200));
}

/** @throws Error when the status is another */
function parsed<T>(reply: LoadReply | undefined, status: number): T {
  if (reply?.status !== status) throw new Error(`The service answered ${reply?.status}: ${reply?.body}`);
  return JSON.parse(reply.body) as T;
}
