import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../local-org/createUser.ts';
import { westCall } from '../scenarios/world.ts';
import { launchBrowser } from './browser.ts';
import type { RepPage } from './pages.ts';
import { openSalesFloor, type SalesFloor } from './salesFloor.ts';
import { callers, walk } from './walk.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const narrow = { width: 400, height: 800 };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** What axe-core finds wrong, with where it is. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(`window.axe ?? (() => { ${axe} })()`);
  const results = await page.evaluate(() => (globalThis as never as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
}

/** Pixels that one would have to scroll to the side, and what reaches furthest. */
function scrollsSideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { documentElement, body } = document;
    const main = document.querySelector('main')!;
    return Math.max(
      documentElement.scrollWidth - innerWidth,
      body.scrollWidth - innerWidth,
      main.scrollWidth - main.clientWidth
    );
  });
}

/** Words of the people who called that stand in a text, spelt or encoded in whichever way. */
function personal(text: string): string[] {
  let plain = text;
  try {
    plain = decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    // Not encoded.
  }
  const digits = plain.replace(/\D/g, '');
  return callers.flatMap(({ firstName, lastName, company, phone, email }) => [
    ...[firstName, lastName, company, email].filter((word) => plain.toLowerCase().includes(word.toLowerCase())),
    ...(digits.includes(phone.slice(-10)) ? [phone] : [])
  ]);
}

describe('Every state that a rep can see', () => {
  it('has nothing that axe finds wrong, needs no scrolling to the side, and keeps what is personal in the records', async () => {
    const floor = await openSalesFloor(browser);
    const found: Record<string, string[]> = {};
    const reps = new Set<RepPage>();
    try {
      await walk(floor, async ({ name, rep }) => {
        reps.add(rep);
        const { page } = rep;
        const wide = page.viewportSize()!;
        for (const [width, size] of Object.entries({ wide, narrow })) {
          await page.setViewportSize(size);
          const faults = await violations(page);
          const pixels = await scrollsSideways(page);
          if (pixels > 0) faults.push(`scrolls ${pixels} pixels to the side`);
          if (faults.length > 0) found[`${name}, ${width}`] = faults;
        }
        await page.setViewportSize(wide);
      });
      const events = floor.org.org.events.retained('/event/Handoff_Event__e', 0);
      expect(events.length).toBeGreaterThan(5);
      const said = [...reps].flatMap(({ trace }) => [...trace.urls, ...trace.console]);
      expect(
        [...said, ...events.map((event) => JSON.stringify(event))].filter((text) => personal(text).length > 0)
      ).toEqual([]);
      expect(personal(`https://x.example/?q=${encodeURIComponent('(415) 555-0142 Sierra Logistics')}`)).toEqual([
        '+14155550142',
        'Sierra Logistics'
      ]);
    } finally {
      await floor.close();
    }
    expect(found).toEqual({});
  });
});

describe('Who has no rights', () => {
  let floor: SalesFloor;
  beforeAll(async () => {
    floor = await openSalesFloor(browser);
  });
  afterAll(() => floor.close());

  it('to a handoff and its lead is refused in words, and sees nothing of them', async () => {
    const answer = await floor.place(westCall('not-yours', { caller: callers[0]! }));
    expect(answer.rep!.name).toBe('Priya Raman');
    const other = await floor.rep('marcus.chen@sample.example', {
      path: `/lightning/r/Handoff__c/${answer.handoffId}/view`
    });
    other.allow(/404|403/);
    const { page } = other;
    await page.getByText('You may not see this record. Ask your Salesforce admin for access to it.').first().waitFor();
    expect(personal((await page.locator('body').innerText()).replace(/\s+/g, ' '))).toEqual([]);
    await page.goto(`${floor.org.url}/lightning/r/Lead/${answer.lead!.id}/view?rep=${other.userId}`);
    await page.getByText('You may not see').first().waitFor();
    expect(personal((await page.locator('body').innerText()).replace(/\s+/g, ' '))).toEqual([]);
  });

  it('to anything of Baton is told which permission set to ask for', async () => {
    const { page, allow } = await floor.rep(createUser(floor.org, 'stranger@sample.example'));
    allow(/403|404|400/);
    await page.getByRole('button', { name: 'Live transfers' }).click();
    await page.getByText('Ask your Salesforce admin for the permission set Baton Rep.').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });
});
