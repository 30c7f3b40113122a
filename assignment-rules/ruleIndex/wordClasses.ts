import { testHolds } from '../criterion.ts';
import type { FieldFamily } from '../fieldTypes.ts';
import type { OperandReader } from '../operand.ts';
import { isPlain, textTrie } from './textTrie.ts';
import { addRow, everyRow, flip } from './valueClasses.ts';
import type { RowPredicates, ValueClasses } from './valueClasses.ts';

/**
 * Fields whose values hold any number of listed words: text by `contains`, a multi-select by `includes`. A class is a set
 * of listed words; it is made when a value with just these words is first met, since titles and texts vary without end,
 * and which listed words they hold varies little.
 */
export function wordClasses(
  rowCount: number,
  predicates: RowPredicates,
  read: OperandReader,
  family: FieldFamily
): ValueClasses {
  const rowsOfWord = new Map<string, number[]>();
  for (const [row, all] of predicates) {
    for (const { test } of all) {
      if (test.kind === 'contains' || test.kind === 'includes')
        for (const word of test.values) addRow(rowsOfWord, word, row);
    }
  }
  const words = [...rowsOfWord.keys()];
  const numberOfWord = new Map(words.map((word, number) => [word, number]));
  const trie = textTrie(words);

  const meets = (row: number, present: readonly string[]) =>
    predicates.get(row)!.every(({ test, negated }) => {
      // Of the words in a text, `contains` asks what `includes` asks of a selection.
      const asked = test.kind === 'contains' ? { kind: 'includes' as const, values: test.values } : test;
      return testHolds(asked, present) !== negated;
    });
  const withoutWords = everyRow(rowCount);
  for (const row of predicates.keys()) if (!meets(row, [])) flip(withoutWords, row);

  const rowSets = [withoutWords];
  const classOfWords = new Map<string, number>();
  /** The same for the commonest classes, those of one word. */
  const classOfWord: (number | undefined)[] = [];
  const present: number[] = [];
  return {
    rowSets,
    classOf(value) {
      if (value === null || value === undefined) return 0;
      const plain = family === 'text' && typeof value === 'string' && isPlain(value);
      const operand = plain ? value : read(value);
      present.length = 0;
      if (typeof operand === 'string') trie.collectAll(operand, present);
      else if (Array.isArray(operand)) {
        for (const item of operand as readonly string[]) {
          const word = numberOfWord.get(item);
          if (word !== undefined) present.push(word);
        }
      }
      if (present.length === 0) return 0;
      if (present.length === 1 && classOfWord[present[0]!] !== undefined) return classOfWord[present[0]!]!;
      const numbers = [...new Set(present)].sort((a, b) => a - b);
      const key = numbers.join(',');
      let found = classOfWords.get(key);
      if (found === undefined) {
        const presentWords = numbers.map((number) => words[number]!);
        const rowSet = withoutWords.slice();
        const touched = new Set(presentWords.flatMap((word) => rowsOfWord.get(word)!));
        for (const row of touched) if (meets(row, presentWords) !== meets(row, [])) flip(rowSet, row);
        found = rowSets.push(rowSet) - 1;
        classOfWords.set(key, found);
        if (numbers.length === 1) classOfWord[numbers[0]!] = found;
      }
      return found;
    },
    forget() {
      rowSets.length = 1;
      classOfWords.clear();
      classOfWord.length = 0;
    }
  };
}
