/** The `baton` command as a process of its own, as a person runs it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../../bin/baton.js', import.meta.url));

export interface Ended {
  exitCode: number | null;
  out: string;
  err: string;
}

export interface Running {
  /** Resolves with what the pattern matches in the standard error output so far. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  send(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

/** @param environment all of it, but for PATH and NO_COLOR */
export function startBaton(args: readonly string[], environment: Record<string, string> = {}, input = ''): Running {
  const child: ChildProcess = spawn(process.execPath, [command, ...args], {
    env: { PATH: process.env['PATH'], NO_COLOR: '1', ...environment }
  });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    for (const listener of listeners) listener();
  });
  child.stdin!.end(input);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, out, err }));
  });
  return {
    says: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(err);
          if (match) {
            listeners.delete(look);
            resolve(match);
          }
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`It ended without saying ${String(pattern)}:\n${err}`)));
      }),
    send: (signal) => void child.kill(signal),
    ended
  };
}
