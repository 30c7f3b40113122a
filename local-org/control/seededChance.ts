/**
 * Chances that a seed repeats: numbers from 0 up to 1, spread evenly enough to decide which request fails, and no good for
 * secrets. The steps are those of mulberry32, a public-domain generator of 32 bits.
 */
export function seededChance(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
