/**
 * The standard action that sends an e-mail. The mail goes to the outbox, which /_local/outbox shows.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org, Session, StoredRow } from '../org.ts';
import { listedIn, mostRecipients, refuseUnknownInputs } from './emailInputs.ts';
import { collectionError } from './errorReply.ts';
import type { Host } from './host.ts';
import { actionResult, readInputs, type ActionResult } from './invocableAction.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import type { EmailAttachment, OutboxEmail } from './outbox.ts';
import { sessionOf } from './sobjectRows.ts';

type Input = Readonly<Record<string, unknown>>;

const address = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;

function emailSimple(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const session = sessionOf(request);
  const mails = readInputs(request.body);
  for (const input of mails) {
    refuseUnknownInputs(input, request.apiVersion);
    if (input['senderType'] === 'OrgWideEmailAddress')
      throw unsupported('organization-wide addresses, which only Setup makes');
  }
  const results = mails.map((input): ActionResult => {
    try {
      const mail = mailOf(org, session, input, request.apiVersion);
      if (input['logEmailOnSend'] === true) org.transaction(() => logMail(org, session, input, mail));
      host.outbox.add(mail);
      return actionResult('emailSimple');
    } catch (error) {
      return actionResult('emailSimple', collectionError(error));
    }
  });
  return { status: results.some(({ isSuccess }) => !isSuccess) ? 400 : 200, body: results };
}

/** @throws SalesforceError for what the mail lacks or has wrong; the texts are our own */
function mailOf(org: Org, session: Session, input: Input, apiVersion: string): OutboxEmail {
  const recipient = recipientOf(org, session, input);
  const given = listedIn(input, 'recipientAddresses', 'emailAddresses', 'emailAddressesArray');
  const to = recipient === undefined ? given : [...given, recipient];
  const cc = listedIn(input, 'ccAddresses', 'ccRecipientAddressList', 'ccRecipientAddressCollection');
  const bcc = listedIn(input, 'bccAddresses', 'bccRecipientAddressList', 'bccRecipientAddressCollection');
  const missing = ['emailSubject', 'emailBody'].filter((name) => typeof input[name] !== 'string' || input[name] === '');
  if (to.length === 0) missing.unshift(Number(apiVersion) < 65 ? 'emailAddresses' : 'recipientAddresses');
  if (missing.length > 0)
    throw new SalesforceError('REQUIRED_FIELD_MISSING', `Missing required input parameter: ${missing.join(', ')}`);
  const wrong = [...to, ...cc, ...bcc].find((item) => !address.test(item));
  if (wrong !== undefined) throw new SalesforceError('INVALID_EMAIL_ADDRESS', `Invalid email address: ${wrong}`);
  const most = mostRecipients(apiVersion);
  if (to.length + cc.length + bcc.length > most)
    throw new SalesforceError('LIMIT_EXCEEDED', `More than ${most} recipients`);
  const senderType = input['senderType'] ?? 'CurrentUser';
  if (senderType !== 'CurrentUser' && senderType !== 'DefaultWorkflowUser')
    throw new SalesforceError('INVALID_INPUT', `Invalid senderType: ${JSON.stringify(senderType)}`);
  return {
    source: 'emailSimple',
    sentBy: session.userId,
    sentAt: org.clock.now().toISOString(),
    to,
    cc,
    bcc,
    subject: String(input['emailSubject']),
    body: String(input['emailBody']),
    html: input['sendRichBody'] === true,
    relatedRecordId: typeof input['relatedRecordId'] === 'string' ? input['relatedRecordId'] : null,
    attachments: listedIn(input, 'attachmentId', 'attachmentIdCollection').map((id) => attachmentOf(org, session, id))
  };
}

/** The address of the lead or contact that is named by its id. */
function recipientOf(org: Org, session: Session, input: Input): string | undefined {
  const id = input['recipientId'];
  if (typeof id !== 'string' || id === '') return undefined;
  const object = org.schema.objectOfId(id)?.name;
  if (object !== 'Lead' && object !== 'Contact')
    throw new SalesforceError('INVALID_INPUT', 'recipientId must be the ID of a lead or a contact');
  const email = org.records.read(session, object, id)['Email'] ?? null;
  if (email === null) throw new SalesforceError('INVALID_EMAIL_ADDRESS', 'The recipient has no email address');
  return String(email);
}

/** Salesforce also takes documents and attachments of the old kind, which this org does not have. */
function attachmentOf(org: Org, session: Session, id: string): EmailAttachment {
  if (org.schema.objectOfId(id)?.name !== 'ContentVersion')
    throw new SalesforceError('INVALID_INPUT', `attachmentId is not the ID of a content version: ${id}`);
  const row: StoredRow = org.records.read(session, 'ContentVersion', id);
  return {
    id: String(row['Id']),
    name: String(row['PathOnClient']).replace(/^.*[\\/]/, ''),
    base64: String(row['VersionData'])
  };
}

/**
 * Logs the mail as a task that is done. In an org with Enhanced Email an EmailMessage stands beside it (assumed: what an
 * org without shows).
 * @throws SalesforceError INVALID_INPUT without a record to log it on
 */
function logMail(org: Org, session: Session, input: Input, mail: OutboxEmail): void {
  const recipientId = typeof input['recipientId'] === 'string' ? input['recipientId'] : null;
  if (recipientId === null && mail.relatedRecordId === null)
    throw new SalesforceError('INVALID_INPUT', 'To log an email, specify recipientId or relatedRecordId');
  org.records.create(session, 'Task', {
    Subject: `Email: ${mail.subject}`.slice(0, 255),
    Status: 'Completed',
    TaskSubtype: 'Email',
    ActivityDate: mail.sentAt.slice(0, 10),
    WhoId: recipientId,
    WhatId: mail.relatedRecordId,
    Description:
      `To: ${mail.to.join('; ')}\nCC: ${mail.cc.join('; ')}\nBCC: ${mail.bcc.join('; ')}\nSubject: ${mail.subject}\nBody:\n${mail.body}`.slice(
        0,
        32_000
      )
  });
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/actions/standard/emailSimple',
    summary: 'Puts an e-mail into the outbox, with content versions as attachments',
    support: 'partial',
    note: 'templates, threading tokens, organization-wide senders and the names of inputs that a version does not document are refused; logging leaves a task and no EmailMessage; texts of failures are our own',
    source: 'documented Actions Developer Guide, "Simple Email Actions"',
    handle: emailSimple
  }
];
