/** Baton put together: routing, the steps after it, meetings, notices and what runs in the background. */
import { randomUUID } from 'node:crypto';
import { CalendarBook } from './calendars/calendarBook.ts';
import { icalendarFeed } from './calendars/icalendarFeed.ts';
import { ChangeListener } from './changes.ts';
import type { QualifiedCall } from './domain/call.ts';
import { BatonError } from './domain/errors.ts';
import type { HandoffDesk } from './handoffDesk.ts';
import { HandoffHub } from './handoffHub.ts';
import { HandoffSteps } from './handoffSteps.ts';
import { MeetingDesk } from './meetingDesk.ts';
import { NoticeDesk, type NoticeMetrics } from './notices/noticeDesk.ts';
import type { NoticeSender } from './notices/noticeSender.ts';
import { hoursNamed } from './orgFacts.ts';
import { RepCalendars } from './repCalendars.ts';
import { Router, type Routed, type RouterOptions, type WrittenStep } from './routeLead.ts';
import { eventCalendar } from './salesforce/eventCalendar.ts';
import { SalesforceNotices } from './salesforce/noticeRecords.ts';
import { readPresence } from './salesforce/presence.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import { StartedCalls } from './startedCalls.ts';
import { Sweep, type SweepCounts } from './sweep.ts';
import { noticesForStep } from './stepNotices.ts';

const dayMs = 24 * 3_600_000;

export interface BatonOptions {
  salesforce: Salesforce;
  /** Longest a call may wait for Salesforce, in milliseconds. Default 3000. */
  deadlineMs?: number;
  /** ISO 3166-1 code assumed for numbers without a country code. Default `US`. */
  country?: string;
  /** Default: the machine's clock. */
  now?: () => Date;
  /** Channels over which reps are told. Default: none. */
  noticeSenders?: readonly NoticeSender[];
  noticeMetrics?: NoticeMetrics;
  /** The entry of the assignment rule by which Salesforce chose an owner. Default: nobody can tell. */
  matchedEntry?: RouterOptions['matchedEntry'];
  /** Hears of each step that was written. */
  onStep?: (step: WrittenStep) => void;
  /** Something that a snapshot of the org holds has changed. */
  onOrgChanged?: () => void;
  /** Hears of whatever goes wrong in the background, with what was being done. */
  onError?: (what: string, error: unknown) => void;
  /** Hears how much of each kind a sweep has acted on; nothing of one that found nothing. */
  onSwept?: (counts: SweepCounts) => void;
  /** Mean pause between two sweeps, in milliseconds. Default 15,000. */
  sweepEveryMs?: number;
}

export class Baton {
  readonly router: Router;
  readonly steps: HandoffSteps;
  readonly meetings: MeetingDesk;
  readonly hub = new HandoffHub();
  readonly startedCalls: StartedCalls;
  readonly calendars: RepCalendars;
  readonly notices: NoticeDesk;
  readonly sweep: Sweep;
  private readonly changes: ChangeListener;
  readonly now: () => Date;

  constructor(options: BatonOptions) {
    const { salesforce, deadlineMs = 3000, country = 'US', now = () => new Date(), noticeSenders = [] } = options;
    const onError = options.onError ?? (() => undefined);
    const failing = (what: string) => (error: unknown) => onError(what, error);
    this.now = now;
    this.startedCalls = new StartedCalls({ salesforce, country, now, onError: failing('looking up a caller') });
    this.calendars = new RepCalendars(
      new CalendarBook({
        sources: [
          eventCalendar(salesforce, {
            deadlineMs,
            onError: ({ reason, ...event }) => onError(`reading an event (${reason})`, event)
          }),
          icalendarFeed({ onError: ({ reason, ...feed }) => onError(`reading a calendar feed (${reason})`, feed) })
        ],
        readPresence: (repIds) => readPresence(salesforce, repIds, { deadlineMs, now: () => now().getTime() }),
        hoursFor: ({ businessHours }) =>
          businessHours === null ? undefined : hoursNamed(this.router.facts.hours.known ?? [], businessHours),
        now: () => now().getTime(),
        horizonMs: 32 * dayMs,
        onError: (source, error) => onError(`reading the calendar ${source}`, error)
      })
    );
    this.notices = new NoticeDesk({
      senders: noticeSenders,
      records: new SalesforceNotices(salesforce, { onError: failing('writing a notice') }),
      now,
      newToken: randomUUID,
      ...(options.noticeMetrics ? { metrics: options.noticeMetrics } : {}),
      onError: failing('sending notices')
    });
    this.router = new Router({
      salesforce,
      deadlineMs,
      country,
      now,
      calendars: this.calendars,
      onBackgroundError: failing('reading from Salesforce in the background'),
      findCaller: (call, request) => this.findCaller(call, request),
      ...(options.matchedEntry ? { matchedEntry: options.matchedEntry } : {}),
      noticesFor: (planned) => noticesForStep(planned, this.notices.channels, now()),
      onStep: (step) => {
        const { handoffId, noticeIds, write, dropped } = step;
        options.onStep?.(step);
        if (dropped.length > 0) {
          // A next step stands all the same; whoever set the org up should know what is missing.
          const text = `The org refused the ${dropped.join(' and ')} of a step.`;
          onError('writing a step', new BatonError('salesforcePermission', text));
        }
        this.hub.tell(handoffId);
        this.notices.sendSoon(noticeIds);
        this.notices.offersEnded(write.changes.flatMap(({ id, status }) => (status === undefined ? [] : id)));
      }
    });
    this.steps = new HandoffSteps({ router: this.router, calendarOf: (repId) => this.calendars.get(repId) });
    const { router, steps, calendars, hub } = this;
    this.meetings = new MeetingDesk({ router, steps, calendars });
    this.sweep = new Sweep({
      router,
      steps,
      calendars,
      notices: this.notices,
      onError,
      ...(options.onSwept ? { onSwept: options.onSwept } : {}),
      ...(options.sweepEveryMs === undefined ? {} : { everyMs: options.sweepEveryMs })
    });
    this.changes = new ChangeListener({
      router,
      steps,
      hub,
      calendars,
      sweep: this.sweep,
      ...(options.onOrgChanged ? { onOrgChanged: options.onOrgChanged } : {}),
      onError
    });
  }

  /** Begins the work in the background: sweeping for what is due, and hearing what people do in Salesforce. */
  start(): void {
    this.sweep.start();
    this.changes.start();
  }

  /** Ends the work in the background, when what has been begun is done. It can be started again. */
  async stop(): Promise<void> {
    await Promise.all([this.changes.stop(), this.sweep.stop()]);
    await this.notices.idle();
  }

  /** Routes one call. @throws BatonError */
  route(call: QualifiedCall): Promise<Routed> {
    return this.router.route(call);
  }

  /** Reads what must be known before the first call. @throws BatonError */
  async warmUp(): Promise<void> {
    await this.router.warmUp();
  }

  /** @throws BatonError when the org cannot be worked with */
  async ready(): Promise<{ salesforce: 'up' }> {
    await this.router.ready();
    return { salesforce: 'up' };
  }

  /** Everything that happens to a handoff after its first answer. */
  get handoffs(): HandoffDesk {
    return {
      read: (ref) => this.steps.read(ref),
      outcome: (ref, { outcome, repId }) =>
        this.steps.apply(ref, { event: outcome, ...(repId === undefined ? {} : { repId }) }),
      slots: (ref, wish) => this.meetings.slots(ref, wish),
      book: (ref, wish) => this.meetings.book(ref, wish),
      cancel: (ref) => this.meetings.cancel(ref)
    };
  }

  private findCaller(
    { callId, caller }: QualifiedCall,
    request: Parameters<StartedCalls['find']>[2]
  ): ReturnType<StartedCalls['find']> {
    const { phone, email, company, postalCode, country } = caller;
    return this.startedCalls.find(callId, { phone, email, company, postalCode, country }, request);
  }
}
