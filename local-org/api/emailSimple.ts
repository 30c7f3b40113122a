/**
 * The standard action that sends an e-mail. The mail goes to the outbox, which /_local/outbox shows.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import type { Org } from '../org.ts';
import type { Host } from './host.ts';
import { actionResult, readInputs, type ActionResult } from './invocableAction.ts';
import type { ApiRequest, ApiResponse, Operation } from './operation.ts';
import { sessionOf } from './sobjectRows.ts';

/** Inputs that the org acts on. Source: documented Actions Developer Guide, "Simple Email Actions". */
const inputs = [
  'emailAddresses',
  'emailAddressesArray',
  'ccRecipientList',
  'bccRecipientList',
  'emailSubject',
  'emailBody',
  'sendRichBody',
  'senderType',
  'senderAddress',
  'relatedRecordId',
  'logEmailOnSend'
];

const address = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;

/** Up to five addresses, as `emailAddresses` (separated by commas) and `emailAddressesArray` together (documented). */
const maxRecipients = 5;

function addressesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
  return list.map((item) => item.trim()).filter((item) => item !== '');
}

function emailSimple(org: Org, request: ApiRequest, host: Host): ApiResponse {
  const session = sessionOf(request);
  const mails = readInputs(request.body);
  for (const input of mails) {
    const unknown = Object.keys(input).find((name) => !inputs.includes(name));
    if (unknown) throw unsupported(`the input ${unknown} of emailSimple`);
    if (input['logEmailOnSend'] === true) throw unsupported('logEmailOnSend: the org has no EmailMessage');
  }
  const results = mails.map((input): ActionResult => {
    const to = [...addressesOf(input['emailAddresses']), ...addressesOf(input['emailAddressesArray'])];
    const cc = addressesOf(input['ccRecipientList']);
    const bcc = addressesOf(input['bccRecipientList']);
    const missing = ['emailSubject', 'emailBody'].filter(
      (name) => typeof input[name] !== 'string' || input[name] === ''
    );
    if (to.length === 0) missing.unshift('emailAddresses');
    if (missing.length > 0)
      return failed('REQUIRED_FIELD_MISSING', `Missing required input parameter: ${missing.join(', ')}`);
    const wrong = [...to, ...cc, ...bcc].find((item) => !address.test(item));
    if (wrong !== undefined) return failed('INVALID_EMAIL_ADDRESS', `Invalid email address: ${wrong}`);
    if (to.length > maxRecipients) return failed('LIMIT_EXCEEDED', `More than ${maxRecipients} recipients`);
    host.outbox.add({
      source: 'emailSimple',
      sentBy: session.userId,
      sentAt: org.clock.now().toISOString(),
      to,
      cc,
      bcc,
      subject: String(input['emailSubject']),
      body: String(input['emailBody']),
      html: input['sendRichBody'] === true,
      relatedRecordId: typeof input['relatedRecordId'] === 'string' ? input['relatedRecordId'] : null
    });
    return actionResult('emailSimple');
  });
  return { status: results.some(({ isSuccess }) => !isSuccess) ? 400 : 200, body: results };
}

function failed(errorCode: SalesforceError['errorCode'], message: string): ActionResult {
  return actionResult('emailSimple', { statusCode: errorCode, message, fields: [] });
}

export const operations: Operation[] = [
  {
    method: 'POST',
    at: 'data',
    path: '/actions/standard/emailSimple',
    summary: 'Puts an e-mail into the outbox',
    support: 'partial',
    note: 'templates, attachments and logging the mail are refused; texts of failures are our own',
    source: 'documented Actions Developer Guide, "Simple Email Actions"',
    handle: emailSimple
  }
];
