import { graphql } from 'lightning/graphql';
import { getRecord } from 'lightning/uiRecordApi';
import HandoffTrace from 'c/handoffTrace';
import {
  expectAccessible,
  find,
  hiddenRecord,
  me,
  NO_ACCESS,
  queryAnswer,
  settled,
  show,
  textOf,
  uiRecord
} from '../../../../../test/support/recordsInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });
jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'America/Los_Angeles' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-US' }), { virtual: true });

const handoffId = 'a03000000000001AAA';
const marcus = '005000000000004AAA';
const dana = '005000000000005AAA';
const rule = {
  rule: 'assignmentRule',
  text: 'The assignment rules gave the lead to the team Enterprise West.',
  figures: { ruleName: 'Voice routing', entry: 8 }
};
const turn = {
  rule: 'turn',
  text: "It is Priya Raman's turn among 2 who can take it: 0.50 turns short of a fair share."
};
const balance = { rule: 'balance', repId: marcus, repName: 'Marcus Lee', text: 'Marcus Lee could have taken it.' };
const away = {
  rule: 'away',
  repId: dana,
  repName: 'Dana Whitfield',
  text: 'Dana Whitfield is away until 2026-12-01T18:00:00Z.'
};
const ledger = {
  balances: { [me]: -500_000, [marcus]: 500_000, [dana]: 250_000 },
  change: { [me]: -500_000, [marcus]: 500_000 },
  lastTurnOf: {}
};
const offer = {
  Id: 'a02000000000001AAA',
  Name: 'HO-00001',
  Handoff__c: handoffId,
  Kind__c: 'Live',
  Status__c: 'Accepted',
  Offered_At__c: '2026-12-01T16:10:00.000Z',
  Starts_At__c: null,
  Decline_Reason__c: null,
  Rep__c: me,
  Rep__r: { Name: 'Priya Raman' },
  Turn_Number__c: 42,
  Because__c: JSON.stringify([rule, turn]),
  Passed_Over__c: JSON.stringify([balance, away]),
  Ledger__c: JSON.stringify(ledger)
};
const handoff = uiRecord('Handoff__c', {
  Team_Name__c: 'Enterprise West',
  Predicted__c: false,
  Because__c: null,
  Passed_Over__c: null
});

async function trace(offers, { record = handoff, objectApiName = 'Handoff__c' } = {}) {
  const element = show('c-handoff-trace', HandoffTrace, { recordId: handoffId, objectApiName });
  if (record) getRecord.emit(record);
  if (offers) graphql.emit(queryAnswer({ Handoff_Offer__c: offers }));
  await settled();
  return element;
}

const plain = (element) => textOf(element).replace(/\s/g, ' ');

describe('why me', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-12-01T16:11:00Z') }));

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('says that it loads', async () => {
    const element = await trace(undefined, { record: undefined });
    expect(find(element, '[data-id="loading"]')).not.toBeNull();
    await expectAccessible(element);
  });

  it('tells the entry of the rule, the team, the turn and who was passed over, with times on the clock of the rep', async () => {
    const element = await trace([offer]);
    const text = plain(element);
    expect(text).toContain('Entry 8 of the assignment rule “Voice routing” matched.');
    expect(text).toContain('The assignment rule gave the lead to the team Enterprise West.');
    expect(text).toContain('You were asked');
    expect(text).toContain('It was turn 42 of the team.');
    expect(text).toContain('Marcus Lee could have taken it.');
    expect(text).toContain('Dana Whitfield is away until 10:00 AM.');
    await expectAccessible(element);
  });

  it('draws the balances as they stood when the turn came, each with its figure in words', async () => {
    const element = await trace([offer]);
    const rows = [...find(element, '[data-id="balances"]').querySelectorAll('tbody tr')];
    expect(rows.map((row) => row.textContent)).toEqual([
      'Priya RamanTook the turn0.50 turns short',
      'Marcus Lee0.50 turns short',
      'Dana WhitfieldCould not take it0.25 turns short'
    ]);
    expect(rows[0].querySelector('.track').getAttribute('aria-hidden')).toBe('true');
    expect(rows[2].querySelector('.bar').style.width).toBe('25.0%');
  });

  it('says plainly that the entry is not known', async () => {
    const without = { ...rule, figures: undefined };
    const element = await trace([{ ...offer, Because__c: JSON.stringify([without, turn]) }]);
    expect(textOf(element)).toContain('Which entry of the assignment rule matched is not known');
  });

  it('shows each offer in order, with what came of it, and the entry of the first on each', async () => {
    const declined = {
      ...offer,
      Id: 'a02000000000002AAA',
      Rep__c: marcus,
      Rep__r: { Name: 'Marcus Lee' },
      Status__c: 'Declined',
      Decline_Reason__c: 'In a demo'
    };
    const later = { ...offer, Because__c: JSON.stringify([turn]) };
    const element = await trace([declined, later]);
    const items = [...find(element, '[data-id="offers"]').children];
    expect(items.map((item) => item.querySelector('h3').textContent)).toEqual([
      'Marcus Lee was asked',
      'You were asked'
    ]);
    expect(plain(items[0])).toContain('Declined');
    expect(plain(items[0])).toContain('Reason given: In a demo');
    expect(items.map((item) => item.querySelector('details').open)).toEqual([false, true]);
    expect(plain(items[1])).toContain('Entry 8 of the assignment rule');
    await expectAccessible(element);
  });

  it.each([
    ['Because__c', 'The reasons cannot be read'],
    ['Passed_Over__c', 'Who was passed over cannot be read'],
    ['Ledger__c', 'The balances of this turn cannot be read']
  ])('says so when %s is cut, and still tells the rest', async (field, sentence) => {
    const element = await trace([{ ...offer, [field]: offer[field].slice(0, 20) }]);
    expect(textOf(element)).toContain(sentence);
    expect(textOf(element)).toContain('You were asked');
    await expectAccessible(element);
  });

  it('tells of an offer without a turn, a reason or anybody passed over', async () => {
    const blank = { Because__c: null, Passed_Over__c: null, Ledger__c: null, Turn_Number__c: null, Rep__r: null };
    const element = await trace([{ ...offer, ...blank }]);
    expect(textOf(element)).toContain('No reason was kept for this.');
    expect(textOf(element)).toContain('No turn of a rotation was taken for this.');
    expect(textOf(element)).toContain('Nobody was passed over.');
    await expectAccessible(element);
  });

  it('says that others were asked whose offers are not to be seen', async () => {
    const asked = {
      rule: 'alreadyAsked',
      repId: marcus,
      repName: 'Marcus Lee',
      text: 'Marcus Lee has been asked for this call.'
    };
    const element = await trace([{ ...offer, Passed_Over__c: JSON.stringify([asked]) }]);
    expect(find(element, '[data-id="others-hidden"]')).not.toBeNull();
    const alone = await trace([offer]);
    expect(find(alone, '[data-id="others-hidden"]')).toBeNull();
  });

  it('tells the reasons of a handoff that nobody was offered', async () => {
    const nobody = JSON.stringify([
      { rule: 'emptyTeam', text: 'Nobody active in Enterprise West is left to owe the call.' }
    ]);
    const element = await trace([], {
      record: uiRecord('Handoff__c', {
        Team_Name__c: null,
        Predicted__c: true,
        Because__c: nobody,
        Passed_Over__c: '[]'
      })
    });
    expect(textOf(element)).toContain('Nobody could be asked.');
    expect(textOf(element)).toContain('Nobody active in Enterprise West is left');
    expect(textOf(element)).toContain('The assignment rule chose no team.');
    expect(find(element, '[data-id="predicted"]')).not.toBeNull();
    await expectAccessible(element);
  });

  it('says that there is no offer on a lead that nobody handed over', async () => {
    const element = await trace([], { record: uiRecord('Lead', {}), objectApiName: 'Lead' });
    expect(find(element, '[data-id="empty"]').textContent).toBe('No offer of this call that you may see.');
    expect(find(element, '[data-id="team"]')).toBeNull();
    await expectAccessible(element);
  });

  it.each([
    ['Handoff__c', { Handoff__c: { eq: handoffId } }],
    ['Handoff_Offer__c', { Id: { eq: handoffId } }],
    ['Lead', { Handoff__r: { Lead__c: { eq: handoffId } } }]
  ])('asks on the page of %s for its own offers', async (objectApiName, where) => {
    await trace([], { objectApiName });
    expect(graphql.getLastConfig().variables).toEqual({ where });
  });

  it('refuses in words a record that the rep may not see', async () => {
    const element = await trace(undefined, { record: undefined });
    getRecord.error(hiddenRecord, 404);
    await settled();
    expect(textOf(element)).toContain(NO_ACCESS);
    await expectAccessible(element);
  });

  it('tells an error', async () => {
    const element = await trace(undefined);
    graphql.emitErrors([{ message: 'Something broke' }]);
    await settled();
    expect(textOf(element)).toContain('The reasons could not be read');
    expect(textOf(element)).toContain('Something broke');
    await expectAccessible(element);
  });
});
