/** Companies' names, compared as a person would: without regard to case, accents, punctuation and legal form. */

/** Legal forms as they read once punctuation is gone (`S.r.l.` is `srl`). Stripped at the end of a name only. */
const legalForms: ReadonlySet<string> = new Set(
  (
    'ab ag aktiengesellschaft aps as asa bhd bv cia co company corp corporation cv doo dd ehf eirl eood eurl ev fze ' +
    'gesmbh gmbh hf inc incorporated jsc kft kg kgaa kk limitada limited llc llp lp ltd ltda mbh nv ohg ood oy oyj pjsc ' +
    'plc pllc private pt pte pty pvt sa sae sapi sarl sas sasu sau scrl sdn se sl slu sa snc spa spzoo sprl srl sro ug ' +
    'ultd unlimited vof zrt'
  ).split(' ')
);

/** Left hanging when a form of several words is stripped: `S.A. de C.V.`, `GmbH & Co. KG`. */
const hanging: ReadonlySet<string> = new Set(['and', 'de']);

/** Letters that decomposition leaves alone. */
const ligatures: Readonly<Record<string, string>> = {
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i'
};

/**
 * The words of a name that tell the company: `The Müller & Söhne GmbH & Co. KG` gives `muller`, `and`, `sohne`. A name that
 * is all legal form, such as `Limited`, keeps it.
 */
export function nameWords(name: string): string[] {
  return stripForms(allWords(name));
}

/** The same with the legal form; none for a name that says nothing. */
function allWords(name: string): string[] {
  const words = joinLetters(
    foldLetters(name)
      .replace(/['’‘`´]/g, '')
      .replace(/&/g, ' and ')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
  return words.every((word) => word === 'and') ? [] : withoutThe(words);
}

/** Lower case, without accents. Marks of scripts that cannot do without them stay. */
export function foldLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[æœøßłđðþı]/g, (letter) => ligatures[letter]!);
}

/** Single letters in a row are one word: `s r l` and `u s` come from dots. */
function joinLetters(words: readonly string[]): string[] {
  const joined: string[] = [];
  let inRun = false;
  for (const word of words) {
    const single = /^\p{L}$/u.test(word);
    if (single && inRun) {
      joined[joined.length - 1] += word;
    } else {
      joined.push(word);
    }
    inRun = single;
  }
  return joined;
}

/** `The Acme Company` and, as in catalogues, `Acme Company, The`. */
function withoutThe(words: readonly string[]): string[] {
  const rest = words.length > 1 && words[0] === 'the' ? words.slice(1) : [...words];
  return rest.length > 1 && rest.at(-1) === 'the' ? rest.slice(0, -1) : rest;
}

function stripForms(words: readonly string[]): string[] {
  const kept = [...words];
  while (kept.length > 1 && legalForms.has(kept.at(-1)!)) {
    kept.pop();
    while (kept.length > 1 && hanging.has(kept.at(-1)!)) {
      kept.pop();
    }
  }
  return kept;
}

/** Whether two names are the same company's. Blanks do not count: `BlueMesa` is `Blue Mesa`, and `NovaCorp` is `Nova Corp.` */
export function isSameName(one: string, other: string): boolean {
  const others = compactNames(other);
  return compactNames(one).some((name) => name !== '' && others.includes(name));
}

/** In one word, without its legal form and with it. */
function compactNames(name: string): string[] {
  const words = allWords(name);
  return [stripForms(words).join(''), words.join('')];
}

/**
 * Whether two names are near enough to be the same company's when something else says so too: a letter or two apart, or
 * one goes on where the other, of two words or more, ends. Numbers must agree: Studio 54 is not Studio 55.
 */
export function isCloseName(one: string, other: string): boolean {
  const [first, second] = [nameWords(one), nameWords(other)];
  const [a, b] = [first.join(''), second.join('')];
  if (a === '' || b === '' || numbersIn(a) !== numbersIn(b)) {
    return false;
  }
  const shorter = Math.min(a.length, b.length);
  const allowed = shorter >= 9 ? 2 : shorter >= 5 ? 1 : 0;
  return editDistance(a, b) <= allowed || goesOn(first, second) || goesOn(second, first);
}

function goesOn(shorter: readonly string[], longer: readonly string[]): boolean {
  return shorter.length >= 2 && longer.length > shorter.length && shorter.every((word, at) => word === longer[at]);
}

function numbersIn(text: string): string {
  return (text.match(/\p{N}+/gu) ?? []).join(' ');
}

/**
 * How many letters must be inserted, removed, replaced or swapped with their neighbour to turn one text into the other,
 * none of them twice.
 *
 * Source: the optimal string alignment distance, after F. J. Damerau, "A technique for computer detection and correction of
 * spelling errors", Communications of the ACM 7(3), 1964.
 */
export function editDistance(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(replaced, last[column]! + 1, current[column - 1]! + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, beforeLast[column - 2]! + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
