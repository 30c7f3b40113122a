/** What is asked of a text, all of it in normal form. */
export interface WantedText {
  /** What it begins with; empty for nothing in particular. */
  readonly prefix: string;
  readonly containing: readonly string[];
  readonly notContaining: readonly string[];
  readonly notEqual: ReadonlySet<string>;
  /** Listed prefixes, of which it may begin with none that is longer than `prefix`. */
  readonly prefixes: ReadonlySet<string>;
  readonly longest: number;
  /** A character that stands in none of the listed texts. */
  readonly filler: string;
}

/** States of the exact search after which it gives up. */
const mostStates = 200_000;
/** Each text to contain doubles the states. */
const mostContained = 12;

export function isWanted(text: string, wanted: WantedText): boolean {
  return (
    text !== '' &&
    text.length <= wanted.longest &&
    text.trim() === text &&
    text.startsWith(wanted.prefix) &&
    wanted.containing.every((word) => text.includes(word)) &&
    !wanted.notContaining.some((word) => text.includes(word)) &&
    !wanted.notEqual.has(text) &&
    !beginsWithLonger(text, wanted)
  );
}

function beginsWithLonger(text: string, { prefix, prefixes }: WantedText): boolean {
  for (let length = prefix.length + 1; length <= text.length; length += 1)
    if (prefixes.has(text.slice(0, length))) return true;
  return false;
}

/**
 * A text with all that is wanted. Where there is room, the parts side by side with a filler between them hold nothing
 * that they do not hold themselves, so that this fails only when the demands contradict each other; where there is not, all
 * ways to overlap them are tried.
 */
export function findText(wanted: WantedText): { kind: 'found'; text: string } | { kind: 'none' | 'notDecided' } {
  const { prefix, filler, longest } = wanted;
  const needed = wanted.containing.filter(
    (word) => !prefix.includes(word) && !wanted.containing.some((other) => other !== word && other.includes(word))
  );
  for (const between of [' ', filler, `${filler} `]) {
    const tail = needed.join(between);
    for (const text of [
      `${prefix}${tail}`,
      `${prefix}${between}${tail}`,
      `${prefix}${between}${tail}${filler}`,
      `${filler}${tail}`,
      `${filler}${tail}${filler}`
    ])
      if (isWanted(text, wanted)) return { kind: 'found', text };
  }
  const roomy = prefix.length + needed.reduce((sum, word) => sum + word.length + 1, 0) + 2;
  if (roomy <= longest) {
    const text = `${prefix}${filler}${needed.map((word) => word + filler).join('')}`;
    return isWanted(text, wanted) ? { kind: 'found', text } : { kind: 'none' };
  }
  return overlapped(wanted, needed);
}

/**
 * Breadth first over texts, letter by letter, where two texts are one when they can be continued in the same ways. A letter
 * that stands in none of the needed parts can be a filler, which helps to meet nothing and to break nothing.
 */
function overlapped(
  wanted: WantedText,
  needed: readonly string[]
): { kind: 'found'; text: string } | { kind: 'none' | 'notDecided' } {
  const { prefix, filler, longest } = wanted;
  if (needed.length > mostContained) return { kind: 'notDecided' };
  const watched = [...needed, ...wanted.notContaining];
  const beginnings = new Set(watched.flatMap((word) => Array.from(word, (_, at) => word.slice(0, at + 1))));
  const starts = new Set(
    [...wanted.notEqual, ...wanted.prefixes].flatMap((word) => Array.from(word, (_, at) => word.slice(0, at + 1)))
  );
  const letters = new Set([...needed.join(''), filler]);
  const forbidden = new Set(wanted.notContaining);
  const places = new Map(needed.map((word, at) => [word, at]));

  interface State {
    readonly text: string;
    /** The longest end of the text that begins a watched word. */
    readonly end: string;
    readonly met: number;
  }
  const append = ({ text, end, met }: State, letter: string): State | undefined => {
    const longer = text + letter;
    if (longer.trim() === '') return undefined;
    if (longer.length > prefix.length && wanted.prefixes.has(longer)) return undefined;
    let rest = end + letter;
    while (rest !== '' && !beginnings.has(rest)) rest = rest.slice(1);
    let nowMet = met;
    for (let at = 0; at < rest.length; at += 1) {
      const word = rest.slice(at);
      if (forbidden.has(word)) return undefined;
      const place = places.get(word);
      if (place !== undefined) nowMet |= 1 << place;
    }
    return { text: longer, end: rest, met: nowMet };
  };

  let level: State[] = [{ text: '', end: '', met: 0 }];
  for (const letter of prefix) {
    const next = append(level[0]!, letter);
    if (!next) return { kind: 'none' };
    level = [next];
  }
  const seen = new Set<string>();
  let states = 0;
  while (level.length > 0) {
    const nextLevel: State[] = [];
    for (const state of level) {
      if (isWanted(state.text, wanted)) return { kind: 'found', text: state.text };
      if (state.text.length >= longest) continue;
      for (const letter of letters) {
        const next = append(state, letter);
        if (!next) continue;
        const start = starts.has(next.text) ? next.text : '';
        const key = `${next.end}\u0000${next.met}\u0000${start}\u0000${next.text.trim() === next.text}`;
        if (seen.has(key)) continue;
        seen.add(key);
        states += 1;
        if (states > mostStates) return { kind: 'notDecided' };
        nextLevel.push(next);
      }
    }
    level = nextLevel;
  }
  return { kind: 'none' };
}
