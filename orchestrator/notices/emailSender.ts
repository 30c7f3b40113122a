/** Notices by e-mail. */
import { BatonError } from '../domain/errors.ts';
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { emailText, type EmailText } from './emailText.ts';
import { failed, type NoticeSender, type SendOutcome } from './noticeSender.ts';

/** Hands over one mail. @throws BatonError */
export type SendMail = (
  mail: EmailText & { to: readonly string[]; attachmentIds?: readonly string[] },
  options: { deadlineMs: number }
) => Promise<void>;

export class EmailSender implements NoticeSender {
  readonly channel = 'email';
  private readonly sendMail: SendMail;

  constructor(sendMail: SendMail) {
    this.sendMail = sendMail;
  }

  async send(notice: QueuedNotice, options: { deadlineMs: number }): Promise<SendOutcome> {
    const { email } = notice.rep;
    if (email === null) {
      return failed('The rep has no e-mail address.', { retryable: false });
    }
    try {
      await this.sendMail({ ...emailText(notice), to: [email] }, options);
      return { kind: 'sent', reference: null };
    } catch (error) {
      // The code says enough; the text of the error may quote the address.
      return error instanceof BatonError
        ? failed(error.code, { retryable: error.retryable })
        : failed('unexpected', { retryable: true });
    }
  }
}
