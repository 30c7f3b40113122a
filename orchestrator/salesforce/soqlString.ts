/**
 * A text as a SOQL string literal, quotes included. jsforce's own escaping leaves the backslash alone, so that a
 * literal could be broken out of; this one escapes all that SOQL reserves.
 * Source: documented, SOQL and SOSL Reference, "Quoted String Escape Sequences".
 */
export function soqlString(text: string): string {
  return `'${text.replace(/[\\'"\n\r\t\b\f]/g, (character) => escapes[character]!)}'`;
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f'
};
