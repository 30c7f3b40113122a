/** What to ask a store for that cannot normalise names, so that no record with the same name is left out. */
import { foldLetters, nameWords } from './companyName.ts';

/** Letters that are often written with an accent, and those of them that are in every name. */
const accentable = /[aceinosuyz]/g;
const vowels = /[aeiouy]/g;

/** Fewer letters than these would fit names without number. */
const fewestLetters = 4;
const mostSingleAccents = 12;

/**
 * Patterns, of which `%` stands for any text and `_` for any one character, that a name must fit from its beginning (or from
 * after "The") to be the same as the given one. They hold letters, digits and those two only, so nothing in them needs
 * escaping. Names that fit need not be the same: each is to be confirmed.
 *
 * Not found by them: a name written as one word where the given one has dots or blanks between single letters inside it.
 */
export function nameProbes(name: string): string[] {
  const words = nameWords(name).filter((word) => word !== 'and');
  if (words.length === 0) {
    return [];
  }
  const probes = new Set([words.join('%')]);
  // As typed: an accent that was given, an apostrophe, a capital within a word.
  const typed = typedParts(name);
  if (foldLetters(typed.join('')).startsWith(words.join(''))) {
    probes.add(`${cutAfter(typed, words.join('').length).join('%')}`);
  }
  // US Steel may be kept as U.S. Steel.
  if (words[0]!.length <= 4 && name.trim().replace(/^the /i, '').startsWith(words[0]!.toUpperCase())) {
    probes.add([[...words[0]!].join('.'), ...words.slice(1)].join('%'));
  }
  for (const probe of accented(words)) {
    probes.add(probe);
  }
  return [...probes];
}

/** The given name without its accents may be kept with them. */
function accented(words: readonly string[]): string[] {
  const plain = words.join('%');
  const anywhere = [accentable, vowels]
    .map((letters) => plain.replace(letters, '_'))
    .filter((probe) => probe.replace(/[%_]/g, '').length >= fewestLetters);
  if (anywhere.length === 2) {
    return anywhere.slice(0, 1);
  }
  // Of a short name so little would be left that most names fit: one accent at a time.
  const single = [...plain.matchAll(accentable)]
    .slice(0, mostSingleAccents)
    .map(({ index }) => `${plain.slice(0, index)}_${plain.slice(index + 1)}`);
  return [...anywhere, ...single];
}

/** Runs of letters and digits, broken where a small letter meets a capital one too; without "The". */
function typedParts(name: string): string[] {
  const parts = name
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .match(/[\p{L}\p{N}\p{M}]+/gu);
  const words = (parts ?? []).filter((part) => part.toLowerCase() !== 'and');
  return words.length > 1 && words[0]!.toLowerCase() === 'the' ? words.slice(1) : words;
}

/** The parts that make up the first letters of a name; what follows them is the legal form. */
function cutAfter(parts: readonly string[], letters: number): string[] {
  let length = 0;
  return parts.filter((part) => {
    const isWithin = length < letters;
    length += foldLetters(part).length;
    return isWithin;
  });
}
