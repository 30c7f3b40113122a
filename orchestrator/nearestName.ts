/** Which known name a misspelt one was meant to be. */

/**
 * @returns the name that is fewest edits away, or undefined when none is near: more than a quarter of its letters differ
 */
export function nearestName(misspelt: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((name) => ({ name, distance: editDistance(misspelt, name) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= best.name.length / 4 ? best.name : undefined;
}

/** Letters to insert, remove, replace or swap with their neighbour: optimal string alignment. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = last[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? beforeLast[j - 2]! + 1 : Infinity;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[to.length]!;
}
