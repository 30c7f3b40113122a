import type { SizeRange } from './territory.ts';

/** `1-49`, `1000+`, `>= 50`, `< 50`, `under 50`, `up to 49`, `200`; undefined for anything else. */
export function parseSize(text: string): SizeRange | undefined {
  const plain = text
    .toLowerCase()
    .replace(/employees|people|staff/g, '')
    .replace(/(\d),(?=\d{3}(\D|$))/g, '$1')
    .replace(/[–—]|\bto\b(?=\s*\d)(?<!up to)/g, '-')
    .replace(/\s+/g, '');
  const number = (digits: string | undefined): number => Number(digits);
  let found = /^(\d{1,9})-(\d{1,9})$/.exec(plain);
  if (found)
    return number(found[1]) <= number(found[2]) ? { least: number(found[1]), most: number(found[2]) } : undefined;
  found = /^(?:(\d{1,9})(?:\+|andmore|ormore)|(?:>=|≥|from)(\d{1,9}))$/.exec(plain);
  if (found) return { least: number(found[1] ?? found[2]) };
  found = /^(?:>|over|morethan)(\d{1,9})$/.exec(plain);
  if (found) return { least: number(found[1]) + 1 };
  found = /^(?:<=|≤|upto|up-)(\d{1,9})$/.exec(plain);
  if (found) return { most: number(found[1]) };
  found = /^(?:<|under|lessthan)(\d{1,9})$/.exec(plain);
  if (found) return { most: number(found[1]) - 1 };
  found = /^(\d{1,9})$/.exec(plain);
  return found ? { least: number(found[1]), most: number(found[1]) } : undefined;
}

export function sizeText({ least, most }: SizeRange): string {
  if (least === undefined) return `<= ${most}`;
  if (most === undefined) return `${least}+`;
  return least === most ? String(least) : `${least}-${most}`;
}

/** The same numbers by as few ranges as can be, in order. */
export function joinSizes(ranges: readonly SizeRange[]): SizeRange[] {
  const sorted = [...ranges].sort((a, b) => (a.least ?? -Infinity) - (b.least ?? -Infinity));
  const joined: SizeRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && (last.most === undefined || (range.least ?? -Infinity) <= last.most + 1)) {
      const most = last.most === undefined || range.most === undefined ? undefined : Math.max(last.most, range.most);
      joined[joined.length - 1] = {
        ...(last.least === undefined ? {} : { least: last.least }),
        ...(most === undefined ? {} : { most })
      };
    } else joined.push(range);
  }
  return joined;
}
