import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { commandOn } from '../../bench/cores.ts';

const endsWithParent = new URL('../../bench/endsWithParent.mjs', import.meta.url).href;
const parent = `
  const [command, ...args] = JSON.parse(process.argv[1]);
  const child = require('node:child_process').spawn(command, args, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] });
  child.on('message', () => process.stdout.write(String(child.pid)));
  setInterval(() => undefined, 1000);
`;

describe('a process of a measurement', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'ends when its parent is ended by %s',
    async (signal) => {
      const endless = 'process.send("up"); setInterval(() => undefined, 1000)';
      const command = commandOn('service', [process.execPath, '--import', endsWithParent, '-e', endless]);
      const running = spawn(process.execPath, ['-e', parent, JSON.stringify(command)], {
        stdio: ['ignore', 'pipe', 'inherit']
      });
      const [pid] = (await once(running.stdout, 'data')) as [Buffer];
      expect(() => process.kill(Number(pid.toString()), 0)).not.toThrow();
      // The pipe that the child shares with its parent closes when both are gone.
      const bothAreGone = once(running.stdout, 'end');
      running.stdout.resume();
      running.kill(signal);
      await bothAreGone;
    },
    15_000
  );

  it('ends by itself when it has nothing left to do', async () => {
    const child = spawn(process.execPath, ['--import', endsWithParent, '-e', ''], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc']
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
