/**
 * Plays a story of an outage: the real desk, journal and drain, at an org of which only this is known: it keeps what it is
 * told, it may fail before or after it did the work, and a request may reach it after its sender has died.
 */
import { setImmediate as rest } from 'node:timers/promises';
import { vi } from 'vitest';
import { CallDesk, predictedOf } from '../../orchestrator/callDesk.ts';
import type { QualifiedCall } from '../../orchestrator/domain/call.ts';
import { BatonError } from '../../orchestrator/domain/errors.ts';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import type { Outcome } from '../../orchestrator/domain/outcome.ts';
import { Drain } from '../../orchestrator/drain.ts';
import { OfflineDesk } from '../../orchestrator/offlineDesk.ts';
import type { PredictedWriter } from '../../orchestrator/predictedWriter.ts';
import { ReportDesk } from '../../orchestrator/reportDesk.ts';
import { Reservations } from '../../orchestrator/reservations.ts';
import type { OrgSnapshot } from '../../orchestrator/snapshot/orgSnapshot.ts';
import type { Database } from '../../orchestrator/storage/database.ts';
import { Journal } from '../../orchestrator/storage/journal.ts';
import { LiveOffers } from '../../orchestrator/storage/liveOffers.ts';
import { call as anyCall } from './handoff/modelHandoff.ts';
import { OutageOrg, type Fault } from './outageOrg.ts';

export type Happening =
  | { kind: 'call'; callId: string }
  | { kind: 'report'; callId: string; outcome: Outcome }
  /** One of the requests that wait for the org is answered, or is not. */
  | { kind: 'org'; which: number; fault: Fault }
  /** Callers wait no longer for Salesforce. */
  | { kind: 'timeOut' }
  /** The process is killed and starts again; of its requests so many reach the org later. */
  | { kind: 'kill'; late: number }
  | { kind: 'drain' }
  | { kind: 'wait'; ms: number };

const mostMs = 3_200;

export class OutagePlay {
  readonly org = new OutageOrg(() => new Date(this.nowMs));
  /** The last answer that each caller's agent has heard. */
  readonly acknowledged = new Map<string, HandoffAnswer>();
  /** Reps whose acceptance was confirmed to the agent, by call. */
  readonly spoken = new Map<string, Set<string>>();
  /** Calls that were refused: there may be none. */
  readonly refused: string[] = [];
  private nowMs = Date.parse('2026-11-23T17:00:00Z');
  private life = 0;
  private readonly reporting = new Set<string>();
  private readonly database: Database;
  private readonly orgKey: string;
  private readonly snapshot: OrgSnapshot | undefined;
  private service!: { desk: CallDesk; drain: Drain };

  constructor(database: Database, orgKey: string, snapshot: OrgSnapshot | undefined) {
    this.database = database;
    this.orgKey = orgKey;
    this.snapshot = snapshot;
  }

  async run(happenings: readonly Happening[]): Promise<void> {
    await this.start();
    for (const happening of happenings) {
      await this.happen(happening);
      await this.settle();
    }
    await this.comeToRest();
  }

  /** What waits in the journal. */
  get journal(): Journal {
    return new Journal(this.database, { org: this.orgKey, now: () => new Date(this.nowMs) });
  }

  private async happen(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case 'call':
        return void this.place(happening.callId);
      case 'report':
        return void this.report(happening.callId, happening.outcome);
      case 'org':
        return this.org.goOn(happening.which, happening.fault);
      case 'timeOut':
        this.nowMs += mostMs;
        return void vi.advanceTimersByTime(mostMs + 1);
      case 'kill':
        this.org.senderDied(happening.late);
        vi.clearAllTimers();
        return this.start();
      case 'drain':
        return void this.service.drain.run();
      case 'wait':
        this.nowMs += happening.ms;
    }
  }

  private async start(): Promise<void> {
    this.life += 1;
    this.reporting.clear();
    const { database, orgKey, journal, org } = this;
    const now = (): Date => new Date(this.nowMs);
    const reservations = new Reservations(3_000);
    const nobodys = { get: () => undefined, ensure: () => Promise.resolve() };
    const offline = new OfflineDesk({
      snapshot: () => this.snapshot,
      reservations,
      calendars: nobodys,
      fallbackOwner: undefined,
      now
    });
    const reports = new ReportDesk({
      journal,
      reservations,
      liveOffers: new LiveOffers(database, { org: orgKey }),
      now,
      dueAt: () => new Date(this.nowMs + 3_600_000).toISOString()
    });
    const onError = (): void => undefined;
    const route = (call: QualifiedCall) => org.route(call);
    const { handoffs } = org;
    this.service = {
      desk: new CallDesk({ route, handoffs, offline, reports, journal, now, mostMs, onError, onPredicted: onError }),
      drain: new Drain({
        journal,
        writer: org.writer as unknown as PredictedWriter,
        route,
        outcome: handoffs.outcome,
        contactMade: (ref) => org.contactMade(ref),
        isOpen: () => true,
        instanceId: `life ${this.life}`,
        onError
      })
    };
    for (const entry of await journal.waiting(1000)) {
      const handoff = predictedOf(entry);
      if (handoff) {
        offline.recall(entry.call, handoff);
      }
    }
  }

  private async place(callId: string): Promise<void> {
    const { life } = this;
    try {
      const { answer } = await this.service.desk.route({ ...anyCall, callId });
      if (life === this.life) {
        this.acknowledged.set(callId, answer);
      }
    } catch (error) {
      this.refused.push(`${callId}: ${String(error)}`);
    }
  }

  /** An agent reports of the rep whose phone it has ringing, one report after another. */
  private async report(callId: string, outcome: Outcome): Promise<void> {
    const { life } = this;
    const heard = this.acknowledged.get(callId);
    const repId = heard?.rep?.id;
    if (!heard || repId === undefined || this.reporting.has(callId)) {
      return;
    }
    this.reporting.add(callId);
    if (outcome !== 'accepted' && outcome !== 'ended') {
      // Takes back what was said before, whether or not the agent hears that it did.
      this.spoken.delete(callId);
    }
    const isPredicted = heard.handoffId.startsWith('call:');
    const ref = isPredicted ? { callId } : { handoffId: heard.handoffId };
    try {
      const { answer } = await this.service.desk.handoffs.outcome(ref, { outcome, repId });
      if (life === this.life) {
        this.acknowledged.set(callId, answer);
        if (outcome === 'accepted' && answer.phase === 'accepted' && answer.rep?.id === repId) {
          this.spoken.set(callId, (this.spoken.get(callId) ?? new Set()).add(repId));
        }
      }
    } catch (error) {
      // An agent that is told to, sends it again.
      if (!(error instanceof BatonError && error.status >= 500)) {
        this.refused.push(`${outcome} of ${callId}: ${String(error)}`);
      }
    } finally {
      if (life === this.life) {
        this.reporting.delete(callId);
      }
    }
  }

  /** The org works from now on, and the service has time. */
  private async comeToRest(): Promise<void> {
    for (let round = 0; round < 12; round += 1) {
      this.nowMs += 10 * 60_000;
      void this.service.drain.run();
      await this.settle();
      while (this.org.isAsked) {
        this.org.goOn(0, 'none');
        await this.settle();
      }
    }
  }

  /** Until everything waits for the org, or for nothing. */
  private async settle(): Promise<void> {
    await rest();
    await rest();
  }
}
