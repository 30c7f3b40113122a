/**
 * Hears what happens in Salesforce and acts on it at once, where the sweep would find it within seconds. Nothing depends
 * on it: an org that does not grant a channel, or an event that is lost, costs time and no outcome.
 */
import type { HandoffHub } from './handoffHub.ts';
import type { HandoffSteps } from './handoffSteps.ts';
import type { Router } from './routeLead.ts';
import { changeEvents, type OrgChange } from './salesforce/changeEvents.ts';
import type { ChangeStream } from './salesforce/changeStream.ts';
import { readAskedRep } from './salesforce/readAskedRep.ts';
import { startTrace } from './salesforce/trace.ts';
import type { Sweep } from './sweep.ts';

export interface ChangeListenerOptions {
  router: Router;
  steps: HandoffSteps;
  hub: HandoffHub;
  sweep: Pick<Sweep, 'soon' | 'changed'>;
  calendars: { invalidate: (repId: string) => void };
  /** Something that the snapshot of the org holds has changed. */
  onOrgChanged?: () => void;
  /** Hears of whatever failed, with what was being done. */
  onError: (what: string, error: unknown) => void;
  /** See {@link ChangeStream}. */
  random?: () => number;
  firstPauseMs?: number;
}

export class ChangeListener {
  private readonly options: ChangeListenerOptions;
  private readonly stream: ChangeStream;
  private readonly underWay = new Set<Promise<void>>();

  constructor(options: ChangeListenerOptions) {
    this.options = options;
    const { router, sweep, onError, random, firstPauseMs } = options;
    this.stream = changeEvents({
      salesforce: router.salesforce,
      onChange: (change) => this.hear(change),
      onUp: () => sweep.soon(),
      onRefused: (channel, why) => onError(`listening to ${channel}: the sweep does its work`, new Error(why)),
      onError: (error) => onError('listening to changes', error),
      ...(random ? { random } : {}),
      ...(firstPauseMs === undefined ? {} : { firstPauseMs })
    });
  }

  start(): void {
    this.stream.start();
  }

  /** Ends when what was heard has been acted on. */
  async stop(): Promise<void> {
    this.stream.stop();
    await Promise.all(this.underWay);
  }

  private hear(change: OrgChange): void {
    const { hub, sweep, calendars } = this.options;
    switch (change.kind) {
      case 'handoffMoved':
        hub.tell(change.handoffId);
        return;
      case 'offerAnswered':
        this.inBackground(this.answered(change));
        return;
      case 'taskChanged':
        sweep.changed([change.taskId, change.leadId]);
        return;
      case 'eventChanged':
        // Who changed it stands in for the owner, whom an update does not name: people keep their own calendars.
        calendars.invalidate(change.ownerId ?? change.byUserId);
        sweep.changed([change.eventId, change.leadId]);
        return;
      case 'userChanged':
        calendars.invalidate(change.userId);
        this.options.onOrgChanged?.();
    }
  }

  /** Accept or Decline, unless it is the mark that a step of our own has left. */
  private async answered({ offerId, answer, byUserId }: Extract<OrgChange, { kind: 'offerAnswered' }>): Promise<void> {
    const { router, steps } = this.options;
    if (byUserId === (await router.facts.runningUserId.get())) {
      return;
    }
    const request = { deadlineMs: router.deadlineMs, trace: startTrace() };
    const asked = await readAskedRep(router.salesforce, offerId, request);
    if (asked) {
      const event = answer === 'accepted' ? 'repAccepted' : 'repDeclined';
      await steps.apply({ handoffId: asked.handoffId }, { event, offerId });
    }
  }

  private inBackground(work: Promise<void>): void {
    const done = work
      .catch((error: unknown) => this.options.onError('hearing a rep’s answer', error))
      .finally(() => this.underWay.delete(done));
    this.underWay.add(done);
  }
}
