/** Postal codes as beginnings: a rule can ask what a code starts with, not whether it lies between two. */

/** The fewest beginnings that codes from `first` to `last` share and no other code of that length has. Same length, digits. */
export function prefixesOfRange(first: string, last: string): string[] {
  const width = first.length;
  const cover = (prefix: string): string[] => {
    const low = prefix.padEnd(width, '0');
    const high = prefix.padEnd(width, '9');
    if (high < first || low > last) return [];
    if (prefix !== '' && low >= first && high <= last) return [prefix];
    return [...'0123456789'].flatMap((digit) => cover(prefix + digit));
  };
  return cover('');
}

/** The same codes by as few beginnings as can be: none within another, ten neighbours as one. */
export function fewestPrefixes(prefixes: readonly string[]): string[] {
  let left = new Set(prefixes);
  for (;;) {
    const kept = [...left].filter((prefix) => !shorterOf(prefix).some((shorter) => left.has(shorter)));
    const parents = new Set(kept.filter((prefix) => /^\d{2,}$/.test(prefix)).map((prefix) => prefix.slice(0, -1)));
    const full = [...parents].filter((parent) => [...'0123456789'].every((digit) => kept.includes(parent + digit)));
    if (full.length === 0) return kept.sort();
    left = new Set([...kept, ...full]);
  }
}

function shorterOf(prefix: string): string[] {
  return Array.from({ length: prefix.length - 1 }, (_, index) => prefix.slice(0, index + 1));
}

/** What a cell says of a code or a range, as beginnings; undefined when it cannot be read. */
export function postalPrefixes(text: string): string[] | undefined {
  const plain = text
    .toUpperCase()
    .replace(/[–—]/g, '-')
    .replace(/\s*-\s*/g, '-')
    .replace(/^(\d+)[X*]+$/, '$1')
    .replace(/\*$/, '');
  const [, first, last] = /^(\d+)-(\d+)$/.exec(plain) ?? [];
  if (first === undefined || last === undefined) {
    return /^[A-Z0-9][A-Z0-9 ]*(-[A-Z0-9]+)?$/.test(plain) ? [plain] : undefined;
  }
  // 94105-1234 is one code with its four further digits.
  if (first.length === 5 && last.length === 4) return [plain];
  return first.length === last.length && first <= last ? prefixesOfRange(first, last) : undefined;
}
