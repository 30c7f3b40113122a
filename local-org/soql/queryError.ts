/**
 * Errors of a query in Salesforce's form: the part of the text, a caret under the place, row and column, the message.
 *
 *     SELECT Foo FROM Lead
 *            ^
 *     ERROR at Row:1:Column:8
 *     No such column 'Foo' on entity 'Lead'. …
 *
 * Source: documented, SOAP API Developer Guide, "API Fault Element"; how much of the text is shown is assumed.
 */
import { SalesforceError, type ErrorCode } from '../errors.ts';
import type { SoqlToken } from './soqlTokens.ts';

/** The text of a query and its tokens. */
export interface SoqlSource {
  readonly text: string;
  readonly tokens: readonly SoqlToken[];
}

const shownBefore = 40;
const shownAfter = 40;

/**
 * @param word the name or literal at fault as it stands in the text; without it, or when it does not stand there, the
 *   message has no caret
 */
export function queryError(source: SoqlSource, errorCode: ErrorCode, message: string, word?: string): SalesforceError {
  const sought = word?.toLowerCase();
  const token = source.tokens.find((each) => each.text.toLowerCase() === sought);
  if (!token) return new SalesforceError(errorCode, message);
  const before = source.text.slice(0, token.offset);
  const row = before.split('\n').length;
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = source.text.indexOf('\n', token.offset);
  const column = token.offset - lineStart + 1;
  const shownStart = Math.max(lineStart, token.offset - shownBefore);
  const shown = source.text.slice(shownStart, Math.min(lineEnd < 0 ? Infinity : lineEnd, token.offset + shownAfter));
  const caret = `${' '.repeat(token.offset - shownStart)}^`;
  return new SalesforceError(errorCode, `\n${shown}\n${caret}\nERROR at Row:${row}:Column:${column}\n${message}`);
}
