import type { NoticeChannel } from '../../../orchestrator/domain/notice.ts';
import type { QueuedNotice } from '../../../orchestrator/domain/noticeQueue.ts';
import type { NoticeSender, SendOutcome } from '../../../orchestrator/notices/noticeSender.ts';

/** Says what it is told to, and remembers what it sent. */
export class RecordingSender implements NoticeSender {
  readonly sent: QueuedNotice[] = [];
  readonly channel: NoticeChannel;
  outcome: SendOutcome = { kind: 'sent', reference: null };

  constructor(channel: NoticeChannel = 'slack') {
    this.channel = channel;
  }

  send(notice: QueuedNotice): Promise<SendOutcome> {
    this.sent.push(notice);
    return Promise.resolve(this.outcome);
  }
}
