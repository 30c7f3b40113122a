/**
 * Keeps Baton answering while Salesforce is slow or down, and brings what was answered to Salesforce when it is back: the
 * journal, the snapshot of the org, the desk that goes on without it, and the drain.
 */
import type { Baton } from './baton.ts';
import { CallDesk, predictedOf } from './callDesk.ts';
import type { QualifiedCall } from './domain/call.ts';
import type { BatonErrorCode } from './domain/errors.ts';
import { openOffer } from './domain/handoffState.ts';
import { Drain } from './drain.ts';
import type { HandoffDesk } from './handoffDesk.ts';
import { OfflineDesk } from './offlineDesk.ts';
import { PredictedWriter } from './predictedWriter.ts';
import { ReportDesk } from './reportDesk.ts';
import { isLive } from './routing/availability.ts';
import type { Routed, WrittenStep } from './routeLead.ts';
import { readBusinessHours } from './salesforce/businessHours.ts';
import type { Circuit } from './salesforce/circuit.ts';
import { leadFromCall } from './salesforce/fieldMap.ts';
import { readSnapshot } from './salesforce/readSnapshot.ts';
import type { Salesforce } from './salesforce/salesforce.ts';
import type { OrgSnapshot } from './snapshot/orgSnapshot.ts';
import { agreement, matchedEntry, predictOwner, type MatchedEntry, type Prediction } from './snapshot/predictOwner.ts';
import { SnapshotKeeper } from './snapshot/snapshotKeeper.ts';
import type { Database } from './storage/database.ts';
import { Journal, type JournalCounts } from './storage/journal.ts';
import { LiveOffers } from './storage/liveOffers.ts';
import { SnapshotStore } from './storage/snapshotStore.ts';

/** Hears what an operator wants to count. */
export interface ContinuityMetrics {
  countPredicted: (code: BatonErrorCode) => void;
  countAgreement: (verdict: 'agrees' | 'differs' | 'open') => void;
  countDrained: (calls: number) => void;
}

export interface ContinuityOptions {
  baton: Baton;
  salesforce: Salesforce;
  circuit: Circuit;
  database: Database;
  /** Which org the database's rows belong to. */
  org: string;
  instanceId: string;
  deadlineMs: number;
  country: string;
  rulesFile: string | undefined;
  /** Username. */
  fallbackOwner: string | undefined;
  now: () => Date;
  onError: (what: string, error: unknown) => void;
  /** Hears what an operator may want to know and nobody need mend. */
  onNote: (text: string) => void;
  metrics: ContinuityMetrics;
  /** Between two looks at the journal, in milliseconds. Default 5,000. */
  drainEveryMs?: number;
}

/** What deciding and writing the journal may take on top of Salesforce's deadline; with 3,000 ms the reply stays under 4 s. */
const graceMs = 200;

export class Continuity {
  readonly journal: Journal;
  readonly keeper: SnapshotKeeper;
  private readonly options: ContinuityOptions;
  private readonly desk: CallDesk;
  private readonly offline: OfflineDesk;
  private readonly drain: Drain;
  private readonly liveOffers: LiveOffers;
  private readonly predictions = new WeakMap<QualifiedCall, { prediction: Prediction; runningUserId: string }>();
  private timer: NodeJS.Timeout | undefined;
  private hasToldOfHolidays = false;

  constructor(options: ContinuityOptions) {
    this.options = options;
    const { baton, salesforce, circuit, database, org, deadlineMs, country, now, onError, metrics } = options;
    const { rulesFile, fallbackOwner } = options;
    this.journal = new Journal(database, { org, now });
    this.liveOffers = new LiveOffers(database, { org });
    this.keeper = new SnapshotKeeper({
      read: (previous) =>
        readSnapshot(salesforce, {
          deadlineMs: Math.max(deadlineMs, 10_000),
          country,
          now: now(),
          ...(previous ? { previous } : {}),
          readHours: () =>
            readBusinessHours(salesforce, {
              deadlineMs: Math.max(deadlineMs, 10_000),
              now: now(),
              onHolidaysCloseAll: () => this.tellOnce()
            }),
          ...(rulesFile === undefined ? {} : { rulesFile }),
          ...(fallbackOwner === undefined ? {} : { usernames: [fallbackOwner] })
        }),
      store: new SnapshotStore<OrgSnapshot>(database, { org }),
      now,
      // Calendars of everyone who may be asked, so that no first call of a team waits for them.
      onRead: ({ teams }) => void baton.calendars.ensure(teams.flatMap(({ members }) => members)),
      onError: (error) => onError('keeping the snapshot', error)
    });
    this.offline = new OfflineDesk({
      snapshot: () => this.keeper.current(),
      reservations: baton.router.reservations,
      calendars: baton.calendars,
      fallbackOwner,
      now
    });
    this.desk = new CallDesk({
      route: (call) => this.routeAndCompare(call),
      handoffs: baton.handoffs,
      offline: this.offline,
      reports: new ReportDesk({
        reservations: baton.router.reservations,
        liveOffers: this.liveOffers,
        journal: this.journal,
        now,
        dueAt: ({ rep, team }) => this.offline.dueAt(rep, team)
      }),
      journal: this.journal,
      now,
      mostMs: deadlineMs + graceMs,
      onError,
      onPredicted: (code) => metrics.countPredicted(code)
    });
    this.drain = new Drain({
      journal: this.journal,
      writer: new PredictedWriter(baton.router),
      route: (call) => baton.route(call),
      outcome: baton.handoffs.outcome,
      contactMade: (ref, at) => baton.steps.apply(ref, { event: 'contactMade', at }),
      isOpen: () => circuit.status.state === 'closed',
      instanceId: options.instanceId,
      onError
    });
  }

  /** Takes up what an earlier process left, and begins the work in the background. Never throws. */
  async start(): Promise<void> {
    await this.recall();
    await this.keeper.start();
    const { drainEveryMs = 5_000 } = this.options;
    this.timer = setInterval(() => void this.drainNow(), drainEveryMs);
    this.timer.unref();
    void this.drainNow();
  }

  /** Ends the work in the background; what still waits stays in the journal. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.keeper.stop();
    await this.drain.run();
  }

  /** Answers a call, whether or not Salesforce can be worked with. @throws BatonError for what the sender must put right */
  route(call: QualifiedCall): Promise<Routed> {
    return this.desk.route(call);
  }

  /** @throws BatonError when neither Salesforce nor a snapshot is there to answer from */
  async ready(): Promise<{ salesforce: 'up' | 'down' }> {
    try {
      return await this.options.baton.ready();
    } catch (error) {
      if (this.canPredict) {
        return { salesforce: 'down' };
      }
      throw error;
    }
  }

  get handoffs(): HandoffDesk {
    return this.desk.handoffs;
  }

  /** Keeps whose phone rings, and who talks, for a process that may start without Salesforce. */
  stepWritten({ call, write, before }: WrittenStep): void {
    const { opens, phase } = write;
    const offer = opens ?? (before && openOffer(before));
    const isOn = offer !== undefined && (phase === 'ringing' || phase === 'accepted');
    const kept = isOn
      ? this.liveOffers.keep({ ...offer, callId: call.callId, status: phase })
      : this.liveOffers.end(call.callId);
    kept.catch((error: unknown) => this.options.onError('keeping whose phone rings', error));
  }

  /** Writes what waits, when Salesforce may be asked. Never throws. @returns how many calls were written */
  async drainNow(): Promise<number> {
    const written = await this.drain.run();
    if (written > 0) {
      this.options.metrics.countDrained(written);
    }
    return written;
  }

  /** What waits, and what failed. @throws BatonError when the journal cannot be read */
  waiting(): Promise<JournalCounts> {
    return this.journal.counts();
  }

  /** Whether a caller would be answered by prediction if Salesforce were down. */
  get canPredict(): boolean {
    return this.keeper.current() !== undefined;
  }

  /**
   * The entry of the assignment rule that a lead matched, worked out from the snapshot: costs no request.
   * @param ownerId whom Salesforce's rules chose
   */
  matchedEntry(call: QualifiedCall, ownerId: string): MatchedEntry | undefined {
    const predicted = this.prediction(call);
    return predicted && matchedEntry(predicted.prediction, ownerId, predicted.runningUserId);
  }

  /** Each lead that the rules assign is compared with what would have been predicted. */
  private async routeAndCompare(call: QualifiedCall): Promise<Routed> {
    const routed = await this.options.baton.route(call);
    const predicted = routed.assignedTo === null ? undefined : this.prediction(call);
    if (predicted) {
      const verdict = agreement(predicted.prediction, routed.assignedTo!, predicted.runningUserId);
      this.options.metrics.countAgreement(verdict);
    }
    return routed;
  }

  /** What the snapshot says of a call, worked out once; undefined without a snapshot. */
  private prediction(call: QualifiedCall): { prediction: Prediction; runningUserId: string } | undefined {
    const known = this.predictions.get(call);
    const snapshot = this.keeper.current();
    if (known || !snapshot) {
      return known;
    }
    const prediction = predictOwner(snapshot, leadFromCall(call), this.options.now());
    const predicted = { prediction, runningUserId: snapshot.runningUser.id };
    this.predictions.set(call, predicted);
    return predicted;
  }

  /** An operator should know that holidays close more than they ought to; once is enough. */
  private tellOnce(): void {
    if (!this.hasToldOfHolidays) {
      this.hasToldOfHolidays = true;
      this.options.onNote('the integration user may not read which hours a holiday closes: each closes all of them');
    }
  }

  private async recall(): Promise<void> {
    const { baton, now } = this.options;
    try {
      for (const offer of await this.liveOffers.load()) {
        if (isLive({ ...offer, id: null, holdsLiveKey: true }, now())) {
          baton.router.reservations.remember(offer.callId, offer, now());
        } else {
          await this.liveOffers.end(offer.callId);
        }
      }
      for (const entry of await this.journal.waiting(1000)) {
        const handoff = predictedOf(entry);
        if (handoff) {
          this.offline.recall(entry.call, handoff);
        }
      }
    } catch (error) {
      this.options.onError('reading the journal', error);
    }
  }
}
