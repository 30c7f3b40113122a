/**
 * Looks again and again for what is due and nobody has reported: ringing that ended, callbacks to remind of and to pass on,
 * meetings that were moved, calls that were made. All of it is read from Salesforce each time, so a restart loses nothing,
 * and several processes may sweep at once: an act is a step, a unique key or a note that only one of them can write.
 */
import type { Interval } from './domain/calendar.ts';
import { policyFor } from './domain/policy.ts';
import { DueActs } from './dueActs.ts';
import type { HandoffSteps } from './handoffSteps.ts';
import type { NoticeDesk } from './notices/noticeDesk.ts';
import { giveTurn, queueLeadWish } from './queueTurns.ts';
import { RestingItems } from './restingItems.ts';
import type { Router } from './routeLead.ts';
import { readDue, type ClosedTask, type DueReading, type WatchedHandoff } from './salesforce/dueHandoffs.ts';
import { FreshValue } from './salesforce/freshValue.ts';
import { readQueueNames } from './salesforce/queueLeads.ts';
import type { ApiUsage } from './salesforce/restReply.ts';
import { startTrace } from './salesforce/trace.ts';
import { SweepTimer } from './sweepTimer.ts';
import { whatIsDue, type Due } from './whatIsDue.ts';

export type SweptKind = Due['kind'] | 'queueLead' | 'failed';
/** How many of each kind a sweep has acted on; what did not occur is left out. */
export type SweepCounts = Partial<Record<SweptKind, number>>;

export interface SweepOptions {
  router: Router;
  steps: HandoffSteps;
  calendars: { removeBooked: (repId: string, meeting: Interval) => void };
  notices: Pick<NoticeDesk, 'channels' | 'sendSoon' | 'sweep'>;
  /** Hears of whatever failed, with what was being done. */
  onError: (what: string, error: unknown) => void;
  /** Hears of each sweep that acted. */
  onSwept?: (counts: SweepCounts) => void;
  /** Mean pause between two sweeps. Default 15 seconds. */
  everyMs?: number;
  /** 0 to 1. Default `Math.random`. */
  random?: () => number;
}

/** Nobody waits for a sweep. */
const readingDeadlineMs = 15_000;
/** Acts under way at once: enough to catch up after an outage, few enough to leave the org to the callers. */
const atOnce = 4;
/** A queue without anybody who can take a lead is not asked again for this long. */
const nobodyRestMs = 5 * 60_000;
/** Ids that fit into the condition of a query. */
const mostExcepted = 100;

export class Sweep {
  private readonly options: SweepOptions;
  private readonly acts: DueActs;
  private readonly timer: SweepTimer;
  private readonly queueNames: FreshValue<ReadonlyMap<string, string>>;
  private readonly resting = new RestingItems();
  private readonly restingLeads = new RestingItems();
  /** Tasks, Events and leads that the last reading was about, by id of 15 characters. */
  private watched: ReadonlySet<string> = new Set();
  private last: Promise<unknown> = Promise.resolve();
  private isStopping = false;

  constructor(options: SweepOptions) {
    this.options = options;
    const { router, everyMs = 15_000, random = Math.random } = options;
    this.acts = new DueActs(options);
    this.timer = new SweepTimer({
      work: () => this.sweepOnce(),
      everyMs: () => everyMs * thriftFactor(router.salesforce.apiUsage),
      random
    });
    this.queueNames = new FreshValue({
      read: () => readQueueNames(router.salesforce, { deadlineMs: readingDeadlineMs, trace: startTrace() }),
      maxAgeMs: 10 * 60_000,
      onError: (error) => options.onError('reading the queues', error)
    });
  }

  start(): void {
    this.isStopping = false;
    this.timer.start();
  }

  /** Ends when what is under way has ended; what has not been begun is left to the next sweep. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.timer.stop();
    await this.last;
  }

  /** There is a reason to sweep before the next turn. Nothing before {@link start}. */
  soon(): void {
    this.timer.soon();
  }

  /** A Task, Event or lead has changed: sweeps soon if the last sweep was about it. */
  changed(recordIds: readonly (string | null | undefined)[]): void {
    if (recordIds.some((id) => id && this.watched.has(id.slice(0, 15)))) {
      this.soon();
    }
  }

  /**
   * One sweep, after any that is under way. While Salesforce is spared it does nothing. Never throws: failures are
   * reported, counted as `failed`, and tried again by later sweeps.
   */
  sweepOnce(): Promise<SweepCounts> {
    const swept = this.last.then(() => this.sweepNow());
    this.last = swept;
    return swept;
  }

  private async sweepNow(): Promise<SweepCounts> {
    const counts: SweepCounts = {};
    if (this.isSpared) {
      return counts;
    }
    try {
      const reading = await this.read();
      this.watched = watchedIds(reading);
      await this.handoffs(reading, counts);
      await this.queueLeads(reading, counts);
    } catch (error) {
      this.failed('sweeping', error, counts);
    }
    const { notices } = this.options;
    // Without a channel there is nothing to tell over, and what waits is for a service that has one.
    if (!this.isSpared && !this.isStopping && notices.channels.length > 0) {
      await notices.sweep();
    }
    const nowMs = this.options.router.now().getTime();
    this.resting.forgetOld(nowMs);
    this.restingLeads.forgetOld(nowMs);
    if (Object.keys(counts).length > 0) {
      this.options.onSwept?.(counts);
    }
    return counts;
  }

  private get isSpared(): boolean {
    return this.options.router.salesforce.isSpared;
  }

  private async read(): Promise<DueReading> {
    const { router } = this.options;
    const nowMs = router.now().getTime();
    const except = this.restingLeads.resting(nowMs).slice(0, mostExcepted);
    const wish = queueLeadWish(await router.facts.policies.get(), except);
    return readDue(router.salesforce, wish, { deadlineMs: readingDeadlineMs, trace: startTrace() });
  }

  private async handoffs({ handoffs, closedTasks, events }: DueReading, counts: SweepCounts): Promise<void> {
    const { router } = this.options;
    const { facts } = router;
    const runningUserId = await facts.runningUserId.get();
    const policies = await facts.policies.get();
    const queueNames = handoffs.some(({ state }) => state.teamId !== null)
      ? await this.queueNames.get()
      : new Map<string, string>();
    const tasksOf = byLead(closedTasks);
    const eventOf = new Map(events.map((event) => [event.id, event]));
    const due = handoffs.flatMap((handoff) => {
      const nowMs = router.now().getTime();
      const { id, teamId, leadId, eventId } = handoff.state;
      const policy = policyFor(policies, teamId === null ? null : (queueNames.get(teamId) ?? null));
      const found = whatIsDue(handoff, {
        closedTasks: tasksOf.get(leadId) ?? [],
        event: eventId === null ? undefined : eventOf.get(eventId),
        reminderMinutes: policy.callbackReminderMinutes,
        runningUserId,
        nowMs
      });
      return found && !this.resting.isResting(id, nowMs) ? { handoff, due: found } : [];
    });
    await this.several(due, (each) => this.act(each, counts));
  }

  private async act({ handoff, due }: { handoff: WatchedHandoff; due: Due }, counts: SweepCounts): Promise<void> {
    try {
      if (await this.acts.perform(handoff, due)) {
        add(counts, due.kind);
      }
      this.resting.succeeded(handoff.state.id);
    } catch (error) {
      this.resting.failedAt(handoff.state.id, this.options.router.now().getTime());
      this.failed(`sweeping: ${due.kind}`, error, counts);
    }
  }

  private async queueLeads({ queueLeadIds }: DueReading, counts: SweepCounts): Promise<void> {
    const { router } = this.options;
    // One after the other: they are likely to be of one team, whose turns they would otherwise race for.
    for (const leadId of queueLeadIds) {
      if (this.isStopping || this.isSpared) {
        return;
      }
      const nowMs = router.now().getTime();
      if (this.restingLeads.isResting(leadId, nowMs)) {
        continue;
      }
      try {
        const turn = await giveTurn(router, leadId);
        if (turn === 'given') {
          add(counts, 'queueLead');
        }
        if (turn === 'nobody') {
          this.restingLeads.restUntil(leadId, nowMs + nobodyRestMs);
        } else {
          this.restingLeads.succeeded(leadId);
        }
      } catch (error) {
        this.restingLeads.failedAt(leadId, nowMs);
        this.failed('sweeping: queueLead', error, counts);
      }
    }
  }

  /** Some at once, none any more once Salesforce is spared or the sweep is to end. */
  private async several<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const waiting = [...items];
    const worker = async (): Promise<void> => {
      for (let item = waiting.shift(); item && !this.isStopping && !this.isSpared; item = waiting.shift()) {
        await work(item);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  /** What fails because Salesforce is down is told once, by whoever found that out. */
  private failed(what: string, error: unknown, counts: SweepCounts): void {
    add(counts, 'failed');
    if (!this.isSpared) {
      this.options.onError(what, error);
    }
  }
}

/**
 * How much rarer to sweep when the org's API calls run low: those that are left are the callers'. At 15 seconds a sweep costs
 * 5,760 calls a day, and as many again with a channel for notices.
 */
export function thriftFactor(usage: ApiUsage | undefined): number {
  const used = usage && usage.limit > 0 ? usage.used / usage.limit : 0;
  return used < 0.7 ? 1 : used < 0.9 ? 4 : 20;
}

function add(counts: SweepCounts, kind: SweptKind): void {
  counts[kind] = (counts[kind] ?? 0) + 1;
}

function byLead(tasks: readonly ClosedTask[]): Map<string, ClosedTask[]> {
  const lists = new Map<string, ClosedTask[]>();
  for (const task of tasks) {
    lists.set(task.leadId, [...(lists.get(task.leadId) ?? []), task]);
  }
  return lists;
}

function watchedIds({ handoffs }: DueReading): Set<string> {
  const ids = handoffs
    .map(({ state }) => state)
    .filter(({ phase }) => phase === 'callback' || phase === 'booked')
    .flatMap(({ taskId, eventId, leadId }) => [taskId, eventId, leadId])
    .flatMap((id) => (id === null ? [] : id.slice(0, 15)));
  return new Set(ids);
}
