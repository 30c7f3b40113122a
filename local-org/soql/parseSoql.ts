/**
 * SOQL text to its tree, by the parser library, with two guards around it: what the library does not read is refused
 * by its name where Salesforce would read it, and what the library loses is noticed.
 */
import { composeQuery, parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { SalesforceError, unsupported } from '../errors.ts';
import { RecentlyUsed } from './recentlyUsed.ts';
import { queryError, type SoqlSource } from './queryError.ts';
import { sameTokens, tokenize, type SoqlToken } from './soqlTokens.ts';

export interface ParsedSoql {
  readonly query: Query;
  readonly source: SoqlSource;
}

/** Source: documented, SOQL and SOSL Reference, "SOQL SELECT Syntax" (a statement has at most 100,000 characters). */
const maxLength = 100_000;

const parsed = new RecentlyUsed<string, ParsedSoql>(500);

/**
 * @throws SalesforceError MALFORMED_QUERY, or LOCAL_ORG_UNSUPPORTED for what Salesforce would read and the parser does not
 */
export function parseSoql(soql: string): ParsedSoql {
  return parsed.get(soql) ?? parsed.set(soql, parseAnew(soql));
}

function parseAnew(soql: string): ParsedSoql {
  if (soql.trim() === '') throw new SalesforceError('MALFORMED_QUERY', 'A query string has to be specified');
  if (soql.length > maxLength) {
    throw new SalesforceError('MALFORMED_QUERY', 'SOQL statements cannot be longer than 100,000 characters.');
  }
  const source = { text: soql, tokens: tokenize(soql) };
  refuseWhatTheParserCannotRead(source.tokens);
  const query = parse(source);
  refuseWhatTheParserLost(source, query);
  return { query, source };
}

function parse(source: SoqlSource): Query {
  try {
    return parseQuery(source.text);
  } catch (error) {
    if (error instanceof RangeError) throw new SalesforceError('MALFORMED_QUERY', 'query is too complex');
    const message = error instanceof Error ? error.message : String(error);
    const found =
      /found:?\s*(?:--> *)?'([^]*?)'(?: <--)?$/.exec(message)?.[1] ?? /character: ->(.)<-/.exec(message)?.[1];
    throw queryError(source, 'MALFORMED_QUERY', `unexpected token: '${found || '<EOF>'}'`, found);
  }
}

function refuseWhatTheParserCannotRead(tokens: readonly SoqlToken[]): void {
  const word = (index: number): string => tokens[index]?.text.toUpperCase() ?? '';
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (token.text === ':' && !/_(DAYS|WEEKS|MONTHS|QUARTERS|YEARS|AGO)$/.test(word(index - 1))) {
      throw unsupported('SOQL bind variables');
    }
    if (token.kind === 'number' && /^\d{2}:\d{2}/.test(token.text)) throw unsupported('SOQL time literals');
    if (token.kind !== 'word') continue;
    if (word(index) === 'ALL' && word(index + 1) === 'ROWS' && index + 2 === tokens.length) {
      throw new SalesforceError('MALFORMED_QUERY', 'ALL ROWS not allowed in this context');
    }
    if (word(index) === 'FROM' && depth === 0 && (word(index + 2) === ',' || word(index + 3) === ',')) {
      throw unsupported('SOQL FROM with several objects');
    }
  }
}

/** The library drops conditions in some nestings of NOT (its issue 242): a filter that is lost must not widen the result. */
function refuseWhatTheParserLost(source: SoqlSource, query: Query): void {
  if (!sameTokens(source.tokens, tokenize(composeQuery(query)))) {
    throw unsupported('a SOQL nesting that its parser does not keep whole');
  }
}
