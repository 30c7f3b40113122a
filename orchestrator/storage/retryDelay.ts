const shortestMs = 5_000;
const longestMs = 300_000;

/** How long to wait before the next attempt: 5 s after the first that failed, doubling up to 5 minutes. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestMs, shortestMs * 2 ** Math.min(attempts - 1, 20));
}
