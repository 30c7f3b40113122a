/**
 * Text comparisons that do not tell upper from lower case.
 *
 * SQLite folds only the 26 ASCII letters. Where a literal has other letters, its comparison becomes a GLOB whose every
 * letter is a class of its cases (`[zZ]o[ëË]`), which is exact for all letters with one lower and one upper case.
 */
import type { Column } from './column.ts';
import { collated } from './column.ts';
import { fragment, type SqlFragment } from './sqlFragment.ts';
import type { LikePart } from './stringLiteral.ts';

/** Whether SQLite's own folding of case is enough for this text. */
export function isPlainCase(text: string): boolean {
  return [...text].every((character) => character <= '\x7f' || cases(character).length === 1);
}

/** `column = text` */
export function equals(column: Column, text: string): SqlFragment {
  if (column.field.caseSensitive || isPlainCase(text)) return fragment(`${collated(column)} = ?`, text);
  return fragment(`${column.sql} GLOB ?`, glob([{ text }], false));
}

/** `column LIKE pattern` */
export function like(column: Column, pattern: readonly LikePart[]): SqlFragment {
  const { caseSensitive } = column.field;
  if (!caseSensitive && pattern.every((part) => 'wildcard' in part || isPlainCase(part.text))) {
    const escaped = pattern.map((part) => ('wildcard' in part ? part.wildcard : part.text.replace(/[%_\\]/g, '\\$&')));
    return fragment(`${column.sql} LIKE ? ESCAPE '\\'`, escaped.join(''));
  }
  return fragment(`${column.sql} GLOB ?`, glob(pattern, caseSensitive));
}

function glob(pattern: readonly LikePart[], caseSensitive: boolean): string {
  return pattern
    .map((part) => {
      if ('wildcard' in part) return part.wildcard === '%' ? '*' : '?';
      return [...part.text].map((character) => classOf(character, caseSensitive)).join('');
    })
    .join('');
}

function classOf(character: string, caseSensitive: boolean): string {
  const all = caseSensitive ? [character] : cases(character);
  return all.length > 1 || '*?['.includes(character) ? `[${all.join('')}]` : character;
}

/** The cases of a letter that are one character long; other characters alone. */
function cases(character: string): string[] {
  const forms = [character, character.toLowerCase(), character.toUpperCase()];
  return [...new Set(forms)].filter((form) => [...form].length === 1);
}
