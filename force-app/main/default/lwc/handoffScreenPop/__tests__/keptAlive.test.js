import { cut, disable, mend, subscribe, subscribed, unsubscribe } from 'lightning/empApi';
import { graphql } from 'lightning/graphql';
import {
  CHANNEL,
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
import { expectAccessible, offerId, offerNode, settled, textOf } from '../../../../../test/support/repInTests';

jest.mock('@salesforce/user/Id', () => ({ __esModule: true, default: '005000000000003AAA' }), { virtual: true });

describe('the screen pop', () => {
  popInEachTest();

  describe('the connection', () => {
    it('is subscribed to from now on, and left with the page', async () => {
      const element = await start();
      expect(subscribed()).toEqual([{ channel: CHANNEL, replayId: -1 }]);
      element.remove();
      await settled();
      expect(unsubscribe).toHaveBeenCalledTimes(1);
      expect(subscribed()).toEqual([]);
    });

    it('that is lost is told calmly, and looked past every ten seconds', async () => {
      const element = await start();
      cut();
      await settled();
      expect(textOf(element)).toContain('The connection to Salesforce is interrupted.');
      org.nodes.push(offerNode(1));
      await pass(10_000);
      expect(textOf(element)).toContain('Jamie Rivera');
      await expectAccessible(element);
    });

    it('that is lost is told once, when reading fails with it', async () => {
      const element = await start();
      cut();
      org.outage = new TypeError('Failed to fetch');
      await pass(10_000);
      expect(textOf(element)).toContain('interrupted');
      expect(textOf(element)).not.toContain('could not be read');
    });

    it('goes on after the last event that was heard, and reads what was missed', async () => {
      const element = await start();
      await ring(1);
      cut();
      org.nodes.push(offerNode(2));
      mend();
      await pass(2_000);
      expect(subscribe.mock.calls.at(-1).slice(0, 2)).toEqual([CHANNEL, 100]);
      expect(textOf(element)).not.toContain('interrupted');
      expect(cardOf(element, 2)).not.toBeNull();
    });

    it('is tried again and again, with growing pauses, and from now on once the old place is refused', async () => {
      const element = await start();
      await ring();
      cut();
      await pass(2_000);
      await pass(4_000);
      mend();
      await pass(8_000);
      expect(subscribed()).toEqual([{ channel: CHANNEL, replayId: -1 }]);
      expect(textOf(element)).not.toContain('interrupted');
    });

    it('is tried at once when the browser is online again', async () => {
      await start();
      window.dispatchEvent(new CustomEvent('offline'));
      await settled();
      window.dispatchEvent(new CustomEvent('online'));
      await settled();
      expect(subscribe).toHaveBeenCalledTimes(2);
    });

    it('is not waited for when the page is looked at again', async () => {
      const element = await start();
      org.nodes.push(offerNode(1));
      document.dispatchEvent(new CustomEvent('visibilitychange'));
      await settled();
      expect(textOf(element)).toContain('Jamie Rivera');
    });

    it('that seems alive is not trusted for more than a minute while something rings', async () => {
      const element = await start();
      await ring(1, { ringSeconds: 300 });
      org.become(offerId(1), 'Caller Left');
      await pass(70_000);
      expect(textOf(element)).toContain('the caller hung up');
    });

    it('that this app does not have is said, and made up for every ten seconds', async () => {
      disable();
      const element = await start();
      expect(textOf(element)).toContain('Calls cannot ring here by themselves');
      org.nodes.push(offerNode(1));
      await pass(10_000);
      expect(textOf(element)).toContain('Jamie Rivera');
      await expectAccessible(element);
    });
  });

  describe('a reading that fails', () => {
    it('says so and keeps the cards, until one succeeds', async () => {
      const element = await start();
      await ring();
      org.outage = { status: 503, body: [{ message: 'Salesforce is being maintained.' }] };
      await happen();
      expect(textOf(element)).toContain('Your calls could not be read');
      expect(textOf(element)).toContain('Salesforce is being maintained.');
      expect(textOf(element)).toContain('Jamie Rivera');
      org.outage = undefined;
      await happen();
      expect(textOf(element)).not.toContain('could not be read');
      await expectAccessible(element);
    });

    it('that never ends does not hold up the next', async () => {
      const element = await start();
      org.refresh.mockImplementationOnce(() => new Promise(() => {}));
      await happen();
      await ring();
      expect(textOf(element)).not.toContain('Jamie Rivera');
      await pass(10_000);
      expect(textOf(element)).toContain('Jamie Rivera');
    });

    it('for want of rights says whom to ask for which', async () => {
      const element = await start({ reads: false });
      const message = 'Cannot query field "Handoff_Offer__c" on type "RecordQuery".';
      const errors = [{ message, extensions: { ErrorType: 'ValidationError' } }];
      const refresh = async () => graphql.emitErrors(errors, undefined, refresh);
      await refresh();
      await settled();
      expect(textOf(element)).toContain('Ask your Salesforce admin for the permission set Baton Rep.');
      expect(textOf(element)).not.toContain('RecordQuery');
      await expectAccessible(element);
    });
  });

  describe('the sound', () => {
    let started;

    beforeEach(() => {
      started = 0;
      const node = () => ({
        connect: () => {},
        frequency: {},
        gain: { setValueAtTime: () => {}, linearRampToValueAtTime: () => {} },
        start: () => {
          started += 1;
        },
        stop: () => {}
      });
      window.AudioContext = class {
        state = 'running';
        currentTime = 0;
        createOscillator = node;
        createGain = node;
        close = async () => {};
      };
    });

    afterEach(() => {
      delete window.AudioContext;
    });

    it('is off until the rep switches it on', async () => {
      const element = await start();
      await ring();
      expect(started).toBe(0);
      await press(element, byId('sound'));
      expect(started).toBeGreaterThan(0);
      expect(window.localStorage.getItem('baton.ringAloud')).toBe('true');
    });

    it('goes on while it rings, and ends with the answer', async () => {
      const element = await start();
      await press(element, byId('sound'));
      await ring();
      const first = started;
      await pass(3_000);
      expect(started).toBe(first * 2);
      await press(element, byId('accept'));
      await pass(9_000);
      expect(started).toBe(first * 2);
    });
  });
});
