import type { FieldFamily } from '../fieldTypes.ts';
import type { OperandReader } from '../operand.ts';
import { isPlain, textTrie } from './textTrie.ts';
import { addRow, rowSetBuilder } from './valueClasses.ts';
import type { RowPredicates, ValueClasses } from './valueClasses.ts';

/**
 * Text that is compared by its beginning: one class for each prefix that some row lists, holding the values for which it
 * is the longest listed one; one more for values with no listed prefix, blank among them.
 */
export function prefixClasses(
  rowCount: number,
  predicates: RowPredicates,
  read: OperandReader,
  family: FieldFamily
): ValueClasses {
  const rowsOfPrefix = new Map<string, number[]>();
  for (const [row, all] of predicates) {
    for (const { test } of all) {
      if (test.kind === 'startsWith') for (const value of test.values) addRow(rowsOfPrefix, value, row);
    }
  }
  // Shorter prefixes first: a longer one's rows are those of the prefix within it, and some more or fewer.
  const prefixes = [...rowsOfPrefix.keys()].sort((a, b) => a.length - b.length);
  const trie = textTrie(prefixes);
  const builder = rowSetBuilder(rowCount, predicates);
  const none = builder.fresh(null);
  const classOfPrefix: number[] = [];
  prefixes.forEach((prefix, number) => {
    const within = trie.longestAtStart(prefix.slice(0, -1));
    classOfPrefix[number] = builder.like(within < 0 ? none : classOfPrefix[within]!, rowsOfPrefix.get(prefix)!, prefix);
  });

  return {
    rowSets: builder.rowSets,
    classOf(value) {
      if (value === null || value === undefined) return none;
      const plain = family === 'text' && typeof value === 'string' && isPlain(value);
      const text = plain ? value : (read(value) as string | null);
      if (text === null) return none;
      const longest = trie.longestAtStart(text);
      return longest < 0 ? none : classOfPrefix[longest]!;
    }
  };
}
