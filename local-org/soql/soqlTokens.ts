/**
 * The words, literals and signs of a SOQL text with their places. The parser gives no places, and errors need them.
 */
import { SalesforceError } from '../errors.ts';

export interface SoqlToken {
  readonly text: string;
  /** Index of the first character in the query. */
  readonly offset: number;
  readonly kind: 'word' | 'number' | 'string' | 'sign';
}

const tokenPattern =
  /\s+|(?<string>'(?:[^'\\]|\\[^])*')|(?<word>[A-Za-z_][\w.]*)|(?<number>[+-]?[\d.][\w.]*(?:[-:+][\w.]+)*)|(?<sign><>|!=|<=|>=|[^])/gy;

/**
 * @throws SalesforceError MALFORMED_QUERY for a string that does not end
 */
export function tokenize(soql: string): SoqlToken[] {
  const tokens: SoqlToken[] = [];
  for (const match of soql.matchAll(tokenPattern)) {
    const { string, word, number, sign } = match.groups!;
    const text = string ?? word ?? number ?? sign;
    if (text === undefined) continue;
    if (text === "'") throw new SalesforceError('MALFORMED_QUERY', 'line breaks not allowed in string literals');
    const kind = string ? 'string' : word ? 'word' : number ? 'number' : 'sign';
    tokens.push({ text, offset: match.index, kind });
  }
  return tokens;
}

/** Whether two texts say the same but for blanks and the case of their words. */
export function sameTokens(left: readonly SoqlToken[], right: readonly SoqlToken[]): boolean {
  return (
    left.length === right.length &&
    left.every((token, index) => {
      const other = right[index]!;
      return token.kind === 'string'
        ? token.text === other.text
        : token.text.toLowerCase() === other.text.toLowerCase();
    })
  );
}
