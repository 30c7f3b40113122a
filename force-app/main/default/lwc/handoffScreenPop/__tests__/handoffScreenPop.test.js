import { open, utility } from 'lightning/platformUtilityBarApi';
import { getRecord, updateRecord } from 'lightning/uiRecordApi';
import {
  byId,
  cardOf,
  happen,
  org,
  pass,
  press,
  ring,
  start,
  popInEachTest
} from '../../../../../test/support/popInTests';
import {
  endedRefusal,
  expectAccessible,
  find,
  handoffId,
  marcus,
  offerId,
  offerNode,
  settled,
  textOf
} from '../../../../../test/support/repInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });

describe('the screen pop', () => {
  popInEachTest();

  describe('while nobody calls', () => {
    it('says that it is looking, until the first reading is there', async () => {
      const element = await start({ reads: false });
      expect(textOf(element)).toContain('Looking for calls');
      await expectAccessible(element);
    });

    it('says so, and stays closed', async () => {
      const element = await start();
      expect(textOf(element)).toContain('Nobody is calling.');
      expect(utility.isOpen).toBe(false);
      await expectAccessible(element);
    });

    it('lets a call of another rep pass without reading anything', async () => {
      const element = await start();
      const readings = org.refresh.mock.calls.length;
      await happen({ repId: marcus });
      expect(org.refresh.mock.calls).toHaveLength(readings);
      expect(textOf(element)).toContain('Nobody is calling.');
    });
  });

  describe('when a call rings', () => {
    it('opens by itself, with caller, company, briefing and the seconds left, and leaves the focus where it was', async () => {
      const element = await start();
      await ring();
      expect(utility).toMatchObject({ isOpen: true, tookFocus: false, highlighted: true, label: 'Live transfers (1)' });
      const text = textOf(element);
      for (const shown of [
        'Jamie Rivera',
        'VP of Operations, NovaCorp',
        'wants to pilot voice AI',
        '86',
        'not captured'
      ]) {
        expect(text).toContain(shown);
      }
      expect(find(element, byId('clock')).getAttribute('aria-label')).toBe('20 seconds left to answer');
      expect(find(element, byId('announcement')).textContent).toBe('Incoming call from Jamie Rivera, NovaCorp');
      await expectAccessible(element);
    });

    it('reads once after the event, and shows the caller by that', async () => {
      const element = await start();
      const readings = org.refresh.mock.calls.length;
      await ring();
      expect(org.refresh.mock.calls).toHaveLength(readings + 1);
      expect(textOf(element)).toContain('Jamie Rivera');
    });

    it('shows a call that was ringing already when the page was opened', async () => {
      org.nodes.push(offerNode(1, { offeredAt: Date.now() - 5_000 }));
      const element = await start();
      expect(find(element, byId('clock')).getAttribute('aria-label')).toBe('15 seconds left to answer');
      expect(utility.isOpen).toBe(true);
    });

    it('shows several, the soonest to lapse first', async () => {
      const element = await start();
      await ring(1, { ringSeconds: 30 });
      await ring(2, { ringSeconds: 20 });
      const cards = [...element.shadowRoot.querySelectorAll('[data-offer]')].map((card) => card.dataset.offer);
      expect(cards).toEqual([offerId(2), offerId(1)]);
      expect(utility.label).toBe('Live transfers (2)');
      await expectAccessible(element);
    });

    it('works outside a utility bar, where nothing can be opened', async () => {
      const element = await start({ inUtilityBar: false });
      await ring();
      expect(textOf(element)).toContain('Jamie Rivera');
      expect(open).not.toHaveBeenCalled();
    });

    it('says what is hidden when the rep may not see the lead, and still lets them answer', async () => {
      const element = await start();
      await ring(1, { lead: null });
      expect(textOf(element)).toContain('You may not see this lead');
      expect(find(element, byId('accept'))).not.toBeNull();
      await expectAccessible(element);
    });

    it('says that the time is up, and asks the org what becomes of the call', async () => {
      const element = await start();
      await ring();
      const readings = org.refresh.mock.calls.length;
      await pass(20_250);
      expect(textOf(element)).toContain('Time is up');
      expect(org.refresh.mock.calls.length).toBeGreaterThan(readings);
      await expectAccessible(element);
    });
  });

  describe('Accept', () => {
    it('saves the answer and shows the briefing of the call, until it is over', async () => {
      const element = await start();
      await ring();
      await press(element, byId('accept'));
      expect(updateRecord).toHaveBeenCalledWith({ fields: { Id: offerId(1), Status__c: 'Accepted' } });
      expect(textOf(element)).toContain('On the call with Jamie Rivera');
      expect(textOf(element)).not.toContain('Answered on the phone');
      expect(find(element, byId('open')).getAttribute('href')).toContain(handoffId(1));
      expect(utility).toMatchObject({ highlighted: false, label: 'Live transfers' });
      await expectAccessible(element);
    });

    it('can be pressed once only, while it is being saved', async () => {
      const element = await start();
      await ring();
      updateRecord.mockReturnValue(new Promise(() => {}));
      await press(element, byId('accept'));
      expect(find(element, byId('accept'))).toMatchObject({ disabled: true, label: 'Accepting …' });
      expect(find(element, byId('decline'))).toMatchObject({ disabled: true });
    });

    it('tells the rep who was too late why, and who has the call', async () => {
      const element = await start();
      await ring();
      org.refusal = endedRefusal;
      org.become(offerId(1), 'No Answer', null);
      await press(element, byId('accept'));
      expect(textOf(cardOf(element))).toContain('Too late to accept. This offer has ended: nobody answered in time.');
      await happen({ repId: marcus, phase: 'accepted' });
      getRecord.emit({ id: marcus, fields: { Name: { value: 'Marcus Webb' } } }, ({ recordId }) => recordId === marcus);
      await settled();
      expect(textOf(cardOf(element))).toContain('Marcus Webb has this call now.');
      await expectAccessible(element);
    });

    it('that was not saved says why, and can be pressed again', async () => {
      const element = await start();
      await ring();
      org.refusal = { status: 500, body: [{ errorCode: 'UNKNOWN', message: 'The server is busy.' }] };
      await press(element, byId('accept'));
      expect(textOf(element)).toContain('Your answer was not saved. Try again.');
      expect(textOf(element)).toContain('The server is busy.');
      org.refusal = undefined;
      await press(element, byId('accept'));
      expect(textOf(element)).toContain('On the call with Jamie Rivera');
    });

    it('of another window or of the phone is shown as such', async () => {
      const element = await start();
      await ring();
      org.become(offerId(1), 'Accepted');
      await happen({ phase: 'accepted' });
      expect(textOf(element)).toContain('On the call with Jamie Rivera');
      expect(textOf(element)).toContain('Answered on the phone, in Slack or in another window.');
      await expectAccessible(element);
    });

    it('is not taken back by a reading that was begun before it was saved', async () => {
      const element = await start();
      await ring();
      const before = org.nodes;
      await press(element, byId('accept'));
      org.nodes = before;
      await happen();
      expect(textOf(element)).toContain('On the call with Jamie Rivera');
    });
  });

  describe('Decline', () => {
    it('asks why, and takes one press for a usual reason', async () => {
      const element = await start();
      await ring();
      await press(element, byId('decline'));
      expect(textOf(element)).toContain('Why not? The next rep is asked at once.');
      await press(element, '[data-reason="In a meeting"]');
      const fields = { Id: offerId(1), Status__c: 'Declined', Decline_Reason__c: 'In a meeting' };
      expect(updateRecord).toHaveBeenCalledWith({ fields });
      expect(textOf(element)).toContain('You declined this call.');
      expect(utility).toMatchObject({ highlighted: false });
      await expectAccessible(element);
    });

    it('takes a reason in the rep’s own words, no longer than the field is', async () => {
      const element = await start();
      await ring();
      await press(element, byId('decline'));
      find(element, byId('reason')).dispatchEvent(new CustomEvent('change', { detail: { value: 'x'.repeat(300) } }));
      await press(element, byId('confirm-decline'));
      expect(updateRecord.mock.calls[0][0].fields.Decline_Reason__c).toBe('x'.repeat(255));
    });

    it('takes no reason as well, and can be left again', async () => {
      const element = await start();
      await ring();
      await press(element, byId('decline'));
      await press(element, byId('back'));
      expect(find(element, byId('accept'))).not.toBeNull();
      await press(element, byId('decline'));
      await press(element, byId('confirm-decline'));
      expect(updateRecord.mock.calls[0][0].fields).toMatchObject({ Status__c: 'Declined', Decline_Reason__c: null });
    });

    it('has reasons that are accessible', async () => {
      const element = await start();
      await ring();
      await press(element, byId('decline'));
      expect(find(element, byId('why'))).not.toBeNull();
      await expectAccessible(element);
    });

    it('leaves the reasons by Escape', async () => {
      const element = await start();
      await ring();
      await press(element, byId('decline'));
      find(element, byId('why')).dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      await settled();
      expect(find(element, byId('accept'))).not.toBeNull();
    });

    it('stays declined when a reading that was begun before comes late', async () => {
      const element = await start();
      await ring();
      const before = org.nodes;
      await press(element, byId('decline'));
      await press(element, byId('confirm-decline'));
      org.nodes = before;
      await happen();
      expect(textOf(cardOf(element))).toContain('You declined this call.');
    });
  });

  describe('an offer that ends elsewhere', () => {
    it.each([
      ['No Answer', 'This offer has ended: nobody answered in time.'],
      ['Voicemail', 'This offer has ended: your voicemail answered.'],
      ['Busy', 'This offer has ended: your line was busy.'],
      ['Unreachable', 'This offer has ended: your phone could not be reached.'],
      ['Caller Left', 'This offer has ended: the caller hung up.'],
      ['Cancelled', 'This offer has ended: the caller chose a meeting instead.'],
      ['Declined', 'This call was declined on the phone, in Slack or in another window.'],
      ['Lapsed', 'This offer has ended.']
    ])('as %s says why', async (status, sentence) => {
      const element = await start();
      await ring();
      org.become(offerId(1), status);
      await happen({ phase: 'completed' });
      expect(find(cardOf(element), byId('why')).textContent).toBe(sentence);
      await expectAccessible(element);
    });

    it('names the rep who is asked next, and then who has the call', async () => {
      const element = await start();
      await ring();
      org.become(offerId(1), 'No Answer', null);
      await happen({ repId: marcus, phase: 'ringing' });
      expect(textOf(cardOf(element))).toContain('Another rep is being asked now.');
      getRecord.emit({ id: marcus, fields: { Name: { value: 'Marcus Webb' } } }, ({ recordId }) => recordId === marcus);
      await happen({ repId: marcus, phase: 'accepted' });
      expect(textOf(cardOf(element))).toContain('Marcus Webb has this call now.');
      await expectAccessible(element);
    });

    it('tells the rep who owes a call by when', async () => {
      const element = await start();
      await ring();
      const callback = { Status__c: 'Callback', Next_Step__c: 'Callback', Next_Step_At__c: '2026-12-01T17:00:00.000Z' };
      org.become(offerId(1), 'Caller Left', callback);
      await happen({ phase: 'callback' });
      expect(textOf(cardOf(element))).toMatch(/the caller hung up\. Please call back by \d+:00/);
    });

    it('stays a minute, and can be dismissed before', async () => {
      const element = await start();
      await ring(1);
      await ring(2);
      org.become(offerId(1), 'Busy');
      org.become(offerId(2), 'Busy');
      await happen();
      await press(cardOf(element, 1), byId('dismiss'));
      expect(cardOf(element, 1)).toBeNull();
      await pass(50_000);
      expect(cardOf(element, 2)).not.toBeNull();
      await pass(20_000);
      expect(cardOf(element, 2)).toBeNull();
      expect(textOf(element)).toContain('Nobody is calling.');
    });
  });

  describe('once a call is over', () => {
    async function talkAndEnd() {
      const element = await start();
      await ring();
      await press(element, byId('accept'));
      utility.isOpen = false;
      org.become(offerId(1), 'Completed', { Status__c: 'Completed' });
      await happen({ phase: 'completed' });
      return element;
    }

    it('asks how it was, in place of the briefing', async () => {
      const element = await talkAndEnd();
      expect(textOf(element)).toContain('The call with Jamie Rivera is over');
      expect(find(element, 'c-handoff-feedback').handoffId).toBe(handoffId(1));
      expect(cardOf(element)).toBeNull();
      expect(utility.isOpen).toBe(true);
    });

    it('asks once: neither after an answer, nor after a no, nor on the next day’s page', async () => {
      const element = await talkAndEnd();
      find(element, 'c-handoff-feedback').dispatchEvent(new CustomEvent('done'));
      await settled();
      expect(find(element, 'c-handoff-feedback')).toBeNull();
      await happen();
      expect(find(element, 'c-handoff-feedback')).toBeNull();
      document.body.replaceChildren();
      expect(find(await start(), 'c-handoff-feedback')).toBeNull();
    });

    it('takes a no', async () => {
      const element = await talkAndEnd();
      await press(element, byId('no-feedback'));
      expect(find(element, 'c-handoff-feedback')).toBeNull();
    });

    it('does not ask who has said it elsewhere', async () => {
      org.feedbackOn = [handoffId(1)];
      expect(find(await talkAndEnd(), 'c-handoff-feedback')).toBeNull();
    });

    it('remembers ids and nothing else', async () => {
      const element = await talkAndEnd();
      await press(element, byId('no-feedback'));
      expect({ ...window.localStorage }).toEqual({ 'baton.feedbackAsked': JSON.stringify([handoffId(1)]) });
    });
  });
});
