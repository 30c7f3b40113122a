/**
 * Where a process of a measurement runs. The service has a core to itself; the org and the judge share the others. There
 * the org shall give way to the judge: were it to keep it from its clock, its time would be taken for the service's. How well
 * it does so is what the control of a measurement shows (control.ts). By `taskset` and `chrt` (util-linux), which act on all
 * threads of a process, or `nice` (coreutils).
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';

/** `service`: the first core, alone. `judge`: the other cores. `org`: those too, behind whoever judges. `anywhere`. */
export type Place = 'service' | 'judge' | 'org' | 'anywhere';

const cores = availableParallelism();
const works = (command: string, ...args: string[]): boolean => spawnSync(command, [...args, 'true']).status === 0;
const others = cores <= 2 ? '1' : `1-${cores - 1}`;

/** Why processes run where the system puts them; undefined when each has its place. */
export const whyNotPinned: string | undefined =
  process.platform !== 'linux'
    ? 'this system has no taskset'
    : cores < 2
      ? 'this machine has one core'
      : works('taskset', '-c', '0')
        ? undefined
        : 'taskset is missing or refused';

/** Whether nobody else is at work here: idle work would come to a stop beside others'. */
const isQuiet = (loadavg()[0] ?? 0) < cores / 2;

/** A command line that lets whatever comes after it give way to the others; empty where there is none. */
const patiently =
  [...(isQuiet ? [['chrt', '--idle', '0']] : []), ['nice', '-n', '10']].find(([command, ...args]) =>
    works(command!, ...args)
  ) ?? [];

/** What ran where, in a sentence for whoever reads the figures. */
export const placement =
  whyNotPinned === undefined
    ? `service on core 0 alone; judge and org on ${others}, the org behind the judge` +
      (patiently.length === 0 ? ' only by chance' : ` (${patiently.join(' ')})`) +
      (isQuiet ? '' : '; the machine was busy')
    : `all on whichever core was free, since ${whyNotPinned}`;

/** The command line that runs a command in its place. */
export function commandOn(place: Place, command: readonly [string, ...string[]]): [string, ...string[]] {
  if (place === 'anywhere' || whyNotPinned !== undefined) return [...command];
  switch (place) {
    case 'service':
      return ['taskset', '-c', '0', ...command];
    case 'judge':
      return ['taskset', '-c', others, ...command];
    case 'org':
      return ['taskset', '-c', others, ...patiently, ...command];
  }
}
