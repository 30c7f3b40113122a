/**
 * SOQL string literals to the text they mean.
 * Source: documented, SOQL and SOSL Reference, "Quoted String Escape Sequences". Any other backslash is an error.
 */
import { SalesforceError } from '../errors.ts';

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\'
};

/** A piece of a LIKE pattern: text as it is, `%` for any characters, `_` for one. */
export type LikePart = { readonly text: string } | { readonly wildcard: '%' | '_' };

/**
 * @param raw the literal with its quotes
 * @throws SalesforceError MALFORMED_QUERY for an unknown escape
 */
export function unquote(raw: string): string {
  return [...characters(raw)].map(({ character, escaped }) => plain(raw, character, escaped)).join('');
}

/**
 * The same for the operand of LIKE, where `%` and `_` are wildcards, and `\%` and `\_` stand for themselves.
 * @throws SalesforceError MALFORMED_QUERY for an unknown escape
 */
export function unquotePattern(raw: string): LikePart[] {
  const parts: LikePart[] = [];
  let text = '';
  for (const { character, escaped } of characters(raw)) {
    const isWildcardSign = character === '%' || character === '_';
    if (!isWildcardSign) text += plain(raw, character, escaped);
    else if (escaped) text += character;
    else {
      if (text) parts.push({ text });
      parts.push({ wildcard: character });
      text = '';
    }
  }
  if (text) parts.push({ text });
  return parts;
}

/** The characters between the quotes; a character after a backslash is `escaped`, and `\u00e9` is one of them. */
function* characters(raw: string): Generator<{ character: string; escaped: boolean }> {
  for (const match of raw.slice(1, -1).matchAll(/\\(u[0-9a-fA-F]{4}|[^])|([^\\])/g)) {
    yield match[1] === undefined ? { character: match[2]!, escaped: false } : { character: match[1], escaped: true };
  }
}

function plain(raw: string, character: string, escaped: boolean): string {
  if (!escaped) return character;
  if (character.length === 5) return String.fromCharCode(parseInt(character.slice(1), 16));
  const meant = escapes[character];
  if (meant === undefined) {
    throw new SalesforceError(
      'MALFORMED_QUERY',
      `Invalid string literal ${raw}. Illegal character sequence '\\${character}' in string literal.`
    );
  }
  return meant;
}
