import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { westCall } from '../scenarios/world.ts';
import { launchBrowser } from './browser.ts';
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

describe('A call that the voice agent hands over', () => {
  it('pops up for the rep who is asked, with name, company and what to know, and for nobody else', async () => {
    const [asked, other] = [await floor.rep(priya), await floor.rep(marcus)];
    const answer = await floor.place(westCall('pops-up'));
    expect(answer.rep!.id).toBe(asked.userId);
    const pop = popOf(asked);
    await pop.ringing.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    await pop.ringing.getByText('VP of Operations, NovaCorp').waitFor();
    await pop.ringing.getByText('80-person support team, wants to pilot voice AI in Q2.').waitFor();
    await asked.page.getByRole('button', { name: 'Live transfers (1)', expanded: true }).waitFor();
    expect(await pop.panel.locator('[data-id=announcement]').textContent()).toBe(
      'Incoming call from Jamie Rivera, NovaCorp'
    );
    // What comes after it has been heard too, and nothing of the call was.
    await floor.report(answer, 'noAnswer');
    await popOf(other).ringing.waitFor();
    expect(await popOf(other).panel.locator('[data-offer]').count()).toBe(1);
  });

  it('is the rep’s once accepted: Salesforce and the voice agent know at once, and the pop leads to the briefing', async () => {
    const asked = await floor.rep(priya);
    const answer = await floor.place(westCall('accepted'));
    const events = await floor.events(answer);
    expect((await events.next())!.phase).toBe('ringing');
    const pop = popOf(asked);
    await pop.accept();
    await pop.onCall.getByRole('heading', { name: 'On the call with Jamie Rivera' }).waitFor();
    expect(await events.next()).toMatchObject({ phase: 'accepted', rep: { id: asked.userId } });
    expect(floor.query('SELECT Status__c, Rep__c FROM Handoff__c')).toMatchObject([
      { Status__c: 'Accepted', Rep__c: asked.userId }
    ]);
    expect(floor.query('SELECT Status__c FROM Handoff_Offer__c')).toMatchObject([{ Status__c: 'Accepted' }]);
    await pop.onCall.getByRole('link', { name: 'Open the full briefing' }).click();
    await asked.page.waitForURL(`**/lightning/r/Handoff__c/${answer.handoffId}/view*`);
    await asked.page.getByRole('main').getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
  });

  it('goes to the next rep when declined, with the reason on the offer, and the first hears who has it', async () => {
    const [asked, next] = [await floor.rep(priya), await floor.rep(marcus)];
    await floor.place(westCall('declined'));
    await popOf(asked).decline('In the car');
    await popOf(next).ringing.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    await popOf(asked).ended.getByText('You declined this call. Marcus Chen is being asked now.').waitFor();
    expect(
      floor.query('SELECT Status__c, Decline_Reason__c, Rep__c FROM Handoff_Offer__c ORDER BY Name')
    ).toMatchObject([
      { Status__c: 'Declined', Decline_Reason__c: 'In the car', Rep__c: asked.userId },
      { Status__c: 'Ringing', Decline_Reason__c: null, Rep__c: next.userId }
    ]);
    await popOf(next).accept();
    await popOf(asked).ended.getByText('You declined this call. Marcus Chen has this call now.').waitFor();
    await popOf(asked).ended.getByRole('button', { name: 'Dismiss the note about Jamie Rivera' }).click();
    await popOf(asked).panel.getByText('Nobody is calling.').waitFor();
  });

  it('is taken away with a word why when the voice agent reports that nobody answered', async () => {
    const asked = await floor.rep(priya);
    const answer = await floor.place(westCall('no-answer'));
    await popOf(asked).ringing.waitFor();
    await floor.report(answer, 'noAnswer');
    await popOf(asked)
      .ended.getByText('This offer has ended: nobody answered in time. Marcus Chen is being asked now.')
      .waitFor();
    await asked.page.getByRole('button', { name: 'Live transfers', exact: true, expanded: true }).waitFor();
  });

  it('counts down to nothing, and ends by the service’s own sweep when even the voice agent is silent', async () => {
    const asked = await floor.rep(priya);
    await floor.place(westCall('silent'));
    const pop = popOf(asked);
    await pop.ringing.getByRole('timer', { name: '20 seconds left to answer' }).waitFor();
    floor.org.clock.advance(12_000);
    await pop.ringing.getByRole('timer', { name: '8 seconds left to answer' }).waitFor();
    floor.org.clock.advance(8_000);
    await pop.ringing.getByRole('timer', { name: 'Time is up' }).waitFor();
    floor.org.clock.advance(60_000);
    await pop.ended.getByText(/This offer has ended: nobody answered in time./).waitFor();
  });

  it('ends with a word why when the caller hangs up', async () => {
    const asked = await floor.rep(priya);
    const answer = await floor.place(westCall('left'));
    await popOf(asked).ringing.waitFor();
    await floor.report(answer, 'callerLeft');
    await popOf(asked).ended.getByText('This offer has ended: the caller hung up.').waitFor();
  });

  it('stands beside another one, and each is answered for itself', async () => {
    const asked = await floor.rep(priya);
    const pop = popOf(asked);
    const answer = await floor.place(westCall('first'));
    await pop.ringing.waitFor();
    // The service never asks a rep twice at once; a person who hands a call over by hand may.
    const handoffId = secondCallByHand(asked.userId);
    await pop.ringing.getByRole('heading', { name: 'Robin Abara' }).waitFor();
    await asked.page.getByRole('button', { name: 'Live transfers (2)' }).waitFor();
    await pop.ringing
      .filter({ has: asked.page.getByRole('heading', { name: 'Robin Abara' }) })
      .getByRole('button', { name: 'Accept' })
      .click();
    await pop.onCall.getByRole('heading', { name: 'On the call with Robin Abara' }).waitFor();
    await pop.ringing.getByRole('heading', { name: 'Jamie Rivera' }).waitFor();
    expect(floor.query(`SELECT Handoff__c, Status__c FROM Handoff_Offer__c ORDER BY Name`)).toMatchObject([
      { Handoff__c: answer.handoffId, Status__c: 'Ringing' },
      { Handoff__c: handoffId, Status__c: 'Accepted' }
    ]);
  });
});

describe('Feedback', () => {
  it('is asked for once after the call, takes two clicks, and can be changed', async () => {
    const asked = await floor.rep(priya);
    const pop = popOf(asked);
    const answer = await floor.place(westCall('feedback'));
    await pop.accept();
    await pop.onCall.waitFor();
    expect(await pop.feedback.count()).toBe(0);
    await floor.report(answer, 'ended');
    await pop.feedback.getByRole('heading', { name: 'The call with Jamie Rivera is over' }).waitFor();
    await pop.feedback.getByText('4', { exact: true }).click();
    await pop.feedback.getByRole('button', { name: 'Save' }).click();
    await pop.feedback.waitFor({ state: 'detached' });
    const given = 'SELECT Quality__c, Notes__c, Rep__c, Handoff__c FROM Handoff_Feedback__c';
    const first = { Quality__c: 4, Notes__c: null, Rep__c: asked.userId, Handoff__c: answer.handoffId };
    expect(floor.query(given)).toMatchObject([first]);

    await asked.page.goto(`${floor.org.url}/lightning/r/Handoff__c/${answer.handoffId}/view?rep=${asked.userId}`);
    const form = asked.page.getByRole('main').getByRole('region', { name: 'How was this lead?' });
    await form.getByText('4 of 5').waitFor();
    // By now the pop has read what there is.
    await pop.content.locator('[data-id=empty]').waitFor({ state: 'attached' });
    expect(await pop.feedback.count()).toBe(0);
    await form.getByRole('button', { name: 'Change' }).click();
    await form.getByText('5 (great)').click();
    await form.getByText('Say more (optional)').click();
    await form.getByLabel('Notes').fill('Ready to buy.');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('5 of 5').waitFor();
    expect(floor.query(given)).toMatchObject([{ ...first, Quality__c: 5, Notes__c: 'Ready to buy.' }]);
  });

  it('is not asked for again, even after a reload, by whoever gives none', async () => {
    const asked = await floor.rep(priya);
    const pop = popOf(asked);
    const answer = await floor.place(westCall('no-feedback'));
    await pop.accept();
    await pop.onCall.waitFor();
    await floor.report(answer, 'ended');
    await pop.feedback.getByRole('button', { name: 'No feedback' }).click();
    await pop.panel.getByText('Nobody is calling.').waitFor();
    await asked.page.reload();
    await pop.content.locator('[data-id=empty]').waitFor({ state: 'attached' });
    expect(await pop.feedback.count()).toBe(0);
    expect(floor.query('SELECT Id FROM Handoff_Feedback__c')).toEqual([]);
  });
});

describe('The rep’s switches', () => {
  const user = (userId: string) =>
    floor.query(`SELECT Takes_Transfers__c, Away_Until__c FROM User WHERE Id = '${userId}'`)[0];

  it('“I take transfers” off passes the rep over, and on again lets the rep have calls', async () => {
    const { page, userId } = await floor.rep(priya);
    await page.getByRole('button', { name: 'Live transfers' }).click();
    const taking = page.getByLabel('I take transfers');
    await taking.click({ force: true });
    await expect.poll(() => user(userId)).toMatchObject({ Takes_Transfers__c: false });
    expect(whyNot(userId, await floor.place(westCall('not-taking')))).toBe('takesNoTransfers');
    await taking.click({ force: true });
    await expect.poll(() => user(userId)).toMatchObject({ Takes_Transfers__c: true });
    expect(whyNot(userId, await floor.place(westCall('taking')))).not.toBe('takesNoTransfers');
  });

  it('“I am away” passes the rep over until then, and “I am back” ends it', async () => {
    const { page, userId } = await floor.rep(priya);
    await page.getByRole('button', { name: 'Live transfers' }).click();
    await page.getByRole('button', { name: 'I am away' }).click();
    await page.getByRole('button', { name: '1 hour' }).click();
    await page.getByText('You are away until 9:10').waitFor();
    await expect.poll(() => user(userId)).toMatchObject({ Away_Until__c: '2026-12-01T17:10:00.000+0000' });
    expect(whyNot(userId, await floor.place(westCall('away')))).toBe('away');
    await page.getByRole('button', { name: 'I am back' }).click();
    await expect.poll(() => user(userId)).toMatchObject({ Away_Until__c: null });
    expect(whyNot(userId, await floor.place(westCall('back')))).not.toBe('away');
  });
});

/** Why this rep was passed over; undefined when asked. */
function whyNot(repId: string, { passedOver }: HandoffAnswer): string | undefined {
  return passedOver.find((each) => each.repId === repId)?.rule;
}

/** Another handoff to this rep, written as a person with rights to the records would, and told like any other. */
function secondCallByHand(repId: string): string {
  const { records } = floor.org.org;
  const admin = floor.org.session('admin@local-org.example');
  const create = (object: string, fields: Record<string, unknown>): string =>
    records.create(admin, object, fields, { autoAssign: { kind: 'off' } }).id;
  const at = (ms: number): string => new Date(floor.org.clock.now().getTime() + ms).toISOString();
  const leadId = create('Lead', { FirstName: 'Robin', LastName: 'Abara', Company: 'Sierra Logistics', OwnerId: repId });
  const handoffId = create('Handoff__c', {
    Lead__c: leadId,
    Rep__c: repId,
    OwnerId: repId,
    Call_Id__c: 'by-hand',
    Status__c: 'Ringing',
    Next_Step__c: 'Transfer',
    Next_Step_At__c: at(30_000)
  });
  const offerId = create('Handoff_Offer__c', {
    Handoff__c: handoffId,
    Rep__c: repId,
    OwnerId: repId,
    Kind__c: 'Live',
    Status__c: 'Ringing',
    Offered_At__c: at(0),
    Expires_At__c: at(30_000)
  });
  const event = { Handoff_Id__c: handoffId, Offer_Id__c: offerId, Lead_Id__c: leadId, Rep_Id__c: repId };
  create('Handoff_Event__e', { ...event, State__c: 'ringing' });
  return handoffId;
}
