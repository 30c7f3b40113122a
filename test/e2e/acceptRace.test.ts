import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { westCall } from '../scenarios/world.ts';
import { launchBrowser } from './browser.ts';
import { eventValve } from './eventValve.ts';
import { popOf } from './pop.ts';
import { openSalesFloor, type SalesFloor } from './salesFloor.ts';

/** The first two whom a team asks that has had no call yet. */
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

/** Every live offer’s rep and status, in the order in which they were made. */
const offers = (): string[] =>
  floor
    .query<{ Status__c: string; Rep__r: { Name: string } }>(
      'SELECT Status__c, Rep__r.Name FROM Handoff_Offer__c ORDER BY Name'
    )
    .map(({ Status__c, Rep__r }) => `${Rep__r.Name}: ${Status__c}`);

describe('Two reps who press Accept at the same instant', () => {
  it('are one who gets the call and one who is told that it was too late and who has it', async () => {
    const valve = eventValve();
    const first = await floor.rep(priya, { prepare: (page) => valve.fit(page) });
    const second = await floor.rep(marcus);
    const answer = await floor.place(westCall('race'));
    const events = await floor.events(answer);
    await popOf(first).ringing.waitFor();
    // The first one’s browser hears nothing from here on: the offer still rings there when it has gone to the next rep.
    valve.shut();
    await floor.report(answer, 'noAnswer');
    await popOf(second).ringing.waitFor();
    expect(await popOf(first).ringing.count()).toBe(1);
    first.allow(/400/);

    await Promise.all([popOf(first).accept(), popOf(second).accept()]);
    await popOf(second).onCall.getByRole('heading', { name: 'On the call with Jamie Rivera' }).waitFor();
    await popOf(first).ended.getByText('Too late to accept.').waitFor();
    expect(await popOf(first).onCall.count()).toBe(0);
    valve.open();
    await popOf(first)
      .ended.getByText(
        'Too late to accept. This offer has ended: nobody answered in time. Marcus Chen has this call now.'
      )
      .waitFor();
    expect(offers()).toEqual(['Priya Raman: No Answer', 'Marcus Chen: Accepted']);
    for (let news = await events.next(); news; news = await events.next()) {
      if (news.phase !== 'accepted') continue;
      expect(news.rep!.id).toBe(second.userId);
      break;
    }
    expect(floor.query('SELECT Rep__c FROM Handoff__c')).toMatchObject([{ Rep__c: second.userId }]);
  });

  it('as the voice agent says that the first does not answer, are never both on the call', async () => {
    const [first, second] = [await floor.rep(priya), await floor.rep(marcus)];
    const answer = await floor.place(westCall('photo-finish'));
    await popOf(first).ringing.waitFor();
    first.allow(/400/);
    // Whichever comes first wins; which one it is differs from run to run. The other one is refused.
    const accept = await popOf(first).panel.getByRole('button', { name: 'Accept' }).elementHandle();
    await Promise.allSettled([
      accept.evaluate((button) => (button as HTMLElement).click()),
      floor.report(answer, 'noAnswer')
    ]);
    await expect.poll(() => offers()[0]).not.toBe('Priya Raman: Ringing');
    if (offers()[0] === 'Priya Raman: Accepted') {
      await popOf(first).onCall.waitFor();
      expect(await popOf(second).ringing.count()).toBe(0);
      expect(offers()).toEqual(['Priya Raman: Accepted']);
    } else {
      await popOf(first)
        .ended.getByText(/This offer has ended: nobody answered in time./)
        .waitFor();
      await popOf(second).accept();
      await popOf(second).onCall.waitFor();
      expect(await popOf(first).onCall.count()).toBe(0);
      expect(offers()).toEqual(['Priya Raman: No Answer', 'Marcus Chen: Accepted']);
    }
  });
});

describe('One rep with two windows', () => {
  it('answers in one of them, and the other shows it plainly', async () => {
    const [one, other] = [await floor.rep(priya), await floor.rep(priya)];
    await floor.place(westCall('two-windows'));
    await popOf(one).ringing.waitFor();
    await popOf(other).ringing.waitFor();
    await popOf(one).accept();
    await popOf(other).onCall.getByText('Answered on the phone, in Slack or in another window.').waitFor();
    expect(await popOf(one).onCall.getByText('Answered on the phone').count()).toBe(0);
    expect(offers()).toEqual(['Priya Raman: Accepted']);
  });

  it('accepts in one and declines in the other at once: one answer holds, and both windows show it', async () => {
    const [one, other] = [await floor.rep(priya), await floor.rep(priya)];
    await floor.place(westCall('of-two-minds'));
    await popOf(one).ringing.waitFor();
    await popOf(other).panel.getByRole('button', { name: 'Decline' }).click();
    for (const { allow } of [one, other]) allow(/400/);
    await Promise.all([popOf(one).accept(), popOf(other).panel.locator('[data-id=confirm-decline]').click()]);
    await expect
      .poll(async () => (await Promise.all([one, other].map((rep) => popOf(rep).ringing.count()))).join())
      .toBe('0,0');
    const accepted = offers()[0] === 'Priya Raman: Accepted';
    for (const rep of [one, other]) await (accepted ? popOf(rep).onCall : popOf(rep).ended).waitFor();
  });
});
