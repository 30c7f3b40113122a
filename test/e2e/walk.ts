/**
 * A walk through every state that a rep can see, each brought about by real calls: the tests look at each for what a rule can
 * find, and `npm run screenshots` takes its picture for people to look at.
 */
import type { HandoffAnswer } from '../../orchestrator/domain/handoff.ts';
import { westCall } from '../scenarios/world.ts';
import type { RepPage } from './pages.ts';
import { popOf } from './pop.ts';
import type { SalesFloor } from './salesFloor.ts';

export interface State {
  /** In the words of a file name: `pop-ringing`. */
  readonly name: string;
  readonly rep: RepPage;
}

/** The first two whom Enterprise West asks when it has had no call yet. */
const priya = 'priya.raman@sample.example';
const marcus = 'marcus.chen@sample.example';

interface Caller {
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly title: string;
  readonly phone: string;
  readonly email: string;
}

const person = (firstName: string, lastName: string, company: string, title: string, line: string): Caller => {
  const domain = `${company.toLowerCase().replace(/ /g, '-')}.example`;
  return {
    firstName,
    lastName,
    company,
    title,
    phone: `+141555501${line}`,
    email: `${firstName}@${domain}`.toLowerCase()
  };
};

const jamie = person('Jamie', 'Rivera', 'NovaCorp', 'VP of Operations', '42');
const robin = person('Robin', 'Abara', 'Sierra Logistics', 'Director of Support', '43');
const noor = person('Noor', 'Haddad', 'Mojave Energy', 'COO', '44');
const lena = person('Lena', 'Fischer', 'Cascade Robotics', 'Head of Service', '46');
const sam = person('Sam', 'Oduya', 'Redwood Health', 'IT Director', '47');

/** Everyone who calls: what must stand in records alone. */
export const callers: readonly Caller[] = [jamie, robin, noor, lena, sam];

/**
 * @param floor a new one, in which nobody has called yet
 * @param look called in each state, which stays until it settles
 */
export async function walk(floor: SalesFloor, look: (state: State) => Promise<void>): Promise<void> {
  const rep = await floor.rep(priya);
  const next = await floor.rep(marcus);
  const [pop, nextPop] = [popOf(rep), popOf(next)];
  const see = (name: string, who = rep): Promise<void> => look({ name, rep: who });
  const { page } = rep;

  await page.getByText('Nothing is waiting for you today.').waitFor();
  await see('home-empty');
  await page.getByRole('button', { name: 'Live transfers' }).click();
  await pop.panel.getByText('Nobody is calling.').waitFor();
  await see('pop-empty');
  await page.getByRole('button', { name: 'I am away' }).click();
  await page.getByRole('button', { name: '1 hour' }).waitFor();
  await see('pop-away-choices');
  await page.getByRole('button', { name: '1 hour' }).click();
  await page.getByText('You are away until').waitFor();
  await see('pop-away');
  await page.getByRole('button', { name: 'I am back' }).click();
  await page.getByRole('button', { name: 'I am away' }).waitFor();

  // A call that goes from one rep to the next.
  const passed = await floor.place(westCall('passed-on', { caller: robin, qualification: { budget: undefined } }));
  await pop.ringing.waitFor();
  await pop.panel.getByRole('button', { name: 'Decline' }).click();
  await pop.panel.getByText('Why not?').waitFor();
  await see('pop-decline');
  await pop.panel.getByRole('button', { name: 'In a meeting' }).click();
  await pop.ended.getByText('Marcus Chen is being asked now.').waitFor();
  await see('pop-declined');
  await nextPop.accept();
  await nextPop.onCall.waitFor();
  await see('pop-on-call', next);
  await floor.report(passed, 'ended', next.userId);
  await nextPop.feedback.waitFor();
  await see('pop-feedback', next);
  await nextPop.feedback.getByText('Say more (optional)').click();
  await nextPop.feedback.getByText('It should have gone to someone else').click();
  await nextPop.feedback.getByLabel('Who should have received it?').waitFor();
  await see('pop-feedback-more', next);

  // A call that the rep takes.
  await pop.ended.getByRole('button', { name: 'Dismiss the note about Robin Abara' }).click();
  floor.org.clock.advance(5 * 60_000);
  // Two colleagues are on the phone; the third has just had a call, so that the turn is this rep's.
  await floor.place(westCall('first-colleague'));
  await floor.place(westCall('second-colleague'));
  await floor.report(await floor.place(westCall('third-colleague')), 'ended');
  const call = await floor.place(westCall('taken', { caller: jamie }));
  await pop.ringing.waitFor();
  await page.getByText('Rings now').waitFor();
  await see('pop-ringing');
  await pop.accept();
  await pop.onCall.getByRole('link', { name: 'Open the full briefing' }).click();
  await page.getByRole('main').getByText('You are put through to the caller.').waitFor();
  await page
    .getByRole('main')
    .getByText('Who should', { exact: false })
    .or(page.getByRole('main').getByText('Quality of the lead'))
    .first()
    .waitFor();
  await minimize(rep);
  await see('handoff-page');
  await goTo(floor, rep, `/lightning/r/Lead/${call.lead!.id}/view`);
  await page.getByRole('main').getByText('You are put through to the caller.').waitFor();
  await see('lead-page');
  await floor.report(call, 'ended');
  await pop.feedback.getByText('4', { exact: true }).click();
  await pop.feedback.getByRole('button', { name: 'Save' }).click();
  await pop.feedback.waitFor({ state: 'detached' });
  await minimize(rep);
  await goTo(floor, rep, `/lightning/r/Handoff__c/${call.handoffId}/view`);
  await page.getByText('4 of 5').waitFor();
  await see('handoff-page-after');

  // What is refused: another rep's handoff, and everything to one without the permission set.
  rep.allow(/404|403/);
  await goTo(floor, rep, `/lightning/r/Handoff__c/${passed.handoffId}/view`);
  await page.getByText('You may not see').first().waitFor();
  await see('handoff-page-refused');

  // A day with callbacks and meetings.
  await dayOf(floor);
  await goTo(floor, rep, '/lightning/page/home');
  await page.getByRole('heading', { name: 'Callbacks' }).waitFor();
  await see('home-day');

  // A connection that is lost.
  rep.allow(/ERR_|Failed to load/);
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Live transfers' }).click();
  await pop.panel.getByText('The connection to Salesforce is interrupted.').waitFor();
  await see('pop-connection-lost');
  await page.context().setOffline(false);
}

/** Like a link within the app: the page is not loaded anew. */
async function goTo(floor: SalesFloor, { page, userId }: RepPage, path: string): Promise<void> {
  const address = `${floor.org.url}${path}?rep=${userId}`;
  await page.evaluate((url) => {
    history.pushState(null, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address);
  await page.waitForURL(address);
}

async function minimize({ page }: RepPage): Promise<void> {
  const panel = page.getByRole('dialog', { name: /^Live transfers/ });
  await panel.getByRole('button', { name: 'Minimize' }).click();
  await panel.waitFor({ state: 'hidden' });
}

/** Everyone else is away for the rest of the day. */
function sendOthersAway(floor: SalesFloor, username: string): void {
  const admin = floor.org.session('admin@local-org.example');
  const until = new Date(floor.org.clock.now().getTime() + 12 * 3_600_000).toISOString();
  for (const { Id } of floor.query<{ Id: string }>(`SELECT Id FROM User WHERE Username != '${username}'`)) {
    floor.org.org.records.update(admin, 'User', Id, { Away_Until__c: until });
  }
}

/** Two callbacks, one of them overdue, and a meeting. */
async function dayOf(floor: SalesFloor): Promise<void> {
  const wish = async (callId: string, wished: string, who: Caller): Promise<HandoffAnswer> =>
    floor.place({ ...westCall(callId, { caller: who }), wish: wished });
  sendOthersAway(floor, priya);
  await wish('calls-later', 'callback', noor);
  floor.org.clock.advance(40 * 60_000);
  await wish('calls-soon', 'callback', lena);
  await wish('meets', 'meeting', sam);
}
