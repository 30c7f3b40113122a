/**
 * What became of an offer, told while Salesforce cannot be worked with, of a handoff that Salesforce holds. The caller is on
 * the line, so the answer cannot wait: a rep who has taken the call has it, and otherwise the rep who was asked owes a call.
 * The report waits in the journal and is told to Salesforce when it is back.
 */
import type { QualifiedCall } from './domain/call.ts';
import type { HandoffAnswer, NextStep } from './domain/handoff.ts';
import type { Outcome } from './domain/outcome.ts';
import { sayNextStep } from './handoff/say.ts';
import type { Reservations } from './reservations.ts';
import type { Journal } from './storage/journal.ts';
import type { LiveOffers } from './storage/liveOffers.ts';
import type { Json, JournalEntry } from './storage/journalEntry.ts';

/** What the journal keeps of it. Plain JSON. */
export interface WaitingReports {
  version: 1;
  kind: 'reports';
  handoffId: string;
  /** In the order in which they were told, as Salesforce shall hear them. */
  reports: { outcome: Outcome; repId?: string }[];
  /** What was answered last. */
  answer: HandoffAnswer;
}

/** Answers that are remembered, so that a report can be answered without Salesforce. */
const mostRemembered = 5_000;

export interface ReportDeskOptions {
  journal: Journal;
  reservations: Reservations;
  liveOffers: LiveOffers;
  now: () => Date;
  /** When a callback that a rep owes from now is due. ISO 8601 UTC. */
  dueAt: (answer: HandoffAnswer) => string;
}

export class ReportDesk {
  private readonly options: ReportDeskOptions;
  private readonly remembered = new Map<string, { call: QualifiedCall; answer: HandoffAnswer }>();

  constructor(options: ReportDeskOptions) {
    this.options = options;
  }

  /**
   * The last answer about a handoff.
   * @param handoffId by which it was asked for: whoever was answered before Salesforce was may go on with `call:<call id>`
   */
  remember(call: QualifiedCall | undefined, answer: HandoffAnswer, handoffId = answer.handoffId): void {
    const known = call ?? this.remembered.get(keyOf(handoffId))?.call;
    if (!known) {
      return;
    }
    for (const key of new Set([keyOf(handoffId), keyOf(answer.handoffId)])) {
      this.remembered.delete(key);
      this.remembered.set(key, { call: known, answer });
    }
    for (const oldest of this.remembered.keys()) {
      if (this.remembered.size <= mostRemembered) {
        return;
      }
      this.remembered.delete(oldest);
    }
  }

  /**
   * Answers a report without Salesforce, and keeps it.
   * @returns undefined when nothing is known of the handoff here
   */
  async answer(handoffId: string, report: { outcome: Outcome; repId?: string }): Promise<HandoffAnswer | undefined> {
    const { journal, now } = this.options;
    const known = this.remembered.get(keyOf(handoffId));
    if (!known) {
      return undefined;
    }
    const key = journalKey(handoffId);
    const { entry } = await journal.begin(key, known.call, now());
    const before = reportsOf(entry);
    const standing = before?.answer ?? known.answer;
    const isStale = report.repId !== undefined && standing.rep?.id.slice(0, 15) !== report.repId.slice(0, 15);
    if (isStale || standing.phase === 'callback' || standing.phase === 'completed') {
      return standing;
    }
    const answer = this.after(standing, report.outcome);
    // Whoever was promised a callback is owed it: Salesforce shall not ring another phone for them.
    const told = answer.phase === 'callback' ? { outcome: 'callerLeft' as const } : report;
    const waiting: WaitingReports = {
      version: 1,
      kind: 'reports',
      handoffId,
      reports: [...(before?.reports ?? []), told],
      answer
    };
    await journal.predicted(key, waiting as unknown as Json);
    this.remember(known.call, answer, handoffId);
    await this.reserve(answer);
    return answer;
  }

  /** A talk keeps its rep from other calls; whoever rings no more can be rung again. */
  private async reserve({ callId, rep, phase, nextStep }: HandoffAnswer): Promise<void> {
    const { reservations, liveOffers, now } = this.options;
    if (rep && phase === 'accepted') {
      const talk = { repId: rep.id, status: phase, offeredAt: now().toISOString(), expiresAt: nextStep.at };
      reservations.remember(callId, talk, now());
      await liveOffers.keep({ ...talk, callId });
    } else {
      reservations.release(callId, rep?.id);
      await liveOffers.end(callId);
    }
  }

  private after(answer: HandoffAnswer, outcome: Outcome): HandoffAnswer {
    const { rep } = answer;
    const at = this.options.now();
    const stepTo = (phase: HandoffAnswer['phase'], nextStep: NextStep): HandoffAnswer => ({
      ...answer,
      phase,
      predicted: true,
      nextStep,
      whisper: nextStep.kind === 'transfer' ? answer.whisper : null,
      say: sayNextStep(nextStep, phase, rep, { timeZone: null, now: at })
    });
    if (outcome === 'accepted') {
      return stepTo('accepted', answer.nextStep);
    }
    if (outcome === 'ended') {
      return stepTo('completed', { kind: 'completed', repId: rep?.id ?? null, at: at.toISOString() });
    }
    return stepTo('callback', { kind: 'callback', repId: rep?.id ?? null, at: this.options.dueAt(answer) });
  }
}

/** What waits to be told of a handoff; undefined for an entry of another kind. */
export function reportsOf({ predicted }: JournalEntry): WaitingReports | undefined {
  const waiting = predicted as unknown as WaitingReports | undefined;
  return waiting?.kind === 'reports' ? waiting : undefined;
}

function journalKey(handoffId: string): string {
  return `reports:${keyOf(handoffId)}`;
}

/** A Salesforce id may come with 15 or 18 characters. */
function keyOf(handoffId: string): string {
  return handoffId.startsWith('call:') ? handoffId : handoffId.slice(0, 15);
}
