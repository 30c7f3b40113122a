/**
 * SOAP 1.1 as Salesforce speaks it: the call and its session out of an envelope, a result or a fault back into one.
 * Source: what jsforce 3.10 and the sf command line send and accept, recorded November 2026.
 */
import { SalesforceError, unsupported } from '../errors.ts';
import { MetadataXmlError, parseXml, writeElement } from '../state/metadata/metadataXml.ts';
import type { ApiResponse } from './operation.ts';

export interface SoapCall {
  /** Name of the element in the body: `deploy`, `listMetadata`. */
  readonly name: string;
  /** Its content; prefixes are dropped, so an `xsi:type` is `@_type`. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** From the SessionHeader; SOAP calls carry no Authorization header. */
  readonly sessionId: string | undefined;
}

/** Headers that say who calls or how to log, and change no result. Any other is refused by name. */
const harmlessHeaders = new Set(['SessionHeader', 'CallOptions', 'DebuggingHeader']);

/** @throws SalesforceError UNKNOWN_EXCEPTION for what is no envelope, LOCAL_ORG_UNSUPPORTED for a header that would change the result */
export function readSoapCall(body: Buffer | string): SoapCall {
  let envelope;
  try {
    envelope = parseXml(body.toString(), { dropPrefixes: true });
  } catch (error) {
    if (error instanceof MetadataXmlError)
      throw new SalesforceError('UNKNOWN_EXCEPTION', `Error parsing the SOAP envelope: ${error.message}`);
    throw error;
  }
  const soapBody = asObject(envelope.content['Body']);
  const name = Object.keys(soapBody).find((key) => !key.startsWith('@_'));
  if (envelope.root !== 'Envelope' || name === undefined) {
    throw new SalesforceError('UNKNOWN_EXCEPTION', 'The request is not a SOAP envelope with a call in its body');
  }
  const header = asObject(envelope.content['Header']);
  for (const key of Object.keys(header)) {
    if (!key.startsWith('@_') && !harmlessHeaders.has(key)) throw unsupported(`the SOAP header ${key}`);
  }
  const sessionId = asObject(header['SessionHeader'])['sessionId'];
  return {
    name,
    parameters: asObject(soapBody[name]),
    sessionId: typeof sessionId === 'string' ? sessionId : undefined
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

const instanceNamespace = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/**
 * @param result content of `<result>`; an array repeats the element, undefined leaves it out
 * @param namespace of the call, e.g. the metadata namespace
 */
export function soapReply(call: string, result: unknown, namespace: string): ApiResponse {
  return {
    status: 200,
    contentType: 'text/xml;charset=UTF-8',
    body:
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}" ${instanceNamespace}>` +
      `<soapenv:Body><${call}Response>${writeElement('result', result)}</${call}Response></soapenv:Body></soapenv:Envelope>`
  };
}

/** A fault; SOAP 1.1 answers each with status 500, and the clients look for the code with its prefix `sf:`. */
export function soapFault(error: SalesforceError, namespace: string): ApiResponse {
  return {
    status: 500,
    contentType: 'text/xml;charset=UTF-8',
    body:
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="${namespace}" ${instanceNamespace}>` +
      `<soapenv:Body><soapenv:Fault>${writeElement('faultcode', `sf:${error.errorCode}`)}` +
      `${writeElement('faultstring', `${error.errorCode}: ${error.message}`)}</soapenv:Fault></soapenv:Body></soapenv:Envelope>`
  };
}
