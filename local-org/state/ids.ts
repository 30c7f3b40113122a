/** Ids for new records. */
import { idChecksum } from './idChecksum.ts';
import type { Sequences } from './sequences.ts';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * Mints 18-character ids: the prefix, twelve characters that count up in base 62 for each prefix, the checksum.
 * Real ids have a server's mark in them and leave gaps; nobody may rely on either (documented).
 */
export function createIdMint(sequences: Sequences): (keyPrefix: string) => string {
  return (keyPrefix) => {
    if (!/^[0-9A-Za-z]{3}$/.test(keyPrefix)) throw new TypeError(`"${keyPrefix}" is not a key prefix`);
    const id15 = keyPrefix + inBase62(sequences.next(`id:${keyPrefix}`), 12);
    return id15 + idChecksum(id15);
  };
}

/** A number in Salesforce's digits, padded with zeros. */
export function inBase62(number: number, length: number): string {
  let text = '';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 62)) text = digits[rest % 62] + text;
  return text.padStart(length, '0');
}
