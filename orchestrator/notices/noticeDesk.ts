/**
 * Tells what waits to be told. The org keeps the notices, so a process that dies loses none: another, or the same one after
 * a restart, finds them when their claim has run out.
 *
 * Sent once, with one exception that cannot be closed: neither Slack nor e-mail takes part in a transaction with the org.
 * A process that dies after a message has left and before that is noted makes it leave once more when the claim runs out.
 */
import type { NoticeChannel, NoticeKind } from '../domain/notice.ts';
import type { NoticeRecords, NoticeResult, QueuedNotice, WaitingNotice } from '../domain/noticeQueue.ts';
import type { NoticeSender, SendOutcome } from './noticeSender.ts';
import { whyOutdated } from './outdated.ts';

export interface NoticeDeskOptions {
  senders: readonly NoticeSender[];
  records: NoticeRecords;
  now: () => Date;
  /** A token that no other attempt has, of 36 characters at most; e.g. `randomUUID`. */
  newToken: () => string;
  /** Hears of everything that went wrong in the background. */
  onError: (error: unknown) => void;
  metrics?: NoticeMetrics;
}

export interface NoticeMetrics {
  countNotice(notice: { channel: NoticeChannel; kind: NoticeKind; outcome: NoticeResult['status'] }): void;
}

/** A composite call holds 25 subrequests, and a claim reads twice. */
const batchSize = 20;
/** Batches under way at once; more wait, and join. */
const mostBatches = 4;
/** Nobody waits for a notice, but one channel that hangs must not hold up the other for long. */
const sendDeadlineMs = 5000;
/** How long a claim holds: far longer than an attempt takes, or two would send. */
const claimMs = 60_000;
const mostAttempts = 8;
const firstPauseMs = 15_000;
const longestPauseMs = 15 * 60_000;
/** Rounds of one sweep, so that it ends while new notices keep coming. */
const mostRounds = 50;

export class NoticeDesk {
  private readonly options: NoticeDeskOptions;
  private readonly senders: ReadonlyMap<NoticeChannel, NoticeSender>;
  /** Told, but not noted in the org yet; nobody tells them again from here. */
  private readonly unsaved = new Map<string, NoticeResult>();
  private readonly soon: string[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(options: NoticeDeskOptions) {
    this.options = options;
    this.senders = new Map(options.senders.map((sender) => [sender.channel, sender]));
  }

  /** Channels that notices are to be written for. */
  get channels(): readonly NoticeChannel[] {
    return [...this.senders.keys()];
  }

  /** Tells these in the background: notices that have just been written and that nobody has tried yet. */
  sendSoon(noticeIds: readonly string[]): void {
    this.soon.push(...noticeIds);
    while (this.soon.length > 0 && this.underWay.size < mostBatches) {
      this.inBackground(this.tellSoon());
    }
  }

  /** Takes the buttons off the messages of these offers in the background. The sweep finds those that this misses. */
  offersEnded(offerIds: readonly string[]): void {
    if (offerIds.length > 0 && this.hasMessages) {
      this.inBackground(this.retract(offerIds));
    }
  }

  /** Tells everything that is due, and takes the buttons off messages whose offer has ended. Never throws. */
  async sweep(): Promise<void> {
    try {
      await this.saveUnsaved();
      for (let round = 0; round < mostRounds; round += 1) {
        const due = await this.options.records.due(this.options.now(), batchSize);
        const own = due.filter(({ id }) => !this.unsaved.has(id));
        const claimed = await this.tell(own);
        // A full round of notices that cannot be claimed would come again and again.
        if (due.length < batchSize || claimed === 0) {
          break;
        }
      }
      if (this.hasMessages) {
        await this.retract();
      }
    } catch (error) {
      this.options.onError(error);
    }
  }

  /** Ends when nothing is under way in the background any more. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0) {
      await Promise.all(this.underWay);
    }
  }

  private get hasMessages(): boolean {
    return this.options.senders.some((sender) => 'retract' in sender);
  }

  private inBackground(work: Promise<void>): void {
    const done = work.catch(this.options.onError).finally(() => {
      this.underWay.delete(done);
      this.sendSoon([]);
    });
    this.underWay.add(done);
  }

  private async tellSoon(): Promise<void> {
    while (this.soon.length > 0) {
      await this.tell(this.soon.splice(0, batchSize).map((id) => ({ id, attempts: 0 })));
    }
  }

  /** @returns how many it could claim */
  private async tell(waiting: readonly WaitingNotice[]): Promise<number> {
    if (waiting.length === 0) {
      return 0;
    }
    const { records, now, newToken } = this.options;
    const until = new Date(now().getTime() + claimMs);
    const claimed = await records.claim(waiting, { token: newToken(), until });
    await Promise.all(
      claimed.map(async (notice) => {
        const result = await this.attempt(notice);
        this.unsaved.set(notice.id, result);
        this.options.metrics?.countNotice({ channel: notice.channel, kind: notice.kind, outcome: result.status });
      })
    );
    await this.saveUnsaved();
    return claimed.length;
  }

  private async attempt(notice: QueuedNotice): Promise<NoticeResult> {
    const { id } = notice;
    const lastError = whyOutdated(notice, this.options.now());
    if (lastError !== undefined) {
      return { id, status: 'outdated', lastError };
    }
    const outcome = await this.send(notice);
    const nowMs = this.options.now().getTime();
    if (outcome.kind === 'sent') {
      const { reference, lacks } = outcome;
      const sentAt = new Date(nowMs).toISOString();
      return { id, status: 'sent', sentAt, reference, ...(lacks === undefined ? {} : { lacks }) };
    }
    if (!outcome.retryable || notice.attempts >= mostAttempts) {
      return { id, status: 'failed', lastError: outcome.error };
    }
    const pauseMs = Math.max(pauseAfter(notice.attempts), outcome.retryAfterMs);
    const nextAttemptAt = new Date(nowMs + pauseMs).toISOString();
    return { id, status: 'pending', nextAttemptAt, lastError: outcome.error };
  }

  private async send(notice: QueuedNotice): Promise<SendOutcome> {
    const sender = this.senders.get(notice.channel);
    if (!sender) {
      // Another instance may have the channel; if none has, the attempts run out.
      return { kind: 'failed', error: 'This channel is switched off.', retryable: true, retryAfterMs: 0 };
    }
    try {
      return await sender.send(notice, { deadlineMs: sendDeadlineMs });
    } catch (error) {
      this.options.onError(error);
      return { kind: 'failed', error: 'unexpected', retryable: true, retryAfterMs: 0 };
    }
  }

  /** What was told is kept here until the org has noted it, however often that fails. */
  private async saveUnsaved(): Promise<void> {
    const results = [...this.unsaved.values()];
    for (let start = 0; start < results.length; start += batchSize) {
      const batch = results.slice(start, start + batchSize);
      // Another batch may save the same at the same moment: it writes the same.
      const saved = await this.options.records.save(batch);
      saved.forEach((id) => this.unsaved.delete(id));
    }
  }

  private async retract(offerIds?: readonly string[]): Promise<void> {
    const { records } = this.options;
    const messages = await records.standingMessages(batchSize, offerIds);
    const settled = await Promise.all(
      messages.map(async (message) => {
        const outcome = await this.senders.get(message.channel)?.retract?.(message, { deadlineMs: sendDeadlineMs });
        return outcome && (outcome.kind === 'sent' || !outcome.retryable) ? [message.id] : [];
      })
    );
    await records.forgetMessages(settled.flat());
  }
}

/** 15 seconds, then twice as long each time, a quarter of an hour at most: seven pauses, about 35 minutes in all. */
function pauseAfter(attempts: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 1));
}
