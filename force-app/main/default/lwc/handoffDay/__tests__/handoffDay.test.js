import { publish, reset, subscribed } from 'lightning/empApi';
import { graphql } from 'lightning/graphql';
import HandoffDay from 'c/handoffDay';
import {
  expectAccessible,
  find,
  me,
  queryAnswer,
  settled,
  show,
  textOf
} from '../../../../../test/support/recordsInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'America/Los_Angeles' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-US' }), { virtual: true });

const CHANNEL = '/event/Handoff_Event__e';
const jamie = { Id: '00Q000000000001EAA', Name: 'Jamie Rivera', Company: 'NovaCorp' };
let ids = 0;
const step = (Status__c, Next_Step_At__c, Lead__r = jamie) => ({
  Id: `a0300000000000${(ids += 1)}AAA`,
  Status__c,
  Next_Step_At__c,
  Lead__r
});
const offer = (Status__c, Handoff__r = { Lead__r: jamie }) => ({
  Id: 'a02000000000001AAA',
  Kind__c: 'Live',
  Status__c,
  Offered_At__c: '2026-12-01T16:05:00.000Z',
  Handoff__c: 'a03000000000001AAA',
  Handoff__r
});

let refresh;

function answer(steps, offers = []) {
  graphql.emit(queryAnswer({ Handoff__c: steps, Handoff_Offer__c: offers }), undefined, refresh);
}

async function day(steps, offers) {
  const element = show('c-handoff-day', HandoffDay);
  if (steps) answer(steps, offers);
  await settled();
  refresh.mockClear();
  return element;
}

const plain = (node) => textOf(node).replace(/\s/g, ' ');
const part = (element, id) => find(element, `[data-id="${id}"]`);
const clocks = (element, section) =>
  [...part(element, section).querySelectorAll('[data-id="clock"]')].map((clock) => plain(clock));

describe("the rep's day", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-12-01T16:10:00Z') });
    reset();
    refresh = jest.fn(async () => {});
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('says that it loads', async () => {
    const element = await day();
    expect(part(element, 'loading')).not.toBeNull();
    await expectAccessible(element);
  });

  it('says that nothing waits', async () => {
    const element = await day([]);
    expect(part(element, 'empty').textContent).toContain('Nothing is waiting for you today.');
    await expectAccessible(element);
  });

  it('lists what waits by what it is, each with its clock', async () => {
    const element = await day(
      [
        step('Ringing', '2026-12-01T16:10:20.000Z'),
        step('Accepted', '2026-12-01T16:05:00.000Z'),
        step('Meeting', '2026-12-01T16:00:00.000Z'),
        step('Meeting', '2026-12-01T16:22:00.000Z'),
        step('Meeting', '2026-12-01T18:00:00.000Z'),
        step('Meeting Proposed', '2026-12-01T19:00:00.000Z'),
        step('Callback', '2026-12-01T16:04:30.000Z'),
        step('Callback', '2026-12-01T16:22:00.000Z'),
        step('Callback', '2026-12-01T20:00:00.000Z')
      ],
      [offer('No Answer')]
    );
    expect(clocks(element, 'now')).toEqual(['Rings now', 'On the call']);
    expect(clocks(element, 'meetings')).toEqual([
      'Began at 8:00 AM',
      'Begins in 12 min, at 8:22 AM',
      'Begins at 10:00 AM',
      'Proposed for 11:00 AM'
    ]);
    expect(clocks(element, 'callbacks')).toEqual(['Overdue by 5 min', 'Due in 12 min', 'Due at 12:00 PM']);
    expect(plain(part(element, 'offers'))).toBe('Offered to you today Jamie Rivera, NovaCorp Live No Answer 8:05 AM');
    await expectAccessible(element);
  });

  it('asks for the records of its own user alone', async () => {
    await day([]);
    expect(graphql.getLastConfig().variables).toEqual({ me });
  });

  it('leads to the records', async () => {
    const element = await day([step('Callback', '2026-12-01T20:00:00.000Z')]);
    const link = part(element, 'callbacks').querySelector('c-record-link');
    expect(link.objectApiName).toBe('Handoff__c');
    expect(link.label).toBe('Jamie Rivera, NovaCorp');
  });

  it('names no caller whom the rep may not see', async () => {
    const element = await day([step('Callback', '2026-12-01T20:00:00.000Z', null)], [offer('Declined', null)]);
    expect(textOf(element).match(/Caller you may not see/g)).toHaveLength(2);
    await expectAccessible(element);
  });

  it('moves its clocks on and reads anew each minute', async () => {
    const element = await day([step('Callback', '2026-12-01T16:22:00.000Z')]);
    jest.advanceTimersByTime(3 * 60_000);
    await settled();
    expect(clocks(element, 'callbacks')).toEqual(['Due in 9 min']);
    expect(refresh).toHaveBeenCalledTimes(3);
  });

  it('reads anew when an event names its user, or a handoff that it shows', async () => {
    const shown = step('Callback', '2026-12-01T16:22:00.000Z');
    await day([shown]);
    publish(CHANNEL, { Handoff_Id__c: 'a03000000000099AAA', Rep_Id__c: me, State__c: 'ringing' });
    expect(refresh).toHaveBeenCalledTimes(1);
    publish(CHANNEL, { Handoff_Id__c: shown.Id, Rep_Id__c: '005000000000004AAA', State__c: 'callback' });
    expect(refresh).toHaveBeenCalledTimes(2);
    publish(CHANNEL, { Handoff_Id__c: 'a03000000000098AAA', Rep_Id__c: '005000000000004AAA', State__c: 'ringing' });
    expect(refresh).toHaveBeenCalledTimes(2);
  });

  it('stops listening and ticking when it leaves the page', async () => {
    const element = await day([]);
    element.remove();
    await settled();
    jest.advanceTimersByTime(5 * 60_000);
    expect(subscribed()).toEqual([]);
    expect(refresh).not.toHaveBeenCalled();
  });

  it('tells an error of the first reading', async () => {
    const element = await day();
    graphql.emitErrors([{ message: 'Something broke' }], undefined, refresh);
    await settled();
    expect(textOf(element)).toContain('Your day could not be read');
    await expectAccessible(element);
  });

  it('keeps the list when it cannot be read again, and says so', async () => {
    const element = await day([step('Callback', '2026-12-01T16:22:00.000Z')]);
    graphql.emitErrors([{ message: 'Something broke' }], undefined, refresh);
    await settled();
    expect(part(element, 'stale')).not.toBeNull();
    expect(clocks(element, 'callbacks')).toEqual(['Due in 12 min']);
    await expectAccessible(element);
    answer([]);
    await settled();
    expect(part(element, 'stale')).toBeNull();
  });
});
