/** Reading one component through the Metadata API, which speaks SOAP: what no object and no REST resource tells. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { BatonError } from '../domain/errors.ts';
import type { HttpReply } from './httpExchange.ts';

/**
 * The envelope of a `readMetadata` call; the session stands inside it, not in a header.
 * Source: documented, Metadata API Developer Guide, readMetadata() and SessionHeader.
 */
export function readMetadataEnvelope(type: string, fullName: string, token: string): string {
  return envelope(
    token,
    `<met:readMetadata><met:type>${escaped(type)}</met:type>` +
      `<met:fullNames>${escaped(fullName)}</met:fullNames></met:readMetadata>`
  );
}

/** The envelope of a `listMetadata` call. Source: documented, Metadata API Developer Guide, listMetadata(). */
export function listMetadataEnvelope(type: string, version: string, token: string): string {
  return envelope(
    token,
    `<met:listMetadata><met:queries><met:type>${escaped(type)}</met:type></met:queries>` +
      `<met:asOfVersion>${escaped(version)}</met:asOfVersion></met:listMetadata>`
  );
}

function envelope(token: string, call: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
    'xmlns:met="http://soap.sforce.com/2006/04/metadata">' +
    `<soapenv:Header><met:SessionHeader><met:sessionId>${escaped(token)}</met:sessionId></met:SessionHeader></soapenv:Header>` +
    `<soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`
  );
}

/** Codes that say that the user may not read metadata. */
const noRight = ['INSUFFICIENT_ACCESS', 'INSUFFICIENT_ACCESS_OR_READONLY', 'API_CURRENTLY_DISABLED'];

/**
 * Whatever a reply says went wrong.
 * @throws BatonError `salesforcePermission` when the user may not read metadata
 * @throws an error with Salesforce's `errorCode` for any other fault
 */
export function refuseFault({ status, text }: HttpReply): void {
  const fault = /<(?:\w+:)?faultcode>(?:\w+:)?(\w+)<[\s\S]*?<(?:\w+:)?faultstring>([\s\S]*?)<\//.exec(text);
  if (fault) {
    const [, code = '', message = ''] = fault;
    if (noRight.includes(code)) {
      throw new BatonError(
        'salesforcePermission',
        `The integration user may not read metadata: Salesforce answered ${code}: ${message}`
      );
    }
    throw Object.assign(new Error(message), { errorCode: code });
  }
  if (status !== 200 || XMLValidator.validate(text) !== true) {
    throw Object.assign(new Error('The Metadata API answered no SOAP reply.'), { errorCode: `ERROR_HTTP_${status}` });
  }
}

/** What stands inside the one `<records>` of a reply, as XML; empty when the org has no such component. */
export function recordOfReply({ text }: HttpReply): string {
  const records = /<records(?:\s[^>]*[^/>]|\s*)>([\s\S]*)<\/records>/.exec(text);
  return records?.[1] ?? '';
}

/** Full names of the components that a reply to `listMetadata` lists. */
export function namesOfReply({ text }: HttpReply): string[] {
  return [...text.matchAll(/<fullName>([^<]*)<\/fullName>/g)].map(([, name]) => decodeURIComponent(name!));
}

/**
 * The elements of a component as plain values, all of them texts.
 * @param lists names of the elements that may be repeated, and so are always arrays
 */
export function metadataElements<T>(xml: string, lists: readonly string[]): T | undefined {
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    isArray: (name) => lists.includes(name)
  });
  const { component } = parser.parse(`<component>${xml}</component>`) as { component: T | '' };
  return component === '' ? undefined : component;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
