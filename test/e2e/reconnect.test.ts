import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { westCall } from '../scenarios/world.ts';
import { launchBrowser } from './browser.ts';
import { popOf } from './pop.ts';
import { openSalesFloor, type SalesFloor } from './salesFloor.ts';

const priya = 'priya.raman@sample.example';

let browser: Browser;
let floor: SalesFloor;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reconnect-'));
  floor = await openSalesFloor(browser, { dataDirectory: folder });
});
afterEach(async () => {
  await floor.close();
  rmSync(folder, { recursive: true });
});
afterAll(() => browser.close());

describe('A rep’s page whose connection is lost', () => {
  it('says so, and rings for a call that came meanwhile as soon as it is back', async () => {
    const asked = await floor.rep(priya);
    asked.allow(/ERR_|Failed to load/);
    const pop = popOf(asked);
    await asked.page.getByRole('button', { name: 'Live transfers' }).click();
    await pop.panel.getByText('Nobody is calling.').waitFor();
    await asked.page.context().setOffline(true);
    await pop.panel.getByText('The connection to Salesforce is interrupted.').waitFor();
    const answer = await floor.place(westCall('cut-off'));
    expect(answer.rep!.id).toBe(asked.userId);
    expect(await pop.ringing.count()).toBe(0);
    await asked.page.context().setOffline(false);
    await pop.ringing.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    await pop.panel.getByText('The connection to Salesforce is interrupted.').waitFor({ state: 'detached' });
    await pop.accept();
    await pop.onCall.waitFor();
  });

  it('rings again after the org has restarted, also for a call that came before it was back', async () => {
    const asked = await floor.rep(priya);
    asked.allow(/ERR_|401|Failed to load/);
    const pop = popOf(asked);
    await asked.page.getByRole('button', { name: 'Live transfers' }).click();
    await pop.panel.getByText('Nobody is calling.').waitFor();
    await asked.page.context().setOffline(true);
    await floor.restartOrg();
    const missed = await floor.place(westCall('while-away'));
    expect(missed.rep!.id).toBe(asked.userId);
    await asked.page.context().setOffline(false);
    await pop.ringing.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    // What comes next is heard by an event again.
    await floor.report(missed, 'callerLeft');
    await pop.ended.getByText('This offer has ended: the caller hung up.').waitFor();
  });

  it('comes back by itself when the org restarts under it', async () => {
    const asked = await floor.rep(priya);
    asked.allow(/ERR_|401|Failed to load/);
    const pop = popOf(asked);
    await pop.content.locator('[data-id=empty]').waitFor({ state: 'attached' });
    await floor.restartOrg();
    const answer = await floor.place(westCall('restarted'));
    expect(answer.rep!.id).toBe(asked.userId);
    await pop.accept();
    await pop.onCall.getByRole('heading', { name: 'On the call with Jamie Rivera' }).waitFor();
    expect(floor.query('SELECT Status__c FROM Handoff_Offer__c')).toMatchObject([{ Status__c: 'Accepted' }]);
  });
});
