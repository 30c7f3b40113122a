/** Does what a sweep has found due. Each act is a step with its compare-and-set, so that of several sweeps one acts. */
import type { Interval } from './domain/calendar.ts';
import type { NoticeChannel } from './domain/notice.ts';
import { openOffer, type HandoffState } from './domain/handoffState.ts';
import type { HandoffSteps, PlannedWrite, StepRequest } from './handoffSteps.ts';
import type { Router } from './routeLead.ts';
import type { WatchedHandoff } from './salesforce/dueHandoffs.ts';
import { markContacted, markReminded } from './salesforce/handoffMarks.ts';
import { noticeSubrequests } from './salesforce/noticeRecords.ts';
import type { HandoffReading } from './salesforce/readHandoff.ts';
import { startTrace } from './salesforce/trace.ts';
import type { Due } from './whatIsDue.ts';

export interface DueActsOptions {
  router: Router;
  steps: HandoffSteps;
  calendars: { removeBooked: (repId: string, meeting: Interval) => void };
  notices: { readonly channels: readonly NoticeChannel[]; sendSoon: (noticeIds: readonly string[]) => void };
}

export class DueActs {
  private readonly options: DueActsOptions;

  constructor(options: DueActsOptions) {
    this.options = options;
  }

  /**
   * @returns whether it changed anything; the handoff may have moved on since it was read
   * @throws BatonError
   */
  async perform({ state }: WatchedHandoff, due: Due): Promise<boolean> {
    const { step } = state;
    switch (due.kind) {
      case 'repAccepted':
      case 'repDeclined':
        return this.apply(state, { event: due.kind, offerId: due.offerId });
      case 'contactMade':
        return this.apply(state, { event: 'contactMade', at: due.at });
      case 'ringTimedOut':
      case 'talkTimedOut':
      case 'choiceTimedOut':
      case 'meetingOver':
      case 'callbackLapsed':
        return this.apply(state, { event: due.kind, step });
      case 'meetingMoved':
        return this.meetingMoved(state, due);
      case 'meetingDeleted':
        return this.freeing(state, await this.apply(state, { event: 'cancelled', step }));
      case 'firstContact':
        return markContacted(this.options.router.salesforce, state, due.at, this.request());
      case 'callbackReminder':
        return this.remind(state);
    }
  }

  private async apply({ id }: HandoffState, request: StepRequest): Promise<boolean> {
    const { repeated } = await this.options.steps.apply({ handoffId: id }, request);
    return !repeated;
  }

  /** A person moved the Event: the calendar is right, and the handoff follows. */
  private async meetingMoved(
    before: HandoffState,
    { startsAt, endsAt }: { startsAt: string; endsAt: string }
  ): Promise<boolean> {
    const plan = ({ state, rep }: HandoffReading): PlannedWrite | undefined => {
      const open = openOffer(state);
      return open?.id
        ? {
            rep,
            phase: 'booked',
            nextStepAt: startsAt,
            repId: state.repId,
            because: [{ rule: 'slot', text: 'Somebody moved the meeting in the calendar.' }],
            passedOver: [],
            changes: [{ id: open.id, releasesLiveKey: false, startsAt, endsAt }],
            opens: undefined,
            leadOwnerId: undefined,
            task: undefined,
            event: undefined
          }
        : undefined;
    };
    const { repeated } = await this.options.steps.apply(
      { handoffId: before.id },
      { event: 'moved', step: before.step },
      (reading) => Promise.resolve(plan(reading))
    );
    return this.freeing(before, !repeated);
  }

  /** The time that the meeting had is free again. */
  private freeing(before: HandoffState, isWritten: boolean): boolean {
    const meeting = openOffer(before);
    if (isWritten && meeting?.startsAt && meeting.endsAt) {
      const { repId, startsAt, endsAt } = meeting;
      this.options.calendars.removeBooked(repId, { startMs: Date.parse(startsAt), endMs: Date.parse(endsAt) });
    }
    return isWritten;
  }

  private async remind(state: HandoffState): Promise<boolean> {
    const { router, notices } = this.options;
    const { id, step, callId } = state;
    const offer = openOffer(state)!;
    const at = router.now();
    const order = { kind: 'callbackDue' as const, repId: offer.repId, handoffId: id, offerId: offer.id };
    const rows = noticeSubrequests([{ ...order, about: `${callId}:${step}` }], notices.channels, at);
    const noticeIds = await markReminded(router.salesforce, state, { at, notices: rows }, this.request());
    notices.sendSoon(noticeIds ?? []);
    return noticeIds !== undefined;
  }

  private request(): { deadlineMs: number; trace: ReturnType<typeof startTrace> } {
    return { deadlineMs: this.options.router.deadlineMs, trace: startTrace() };
  }
}
