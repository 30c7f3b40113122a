/**
 * Writes a handoff that was answered without Salesforce. The assignment rules run now, and Salesforce is right: where they
 * agree with the prediction, the handoff is written as it went; where they do not, a rep who has taken the call keeps it,
 * and otherwise the lead is handed off anew, as a callback.
 */
import type { CallOptions } from './deciding.ts';
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import { isOpen, openOffer, type HandoffState } from './domain/handoffState.ts';
import type { Because } from './domain/reason.ts';
import type { Rep } from './domain/rep.ts';
import type { PredictedHandoff, PredictedOffer } from './predictedHandoff.ts';
import { isLive } from './routing/availability.ts';
import { mostAttempts, type OpenedLead, type Router } from './routeLead.ts';
import type { HandoffReading } from './salesforce/readHandoff.ts';
import { startTrace } from './salesforce/trace.ts';
import type { NewOffer, StepWrite } from './salesforce/stepWrite.ts';
import type { StepResult } from './salesforce/writeStep.ts';
import { callbackTask } from './stepFromDecision.ts';

export class PredictedWriter {
  private readonly router: Router;

  constructor(router: Router) {
    this.router = router;
  }

  /** @throws BatonError when Salesforce cannot be written to; what was written stays, and the next try finds it */
  async write(call: QualifiedCall, handoff: PredictedHandoff): Promise<void> {
    const { router } = this;
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const endsAtMs = performance.now() + router.deadlineMs;
      const trace = startTrace();
      const request = (): CallOptions => ({ deadlineMs: endsAtMs - performance.now(), trace, country: router.country });
      const opened = await router.open(call, request);
      const result =
        opened.kind === 'handedOff'
          ? await this.adopt(call, handoff, opened.reading, request)
          : await this.writeOnce(call, handoff, opened, keysFor(attempt), request);
      if (result === 'done' || result === 'alreadyHandedOff') {
        return;
      }
      await router.pauseAfterLostRace();
    }
    throw new BatonError('tooMuchContention', `The waiting call lost a race ${mostAttempts} times.`);
  }

  private async writeOnce(
    call: QualifiedCall,
    handoff: PredictedHandoff,
    { opened, match }: Extract<OpenedLead, { kind: 'opened' }>,
    keys: Keys,
    request: () => CallOptions
  ): Promise<'done' | 'alreadyHandedOff' | 'lost'> {
    const agrees = handoff.assignedTo === opened.ownerId;
    const isTaken = handoff.offers.some(({ status }) => status === 'accepted' || status === 'completed');
    if (!agrees && !isTaken) {
      const text = 'Salesforce was down when the call was answered, and its rules decided otherwise since.';
      const because: Because = { rule: 'predictionDiffered', text };
      const answer = await this.router.handOff({ ...call, wish: 'callback' }, match, opened, request, {
        predicted: true,
        because
      });
      return answer ? 'done' : 'lost';
    }
    const { team, leadId, ownerId } = opened;
    const policy = await this.router.facts.policyOf(team?.developerName ?? null);
    const now = this.router.now();
    const offers = handoff.offers.map((offer) => newOffer(offer, keys, now));
    const open = handoff.offers.findIndex(isOpen);
    const owing = handoff.rep;
    const write: Omit<StepWrite, 'notices'> = {
      leadId,
      handoffId: null,
      step: handoff.step,
      phase: handoff.phase,
      nextStepAt: handoff.nextStepAt,
      repId: owing?.id ?? null,
      because: handoff.because,
      passedOver: handoff.passedOver,
      first: { call, team: team && { id: team.id, name: team.name }, predicted: true },
      firstContactDueAt: handoff.nextStepAt,
      ...(handoff.firstContactAt === null ? {} : { firstContactAt: handoff.firstContactAt }),
      ...(handoff.endedAt === null ? {} : { endedAt: handoff.endedAt }),
      changes: [],
      earlier: offers.filter((_, index) => index !== open),
      opens: open < 0 ? undefined : offers[open],
      leadOwnerId: owing && owing.id !== ownerId ? owing.id : undefined,
      task:
        handoff.phase === 'callback' && owing
          ? callbackTask(call, owing, handoff.nextStepAt, policy, { taskId: null, now })
          : undefined,
      event: undefined
    };
    const result = await this.router.write(
      call,
      write,
      { decision: undefined, rep: owing, before: undefined },
      request()
    );
    return result.kind;
  }

  /**
   * Salesforce has a handoff of this call: a write went through whose answer was lost, or more was told since an earlier one.
   * What the caller was told stands, and whoever has spoken to the caller has taken the call; but what people did in
   * Salesforce meanwhile stands too.
   */
  private async adopt(
    call: QualifiedCall,
    handoff: PredictedHandoff,
    { state, leadOwnerId, team }: HandoffReading,
    request: () => CallOptions
  ): Promise<StepResult['kind']> {
    const told = handoff.offers.at(-1);
    const open = openOffer(state);
    if (!told || !isToBeTold(state, told)) {
      return 'done';
    }
    const rep: Rep | null = handoff.rep?.id === told.repId ? handoff.rep : null;
    const isSame = open?.repId === told.repId && open.kind === told.kind;
    const became = handoff.offers.find(({ repId, kind }) => repId === open?.repId && kind === open.kind)?.status;
    const endsAs = became === undefined || isOpen({ status: became }) ? 'cancelled' : became;
    const now = this.router.now();
    const policy = await this.router.facts.policyOf(team?.developerName ?? null);
    const result = await this.router.write(
      call,
      {
        leadId: state.leadId,
        handoffId: state.id,
        step: state.step + 1,
        phase: handoff.phase,
        nextStepAt: handoff.nextStepAt,
        repId: told.repId,
        because: handoff.because,
        passedOver: handoff.passedOver,
        ...(handoff.firstContactAt === null || state.firstContactAt !== null
          ? {}
          : { firstContactAt: handoff.firstContactAt }),
        ...(handoff.endedAt === null ? {} : { endedAt: handoff.endedAt }),
        changes: open?.id
          ? [
              {
                id: open.id,
                status: isSame ? told.status : endsAs,
                releasesLiveKey: !isSame || told.status === 'completed'
              }
            ]
          : [],
        opens: isSame ? undefined : newOffer(told, { turns: false, live: false }, now),
        leadOwnerId: leadOwnerId.startsWith('00G') || (leadOwnerId === open?.repId && !isSame) ? told.repId : undefined,
        task:
          handoff.phase === 'callback'
            ? rep === null
              ? undefined
              : callbackTask(call, rep, handoff.nextStepAt, policy, { taskId: state.taskId, now })
            : state.taskId === null
              ? undefined
              : { kind: 'close', id: state.taskId, status: 'Completed' },
        event: undefined
      },
      { decision: undefined, rep, before: state },
      request()
    );
    return result.kind;
  }
}

/** Whether what the caller was told last is news to the handoff as Salesforce has it. */
function isToBeTold(state: HandoffState, told: PredictedOffer): boolean {
  const open = openOffer(state);
  if (told.status === 'accepted' || told.status === 'completed') {
    const isSameTalk = state.phase === 'accepted' && open?.repId === told.repId;
    return isSameTalk
      ? told.status === 'completed'
      : state.firstContactAt === null && ['ringing', 'callback', 'proposed'].includes(state.phase);
  }
  // Whoever has pressed a button in Salesforce meanwhile is not overruled by a phone that only rings.
  const isUntouched = state.phase === 'ringing' && open?.status === 'ringing';
  return isUntouched && isOpen(told) && (open.repId !== told.repId || open.kind !== told.kind);
}

/** What is claimed by unique keys that others may have taken since. */
interface Keys {
  turns: boolean;
  live: boolean;
}

/** Each lost race gives up one claim: first the reps' live calls, which may be others' by now, then the turns. */
function keysFor(attempt: number): Keys {
  return { turns: attempt < 2, live: attempt < 1 };
}

function newOffer({ turn, turnOf, ...offer }: PredictedOffer, keys: Keys, now: Date): NewOffer {
  const rings = isLive({ ...offer, id: null, callId: '', holdsLiveKey: true }, now);
  return {
    ...offer,
    teamId: turnOf?.id ?? null,
    turn: keys.turns ? turn : null,
    startsAt: null,
    endsAt: null,
    slotNumber: null,
    withoutLiveKey: !(keys.live && rings)
  };
}
