import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLocalOrg, PortTakenError, type LocalOrg, type LocalOrgOptions } from '../../../local-org/localOrg.ts';

const running: LocalOrg[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((local) => local.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(options: LocalOrgOptions = {}): Promise<LocalOrg> {
  const local = await createLocalOrg(options);
  running.push(local);
  return local;
}

async function stop(local: LocalOrg): Promise<void> {
  running.splice(running.indexOf(local), 1);
  await local.close();
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'local-org-'));
  folders.push(made);
  return made;
}

const lead = { LastName: 'Rivera', Company: 'NovaCorp' };
const admin = (local: LocalOrg) => local.session('admin@local-org.example');
const leads = (local: LocalOrg) =>
  local.org.query(admin(local), 'SELECT Id FROM Lead', { apiVersion: '66.0' }).totalSize;

describe('A local org', () => {
  it('with no options is an org as it is handed over, with an administrator and an integration user', async () => {
    const local = await start();
    expect(local.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(local.org.url).toBe(local.url);
    expect(local.org.records.create(admin(local), 'Lead', lead).id).toMatch(/^00Q/);
    const reply = await fetch(`${local.url}/services/data/v66.0/limits`, {
      headers: { Authorization: `Bearer ${local.accessToken}` }
    });
    expect(reply.status).toBe(200);
  });

  it('knows its users by name', async () => {
    const local = await start();
    expect(() => local.session('nobody@sample.example')).toThrow(/integration@local-org\.example/);
  });

  it('starts at the time that it is given, and stands still when told', async () => {
    const local = await start({ startAt: new Date('2026-11-03T14:20:05Z'), frozen: true });
    expect(local.clock.now().toISOString()).toBe('2026-11-03T14:20:05.000Z');
  });

  it('keeps its records in a folder, when it has one', async () => {
    const dataDirectory = folder();
    const first = await start({ dataDirectory });
    first.org.records.create(admin(first), 'Lead', lead);
    await stop(first);
    const second = await start({ dataDirectory });
    expect(leads(second)).toBe(1);
    second.host.reset({ seed: false });
    expect(leads(second)).toBe(0);
  });

  it('keeps them with its process, when it has none', async () => {
    const first = await start();
    first.org.records.create(admin(first), 'Lead', lead);
    await stop(first);
    expect(leads(await start())).toBe(0);
  });

  it('hears events after a reset as before it', async () => {
    const local = await start();
    const heard: string[] = [];
    local.org.events.onEvent(({ channel }) => heard.push(channel));
    const say = (channel: string) => local.org.transaction(() => local.org.events.publish(channel, {}));
    say('/event/Before__e');
    local.host.reset({ seed: false });
    say('/event/After__e');
    expect(heard).toEqual(['/event/Before__e', '/event/After__e']);
  });

  it('says what to do when its port is taken', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    const second = createLocalOrg({ port });
    await expect(second).rejects.toThrow(PortTakenError);
    await expect(second).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining('--port') as string
    });
  });

  it('names each component that does not deploy, and does not start', async () => {
    const source = folder();
    mkdirSync(join(source, 'objects/Lead/fields'), { recursive: true });
    writeFileSync(
      join(source, 'objects/Lead/fields/Odd__c.field-meta.xml'),
      '<CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Odd__c</fullName><label>Odd</label><type>Nonsense</type></CustomField>'
    );
    await expect(createLocalOrg({ metadata: [source] })).rejects.toThrow(/Lead\.Odd__c/);
  });
});
