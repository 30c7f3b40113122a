/**
 * Chance by name: what is drawn for "the third call's industry" is the same in every run of one seed, whatever else is drawn
 * before it. So two runs under different rules meet the same callers and the same reps, and differ by the rules alone.
 */

/** From 0 up to, not including, 1. */
export type Chance = (what: string, which: number, more?: number) => number;

/** Good enough for simulations, and for no secrets: FNV-1a over the name, and the finisher of MurmurHash3 (both public domain). */
export function chanceOf(seed: number): Chance {
  const start = mixed((seed ^ 0x9e3779b9) >>> 0);
  return (what, which, more = 0) => {
    let hash = start ^ 0x811c9dc5;
    for (let at = 0; at < what.length; at += 1) {
      hash = Math.imul(hash ^ what.charCodeAt(at), 0x01000193);
    }
    hash = mixed(hash ^ Math.imul(which + 1, 0x9e3779b1));
    return mixed(hash ^ Math.imul(more + 1, 0x85ebca77)) / 4_294_967_296;
  };
}

function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** The item that a chance falls on; each has room in proportion to its weight. Undefined without any. */
export function weighed<T>(items: readonly T[], weightOf: (item: T) => number, chance: number): T | undefined {
  const total = items.reduce((sum, item) => sum + weightOf(item), 0);
  let left = chance * total;
  for (const item of items) {
    left -= weightOf(item);
    if (left < 0) {
      return item;
    }
  }
  return items.at(-1);
}

/** Any of the items, each as likely as the others; undefined without any. */
export function anyOf<T>(items: readonly T[], chance: number): T | undefined {
  return items[Math.floor(chance * items.length)];
}

/** A value of the standard normal distribution, from two chances (Box and Muller 1958). */
export function bell(one: number, other: number): number {
  return Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
}
