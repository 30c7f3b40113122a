/** Words stored by their beginnings. */
export interface TextTrie {
  /** Number of the longest word that a text in normal form begins with; -1 when it has none. */
  longestAtStart(text: string): number;
  /** Adds the number of each word that stands anywhere in a text in normal form, as often as it does. */
  collectAll(text: string, into: number[]): void;
}

/** Beyond this many cells the edges stay in a map: words of many scripts would make a table of mostly nothing. */
const mostCells = 4_000_000;

/**
 * @param words in normal form (see `normalText`), distinct and not empty; a word's number is its place here. ASCII letters
 *   of a text may be in upper case, so that ASCII text has no need to be put into normal form.
 */
export function textTrie(words: readonly string[]): TextTrie {
  // Characters of the words get small numbers, so that a node's edges are a short run of one table. 0: no word has it.
  const smallNumbers = new Uint16Array(0x10000);
  let alphabet = 1;
  for (const word of words) {
    for (let at = 0; at < word.length; at += 1) {
      const code = word.charCodeAt(at);
      if (smallNumbers[code] !== 0) continue;
      smallNumbers[code] = alphabet;
      if (code >= 97 && code <= 122) smallNumbers[code - 32] = alphabet;
      alphabet += 1;
    }
  }
  const edges = new Map<number, number>();
  const wordOfNode: number[] = [-1];
  words.forEach((word, number) => {
    let node = 0;
    for (let at = 0; at < word.length; at += 1) {
      const edge = node * alphabet + smallNumbers[word.charCodeAt(at)]!;
      const next = edges.get(edge) ?? wordOfNode.push(-1) - 1;
      edges.set(edge, next);
      node = next;
    }
    wordOfNode[node] = number;
  });
  const cells = wordOfNode.length * alphabet;
  const table = cells <= mostCells ? new Int32Array(cells) : undefined;
  if (table) for (const [edge, node] of edges) table[edge] = node;

  /** 0 when there is no such edge: nothing leads back to the root. */
  function step(node: number, code: number): number {
    const edge = node * alphabet + smallNumbers[code]!;
    return table ? table[edge]! : (edges.get(edge) ?? 0);
  }

  return {
    longestAtStart(text) {
      let longest = -1;
      let node = 0;
      for (let at = 0; at < text.length; at += 1) {
        node = step(node, text.charCodeAt(at));
        if (node === 0) break;
        if (wordOfNode[node]! >= 0) longest = wordOfNode[node]!;
      }
      return longest;
    },
    collectAll(text, into) {
      for (let start = 0; start < text.length; start += 1) {
        let node = 0;
        for (let at = start; at < text.length; at += 1) {
          node = step(node, text.charCodeAt(at));
          if (node === 0) break;
          if (wordOfNode[node]! >= 0) into.push(wordOfNode[node]!);
        }
      }
    }
  };
}

/**
 * Whether the trie may be given this text as it is: printable ASCII that does not begin with a space. Spaces at its end do
 * not matter, as no word ends with one.
 */
export function isPlain(text: string): boolean {
  if (text.charCodeAt(0) <= 32) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 126) return false;
  return true;
}
