import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from './repositoryFiles.ts';

/**
 * Runs a program that package.json brought, from the root of the repository, with its output going straight to ours and
 * nothing to read. Waits for its end.
 * @param command name in node_modules/.bin and its arguments
 * @returns its exit status; 1 when it could not start or was ended by a signal
 */
export function runProgram(command: readonly string[]): number {
  const [program, ...args] = command;
  if (program === undefined) throw new Error('No program to run.');
  const path = [join(repositoryRoot, 'node_modules', '.bin'), process.env['PATH']].join(delimiter);
  const outcome = spawnSync(program, args, {
    cwd: repositoryRoot,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32'
  });
  if (outcome.error) console.error(`${program} did not start: ${outcome.error.message}`);
  return outcome.status ?? 1;
}
