import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { callerTimeZone, isTimeZone } from '../../../orchestrator/voice/callerTimeZone.ts';

const nothing = { timeZone: null, country: null, state: null, phone: null };
const zoneOf = (given: Partial<Record<keyof typeof nothing, string>>) => callerTimeZone({ ...nothing, ...given });

describe("the caller's time zone", () => {
  it('is the one given before any other', () => {
    expect(zoneOf({ timeZone: 'Europe/Berlin', country: 'US', state: 'CA' })).toBe('Europe/Berlin');
    expect(zoneOf({ timeZone: 'america/denver' })).toBe('America/Denver');
    expect(zoneOf({ timeZone: 'Asia/Kolkata' })).toBe('Asia/Kolkata');
  });

  it.each([
    ['US', 'CO', 'America/Denver'],
    ['US', 'Colorado', 'America/Denver'],
    ['United States', 'california', 'America/Los_Angeles'],
    ['US', 'AZ', 'America/Phoenix'],
    ['US', 'HI', 'Pacific/Honolulu'],
    ['US', 'D.C.', 'America/New_York'],
    ['CA', 'Québec', 'America/Toronto'],
    ['CA', 'SK', 'America/Regina'],
    ['AU', 'WA', 'Australia/Perth'],
    ['US', 'WA', 'America/Los_Angeles'],
    ['AU', 'Queensland', 'Australia/Brisbane'],
    ['BR', 'São Paulo', 'America/Sao_Paulo'],
    ['BR', 'AM', 'America/Manaus'],
    ['MX', 'Sonora', 'America/Hermosillo'],
    ['MX', 'Estado de México', 'America/Mexico_City'],
    ['MX', 'BC', 'America/Tijuana'],
    ['CA', 'BC', 'America/Vancouver']
  ])('in %s, %s is %s', (country, state, zone) => {
    expect(zoneOf({ country, state })).toBe(zone);
  });

  it.each([
    ['GB', 'Europe/London'],
    ['Germany', 'Europe/Berlin'],
    ['SE', 'Europe/Stockholm'],
    ['NL', 'Europe/Amsterdam'],
    ['IN', 'Asia/Kolkata'],
    ['JP', 'Asia/Tokyo'],
    ['US', 'America/New_York'],
    ['PT', 'Europe/Lisbon'],
    ['NZ', 'Pacific/Auckland']
  ])('in %s without a state is %s', (country, zone) => {
    expect(zoneOf({ country })).toBe(zone);
  });

  it('is that of the capital where the state is not known, or has no zone of its own', () => {
    expect(zoneOf({ country: 'US', state: 'Atlantis' })).toBe('America/New_York');
    expect(zoneOf({ country: 'DE', state: 'Bayern' })).toBe('Europe/Berlin');
  });

  it('is told by the phone’s country where no country is known', () => {
    expect(zoneOf({ phone: '+442079460018' })).toBe('Europe/London');
    expect(zoneOf({ phone: '+14155550142', state: 'CA' })).toBe('America/Los_Angeles');
    expect(zoneOf({ phone: '+442079460018', country: 'FR' })).toBe('Europe/Paris');
  });

  it('is not guessed from nothing', () => {
    expect(zoneOf({})).toBeNull();
    expect(zoneOf({ state: 'CA' })).toBeNull();
    expect(zoneOf({ country: 'Atlantis' })).toBeNull();
  });

  it('is a real one in every country that has phone numbers', () => {
    const zones = getCountries().map((country) => [country, zoneOf({ country })] as const);
    expect(zones.filter(([, zone]) => zone === null || !isTimeZone(zone))).toEqual([]);
  });
});

describe('a time zone', () => {
  it.each(['America/Denver', 'europe/london', 'UTC', 'US/Pacific', 'Asia/Kolkata'])('may be %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['Denver', 'GMT+25', '+05:00', 'America/Nowhere', ''])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
