import { describe, expect, it } from 'vitest';
import { countryCode } from '../../../orchestrator/domain/countryCode.ts';

describe('the code of a country', () => {
  it.each([
    ['us', 'US'],
    [' GB ', 'GB'],
    ['United States', 'US'],
    ['United States of America', 'US'],
    ['U.S.A.', 'US'],
    ['UK', 'GB'],
    ['united kingdom', 'GB'],
    ['Germany', 'DE'],
    ['Deutschland', 'DE'],
    ['Türkiye', 'TR'],
    ['Turkey', 'TR'],
    ['South Korea', 'KR'],
    ['Côte d’Ivoire', 'CI'],
    ['Trinidad and Tobago', 'TT']
  ])('of %s is %s', (country, code) => {
    expect(countryCode(country)).toBe(code);
  });

  it.each([null, '', '  ', 'XX', 'Atlantis', '415'])('is not guessed for %j', (country) => {
    expect(countryCode(country)).toBeNull();
  });
});
