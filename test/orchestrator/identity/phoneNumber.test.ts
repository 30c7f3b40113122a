import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSameNumber, usualSpellings } from '../../../orchestrator/identity/phoneNumber.ts';

describe('the usual spellings of a number', () => {
  it.each([
    '+14155550142',
    '+1 415 555 0142',
    '+1 (415) 555-0142',
    '+1-415-555-0142',
    '(415) 555-0142',
    '(415)555-0142',
    '415-555-0142',
    '415.555.0142',
    '415 555 0142',
    '4155550142',
    '14155550142',
    '1-415-555-0142',
    '1 (415) 555-0142'
  ])('of an American one hold %s', (spelling) => {
    expect(usualSpellings('+14155550142')).toContain(spelling);
  });

  it.each([
    '+442079460018',
    '+44 20 7946 0018',
    '+44 (0)20 7946 0018',
    '020 7946 0018',
    '(020) 7946 0018',
    '020-7946-0018',
    '02079460018',
    '0044 20 7946 0018',
    '00442079460018'
  ])('of a British one hold %s', (spelling) => {
    expect(usualSpellings('+442079460018')).toContain(spelling);
  });

  it('are each the number itself when read back in its country', () => {
    for (const [number, country] of [
      ['+14155550142', 'US'],
      ['+442079460018', 'GB'],
      ['+493012345678', 'DE'],
      ['+33142685300', 'FR'],
      ['+390612345678', 'IT'],
      ['+61291234567', 'AU']
    ] as const) {
      expect(usualSpellings(number).filter((typed) => !isSameNumber(typed, number, country))).toEqual([]);
    }
  });

  it('stay few enough for a query, and hold nothing but what a number is written with', () => {
    const number = fc.integer({ min: 2_000_000_000, max: 9_899_999_999 }).map((digits) => `+1${digits}`);
    fc.assert(
      fc.property(number, (e164) => {
        const spellings = usualSpellings(e164);
        expect(spellings.length).toBeLessThanOrEqual(60);
        expect(spellings.join('')).toMatch(/^[\d+().\-/ ]+$/);
      }),
      { numRuns: 200 }
    );
  });
});

describe('a number as typed', () => {
  it.each([
    ['(415) 555-0142', 'US'],
    ['415.555.0142 ext. 12', 'US'],
    ['+1 415 555 0142', 'DE'],
    ['1-415-555-0142', 'US']
  ])('%s is +14155550142 in %s', (typed, country) => {
    expect(isSameNumber(typed, '+14155550142', country)).toBe(true);
  });

  it.each([
    ['(415) 555-0143', 'US'],
    ['415-555-014', 'US'],
    ['main line', 'US'],
    ['', 'US'],
    [null, 'US']
  ])('%s is another', (typed, country) => {
    expect(isSameNumber(typed, '+14155550142', country)).toBe(false);
  });

  it('is read as one of its record’s country, so that ten digits in Maine are not London', () => {
    expect(isSameNumber('207 946 0018', '+442079460018', 'US')).toBe(false);
    expect(isSameNumber('207 946 0018', '+442079460018', 'GB')).toBe(true);
  });

  it('that cannot be one of that country is read as one of the caller’s', () => {
    expect(isSameNumber('020 7946 0018', '+442079460018', 'US')).toBe(true);
    expect(isSameNumber('0044 20 7946 0018', '+442079460018', 'US')).toBe(true);
  });
});
