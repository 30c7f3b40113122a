/**
 * E-mails that the org would have sent. Nothing leaves the machine.
 */
export interface EmailAttachment {
  /** Of the ContentVersion. */
  readonly id: string;
  /** `invite.ics` */
  readonly name: string;
  /** The content. */
  readonly base64: string;
}

export interface OutboxEmail {
  /** Where it came from, e.g. `emailSimple`. */
  readonly source: string;
  /** Id of the user who sent it. */
  readonly sentBy: string;
  readonly sentAt: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly html: boolean;
  /** Record that the mail is logged on, when one was named. */
  readonly relatedRecordId: string | null;
  readonly attachments: readonly EmailAttachment[];
}

export interface Outbox {
  add(email: OutboxEmail): void;
  /** Oldest first. */
  readonly emails: readonly OutboxEmail[];
  clear(): void;
}

export function createOutbox(): Outbox {
  const emails: OutboxEmail[] = [];
  return {
    add(email) {
      emails.push(email);
    },
    emails,
    clear() {
      emails.length = 0;
    }
  };
}
