/**
 * Where a process of a measurement runs. The service has a core to itself; the org, the proxy and the load share the
 * others. There the org gives way: were it to keep the proxy or the load from looking at their clocks, its time would be
 * taken for the service's. By `taskset` (util-linux) and `nice` (coreutils), which act on all threads of a process.
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
      : spawnSync('taskset', ['-c', '0', 'true']).status === 0 && spawnSync('nice', ['-n', '1', 'true']).status === 0
        ? undefined
        : 'taskset or nice is missing or refused';

/** The command line that runs a command in its place. */
export function commandOn(place: Place, command: readonly [string, ...string[]]): [string, ...string[]] {
  if (place === 'anywhere' || whyNotPinned !== undefined) return [...command];
  const pinned = ['taskset', '-c', place === 'service' ? '0' : `1-${cores - 1}`, ...command] as const;
  return place === 'org' ? ['nice', '-n', '10', ...pinned] : [...pinned];
}
