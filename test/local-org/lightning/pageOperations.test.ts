import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findUser } from '../../../local-org/api/users.ts';
import { appBundle } from '../../../local-org/lightning/appBundle.ts';
import { createLocalOrg, type LocalOrg } from '../../../local-org/localOrg.ts';
import { builtPages } from '../../e2e/pages.ts';

const folder = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const fixture = folder('test/local-org/lightning/fixture');

let org: LocalOrg;
let adminId: string;

beforeAll(async () => {
  org = await createLocalOrg({ metadata: [folder('force-app')], lightning: { packageDirectories: [fixture] } });
  adminId = findUser(org.org, 'admin@local-org.example')!.id;
  await builtPages(org);
}, 180_000);
afterAll(() => org.close());

/** As fetch does, but with a Host header of one's choice. */
function statusFor(host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(org.url + path, { headers: { host } }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('/lightning', () => {
  it('answers this machine only, as /_local does', async () => {
    expect(await statusFor(new URL(org.url).host, '/lightning')).toBe(200);
    expect(await statusFor('attacker.example', '/lightning')).toBe(403);
    expect(await statusFor('attacker.example', `/lightning/page/home?rep=${adminId}`)).toBe(403);
  });

  it('shows the chooser where the address names no rep, or nobody of this org', async () => {
    const none = await fetch(`${org.url}/lightning/page/home`);
    expect([none.status, await none.text()]).toEqual([200, expect.stringContaining('The address names no rep.')]);
    const unknown = await fetch(`${org.url}/lightning/page/home?rep=005000000000000AAA`);
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.stringContaining('names nobody')]);
  });

  it('sends assets that a browser may keep for ever, and the page that it must not keep', async () => {
    const page = await fetch(`${org.url}/lightning/page/home?rep=${adminId}`);
    expect(page.headers.get('cache-control')).toBe('no-store');
    const [, app = ''] = /<script type="module" src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await fetch(org.url + app);
    expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, expect.stringContaining('immutable')]);
    expect((await fetch(`${org.url}/lightning/assets/app-of-yesterday/app.js`)).status).toBe(404);
    expect((await fetch(`${org.url}/lightning/assets/..%2F..%2Fpackage.json`)).status).toBe(404);
  });

  it('is no part of what clients have sent to the API', () => {
    expect(org.requests.list().filter(({ path }) => path.startsWith('/lightning'))).toEqual([]);
  });

  it('is refused by name when the org was not asked to serve pages', async () => {
    const bare = await createLocalOrg();
    try {
      const reply = await fetch(`${bare.url}/lightning`);
      expect([reply.status, await reply.text()]).toEqual([501, expect.stringContaining('Lightning pages')]);
    } finally {
      await bare.close();
    }
  });
});

describe('/_local/session', () => {
  const open = (body: object): Promise<Response> =>
    fetch(`${org.url}/_local/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body)
    });

  it('opens a session by the user’s id', async () => {
    expect(await (await open({ userId: adminId })).json()).toMatchObject({ userId: adminId });
    expect((await open({ userId: adminId, username: 'admin@local-org.example' })).status).toBe(400);
    expect((await open({ userId: '005000000000000AAA' })).status).toBe(404);
  });
});

describe('The bundle', () => {
  it('fails by the name of what a component imports and the local org does not have', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'lightning-'));
    const script = join(copy, 'main/default/lwc/fixtureBell/fixtureBell.js');
    const importing = async (specifier: string): Promise<unknown> => {
      cpSync(fixture, copy, { recursive: true });
      writeFileSync(script, `import '${specifier}';\n${readFileSync(script, 'utf8')}`);
      return appBundle([copy], org.org.schema).catch((error: Error) => error.message);
    };
    try {
      expect(await importing('lightning/uiListsApi')).toMatch(/lightning\/uiListsApi: the local org has neither/);
      expect(await importing('c/nobody')).toMatch(/c\/nobody: there is no such component/);
      expect(await importing('@salesforce/label/c.Nope')).toMatch(/@salesforce\/label\/c\.Nope/);
      expect(await importing('c/fixtureGreeting')).toMatchObject({ label: 'Fixture' });
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});
