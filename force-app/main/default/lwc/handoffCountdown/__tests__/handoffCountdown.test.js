import { createElement } from 'lwc';
import HandoffCountdown from 'c/handoffCountdown';
import { expectAccessible, find, settled } from '../../../../../test/support/repInTests';

const startAt = Date.parse('2026-12-01T16:10:00Z');

async function countdown({ offeredAfterMs = 0, ringMs = 20_000 } = {}) {
  const element = createElement('c-handoff-countdown', { is: HandoffCountdown });
  element.offeredAt = new Date(startAt + offeredAfterMs).toISOString();
  element.expiresAt = new Date(startAt + offeredAfterMs + ringMs).toISOString();
  element.lapsed = jest.fn();
  element.addEventListener('lapse', element.lapsed);
  document.body.appendChild(element);
  await settled();
  return element;
}

async function pass(ms) {
  jest.advanceTimersByTime(ms);
  await settled();
}

const spoken = (element) => find(element, '[data-id="clock"]').getAttribute('aria-label');

describe('the ring clock', () => {
  beforeEach(() => jest.useFakeTimers({ now: startAt }));

  afterEach(() => {
    document.body.replaceChildren();
    jest.useRealTimers();
  });

  it('counts the seconds down', async () => {
    const element = await countdown();
    expect(spoken(element)).toBe('20 seconds left to answer');
    await pass(5_000);
    expect(spoken(element)).toBe('15 seconds left to answer');
    expect(element.shadowRoot.querySelector('text').textContent).toBe('15');
    await expectAccessible(element);
  });

  it('promises no more than the whole ring time to a laptop whose clock is slow', async () => {
    expect(spoken(await countdown({ offeredAfterMs: 90_000 }))).toBe('20 seconds left to answer');
  });

  it('shows what is left to a page that was opened while it rings', async () => {
    expect(spoken(await countdown({ offeredAfterMs: -12_000 }))).toBe('8 seconds left to answer');
  });

  it('hurries in the last seconds', async () => {
    const element = await countdown();
    await pass(14_000);
    expect(find(element, '.hurry')).toBeNull();
    await pass(1_000);
    expect(find(element, '.hurry')).not.toBeNull();
  });

  it('says once that the time is up', async () => {
    const element = await countdown();
    await pass(19_000);
    expect(element.lapsed).not.toHaveBeenCalled();
    await pass(30_000);
    expect(element.lapsed).toHaveBeenCalledTimes(1);
    expect(spoken(element)).toBe('Time is up');
    await expectAccessible(element);
  });

  it('stops with its card', async () => {
    const element = await countdown();
    element.remove();
    expect(jest.getTimerCount()).toBe(0);
  });
});
