/**
 * The value that the given share of the samples does not exceed, by the nearest-rank method: always one of the samples.
 * @param share from 0 to 1, e.g. 0.99
 * @throws RangeError without samples
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('A percentile needs at least one sample.');
  return value;
}
