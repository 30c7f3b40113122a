import { graphql } from 'lightning/graphql';
import { getRecord } from 'lightning/uiRecordApi';
import HandoffBriefing from 'c/handoffBriefing';
import {
  expectAccessible,
  find,
  hiddenRecord,
  NO_ACCESS,
  queryAnswer,
  settled,
  show,
  textOf,
  uiRecord
} from '../../../../../test/support/recordsInTests';

jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'America/Los_Angeles' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-US' }), { virtual: true });

const handoffId = 'a03000000000001AAA';
const leadId = '00Q000000000001EAA';
const lead = {
  Name: 'Jamie Rivera',
  Company: 'NovaCorp',
  Title: 'VP of Operations',
  Phone: '+1 (415) 555-0142',
  Email: 'jamie@novacorp.example',
  Qualification_Score__c: 71,
  Qualification_Summary__c: '80-person support team. Wants to pilot voice AI in Q2.',
  Timeline__c: 'Q2',
  Use_Case__c: 'Support',
  Team_Size__c: 80,
  Budget__c: 'Approved',
  Product_Interest__c: 'Voice;Chat',
  Language__c: 'en',
  Transcript_URL__c: 'https://calls.example/c-1'
};
const callback = {
  Lead__c: leadId,
  Score__c: 86,
  Status__c: 'Callback',
  Next_Step__c: 'Callback',
  Next_Step_At__c: '2026-12-01T18:00:00.000Z',
  Caller_Time_Zone__c: 'America/Denver'
};
const calls = [
  {
    Id: handoffId,
    CreatedDate: '2026-12-01T16:00:00.000Z',
    ...callback,
    Rep__r: { Name: 'Priya Raman' }
  },
  {
    Id: 'a03000000000002AAA',
    CreatedDate: '2026-11-20T17:30:00.000Z',
    Status__c: 'Completed',
    Rep__r: { Name: 'Marcus Lee' }
  },
  { Id: 'a03000000000003AAA', CreatedDate: '2026-11-19T17:30:00.000Z', Status__c: 'Callback', Rep__r: null }
];

async function onHandoff(fields, answer = calls, properties = {}) {
  const element = show('c-handoff-briefing', HandoffBriefing, {
    recordId: handoffId,
    objectApiName: 'Handoff__c',
    ...properties
  });
  if (fields) getRecord.emit(uiRecord('Handoff__c', fields));
  await settled();
  if (answer) graphql.emit(queryAnswer({ Handoff__c: answer }));
  await settled();
  return element;
}

async function onLead(fields, answer) {
  const element = show('c-handoff-briefing', HandoffBriefing, { recordId: leadId, objectApiName: 'Lead' });
  getRecord.emit(uiRecord('Lead', fields));
  await settled();
  if (answer) graphql.emit(queryAnswer({ Handoff__c: answer }));
  await settled();
  return element;
}

const plain = (node) => textOf(node).replace(/\s/g, ' ');
const part = (element, id) => find(element, `[data-id="${id}"]`);

describe('the briefing', () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-12-01T16:11:00Z') }));

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('says that it loads', async () => {
    const element = await onHandoff(undefined, undefined);
    expect(part(element, 'loading')).not.toBeNull();
    await expectAccessible(element);
  });

  it('tells who calls, why, and what to say', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead });
    expect(part(element, 'name').textContent).toBe('Jamie Rivera');
    expect(plain(part(element, 'facts'))).toContain('Company NovaCorp Role VP of Operations');
    expect(part(element, 'summary').textContent).toBe(lead.Qualification_Summary__c);
    expect(plain(part(element, 'signals'))).toBe(
      'Timeline Q2 Use case Support Team size 80 Budget Approved Product interest Voice, Chat Language en'
    );
    expect(part(element, 'transcript').querySelector('a').href).toBe('https://calls.example/c-1');
    await expectAccessible(element);
  });

  it('dials and mails', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead });
    expect(part(element, 'phone').getAttribute('href')).toBe('tel:+14155550142');
    expect(part(element, 'email').getAttribute('href')).toBe('mailto:jamie@novacorp.example');
  });

  it('gives the next step on the clock of the rep, and of the caller where it differs', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead });
    expect(plain(part(element, 'next-step'))).toBe('Next step Call back by 10:00 AM 11:00 AM MST for the caller');
    const same = await onHandoff({ ...callback, Caller_Time_Zone__c: 'America/Los_Angeles', Lead__r: lead });
    expect(plain(part(same, 'next-step'))).toBe('Next step Call back by 10:00 AM');
  });

  it.each([
    ['Ringing', 'The caller is on the line: the phone rings until 10:00 AM'],
    ['Accepted', 'You are put through to the caller.'],
    ['Meeting Proposed', 'A meeting at 10:00 AM is proposed; the caller has not chosen yet.'],
    ['Meeting', 'Meeting at 10:00 AM'],
    ['Completed', 'Nothing is left to do: this handoff is completed.'],
    ['On Hold', 'Callback, 10:00 AM']
  ])('tells the next step of a handoff that is %s', async (Status__c, sentence) => {
    const element = await onHandoff({ ...callback, Status__c, Caller_Time_Zone__c: null, Lead__r: lead });
    expect(plain(part(element, 'next-step'))).toBe(`Next step ${sentence}`);
  });

  it.each([
    [80, 'Hot, 80 of 100'],
    [79, 'Warm, 79 of 100'],
    [50, 'Warm, 50 of 100'],
    [49, 'Cool, 49 of 100'],
    [0, 'Cool, 0 of 100']
  ])('says the tier of %i in words', async (Score__c, words) => {
    const element = await onHandoff({ ...callback, Score__c, Lead__r: lead });
    expect(plain(part(element, 'tier'))).toBe(words);
  });

  it('takes its tiers from where it is placed', async () => {
    const element = await onHandoff({ ...callback, Score__c: 60, Lead__r: lead }, calls, { hotFrom: 60 });
    expect(plain(part(element, 'tier'))).toBe('Hot, 60 of 100');
  });

  it('lists the other calls of the lead: when, who, what came of it', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead });
    const items = [...part(element, 'past-calls').children].map(plain);
    expect(items).toEqual(['Fri, Nov 20, 9:30 AM Marcus Lee: Completed', 'Thu, Nov 19, 9:30 AM Nobody: Callback']);
    expect(graphql.getLastConfig().variables).toEqual({ leadId });
  });

  it('says that it is the first call', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead }, [calls[0]]);
    expect(part(element, 'first-call')).not.toBeNull();
    await expectAccessible(element);
  });

  it('marks plainly what was not captured', async () => {
    const sparse = Object.fromEntries(Object.keys(lead).map((field) => [field, null]));
    const element = await onHandoff(
      { ...callback, Score__c: null, Lead__r: { ...sparse, Name: 'Jamie Rivera', Company: 'NovaCorp' } },
      [calls[0]]
    );
    expect(plain(part(element, 'signals')).match(/Not captured/g)).toHaveLength(6);
    expect(plain(part(element, 'facts')).match(/Not captured/g)).toHaveLength(3);
    expect(part(element, 'summary').textContent).toBe('No summary captured.');
    expect(plain(part(element, 'transcript'))).toBe('No transcript captured.');
    expect(plain(part(element, 'tier'))).toBe('Score not captured');
    await expectAccessible(element);
  });

  it('does not lose the card for fields that are hidden from the rep', async () => {
    const element = await onHandoff({ Lead__c: leadId, Lead__r: { Name: 'Jamie Rivera' } }, [calls[0]]);
    expect(part(element, 'name').textContent).toBe('Jamie Rivera');
    expect(part(element, 'phone')).toBeNull();
    await expectAccessible(element);
  });

  it('opens no address that is not of the web', async () => {
    const Transcript_URL__c = ['javascript', 'alert(1)'].join(':');
    const element = await onHandoff({ ...callback, Lead__r: { ...lead, Transcript_URL__c } });
    expect(part(element, 'transcript').querySelector('a')).toBeNull();
  });

  it('says of a handoff whose lead is hidden that the lead may not be seen, and still gives the next step', async () => {
    const element = await onHandoff({ ...callback, Lead__c: null, Lead__r: null }, undefined);
    expect(part(element, 'lead-hidden').textContent).toContain('You may not see the lead');
    expect(plain(part(element, 'next-step'))).toContain('Call back by 10:00 AM');
    await expectAccessible(element);
  });

  it('refuses in words a record that the rep may not see', async () => {
    const element = await onHandoff(undefined, undefined);
    getRecord.error(hiddenRecord, 404);
    await settled();
    expect(textOf(element)).toContain(NO_ACCESS);
    await expectAccessible(element);
  });

  it('tells an error', async () => {
    const element = await onHandoff(undefined, undefined);
    getRecord.error([{ errorCode: 'UNKNOWN_EXCEPTION', message: 'Something broke' }], 500);
    await settled();
    expect(textOf(element)).toContain('The briefing could not be read');
    expect(textOf(element)).toContain('Something broke');
    await expectAccessible(element);
  });

  it('keeps the briefing when past calls cannot be read', async () => {
    const element = await onHandoff({ ...callback, Lead__r: lead }, undefined);
    graphql.emitErrors([{ message: 'Too many queries' }]);
    await settled();
    expect(part(element, 'name').textContent).toBe('Jamie Rivera');
    expect(textOf(element)).toContain('Past calls could not be read');
    await expectAccessible(element);
  });

  describe("on a lead's page", () => {
    it('gives the next step of the newest handoff, and leads to it', async () => {
      const element = await onLead(lead, calls);
      expect(plain(part(element, 'next-step'))).toBe(
        'Next step Call back by 10:00 AM 11:00 AM MST for the caller Open the handoff'
      );
      expect(plain(part(element, 'tier'))).toBe('Warm, 71 of 100');
      expect(part(element, 'past-calls').children).toHaveLength(2);
      await expectAccessible(element);
    });

    it('says that nobody has handed it over', async () => {
      const element = await onLead(lead, []);
      expect(plain(part(element, 'next-step'))).toBe('Next step No voice agent has handed this lead over.');
      await expectAccessible(element);
    });

    it('says that the next step cannot be read', async () => {
      const element = await onLead(lead, undefined);
      expect(plain(part(element, 'next-step'))).toBe('Next step Loading');
      graphql.emitErrors([{ message: 'Too many queries' }]);
      await settled();
      expect(plain(part(element, 'next-step'))).toBe('Next step Past calls could not be read');
    });
  });
});
