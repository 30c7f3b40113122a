import { XMLParser } from 'fast-xml-parser';

/** What an admin wrote above an entry, or first inside it. Salesforce keeps no comments: only a file has them. */
export type EntryComments = ReadonlyMap<number, string>;

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: true,
  parseTagValue: false,
  processEntities: true,
  commentPropName: '#comment'
});

/**
 * Comments of a rule's entries, by the entry's number; without the number with which many begin (`8. Enterprise West`).
 * @param xml text of a `Lead.assignmentRules` file that {@link parseAssignmentRules} takes
 */
export function entryComments(xml: string, ruleName: string): EntryComments {
  const comments = new Map<number, string>();
  // What Salesforce gives has none, and reading a large file twice takes a while.
  if (!xml.includes('<!--')) return comments;
  const root = childrenOf(parser.parse(xml) as Node[], 'AssignmentRules')[0] ?? [];
  const rule = childrenOf(root, 'assignmentRule').find((each) => textIn(each, 'fullName') === ruleName) ?? [];
  let above: string | undefined;
  let number = 0;
  for (const node of rule) {
    above = commentOf(node) ?? above;
    const entry = node['ruleEntry'];
    if (Array.isArray(entry)) {
      number += 1;
      const [first] = (entry as Node[]).filter((each) => !isBlankText(each));
      const comment = above ?? (first && commentOf(first));
      if (comment) comments.set(number, comment);
      above = undefined;
    }
  }
  return comments;
}

function childrenOf(nodes: readonly Node[], name: string): Node[][] {
  return nodes.flatMap((node) => (Array.isArray(node[name]) ? [node[name] as Node[]] : []));
}

function textIn(nodes: readonly Node[], name: string): string {
  const [child = []] = childrenOf(nodes, name);
  return plainText(child).trim();
}

function plainText(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node['#text'] === 'string' ? node['#text'] : '')).join('');
}

function commentOf(node: Node): string | undefined {
  const parts = node['#comment'];
  if (!Array.isArray(parts)) return undefined;
  const plain = plainText(parts as Node[])
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\d+[.):]\s+/, '');
  return plain === '' ? undefined : plain;
}

function isBlankText(node: Node): boolean {
  return typeof node['#text'] === 'string' && node['#text'].trim() === '';
}
