/** Values of a cell. A cell that has a semicolon or a line break is split there, another at its commas. */
import { blankValue } from './territory.ts';

/** What people write for "whatever it is". */
const anything = /^(any|all|\*|n\/a|-|–)$/i;
const nothing = /^\(?(blank|empty|none)\)?$/i;

/** @returns undefined where the cell asks for nothing */
export function valuesOf(cell: string, commasSeparate = true): string[] | undefined {
  const parts = /[;\n]/.test(cell) ? cell.split(/[;\n]/) : commasSeparate ? cell.split(',') : [cell];
  const values = parts.map((part) => part.trim()).filter((part) => part !== '');
  if (values.length === 0 || values.some((value) => anything.test(value))) return undefined;
  return distinct(values.map((value) => (nothing.test(value) ? blankValue : value)));
}

/** The first of each that differ by more than case. */
export function distinct(values: readonly string[]): string[] {
  return [...new Map([...values].reverse().map((value) => [value.toLowerCase(), value])).values()].reverse();
}
