/** One measured comparison: several variants of the same work, in the same run. */
export interface Comparison {
  /** What is compared, e.g. `Rule evaluation, 3,000 entries`. */
  readonly name: string;
  /** Unit of the values, e.g. `µs/lead`. */
  readonly unit: string;
  /** The variant that the comparison is about comes first. */
  readonly rows: readonly { readonly variant: string; readonly value: number }[];
  /** The figure that the goal is about, e.g. how many times faster the first variant is than the best of the others. */
  readonly ratio?: number;
  /** The goal in words, e.g. `at least 100x`; missing when there is none. */
  readonly goal?: string;
  readonly met?: boolean;
  /** How it was measured, for whoever reads the figures; once below the table, however many comparisons share it. */
  readonly note?: string;
}
