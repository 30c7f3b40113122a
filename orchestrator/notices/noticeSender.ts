import type { NoticeChannel } from '../domain/notice.ts';
import type { QueuedNotice, StandingMessage } from '../domain/noticeQueue.ts';

/** What became of an attempt. Texts are kept on the notice: they hold no address, no number and no secret. */
export type SendOutcome =
  | {
      kind: 'sent';
      /** Where the message stands when it asks for an answer, to take its buttons away later; null otherwise. */
      reference: string | null;
      /** What had to be left out of it, and why; undefined when nothing had. */
      lacks?: string;
    }
  | {
      kind: 'failed';
      error: string;
      /** Whether the same notice may get through later. */
      retryable: boolean;
      /** What the channel asked to wait, in milliseconds; 0 when it asked nothing. */
      retryAfterMs: number;
    };

/** One channel to a rep, or to callers. Neither method throws. */
export interface NoticeSender {
  readonly channel: NoticeChannel;
  /** @param options.deadlineMs from now; after it the outcome is a failure, though the message may still arrive */
  send(notice: QueuedNotice, options: { deadlineMs: number }): Promise<SendOutcome>;
  /** Takes the buttons off a message whose offer has ended, and says why. Missing where messages never have any. */
  retract?(message: StandingMessage, options: { deadlineMs: number }): Promise<SendOutcome>;
}

export function failed(error: string, options: { retryable: boolean; retryAfterMs?: number }): SendOutcome {
  return { kind: 'failed', error, retryable: options.retryable, retryAfterMs: options.retryAfterMs ?? 0 };
}
