/** A metadata file as a tree that keeps the order of its elements. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface MetadataElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly MetadataElement[];
  /** Text directly inside, without the white space around it. */
  readonly text: string;
}

type Node = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true
});

/** @throws Error with the line, when the text is not well-formed */
export function parseMetadata(xml: string): MetadataElement {
  const validity = XMLValidator.validate(xml);
  if (validity !== true) throw new Error(`line ${validity.err.line}: ${validity.err.msg}`);
  const [root] = (parser.parse(xml) as Node[]).map(elementOf).filter(({ name }) => name !== '#text');
  if (!root) throw new Error('the file is empty');
  return root;
}

function elementOf(node: Node): MetadataElement {
  const { ':@': attributes = {}, ...rest } = node;
  const [name = '', content] = Object.entries(rest)[0] ?? [];
  const nodes = Array.isArray(content) ? (content as Node[]) : [];
  const texts = nodes.flatMap((each) => (typeof each['#text'] === 'string' ? each['#text'] : []));
  return {
    name,
    attributes: attributes as Record<string, string>,
    children: nodes.filter((each) => !('#text' in each)).map(elementOf),
    text: texts.join('').trim()
  };
}
