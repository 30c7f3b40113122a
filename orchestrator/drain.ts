/**
 * Brings what waits in the journal to Salesforce: in order of arrival, once, and without undoing what people did meanwhile.
 * One instance drains at a time.
 */
import type { BatonErrorCode } from './domain/errors.ts';
import { predictedOf } from './callDesk.ts';
import type { HandoffDesk } from './handoffDesk.ts';
import type { PredictedWriter } from './predictedWriter.ts';
import { reportsOf, type WaitingReports } from './reportDesk.ts';
import type { Routed } from './routeLead.ts';
import type { QualifiedCall } from './domain/call.ts';
import type { HandoffRef } from './salesforce/readHandoff.ts';
import { fromThrown } from './salesforce/salesforceErrors.ts';
import type { Journal } from './storage/journal.ts';
import type { JournalEntry } from './storage/journalEntry.ts';

/** Longer than one write can take, so that no other instance takes an entry that is still being written. */
const leaseMs = 60_000;

/** These say that nothing will work now: the rest waits for the next run. */
const endsTheRun: readonly BatonErrorCode[] = [
  'salesforceUnavailable',
  'salesforceTimeout',
  'salesforceLimit',
  'salesforceAuthentication',
  'salesforcePermission'
];

export interface DrainOptions {
  journal: Journal;
  writer: PredictedWriter;
  route: (call: QualifiedCall) => Promise<Routed>;
  /** Tells Salesforce what became of an offer; what it has heard before changes nothing. */
  outcome: HandoffDesk['outcome'];
  /** Tells Salesforce that the caller has been spoken to. @param at ISO 8601 UTC */
  contactMade: (ref: HandoffRef, at: string) => Promise<unknown>;
  /** Whether Salesforce may be asked at all. */
  isOpen: () => boolean;
  instanceId: string;
  onError: (what: string, error: unknown) => void;
}

export class Drain {
  private readonly options: DrainOptions;
  private running: Promise<number> | undefined;

  constructor(options: DrainOptions) {
    this.options = options;
  }

  /** Writes all that is due. Never throws. @returns how many calls were written */
  run(): Promise<number> {
    this.running ??= this.drain().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async drain(): Promise<number> {
    const { journal, instanceId, isOpen, onError } = this.options;
    let written = 0;
    try {
      while (isOpen()) {
        const entry = await journal.claim(instanceId, leaseMs);
        if (!entry) {
          break;
        }
        const code = await this.write(entry);
        if (code === undefined) {
          written += 1;
        } else if (endsTheRun.includes(code)) {
          break;
        }
      }
    } catch (error) {
      onError('working through the journal', error);
    } finally {
      await journal.release(instanceId).catch((error: unknown) => onError('leaving the journal', error));
    }
    return written;
  }

  /** @returns what kept it from being written; undefined when it was */
  private async write(entry: JournalEntry): Promise<BatonErrorCode | undefined> {
    const { journal, writer, route, onError } = this.options;
    const handoff = predictedOf(entry);
    const reports = reportsOf(entry);
    try {
      if (reports) {
        await this.tell(reports, entry.arrivedAt);
      } else if (handoff) {
        await writer.write(entry.call, handoff);
      } else {
        // Whoever asked has no answer and has not asked again: the caller is gone, and is called back.
        await route({ ...entry.call, wish: 'callback' });
      }
      await journal.written(entry);
      return undefined;
    } catch (error) {
      const { code, message } = fromThrown(error);
      onError('writing a waiting call to Salesforce', error);
      await journal.failed(entry.callId, code, message);
      return code;
    }
  }

  private async tell({ handoffId, reports }: WaitingReports, at: string): Promise<void> {
    const { outcome, contactMade } = this.options;
    const ref = handoffId.startsWith('call:') ? { callId: handoffId.slice('call:'.length) } : { handoffId };
    for (const report of reports) {
      const { answer } = await outcome(ref, report);
      // The sweep may have been first, and owed them a call; but they have spoken.
      if (report.outcome === 'accepted' && answer.phase === 'callback') {
        await contactMade(ref, at);
      }
    }
  }
}
