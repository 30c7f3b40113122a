import { describe, expect, it } from 'vitest';
import { soqlString } from '../../../orchestrator/salesforce/soqlString.ts';

describe('a SOQL string literal', () => {
  it.each([
    ['plain', "'plain'"],
    ["O'Brien", "'O\\'Brien'"],
    ["x\\' OR Name != '", "'x\\\\\\' OR Name != \\''"],
    ['ends in \\', "'ends in \\\\'"],
    ['"\n\r\t\b\f', "'\\\"\\n\\r\\t\\b\\f'"]
  ])('of %j cannot be broken out of', (text, literal) => {
    expect(soqlString(text)).toBe(literal);
  });
});
