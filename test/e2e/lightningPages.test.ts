import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLocalOrg, type LocalOrg } from '../../local-org/localOrg.ts';
import { launchBrowser } from './browser.ts';
import { builtPages, openRep, type RepPage, type RepPageOptions } from './pages.ts';

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const fixture = root('test/local-org/lightning/fixture');
const priya = 'priya.raman@sample.example';
const marcus = 'marcus.chen@sample.example';
const admin = 'admin@local-org.example';

/** 8:10 in San Francisco. */
const startAt = new Date('2026-12-01T16:10:00Z');

let browser: Browser;
let org: LocalOrg;
const open: RepPage[] = [];

function start(port = 0, directories = [fixture], watch = false): Promise<LocalOrg> {
  return createLocalOrg({
    metadata: [root('force-app'), root('sample-org')],
    seed: root('sample-org/data'),
    startAt,
    port,
    lightning: { packageDirectories: directories, watch }
  });
}

async function rep(username: string, options: RepPageOptions = {}, of = org): Promise<RepPage> {
  const opened = await openRep(browser, of, username, options);
  open.push(opened);
  return opened;
}

/** What the service publishes with each step. */
function ring(of: LocalOrg, phase: string): void {
  of.org.records.create(of.session(), 'Handoff_Event__e', { State__c: phase });
}

function createLead(of: LocalOrg, username: string, name: string): string {
  const values = { LastName: name, Company: 'NovaCorp' };
  return of.org.records.create(of.session(username), 'Lead', values, { autoAssign: { kind: 'off' } }).id;
}

beforeAll(async () => {
  [browser, org] = await Promise.all([launchBrowser(), start()]);
  await builtPages(org);
}, 180_000);

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

afterAll(async () => {
  await browser.close();
  await org.close();
});

describe('A rep’s home page', () => {
  it('shows components with their label, the page’s property values, the user’s own record and the org’s time', async () => {
    const { page } = await rep(priya);
    await page.getByText('Good & fine day, Priya Raman').waitFor();
    await page.getByText('From the page').waitFor();
    expect(await page.locator('[data-id=limit]').textContent()).toBe('6');
    expect(await page.locator('[data-id=time]').textContent()).toMatch(/^2026-12-01T16:1\d$/);
    expect(await page.title()).toBe('Home | Fixture');
    expect(await page.getByRole('link', { name: 'Home' }).getAttribute('aria-current')).toBe('page');
  });

  it('follows the org’s clock, also when it stands still', async () => {
    const { page } = await rep(priya);
    org.clock.freeze();
    org.clock.set(new Date('2026-12-03T09:00:00Z'));
    await page.waitForFunction(() => new Date().toISOString() === '2026-12-03T09:00:00.000Z');
    org.clock.resume();
    await page.waitForFunction(() => Date.now() > Date.UTC(2026, 11, 3, 9));
    org.clock.set(startAt);
  });

  it('shows a toast that a component asks for', async () => {
    const { page } = await rep(priya);
    await page.getByRole('button', { name: 'Say it' }).click();
    await page.getByText('Good & fine day', { exact: true }).waitFor();
  });

  it('writes as the rep, shows what was written, and keeps the token out of address and storage', async () => {
    const { page, userId, trace } = await rep(marcus);
    await page.getByText('Good & fine day, Marcus Chen').waitFor();
    await page.getByRole('button', { name: 'Take no transfers' }).click();
    await page.getByText('Marcus Chen (no transfers)').waitFor();
    const row = org.org.records.read(org.session(admin), 'User', userId);
    expect([row['Takes_Transfers__c'], row['LastModifiedById']]).toEqual([0, userId]);
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect([stored, ...trace.urls].join()).not.toContain(org.org.organizationId.slice(0, 15));
  });
});

describe('The utility bar', () => {
  it('starts an eager item behind a closed panel, and opens it when its component asks', async () => {
    const { page } = await rep(priya);
    const button = page.getByRole('button', { name: 'Bell' });
    const panel = page.getByRole('dialog', { name: 'Bell' });
    await page.locator('[data-id=state]', { hasText: 'listening' }).waitFor({ state: 'attached' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await panel.isVisible()).toBe(false);
    ring(org, 'ringing');
    await panel.getByText('ringing').waitFor();
    await page.getByRole('button', { name: 'Bell (1)', expanded: true }).waitFor();
    expect(await panel.boundingBox()).toMatchObject({ width: 360, height: 320 });
    await panel.getByRole('button', { name: 'Minimize me' }).click();
    await panel.waitFor({ state: 'hidden' });
  });

  it('tells two reps of an event, each in a page of their own', async () => {
    const [one, other] = [await rep(priya), await rep(marcus)];
    for (const { page } of [one, other])
      await page.locator('[data-id=state]', { hasText: 'listening' }).waitFor({ state: 'attached' });
    ring(org, 'accepted');
    for (const { page } of [one, other]) await page.getByRole('dialog').getByText('accepted').waitFor();
  });

  it('hears events again, and only once, after the org has restarted', async () => {
    const first = await start();
    const opened = await rep(priya, {}, first);
    opened.allow(/ERR_|401|Failed to load/);
    const { page } = opened;
    await page.locator('[data-id=state]', { hasText: 'listening' }).waitFor({ state: 'attached' });
    const port = Number(new URL(first.url).port);
    await first.close();
    const second = await start(port);
    try {
      // Whoever asks CometD again has a session, and so has logged in again.
      const back = await page.waitForResponse((reply) => reply.url().includes('/cometd/') && reply.ok());
      expect(back.ok()).toBe(true);
      await expect
        .poll(
          async () => {
            ring(second, 'ringing');
            return page.getByRole('dialog').getByText('ringing').count();
          },
          { timeout: 20_000 }
        )
        .toBeGreaterThan(0);
      const heard = await page.getByRole('dialog').getByText('ringing').count();
      ring(second, 'completed');
      await page.getByRole('dialog').getByText('completed').waitFor();
      expect(await page.getByRole('dialog').getByText('completed').count()).toBe(1);
      expect(heard).toBeGreaterThan(0);
    } finally {
      await opened.page.context().close();
      await second.close();
    }
  });
});

describe('A record page', () => {
  it('is the one of the app, with the record’s name, its fields, and a name for what the local org does not have', async () => {
    const leadId = createLead(org, priya, 'Rivera');
    const { page } = await rep(priya, { path: `/lightning/r/Lead/${leadId}/view` });
    await page.getByRole('heading', { name: 'Rivera' }).waitFor();
    await page.locator('[data-id=record]', { hasText: 'Rivera' }).waitFor();
    await page.locator('dd', { hasText: 'NovaCorp' }).waitFor();
    await page.getByRole('tab', { name: 'Related' }).click();
    await page.getByText('The local org does not have force:relatedListContainer.').waitFor();
  });

  it('is reached by a link without loading the page anew, and left by the browser’s way back', async () => {
    createLead(org, priya, 'Abara');
    const { page, trace } = await rep(priya);
    const loads = trace.urls.filter((url) => url.includes('/app.js')).length;
    await page.getByRole('link', { name: 'Abara' }).click();
    await page.getByRole('heading', { name: 'Abara' }).waitFor();
    expect(page.url()).toMatch(/\/lightning\/r\/Lead\/00Q\w{15}\/view\?rep=005\w{15}$/);
    await page.goBack();
    await page.getByText('From the page').waitFor();
    expect(trace.urls.filter((url) => url.includes('/app.js'))).toHaveLength(loads);
  });

  it('says why a record that the rep may not see is not there', async () => {
    const leadId = createLead(org, marcus, 'Hidden');
    const opened = await rep(priya, { path: `/lightning/r/Lead/${leadId}/view` });
    opened.allow(/404/);
    await opened.page.getByText('This record cannot be shown').first().waitFor();
    expect(await opened.page.getByText('Hidden').count()).toBe(0);
  });

  it('stands below a list of records of its object', async () => {
    createLead(org, priya, 'Listed');
    const { page } = await rep(priya, { path: '/lightning/o/Lead/list' });
    await page.getByRole('link', { name: 'Listed' }).click();
    await page.getByRole('heading', { name: 'Listed' }).waitFor();
  });
});

describe('The chooser', () => {
  it('lists the reps with team and time zone, and opens the page of one', async () => {
    const page = await browser.newPage();
    await page.goto(`${org.url}/lightning`);
    const row = page.getByRole('row', { name: /Oliver Pemberton/ });
    expect(await row.textContent()).toMatch(/EMEA[\s\S]*Europe\/London[\s\S]*16:1\d/);
    expect(await page.getByRole('row', { name: /Integration/ }).count()).toBe(0);
    await row.getByRole('link').click();
    await page.getByText('Good & fine day, Oliver Pemberton').waitFor();
    await page.close();
  });
});

describe('A narrow page', () => {
  it('has everything within 400 pixels', async () => {
    const leadId = createLead(org, priya, 'Narrow');
    const { page } = await rep(priya, {
      path: `/lightning/r/Lead/${leadId}/view`,
      viewport: { width: 400, height: 800 }
    });
    await page.getByRole('heading', { name: 'Narrow' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
    const greeting = await page.getByText('Good & fine day').boundingBox();
    expect(greeting!.x + greeting!.width).toBeLessThanOrEqual(400);
  });
});

describe('While watching', () => {
  it('an open page shows a changed component by itself, and a mistake with its name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightning-'));
    cpSync(fixture, folder, { recursive: true });
    const watched = await start(0, [folder], true);
    try {
      const { page, allow } = await rep(priya, {}, watched);
      allow(/500/);
      await page.getByText('Good & fine day').waitFor();
      const template = join(folder, 'main/default/lwc/fixtureGreeting/fixtureGreeting.html');
      const text = readFileSync(template, 'utf8');
      writeFileSync(template, text.replace('{greeting}, ', 'Changed: {greeting}, '));
      await page.getByText('Changed: Good & fine day').waitFor();
      const script = join(folder, 'main/default/lwc/fixtureGreeting/fixtureGreeting.js');
      const code = readFileSync(script, 'utf8');
      writeFileSync(script, code.replace('label/c.Fixture_Greeting', 'label/c.Unknown'));
      await page.getByText('@salesforce/label/c.Unknown').waitFor();
      writeFileSync(script, code);
      await page.getByText('Changed: Good & fine day').waitFor();
      await page.context().close();
    } finally {
      await watched.close();
      rmSync(folder, { recursive: true });
    }
  });
});
