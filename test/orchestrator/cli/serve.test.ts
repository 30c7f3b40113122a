import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService } from '../../../orchestrator/cli/startService.ts';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { startWorld, type World } from '../../scenarios/world.ts';
import { startBaton } from './runBaton.ts';

let world: World;
const folders: string[] = [];
const newFolder = (): string => {
  const made = realpathSync(mkdtempSync(join(tmpdir(), 'baton-serve-')));
  folders.push(made);
  return made;
};
/** Of the services that reach Salesforce: what they learn of the org stays in it. */
const folder = newFolder();
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.close();
  folders.forEach((made) => rmSync(made, { recursive: true }));
});

const onTheWorld = () => ({ SF_INSTANCE_URL: world.org.url, SF_ACCESS_TOKEN: world.org.accessToken });
const start = (environment: Record<string, string>, port = 0) =>
  startService({
    environment: { BATON_LOG_LEVEL: 'silent', BATON_DATA_DIR: folder, ...environment },
    port,
    provide: () =>
      Promise.resolve({
        url: world.org.url,
        accessToken: world.org.accessToken,
        startedHere: false,
        close: () => Promise.resolve()
      }),
    version: 'test'
  });

describe('baton serve', () => {
  it('makes a key when none is set and there is only the embedded org, and takes it', async () => {
    const service = await start({});
    try {
      expect(service).toMatchObject({ apiKeyIsNew: true, orgUrl: world.org.url, embedded: { startedHere: false } });
      const reply = await fetch(`${service.url}/v1/calls`, {
        method: 'POST',
        headers: { authorization: `Bearer ${service.apiKey}`, 'content-type': 'application/json' },
        body: '{}'
      });
      expect(reply.status).toBe(400);
    } finally {
      await service.close();
    }
  });

  it('does not print a key that somebody chose, and stops on SIGTERM', async () => {
    const key = 'chosen-by-somebody';
    const baton = startBaton(['serve', '--port', '0'], {
      ...onTheWorld(),
      BATON_API_KEYS: key,
      BATON_DATA_DIR: folder
    });
    await baton.says(/Press Ctrl\+C to stop/);
    baton.send('SIGTERM');
    const { exitCode, err } = await baton.ended;
    expect(err).not.toContain(key);
    expect(exitCode).toBe(0);
  });

  it('says at start where the journal is kept, and nothing of Salesforce while it answers', async () => {
    const baton = startBaton(['serve', '--port', '0'], {
      ...onTheWorld(),
      BATON_API_KEYS: 'chosen-by-somebody',
      BATON_DATA_DIR: folder
    });
    await baton.says(/Press Ctrl\+C to stop/);
    baton.send('SIGTERM');
    const { err } = await baton.ended;
    expect(err).toContain(`The journal is     in ${folder}\n`);
    expect(err).not.toContain('does not answer');
  });

  it.each([
    ['with a snapshot, that callers are put through', () => folder, /It does not answer\. Callers are put through/],
    ['without one, that they are promised a callback', newFolder, /nothing is known of it yet: .* promised a callback/]
  ])('with Salesforce out of reach says at start, %s', async (_what, dataDir, message) => {
    const faults = `${world.org.url}/_local/faults`;
    const headers = { 'content-type': 'application/json' };
    await fetch(faults, { method: 'POST', headers, body: '{"kind":"drop"}' });
    try {
      const baton = startBaton(['serve', '--port', '0'], {
        ...onTheWorld(),
        BATON_API_KEYS: 'chosen-by-somebody',
        BATON_DATA_DIR: dataDir()
      });
      await baton.says(message);
      baton.send('SIGTERM');
      expect((await baton.ended).exitCode).toBe(0);
    } finally {
      await fetch(faults, { method: 'DELETE' });
    }
  });

  it('says that a port is in use, and speaks of no settings', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const error = await start({}, port).catch((thrown: unknown) => thrown as BatonError);
    other.close();
    expect(error).toMatchObject({ code: 'cannotListen', message: `Port ${port} is in use.` });
    expect((error as BatonError).next).not.toContain('settings');
  });

  it('names BATON_HOST when the machine has no such address', async () => {
    // 203.0.113.0/24 is kept for documentation: no machine has it.
    await expect(start({ BATON_HOST: '203.0.113.7' })).rejects.toMatchObject({
      code: 'cannotListen',
      message: 'BATON_HOST: this machine has no address 203.0.113.7.'
    });
  });
});

describe('baton', () => {
  it('points to the list of commands when it does not know one', async () => {
    const { exitCode, err } = await startBaton(['fly']).ended;
    expect(err).toContain('(baton --help lists the commands)');
    expect(exitCode).toBe(2);
  });
});
