/** Ids that stand for many, in the order of their hashes. */
export interface ExampleIds {
  add(id: string): void;
  /** At most as many as were asked for. */
  readonly ids: readonly string[];
}

/**
 * Chooses the ids with the smallest hashes. So the same leads give the same examples in whatever order they come, the examples lie
 * anywhere in the period rather than at its beginning, and no more than these are kept ("bottom-k sampling").
 */
export function exampleIds(most: number): ExampleIds {
  const ids: string[] = [];
  const hashes: number[] = [];
  return {
    ids,
    add(id) {
      const hash = hashOf(id);
      let place = ids.length;
      while (place > 0 && (hash < hashes[place - 1]! || (hash === hashes[place - 1] && id < ids[place - 1]!)))
        place -= 1;
      if (place >= most || ids[place - 1] === id) return;
      ids.splice(place, 0, id);
      hashes.splice(place, 0, hash);
      if (ids.length > most) {
        ids.pop();
        hashes.pop();
      }
    }
  };
}

/** FNV-1a with the finish of MurmurHash3, since ids that follow each other differ in their last letters only. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
