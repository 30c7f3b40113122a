/**
 * Where a process of a measurement runs. The service has a core to itself; the org, the proxy and the load share the
 * others. There the org gives way: were it to keep the proxy or the load from looking at their clocks, its time would be
 * taken for the service's. Whatever else the machine does comes after all of them, where the user may say so (root). By
 * `taskset` (util-linux) and `nice` (coreutils), which act on all threads of a process.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** `service`: the first core, alone. `judge`: the other cores. `org`: those too, behind whoever judges. `anywhere`. */
export type Place = 'service' | 'judge' | 'org' | 'anywhere';

const cores = availableParallelism();

/** Why processes run where the system puts them; undefined when each has its place. */
export const whyNotPinned: string | undefined =
  process.platform !== 'linux'
    ? 'this system has no taskset'
    : cores < 2
      ? 'this machine has one core'
      : spawnSync('taskset', ['-c', '0', 'true']).status !== 0
        ? 'taskset is missing or refused'
        : undefined;

/** Command lines that put the command after them before or behind others; empty where that is not allowed. */
const urgently = niceness(-10);
const patiently = niceness(10);

/** The command line that runs a command in its place. */
export function commandOn(place: Place, command: readonly [string, ...string[]]): [string, ...string[]] {
  if (place === 'anywhere' || whyNotPinned !== undefined) return [...command];
  const core = place === 'service' ? '0' : cores === 2 ? '1' : `1-${cores - 1}`;
  const line: [string, ...string[]] = ['taskset', '-c', core, ...command];
  const [first, ...rest] = place === 'org' ? patiently : urgently;
  return first === undefined ? line : [first, ...rest, ...line];
}

/** `nice` runs the command with the old niceness when the new one is refused, so it is asked what came of it. */
function niceness(by: number): readonly string[] {
  const change = ['-n', String(by)];
  const before = spawnSync('nice', []).stdout?.toString();
  const after = spawnSync('nice', [...change, 'nice']).stdout?.toString();
  return before !== undefined && after !== undefined && Number(after) - Number(before) === by ? ['nice', ...change] : [];
}
