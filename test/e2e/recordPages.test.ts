import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { westCall } from '../scenarios/world.ts';
import { launchBrowser } from './browser.ts';
import { openSalesFloor, type SalesFloor } from './salesFloor.ts';

const priya = 'priya.raman@sample.example';
const marcus = 'marcus.chen@sample.example';

let browser: Browser;
let floor: SalesFloor;

beforeAll(async () => {
  browser = await launchBrowser();
});
beforeEach(async () => {
  floor = await openSalesFloor(browser);
});
afterEach(() => floor.close());
afterAll(() => browser.close());

describe('The page of a handoff', () => {
  it('tells what the caller said, marks what was not captured, and why it came to this rep', async () => {
    const call = westCall('briefing', { caller: { phone: '+14155550142' }, qualification: { budget: undefined } });
    const first = await floor.place(call);
    expect(first.rep!.name).toBe('Priya Raman');
    const answer = await floor.report(first, 'noAnswer');
    expect(answer.rep!.name).toBe('Marcus Chen');
    const { page } = await floor.rep(marcus, { path: `/lightning/r/Handoff__c/${answer.handoffId}/view` });
    const main = page.getByRole('main');
    const fact = (list: string, name: string) =>
      main.locator(`[data-id=${list}] > div`).filter({ hasText: name }).locator('dd').innerText();

    await main.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    await main.getByText('Hot, 86 of 100').waitFor();
    expect([await fact('facts', 'Company'), await fact('facts', 'Role')]).toEqual(['NovaCorp', 'VP of Operations']);
    expect(await main.locator('a[href^="tel:"]').first().getAttribute('href')).toBe('tel:+14155550142');
    expect(await fact('signals', 'Timeline')).toBe('Q2');
    expect(await fact('signals', 'Budget')).toBe('Not captured');
    expect(await main.getByRole('link', { name: 'Read the transcript' }).getAttribute('href')).toBe(
      'https://calls.example/briefing'
    );
    await main.getByText('The caller is on the line: the phone rings until').waitFor();

    await main.getByText('The assignment rule gave the lead to the team Enterprise West.').waitFor();
    await main.getByRole('heading', { name: 'You were asked' }).waitFor();
    await main.getByText('Entry 8 of the assignment rule “Voice Agent Lead Routing” matched.').waitFor();
    await main.getByText('It was turn 2 of the team.').waitFor();
    await main.getByText('Took the turn').waitFor();
    await main
      .getByText(/Priya Raman (was|has)/)
      .first()
      .waitFor();
  });
});

describe('The rep’s day', () => {
  it('lists what is due, each with its clock, and leads to it', async () => {
    const admin = floor.org.session('admin@local-org.example');
    for (const { Id } of floor.query<{ Id: string }>(`SELECT Id FROM User WHERE Username != '${priya}'`)) {
      floor.org.org.records.update(admin, 'User', Id, { Away_Until__c: '2026-12-02T17:00:00Z' });
    }
    await floor.place({
      ...westCall('later', { caller: { firstName: 'Noor', lastName: 'Haddad' } }),
      wish: 'callback'
    });
    await floor.place({ ...westCall('meets', { caller: { firstName: 'Sam', lastName: 'Oduya' } }), wish: 'meeting' });
    const { page } = await floor.rep(priya);
    const main = page.getByRole('main');
    await main.locator('[data-id=callbacks]').getByText('Noor Haddad, NovaCorp').waitFor();
    await main.locator('[data-id=callbacks]').getByText('Due in 30 min').waitFor();
    await main.locator('[data-id=meetings]').getByText('Sam Oduya, NovaCorp').waitFor();
    floor.org.clock.advance(5 * 60_000);
    await page.reload();
    await main.locator('[data-id=callbacks]').getByText('Due in 25 min').waitFor();
    await main.getByRole('link', { name: 'Noor Haddad, NovaCorp' }).first().click();
    await main.getByText(/Call back by 8:40/).waitFor();
  });
});
