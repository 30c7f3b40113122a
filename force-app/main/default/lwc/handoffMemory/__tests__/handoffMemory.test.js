import { allowRinging, askedAbout, mayRing, rememberAsking } from 'c/handoffMemory';

describe('what the browser remembers', () => {
  beforeEach(() => window.localStorage.clear());

  afterEach(() => jest.restoreAllMocks());

  it('is nothing at first, so that nothing rings aloud', () => {
    expect(mayRing()).toBe(false);
    expect(askedAbout()).toEqual(new Set());
  });

  it('is a yes or a no to ringing aloud', () => {
    allowRinging(true);
    expect(mayRing()).toBe(true);
    allowRinging(false);
    expect(mayRing()).toBe(false);
  });

  it('is about which handoffs it has asked, each once, the last fifty', () => {
    for (let number = 0; number < 60; number += 1) rememberAsking(`handoff${number}`);
    rememberAsking('handoff59');
    expect(askedAbout().size).toBe(50);
    expect(askedAbout()).toContain('handoff59');
    expect(askedAbout()).not.toContain('handoff9');
  });

  it('is nothing when something else stands there', () => {
    window.localStorage.setItem('baton.feedbackAsked', '{"a": 1}');
    window.localStorage.setItem('baton.ringAloud', 'no JSON');
    expect(askedAbout()).toEqual(new Set());
    expect(mayRing()).toBe(false);
  });

  it('is nothing, and does no harm, where the browser keeps nothing', () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('QuotaExceededError');
    });
    expect(() => rememberAsking('handoff1')).not.toThrow();
    expect(askedAbout()).toEqual(new Set());
  });
});
