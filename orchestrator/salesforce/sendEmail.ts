/** Mails through Salesforce's own action, so that they leave from the customer's domain and count by its limits. */
import { BatonError, type BatonErrorCode } from '../domain/errors.ts';
import type { Salesforce } from './salesforce.ts';
import type { Trace } from './trace.ts';

export interface Email {
  /** At most 150 addresses. */
  to: readonly string[];
  subject: string;
  /** Plain text; sent when there is no `html`. */
  body: string;
  /** Sent in place of the plain text: the action sends one body. */
  html?: string;
  /** Ids of ContentVersion, Document or Attachment records; the running user must be able to see them. */
  attachmentIds?: readonly string[];
}

/**
 * The version of the resource, whatever else is spoken. With 65.0 the inputs for addresses got new names (documented,
 * Actions Developer Guide, "Simple Email Actions": `recipientAddresses` from 65.0); those of 64.0 are served by every
 * org that is in support, and by orgs of customers who set SF_API_VERSION to an older one.
 */
const emailVersion = '64.0';

/** Source: documented, "Simple Email Actions": all recipients together. */
const mostRecipients = 150;

/**
 * Sends one mail as the integration user. It is handed to Salesforce, which delivers it: that a mailbox does not exist is
 * never heard here.
 *
 * Without a template and without logging it counts against the org's daily workflow e-mails (documented, "Simple Email
 * Actions"), and the org must have verified the sender's address and domain (documented, Help, "Send Email Action").
 * @throws BatonError `salesforceLimit` when the day's mails are used up, `rejectedBySalesforce` when an address or the
 *   sender is not accepted, and whatever a request can fail with
 */
export async function sendEmail(
  salesforce: Salesforce,
  email: Email,
  options: { deadlineMs: number; trace: Trace }
): Promise<void> {
  if (email.to.length === 0 || email.to.length > mostRecipients) {
    throw new RangeError(`A mail needs 1 to ${mostRecipients} recipients, not ${email.to.length}.`);
  }
  const input = {
    emailAddressesArray: email.to,
    emailSubject: email.subject,
    emailBody: email.html ?? email.body,
    senderType: 'CurrentUser',
    ...(email.html === undefined ? {} : { sendRichBody: true }),
    // From 64.0 (documented, Actions Developer Guide, "Simple Email Actions").
    ...(email.attachmentIds?.length ? { attachmentIdCollection: email.attachmentIds } : {})
  };
  let results: ActionResult[];
  try {
    results = await salesforce.post<ActionResult[]>(
      `/services/data/v${emailVersion}/actions/standard/emailSimple`,
      { inputs: [input] },
      options
    );
  } catch (error) {
    throw fromAction(error) ?? error;
  }
  const refused = firstError(results);
  if (refused) {
    throw refused;
  }
}

interface ActionResult {
  isSuccess: boolean;
  errors: { statusCode: string; message: string }[] | null;
}

const codes: Readonly<Record<string, BatonErrorCode>> = {
  LIMIT_EXCEEDED: 'salesforceLimit',
  REQUEST_LIMIT_EXCEEDED: 'salesforceLimit',
  SINGLE_EMAIL_LIMIT_EXCEEDED: 'salesforceLimit',
  INSUFFICIENT_ACCESS: 'salesforcePermission',
  INSUFFICIENT_ACCESS_OR_READONLY: 'salesforcePermission',
  NO_SINGLE_MAIL_PERMISSION: 'salesforcePermission',
  SERVER_UNAVAILABLE: 'salesforceUnavailable',
  UNKNOWN_EXCEPTION: 'salesforceUnavailable'
};

function firstError(results: readonly ActionResult[]): BatonError | undefined {
  const failure = results.find(({ isSuccess }) => !isSuccess);
  if (!failure) {
    return undefined;
  }
  const { statusCode, message } = failure.errors?.[0] ?? { statusCode: 'UNKNOWN_EXCEPTION', message: 'no reason' };
  const code = codes[statusCode] ?? 'rejectedBySalesforce';
  return new BatonError(code, `Salesforce did not send the mail: ${statusCode}: ${message}`, { cause: failure });
}

/**
 * The action's own answer within an error of jsforce, which knows only the shape of the data API's errors: it carries
 * this one as text. Undefined when there is none in it.
 */
function fromAction(error: unknown): BatonError | undefined {
  const { message } = ((error as BatonError).cause ?? {}) as { message?: unknown };
  if (typeof message !== 'string' || !message.startsWith('[')) {
    return undefined;
  }
  try {
    const results = JSON.parse(message) as ActionResult[];
    return results.every(({ isSuccess }) => typeof isSuccess === 'boolean') ? firstError(results) : undefined;
  } catch {
    return undefined;
  }
}
