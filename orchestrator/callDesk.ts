/**
 * Every call goes through here: its intent is written down before anything else, Salesforce is asked, and where Salesforce
 * cannot be worked with the caller still gets a next step. What could not be written waits in the journal.
 */
import type { QualifiedCall } from './domain/call.ts';
import { BatonError, type BatonErrorCode } from './domain/errors.ts';
import type { HandoffAnswer } from './domain/handoff.ts';
import type { Report } from './handoff/hearEvent.ts';
import type { HandoffDesk } from './handoffDesk.ts';
import type { OfflineDesk } from './offlineDesk.ts';
import type { PredictedHandoff } from './predictedHandoff.ts';
import type { ReportDesk } from './reportDesk.ts';
import type { Routed } from './routeLead.ts';
import { fromThrown } from './salesforce/salesforceErrors.ts';
import type { HandoffRef } from './salesforce/readHandoff.ts';
import { startTrace } from './salesforce/trace.ts';
import type { Journal } from './storage/journal.ts';
import type { Json, JournalEntry } from './storage/journalEntry.ts';

/** What the caller, or the org's own rules, must put right: no prediction helps. All else is no reason to drop a caller. */
const notOurs: readonly BatonErrorCode[] = [
  'invalidRequest',
  'unknownField',
  'rejectedBySalesforce',
  'unsupportedTeam'
];

/** Salesforce, and nobody else, is why it cannot be done now. */
const salesforcesOwn: readonly BatonErrorCode[] = [
  'salesforceUnavailable',
  'salesforceTimeout',
  'salesforceLimit',
  'salesforceAuthentication',
  'salesforcePermission',
  'tooMuchContention'
];

export interface CallDeskOptions {
  route: (call: QualifiedCall) => Promise<Routed>;
  /** Handoffs that Salesforce holds. */
  handoffs: HandoffDesk;
  offline: OfflineDesk;
  reports: ReportDesk;
  journal: Journal;
  now: () => Date;
  /** Longest that a caller waits for Salesforce, in milliseconds; what the journal takes before that is part of it. */
  mostMs: number;
  onError: (what: string, error: unknown) => void;
  /** Hears of each call that was answered without Salesforce, and why. */
  onPredicted: (code: BatonErrorCode) => void;
}

export class CallDesk {
  private readonly options: CallDeskOptions;
  private readonly inFlight = new Map<string, Promise<Routed>>();
  /** Reports about one call are taken one after another: each begins from what the one before left. */
  private readonly queues = new Map<string, Promise<unknown>>();

  constructor(options: CallDeskOptions) {
    this.options = options;
  }

  /**
   * Answers a call, whether or not Salesforce can be worked with.
   * @throws BatonError only for what the voice agent or the org's own rules must put right
   */
  route(call: QualifiedCall): Promise<Routed> {
    const running = this.inFlight.get(call.callId);
    if (running) {
      return running;
    }
    const routed = this.routeOnce(call).finally(() => this.inFlight.delete(call.callId));
    this.inFlight.set(call.callId, routed);
    return routed;
  }

  /** Handoffs wherever they stand. */
  get handoffs(): HandoffDesk {
    const { handoffs } = this.options;
    const elsewhere = async <T>(
      ref: HandoffRef,
      inJournal: (entry: JournalEntry, handoff: PredictedHandoff) => T | Promise<T>,
      inSalesforce: (ref: HandoffRef) => Promise<T>
    ): Promise<T> => {
      const entry = 'callId' in ref ? await this.entryOf(ref.callId) : undefined;
      return entry?.predicted === undefined ? inSalesforce(ref) : inJournal(entry, predictedOf(entry)!);
    };
    return {
      read: (ref) =>
        elsewhere(
          ref,
          ({ call }, handoff) => this.options.offline.answerFrom(call, handoff),
          (known) => this.inTime(handoffs.read(known))
        ),
      outcome: (ref, report) =>
        elsewhere(
          ref,
          ({ callId }) => this.reported(callId, ref, report),
          (known) => this.reportedToSalesforce(known, report)
        ),
      slots: (ref, wish) => elsewhere(ref, notWithoutSalesforce, (known) => this.inTime(handoffs.slots(known, wish))),
      book: (ref, wish) => elsewhere(ref, notWithoutSalesforce, (known) => this.inTime(handoffs.book(known, wish))),
      cancel: (ref) => elsewhere(ref, notWithoutSalesforce, (known) => this.inTime(handoffs.cancel(known)))
    };
  }

  /** An outcome of a handoff that Salesforce holds, whether or not it can be told now. */
  private async reportedToSalesforce(ref: HandoffRef, report: Parameters<HandoffDesk['outcome']>[1]): Promise<Routed> {
    const { handoffs, reports } = this.options;
    const handoffId = 'handoffId' in ref ? ref.handoffId : `call:${ref.callId}`;
    try {
      const routed = await this.inTime(handoffs.outcome(ref, report));
      reports.remember(undefined, routed.answer, handoffId);
      return routed;
    } catch (error) {
      const { code } = fromThrown(error);
      const answer = salesforcesOwn.includes(code) ? await reports.answer(handoffId, report) : undefined;
      if (!answer) {
        throw error;
      }
      this.options.onError('telling Salesforce an outcome', error);
      this.options.onPredicted(code);
      return { answer, trace: startTrace(), lostRaces: 0, repeated: false, assignedTo: null };
    }
  }

  private async routeOnce(call: QualifiedCall): Promise<Routed> {
    const { journal, now, mostMs } = this.options;
    const untilMs = performance.now() + mostMs;
    const begun = await this.tolerantly('writing a call down', journal.begin(call.callId, call, now()));
    const before = begun && predictedOf(begun.entry);
    if (begun && before) {
      return this.routed(begun.entry.call, before, true);
    }
    try {
      const routed = await this.inTime(this.options.route(call), untilMs);
      await this.tolerantly('striking a call out', journal.done(call.callId));
      this.options.reports.remember(call, routed.answer);
      return routed;
    } catch (error) {
      const { code } = fromThrown(error);
      if (notOurs.includes(code)) {
        await this.tolerantly('striking a call out', journal.done(call.callId));
        throw error;
      }
      this.options.onError('asking Salesforce about a call', error);
      return this.predict(call, code, begun?.entry);
    }
  }

  private async predict(call: QualifiedCall, code: BatonErrorCode, entry: JournalEntry | undefined): Promise<Routed> {
    const handoff = this.options.offline.answer(call);
    if (!entry) {
      // Neither Salesforce nor the journal: nothing would bring this call to Salesforce, so nothing may be promised.
      throw new BatonError('salesforceUnavailable', 'Neither Salesforce nor the journal can be written to.');
    }
    await this.options.journal.predicted(call.callId, handoff as unknown as Json);
    this.options.onPredicted(code);
    return this.routed(call, handoff, false);
  }

  /** An outcome of a handoff that Salesforce does not know yet. */
  private reported(callId: string, ref: HandoffRef, report: Parameters<HandoffDesk['outcome']>[1]): Promise<Routed> {
    const turn = (this.queues.get(callId) ?? Promise.resolve()).then(async () => {
      const entry = await this.entryOf(callId);
      const handoff = entry && predictedOf(entry);
      if (!entry || !handoff) {
        return this.reportedToSalesforce(ref, report);
      }
      const heard: Report = { event: report.outcome, ...(report.repId === undefined ? {} : { repId: report.repId }) };
      const after = this.options.offline.apply(entry.call, handoff, heard);
      if (after === undefined) {
        return this.routed(entry.call, handoff, true);
      }
      // One that is being written at this moment is written once more; one that is struck out Salesforce knows.
      const isKept = await this.options.journal.update(callId, after as unknown as Json);
      return isKept ? this.routed(entry.call, after, false) : this.reportedToSalesforce(ref, report);
    });
    const settled = turn
      .catch(() => undefined)
      .finally(() => {
        if (this.queues.get(callId) === settled) {
          this.queues.delete(callId);
        }
      });
    this.queues.set(callId, settled);
    return turn;
  }

  private routed(call: QualifiedCall, handoff: PredictedHandoff, repeated: boolean): Routed {
    const answer: HandoffAnswer = this.options.offline.answerFrom(call, handoff);
    // Salesforce may hold it soon, and be out of reach again.
    this.options.reports.remember(call, answer);
    return { answer, trace: startTrace(), lostRaces: 0, repeated, assignedTo: handoff.assignedTo };
  }

  private entryOf(callId: string): Promise<JournalEntry | undefined> {
    return this.tolerantly('reading the journal', this.options.journal.read(callId));
  }

  /**
   * Each request has its deadline, but what is read once for all has one of its own: a caller waits for neither longer than
   * this. What goes on behind is found when Salesforce is read again.
   * @param untilMs milliseconds of this process's clock
   */
  private async inTime<T>(work: Promise<T>, untilMs = performance.now() + this.options.mostMs): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const text = 'Salesforce did not answer in time.';
      timer = setTimeout(
        () => reject(new BatonError('salesforceTimeout', text)),
        Math.max(1, untilMs - performance.now())
      );
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The journal must not be what drops a caller while Salesforce works. */
  private async tolerantly<T>(what: string, work: Promise<T>): Promise<T | undefined> {
    try {
      return await work;
    } catch (error) {
      this.options.onError(what, error);
      return undefined;
    }
  }
}

/** What was answered without Salesforce; undefined for an intent without an answer. */
export function predictedOf({ predicted }: JournalEntry): PredictedHandoff | undefined {
  const handoff = predicted as unknown as (PredictedHandoff & { kind?: string }) | undefined;
  return handoff?.kind === undefined ? handoff : undefined;
}

function notWithoutSalesforce(): never {
  throw new BatonError('salesforceUnavailable', 'Meetings need Salesforce, which has not been written to yet.');
}
