/** An org of which only this is known: it keeps what it is told, by unique call ids, and may fail before or after that. */
import type { QualifiedCall } from '../../orchestrator/domain/call.ts';
import { BatonError } from '../../orchestrator/domain/errors.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import type { HandoffDesk } from '../../orchestrator/handoffDesk.ts';
import type { PredictedHandoff } from '../../orchestrator/predictedHandoff.ts';
import type { Routed } from '../../orchestrator/routeLead.ts';
import { composeAnswer } from '../../orchestrator/answer.ts';
import type { HandoffRef } from '../../orchestrator/salesforce/readHandoff.ts';
import { startTrace } from '../../orchestrator/salesforce/trace.ts';
import { repIn } from './handoff/modelHandoff.ts';

/** How a request goes: done and answered, done without an answer, or never there. */
export type Fault = 'none' | 'answerLost' | 'requestLost';

interface KeptHandoff {
  call: QualifiedCall;
  repId: string | null;
  phase: HandoffAnswer['phase'];
  nextStepAt: string;
  /** Reps who have taken the call. */
  spoken: Set<string>;
}

interface Request {
  work: () => unknown;
  answer: (result: { value: unknown } | { error: Error }) => void;
}

export class OutageOrg {
  /** Leads that were made for each call. */
  readonly leads = new Map<string, number>();
  readonly kept = new Map<string, KeptHandoff>();
  /** How many handoffs were made of each call. */
  readonly made = new Map<string, number>();
  private readonly now: () => Date;
  private requests: Request[] = [];

  constructor(now: () => Date) {
    this.now = now;
  }

  get isAsked(): boolean {
    return this.requests.length > 0;
  }

  /** @param which of those that wait, in a circle */
  goOn(which: number, fault: Fault): void {
    const [request] = this.requests.splice(which % Math.max(1, this.requests.length), 1);
    if (!request) {
      return;
    }
    const lost = { error: new BatonError('salesforceUnavailable', 'The connection broke.') };
    if (fault === 'requestLost') {
      request.answer(lost);
      return;
    }
    let result: Parameters<Request['answer']>[0];
    try {
      result = { value: request.work() };
    } catch (error) {
      result = { error: error as Error };
    }
    request.answer(fault === 'answerLost' ? lost : result);
  }

  /** Nobody hears the answers of those who wait now; the first so many are done all the same, when their turn comes. */
  senderDied(late: number): void {
    this.requests = this.requests.slice(0, late).map(({ work }) => ({ work, answer: () => undefined }));
  }

  async route(call: QualifiedCall): Promise<Routed> {
    await this.openLead(call);
    return this.ask(() => {
      const repeated = this.kept.has(call.callId);
      if (!repeated) {
        this.keep(call, { repId: 'o', phase: call.wish === 'callback' ? 'callback' : 'ringing', spoken: new Set() });
      }
      return this.routed(call.callId, repeated);
    });
  }

  /** As PredictedWriter: what is there is adopted, and who has spoken to the caller has taken the call. */
  readonly writer = {
    write: async (call: QualifiedCall, handoff: PredictedHandoff): Promise<void> => {
      await this.openLead(call);
      await this.ask(() => {
        const spoken = handoff.offers.filter(({ status }) => status === 'accepted' || status === 'completed');
        const reps = spoken.map(({ repId }) => repId);
        const there = this.kept.get(call.callId);
        if (there) {
          reps.forEach((repId) => there.spoken.add(repId));
        } else {
          this.keep(call, { repId: handoff.rep?.id ?? null, phase: handoff.phase, spoken: new Set(reps) });
        }
      });
    }
  };

  get handoffs(): HandoffDesk {
    const never = (): never => {
      throw new Error('No story asks for it.');
    };
    return {
      outcome: (ref, { outcome, repId }) =>
        this.ask(() => {
          const callId = callIdOf(ref);
          const known = this.kept.get(callId);
          if (!known) {
            throw new BatonError('handoffNotFound', 'There is none.');
          }
          if (outcome === 'accepted' && repId !== undefined) {
            known.spoken.add(repId);
            known.repId = repId;
          }
          known.phase = outcome === 'accepted' ? 'accepted' : outcome === 'ended' ? 'completed' : 'callback';
          return this.routed(callId, false);
        }),
      read: never,
      slots: never,
      book: never,
      cancel: never
    };
  }

  contactMade(ref: HandoffRef): Promise<unknown> {
    return this.ask(() => void (this.kept.get(callIdOf(ref))!.phase = 'completed'));
  }

  private ask<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.requests.push({
        work,
        answer: (result) => ('error' in result ? reject(result.error) : resolve(result.value as T))
      });
    });
  }

  private openLead({ callId }: QualifiedCall): Promise<void> {
    return this.ask(() => {
      if (!this.leads.has(callId)) {
        this.leads.set(callId, 1);
      }
    });
  }

  private keep(call: QualifiedCall, kept: Pick<KeptHandoff, 'repId' | 'phase' | 'spoken'>): void {
    this.made.set(call.callId, (this.made.get(call.callId) ?? 0) + 1);
    this.kept.set(call.callId, { call, nextStepAt: this.now().toISOString(), ...kept });
  }

  private routed(callId: string, repeated: boolean): Routed {
    const { call, repId, phase, nextStepAt } = this.kept.get(callId)!;
    const rep = repId === null ? null : repIn(repId, 'free', 0);
    const at = nextStepAt;
    const nextStep =
      phase === 'completed'
        ? ({ kind: 'completed', repId, at } as const)
        : rep && (phase === 'ringing' || phase === 'accepted')
          ? ({ kind: 'transfer', phone: rep.phone!, repId: rep.id, ringSeconds: 20, at } as const)
          : ({ kind: 'callback', repId, at } as const);
    const facts = { leadId: callId, ownerId: 'o', handoffId: `org-${callId}`, team: null, rep, nextStep, phase };
    const answer = composeAnswer(
      call,
      { ...facts, because: [], passedOver: [], predicted: false },
      { leadUrl: null, now: this.now() }
    );
    return { answer, trace: startTrace(), lostRaces: 0, repeated, assignedTo: null };
  }
}

function callIdOf(ref: HandoffRef): string {
  return 'callId' in ref ? ref.callId : ref.handoffId.slice('org-'.length);
}
