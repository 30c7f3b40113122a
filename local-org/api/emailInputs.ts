/**
 * What emailSimple may be given. Source: documented Actions Developer Guide, "Simple Email Actions", in the editions of
 * 58.0 to 67.0. With 65.0 the inputs for addresses got other names; whether the old ones are still taken there is not
 * documented, so they are refused.
 */
import { unsupported } from '../errors.ts';

interface Input {
  /** First version that has it. */
  readonly since: number;
  /** First version whose documentation does not name it any more. */
  readonly until?: number;
}

const inputs: Readonly<Record<string, Input>> = {
  recipientAddresses: { since: 65 },
  ccAddresses: { since: 65 },
  bccAddresses: { since: 65 },
  emailAddresses: { since: 32, until: 65 },
  emailAddressesArray: { since: 32, until: 65 },
  ccRecipientAddressList: { since: 64, until: 65 },
  ccRecipientAddressCollection: { since: 64, until: 65 },
  bccRecipientAddressList: { since: 64, until: 65 },
  bccRecipientAddressCollection: { since: 64, until: 65 },
  recipientId: { since: 58 },
  relatedRecordId: { since: 58 },
  logEmailOnSend: { since: 58 },
  emailSubject: { since: 32 },
  emailBody: { since: 32 },
  sendRichBody: { since: 32 },
  useLineBreaks: { since: 32 },
  senderType: { since: 32 },
  senderAddress: { since: 32 },
  attachmentId: { since: 63 },
  attachmentIdCollection: { since: 64 }
};

/** @throws SalesforceError LOCAL_ORG_UNSUPPORTED naming the first input that this version does not document, or that is not acted on */
export function refuseUnknownInputs(input: Readonly<Record<string, unknown>>, apiVersion: string): void {
  const version = Number(apiVersion);
  for (const name of Object.keys(input)) {
    const known = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!known) throw unsupported(`the input ${name} of emailSimple`);
    if (version < known.since || version >= (known.until ?? Infinity))
      throw unsupported(`the input ${name} of emailSimple in version ${apiVersion}`);
  }
}

/** All recipients together: five before 64.0, then 150 (documented in the same editions). */
export function mostRecipients(apiVersion: string): number {
  return Number(apiVersion) < 64 ? 5 : 150;
}

/** Texts of a list that is an array, or separated by commas; of the inputs named, in their order. */
export function listedIn(input: Readonly<Record<string, unknown>>, ...names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const value = input[name];
    const list = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
    return list.map((item) => item.trim()).filter((item) => item !== '');
  });
}
