import { durationText, momentElsewhere, momentText, withLocalTimes } from 'c/momentText';

jest.mock('@salesforce/i18n/timeZone', () => ({ __esModule: true, default: 'America/Los_Angeles' }), { virtual: true });
jest.mock('@salesforce/i18n/locale', () => ({ __esModule: true, default: 'en-US' }), { virtual: true });

/** Narrow spaces in times are ICU's affair. */
const plain = (text) => text?.replace(/\s/g, ' ');
const now = Date.parse('2026-12-01T16:10:00Z');

describe('a moment', () => {
  it("is the hour on the rep's clock when it is today", () => {
    expect(plain(momentText('2026-12-01T18:00:00Z', now))).toBe('10:00 AM');
  });

  it("has its day when it is not today on the rep's calendar", () => {
    expect(plain(momentText('2026-12-02T18:00:00Z', now))).toBe('Wed, Dec 2, 10:00 AM');
    // The second of December in Greenwich, still the first in Los Angeles.
    expect(plain(momentText('2026-12-02T02:00:00Z', now))).toBe('6:00 PM');
  });
});

describe("a moment on the caller's clock", () => {
  it('has the hour there and the name of the zone', () => {
    expect(plain(momentElsewhere('2026-12-01T18:00:00Z', now, 'America/Denver'))).toBe('11:00 AM MST');
  });

  it('is nothing where the clock shows the same, by another name too', () => {
    expect(momentElsewhere('2026-12-01T18:00:00Z', now, 'America/Vancouver')).toBeUndefined();
    expect(momentElsewhere('2026-12-01T18:00:00Z', now, 'America/Los_Angeles')).toBeUndefined();
  });

  it('is nothing where the zone is not known', () => {
    expect(momentElsewhere('2026-12-01T18:00:00Z', now, null)).toBeUndefined();
    expect(momentElsewhere('2026-12-01T18:00:00Z', now, 'Mars/Olympus')).toBeUndefined();
  });
});

describe('a sentence with instants', () => {
  it("tells each in the rep's time, and leaves the rest", () => {
    const sentence = 'Priya is away until 2026-12-01T18:00:00Z, then busy until 2026-12-01T19:30:00.000Z (1:1).';
    expect(plain(withLocalTimes(sentence, now))).toBe('Priya is away until 10:00 AM, then busy until 11:30 AM (1:1).');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 min'],
    [59_000, '0 min'],
    [12 * 60_000 + 30_000, '12 min'],
    [-5 * 60_000, '5 min'],
    [61 * 60_000, '1 hr'],
    [50 * 60 * 60_000, '2 days']
  ])('of %i ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
