/**
 * XML as the Metadata API's files and messages use it, to and from plain objects: values are strings or nested
 * objects, a repeated element is an array, an attribute is `@_name`, and the text beside attributes is `#text`.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** The XML cannot be read: where and why. Lines and columns count from 1. */
export class MetadataXmlError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'MetadataXmlError';
    this.line = line;
    this.column = column;
  }
}

export interface XmlDocument {
  /** Name of the root element, without prefix. */
  readonly root: string;
  readonly content: Record<string, unknown>;
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * The parser's own decoding stays off: it counts expansions and gives up on large files, and the five names and the
 * numeric references are all that XML without a DOCTYPE has.
 */
function decodeEntities(text: string): string {
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d+)|#x([0-9a-f]+));/gi,
    (_, name?: string, decimal?: string, hexadecimal?: string) =>
      name
        ? (namedEntities[name.toLowerCase()] as string)
        : String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16))
  );
}

const shared = {
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  tagValueProcessor: (_: string, value: string) => decodeEntities(value),
  attributeValueProcessor: (_: string, value: string) => decodeEntities(value)
};
const withPrefixes = new XMLParser(shared);
const withoutPrefixes = new XMLParser({ ...shared, removeNSPrefix: true });

/**
 * @param options.dropPrefixes name elements and attributes by their local name; for SOAP, whose clients differ in their prefixes
 * @throws MetadataXmlError when the text is not well-formed, or has a DOCTYPE
 */
export function parseXml(text: string, options: { dropPrefixes?: boolean } = {}): XmlDocument {
  const source = text.replace(/^\uFEFF/, '').trimStart();
  if (/<!DOCTYPE/i.test(source)) throw new MetadataXmlError('DOCTYPE is not allowed', 1, 1);
  const validity = XMLValidator.validate(source);
  if (validity !== true) throw new MetadataXmlError(validity.err.msg, validity.err.line, validity.err.col ?? 1);
  let parsed: Record<string, unknown>;
  try {
    parsed = (options.dropPrefixes ? withoutPrefixes : withPrefixes).parse(source) as Record<string, unknown>;
  } catch (error) {
    throw new MetadataXmlError((error as Error).message, 1, 1);
  }
  const [name] = Object.keys(parsed);
  if (name === undefined) throw new MetadataXmlError('the file is empty', 1, 1);
  const value = parsed[name];
  const content = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  return { root: name.slice(name.indexOf(':') + 1), content: withoutNamespaces(content) };
}

function withoutNamespaces(content: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(content).filter(([key]) => key !== '@_xmlns' && !key.startsWith('@_xmlns:'))
  );
}

/** All values of an element that may be absent, single or repeated. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** The text of an element, whether or not it has attributes; undefined when it is absent or holds elements. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && '#text' in value) return String(value['#text']);
  return undefined;
}

function encodeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function encodeAttribute(text: string): string {
  return encodeText(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;');
}

/** One element with its content. An array repeats it; undefined leaves it out; null is `xsi:nil`. */
export function writeElement(name: string, value: unknown, indent = ''): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => writeElement(name, item, indent)).join('');
  if (value === null) return `${indent}<${name} xsi:nil="true"/>\n`;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return `${indent}<${name}>${encodeText(String(value))}</${name}>\n`;
  }
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} cannot be written as XML`);
  let attributes = '';
  let children = '';
  let text = '';
  for (const [key, child] of Object.entries(value)) {
    if (key.startsWith('@_')) attributes += ` ${key.slice(2)}="${encodeAttribute(String(child))}"`;
    else if (key === '#text') text = encodeText(String(child));
    else if (!key.startsWith('#')) children += writeElement(key, child, `${indent}    `);
  }
  if (children) return `${indent}<${name}${attributes}>\n${children}${indent}</${name}>\n`;
  return text ? `${indent}<${name}${attributes}>${text}</${name}>\n` : `${indent}<${name}${attributes}/>\n`;
}

export const metadataNamespace = 'http://soap.sforce.com/2006/04/metadata';

/** A metadata file: declaration, root in the metadata namespace, content. */
export function writeMetadataFile(root: string, content: Readonly<Record<string, unknown>>): string {
  const usesTypes = JSON.stringify(content).includes('"@_xsi:');
  const element = {
    '@_xmlns': metadataNamespace,
    ...(usesTypes
      ? {
          '@_xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
          '@_xmlns:xsd': 'http://www.w3.org/2001/XMLSchema'
        }
      : {}),
    ...content
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, element)}`;
}
