/**
 * Invitations to callers: a mail about their meeting, with the meeting attached for their calendar. What it says is how the
 * meeting stands when it is sent, under the handoff's present step: whichever of two mails is opened last, a calendar keeps
 * the one with the higher number.
 */
import { BatonError } from '../domain/errors.ts';
import type { QueuedNotice } from '../domain/noticeQueue.ts';
import { invitation } from '../meetings/invitation.ts';
import type { SendMail } from './emailSender.ts';
import { invitationText, isInvitationKind, type MeetingNotice } from './invitationText.ts';
import { failed, type NoticeSender, type SendOutcome } from './noticeSender.ts';

export interface FileToSave {
  /** With its ending: `invite.ics`. */
  name: string;
  title: string;
  content: string;
  /** The record that shows it. */
  recordId: string;
}

/** Saves a file where mails can take it from. @returns its id @throws BatonError */
export type SaveFile = (file: FileToSave, options: { deadlineMs: number }) => Promise<string>;

export interface InvitationSenderOptions {
  sendMail: SendMail;
  saveFile: SaveFile;
  now: () => Date;
}

type Meeting = MeetingNotice & { endsAt: string; callerEmail: string };

/** Files of mails that did not leave yet; more are saved anew. */
const mostFiles = 100;

export class InvitationSender implements NoticeSender {
  readonly channel = 'invitation';
  private readonly options: InvitationSenderOptions;
  /** Ids by what they hold, so that a mail that is tried again does not leave a file on the lead each time. */
  private readonly files = new Map<string, string>();

  constructor(options: InvitationSenderOptions) {
    this.options = options;
  }

  async send(notice: QueuedNotice, { deadlineMs }: { deadlineMs: number }): Promise<SendOutcome> {
    if (!isMeeting(notice)) {
      return failed(whatLacks(notice), { retryable: false });
    }
    const endsAtMs = performance.now() + deadlineMs;
    const left = (): { deadlineMs: number } => ({ deadlineMs: Math.max(1, endsAtMs - performance.now()) });
    try {
      return await this.sendOnce(notice, left);
    } catch (error) {
      // The code says enough; the text of the error may quote the address.
      return error instanceof BatonError
        ? failed(error.code, { retryable: error.retryable })
        : failed('unexpected', { retryable: true });
    }
  }

  private async sendOnce(notice: Meeting, left: () => { deadlineMs: number }): Promise<SendOutcome> {
    const { sendMail } = this.options;
    const to = [notice.callerEmail];
    const file = await refusedOr(isFileRefusal, () => this.fileFor(notice, left()));
    if (!('refused' in file)) {
      const mail = { ...invitationText(notice, { hasFile: true }), to, attachmentIds: [file.id] };
      const sent = await refusedOr(isMailRefusal, async () => {
        await sendMail(mail, left());
        return {};
      });
      if (!('refused' in sent)) {
        this.files.delete(keyOf(notice));
        return { kind: 'sent', reference: null };
      }
    }
    await sendMail({ ...invitationText(notice, { hasFile: false }), to }, left());
    this.files.delete(keyOf(notice));
    const why = 'refused' in file ? `the file was not saved: ${file.refused}` : 'the mail was not taken with it';
    return { kind: 'sent', reference: null, lacks: `Sent without the meeting attached; ${why}.` };
  }

  private async fileFor(notice: Meeting, options: { deadlineMs: number }): Promise<{ id: string }> {
    const key = keyOf(notice);
    const known = this.files.get(key);
    if (known !== undefined) {
      return { id: known };
    }
    const { subject: title } = invitationText(notice, { hasFile: true });
    const content = calendarText(notice, this.options.now());
    const id = await this.options.saveFile({ name: 'invite.ics', title, content, recordId: notice.lead.id }, options);
    const [oldest] = this.files.keys();
    if (this.files.size >= mostFiles && oldest !== undefined) {
      this.files.delete(oldest);
    }
    this.files.set(key, id);
    return { id };
  }
}

function isMeeting(notice: QueuedNotice): notice is Meeting {
  const { kind, endsAt, callerEmail, rep } = notice;
  return isInvitationKind(kind) && endsAt !== null && callerEmail !== null && rep.email !== null;
}

function whatLacks({ callerEmail, rep }: QueuedNotice): string {
  if (callerEmail === null) {
    return 'The lead has no e-mail address.';
  }
  return rep.email === null ? 'The rep has no e-mail address.' : 'There is no meeting to tell of.';
}

function keyOf({ id, step, at }: Meeting): string {
  return `${id} ${step} ${at}`;
}

function calendarText(notice: Meeting, now: Date): string {
  const { rep, caller, kind, handoffId, step, at, endsAt, callerEmail } = notice;
  const { body: description } = invitationText(notice, { hasFile: false });
  return invitation({
    uid: `${handoffId}@baton`,
    sequence: step,
    method: kind === 'cancelled' ? 'CANCEL' : 'REQUEST',
    start: at,
    end: endsAt,
    writtenAt: now.toISOString(),
    summary: `Meeting with ${rep.name}`,
    description,
    organizer: { name: rep.name, email: rep.email },
    attendee: { name: caller.name, email: callerEmail },
    url: null
  });
}

/** The org saves no file, by its rights, its storage or a rule of its own. The mail says all that the file does. */
function isFileRefusal({ code, retryable }: BatonError): boolean {
  return !retryable && code !== 'salesforceAuthentication';
}

/** The org has not sent the mail, for the address, the sender or the attachment: it does not tell which. */
function isMailRefusal({ code }: BatonError): boolean {
  return code === 'rejectedBySalesforce' || code === 'salesforcePermission';
}

async function refusedOr<T extends object>(
  isRefusal: (error: BatonError) => boolean,
  work: () => Promise<T>
): Promise<T | { refused: string }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BatonError && isRefusal(error)) {
      return { refused: error.code };
    }
    throw error;
  }
}
