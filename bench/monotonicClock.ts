/**
 * Milliseconds by the machine's own monotonic clock (CLOCK_MONOTONIC), with fractions: instants that several processes
 * of one machine took can be compared. `performance.now()` counts from the start of each process.
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
