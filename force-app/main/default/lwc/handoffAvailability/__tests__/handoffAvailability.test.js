import { createElement } from 'lwc';
import { getRecord, updateRecord } from 'lightning/uiRecordApi';
import HandoffAvailability from 'c/handoffAvailability';
import { expectAccessible, find, settled, textOf } from '../../../../../test/support/repInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'America/Los_Angeles' }), { virtual: true });

const me = '005000000000003AAA';
/** 8:10 in San Francisco. */
const startAt = new Date('2026-12-01T16:10:00Z');
const user = { Takes_Transfers__c: true, Away_Until__c: null };

function holds(fields) {
  const values = Object.entries({ ...user, ...fields }).map(([name, value]) => [name, { value }]);
  getRecord.emit({ id: me, fields: Object.fromEntries(values) });
}

async function start(fields = {}) {
  const element = createElement('c-handoff-availability', { is: HandoffAvailability });
  document.body.appendChild(element);
  holds(fields);
  await settled();
  return element;
}

async function press(element, selector) {
  find(element, selector).click();
  await settled();
}

async function enter(element, selector, name, detail) {
  find(element, selector).dispatchEvent(new CustomEvent(name, { detail }));
  await settled();
}

const byId = (id) => `[data-id="${id}"]`;
const refusal = { status: 400, body: { message: 'Not today.', output: { errors: [], fieldErrors: {} } } };

describe("the rep's switches", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: startAt });
    updateRecord.mockReset();
    updateRecord.mockResolvedValue({});
  });

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('show nothing before the user record is read', async () => {
    const element = createElement('c-handoff-availability', { is: HandoffAvailability });
    document.body.appendChild(element);
    expect(find(element, byId('transfers'))).toBeNull();
    await expectAccessible(element);
  });

  it.each([true, false])('show whether transfers are taken: %s', async (taken) => {
    const element = await start({ Takes_Transfers__c: taken });
    expect(find(element, byId('transfers'))).toMatchObject({ checked: taken, label: 'I take transfers' });
    await expectAccessible(element);
  });

  it('save that transfers are no longer taken, on the own user', async () => {
    const element = await start();
    await enter(element, byId('transfers'), 'change', { checked: false });
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: me, Takes_Transfers__c: false } });
    expect(find(element, byId('transfers')).checked).toBe(false);
  });

  it('go back when that was not saved, and say why', async () => {
    const element = await start();
    updateRecord.mockRejectedValue(refusal);
    await enter(element, byId('transfers'), 'change', { checked: false });
    expect(find(element, byId('transfers')).checked).toBe(true);
    expect(textOf(element)).toContain('This was not saved');
    expect(textOf(element)).toContain('Not today.');
    await expectAccessible(element);
  });

  it.each([
    ['halfHour', '2026-12-01T16:40:00.000Z'],
    ['hour', '2026-12-01T17:10:00.000Z'],
    ['endOfDay', '2026-12-02T02:00:00.000Z'],
    ['tomorrow', '2026-12-02T17:00:00.000Z']
  ])('take one more press to be away: %s', async (choice, until) => {
    const element = await start();
    await press(element, byId('away'));
    await press(element, `[data-choice="${choice}"]`);
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: me, Away_Until__c: until } });
    expect(find(element, byId('choices'))).toBeNull();
    expect(textOf(element)).toContain('You are away until');
  });

  it('take any day that is ahead, until its morning', async () => {
    const element = await start();
    await press(element, byId('away'));
    await enter(element, byId('chosen'), 'change', { value: '2026-12-24' });
    await press(element, byId('set'));
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: me, Away_Until__c: '2026-12-24T17:00:00.000Z' } });
    expect(textOf(element)).toMatch(/You are away until Thu, Dec 24.* and are offered nothing\./);
    await expectAccessible(element);
  });

  it.each([undefined, '2026-11-30'])('save no day that is not ahead: %s', async (value) => {
    const element = await start();
    await press(element, byId('away'));
    await enter(element, byId('chosen'), 'change', { value });
    await press(element, byId('set'));
    expect(updateRecord).not.toHaveBeenCalled();
    expect(textOf(element)).toContain('Choose a day that is still to come.');
    await expectAccessible(element);
  });

  it('keep the choices open when being away was not saved', async () => {
    const element = await start();
    updateRecord.mockRejectedValue(refusal);
    await press(element, byId('away'));
    await press(element, '[data-choice="hour"]');
    expect(find(element, byId('choices'))).not.toBeNull();
    expect(textOf(element)).toContain('Not today.');
  });

  it('show until when the rep is away, and take one press to be back', async () => {
    const element = await start({ Away_Until__c: '2026-12-01T18:00:00.000Z' });
    expect(textOf(element)).toMatch(/You are away until 10:00\sAM/);
    await press(element, byId('back'));
    expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: me, Away_Until__c: null } });
    expect(find(element, byId('away'))).not.toBeNull();
  });

  it('end being away when the time has come', async () => {
    const element = await start({ Away_Until__c: '2026-12-01T16:20:00.000Z' });
    await expect(textOf(element)).toContain('You are away');
    jest.advanceTimersByTime(11 * 60_000);
    await settled();
    expect(textOf(element)).not.toContain('You are away');
  });

  it('say why when the user record cannot be read', async () => {
    const element = createElement('c-handoff-availability', { is: HandoffAvailability });
    document.body.appendChild(element);
    getRecord.error({ message: 'No such field.' }, 400);
    await settled();
    expect(textOf(element)).toContain('No such field.');
    await expectAccessible(element);
  });
});
