/**
 * Timers that can be stopped. Clocks and retries need them: the one place where these components wait for time to pass.
 */

/**
 * @param {number} ms
 * @param {() => void} run
 * @returns {() => void} stops it
 */
export function after(ms, run) {
  // eslint-disable-next-line @lwc/lwc/no-async-operation -- stopped by whoever starts it
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/**
 * @param {number} ms
 * @param {() => void} run
 * @returns {() => void} stops it
 */
export function every(ms, run) {
  // eslint-disable-next-line @lwc/lwc/no-async-operation -- stopped by whoever starts it
  const timer = setInterval(run, ms);
  return () => clearInterval(timer);
}
