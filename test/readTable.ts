import { readFileSync } from 'node:fs';

/** A page of the documentation with its tables' padding taken out, so that a row can be looked for as it is written. */
export function readUnpadded(page: string): string {
  return readFileSync(new URL(`../docs/${page}`, import.meta.url), 'utf8')
    .replace(/ +\|/g, ' |')
    .replace(/\| +/g, '| ');
}
