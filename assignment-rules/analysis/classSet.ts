/** A set of classes of one variable, one bit each. Never changed once made, so that sets can be shared. */
export type ClassSet = Int32Array;

export function emptySet(size: number): ClassSet {
  return new Int32Array(Math.max(1, Math.ceil(size / 32)));
}

export function fullSet(size: number): ClassSet {
  return setOf(
    size,
    Array.from({ length: size }, (_, at) => at)
  );
}

export function setOf(size: number, classes: Iterable<number>): ClassSet {
  const set = emptySet(size);
  for (const at of classes) set[at >>> 5]! |= 1 << (at & 31);
  return set;
}

export function isIn(set: ClassSet, at: number): boolean {
  return (set[at >>> 5]! & (1 << (at & 31))) !== 0;
}

export function membersOf(set: ClassSet): number[] {
  const members: number[] = [];
  set.forEach((bits, word) => {
    for (let rest = bits; rest !== 0; rest &= rest - 1) members.push(word * 32 + 31 - Math.clz32(rest & -rest));
  });
  return members;
}

export function countOf(set: ClassSet): number {
  let count = 0;
  for (let word = 0; word < set.length; word += 1) {
    for (let rest = set[word]!; rest !== 0; rest &= rest - 1) count += 1;
  }
  return count;
}

export function isEmpty(set: ClassSet): boolean {
  for (let word = 0; word < set.length; word += 1) if (set[word] !== 0) return false;
  return true;
}

export function intersects(one: ClassSet, other: ClassSet): boolean {
  for (let word = 0; word < one.length; word += 1) if ((one[word]! & other[word]!) !== 0) return true;
  return false;
}

/** Whether every class of `one` is in `other`. */
export function isWithin(one: ClassSet, other: ClassSet): boolean {
  for (let word = 0; word < one.length; word += 1) if ((one[word]! & ~other[word]!) !== 0) return false;
  return true;
}

export function intersection(one: ClassSet, other: ClassSet): ClassSet {
  return one.map((bits, word) => bits & other[word]!);
}

export function union(one: ClassSet, other: ClassSet): ClassSet {
  return one.map((bits, word) => bits | other[word]!);
}

export function difference(one: ClassSet, other: ClassSet): ClassSet {
  return one.map((bits, word) => bits & ~other[word]!);
}
