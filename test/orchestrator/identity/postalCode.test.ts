import { describe, expect, it } from 'vitest';
import { isSamePostalCode, postalCodeBeginnings } from '../../../orchestrator/identity/postalCode.ts';

describe('a postal code', () => {
  it.each([
    ['94105', '94105-1234', 'US'],
    ['SE1 9SG', 'se19sg', 'GB'],
    ['1234 AB', '1234AB', 'NL'],
    ['123-4567', '1234567', 'JP']
  ])('%s is %s in %s', (one, other, country) => {
    expect(isSamePostalCode(one, other, country)).toBe(true);
  });

  it.each([
    ['94105', '94106', 'US'],
    ['12345-678', '12345-679', 'BR'],
    ['', '', 'US'],
    [null, null, null],
    ['SE1 9SG', null, 'GB']
  ])('%s is not %s', (one, other, country) => {
    expect(isSamePostalCode(one, other, country)).toBe(false);
  });

  it.each([
    ['94105-1234', 'US', '94105-9999'],
    ['SE19SG', 'GB', 'SE1 9SG'],
    ['1234 AB', 'NL', '1234AB'],
    ['1234567', 'JP', '123-4567'],
    ['12345678', 'BR', '12345-678']
  ])('%s in %s is sought so that %s is found', (given, country, kept) => {
    expect(postalCodeBeginnings(given, country).some((beginning) => kept.startsWith(beginning))).toBe(true);
  });

  it('that is none is not sought', () => {
    expect(postalCodeBeginnings(' - ', 'US')).toEqual([]);
    expect(postalCodeBeginnings(null, null)).toEqual([]);
  });
});
