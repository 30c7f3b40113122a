/** Words stored by their beginnings, found in text without regard to the case of ASCII letters. */
export interface TextTrie {
  /** Number of the longest word that `text` has at `start`; -1 when it has none. */
  longestAt(text: string, start: number): number;
  /** Adds the number of each word that stands anywhere in `text`, as often as it does. */
  collectAll(text: string, into: number[]): void;
}

/**
 * @param words in lower case, distinct and not empty; a word's number is its place here. A text that is looked up may have
 *   ASCII letters in any case, others as in the words.
 */
export function textTrie(words: readonly string[]): TextTrie {
  // Characters of the words get small numbers, so that a node's edges are a short run of one table. 0 means no word has it.
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
  const nodes = new Map<number, number>();
  const wordOfNode: number[] = [-1];
  words.forEach((word, number) => {
    let node = 0;
    for (let at = 0; at < word.length; at += 1) {
      const edge = node * alphabet + smallNumbers[word.charCodeAt(at)]!;
      const next = nodes.get(edge) ?? wordOfNode.push(-1) - 1;
      nodes.set(edge, next);
      node = next;
    }
    wordOfNode[node] = number;
  });
  const edges = new Int32Array(wordOfNode.length * alphabet);
  for (const [edge, node] of nodes) edges[edge] = node;

  return {
    longestAt(text, start) {
      let longest = -1;
      let node = 0;
      for (let at = start; at < text.length; at += 1) {
        node = edges[node * alphabet + smallNumbers[text.charCodeAt(at)]!]!;
        if (node === 0) break;
        if (wordOfNode[node]! >= 0) longest = wordOfNode[node]!;
      }
      return longest;
    },
    collectAll(text, into) {
      for (let start = 0; start < text.length; start += 1) {
        let node = 0;
        for (let at = start; at < text.length; at += 1) {
          node = edges[node * alphabet + smallNumbers[text.charCodeAt(at)]!]!;
          if (node === 0) break;
          if (wordOfNode[node]! >= 0) into.push(wordOfNode[node]!);
        }
      }
    }
  };
}
