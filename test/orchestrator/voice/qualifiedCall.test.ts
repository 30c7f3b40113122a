import { describe, expect, it } from 'vitest';
import { BatonError } from '../../../orchestrator/domain/errors.ts';
import { readQualifiedCall } from '../../../orchestrator/voice/qualifiedCall.ts';

const caller = { lastName: 'Rivera', company: 'NovaCorp' };

function problemsOf(body: unknown): string[] {
  try {
    readQualifiedCall(body, 'US');
  } catch (error) {
    expect(error).toBeInstanceOf(BatonError);
    expect((error as BatonError).code).toBe('invalidRequest');
    return (error as BatonError).fields.map(({ path, message }) => `${path} ${message}`);
  }
  return [];
}

describe('a qualified call', () => {
  it('needs a call id, a last name and a company, and names each that is missing', () => {
    expect(problemsOf({ caller: {} })).toEqual([
      'callId is needed',
      'caller.lastName is needed',
      'caller.company is needed'
    ]);
    expect(problemsOf({ callId: 'c-1', caller })).toEqual([]);
  });

  it('refuses a company longer than the Lead field, and takes one just as long', () => {
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, company: 'x'.repeat(256) } })).toEqual([
      'caller.company is longer than 255 characters'
    ]);
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, company: 'x'.repeat(255) } })).toEqual([]);
  });

  it('refuses what it does not know, and says where such a field goes', () => {
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, shoeSize: 44 } })).toEqual([
      'caller.shoeSize is not a field of this request; fields of the Lead go under custom'
    ]);
  });

  it('refuses a body that is not an object', () => {
    for (const body of [undefined, null, 'text', [], 7]) {
      expect(problemsOf(body)).toHaveLength(1);
    }
  });

  it.each(["c'1", 'c\\1', 'c 1', 'c/1', '', 'é'])('refuses the call id %j', (callId) => {
    expect(problemsOf({ callId, caller })).toHaveLength(1);
  });

  it("keeps an apostrophe and a backslash in a name: people are called O'Brien", () => {
    const call = readQualifiedCall({ callId: 'c-1', caller: { lastName: "O'Brien", company: 'A\\B' } }, 'US');
    expect(call.caller).toMatchObject({ lastName: "O'Brien", company: 'A\\B' });
  });

  it('writes a number as E.164, by the country of the caller or else the one assumed', () => {
    const phone = (given: object) =>
      readQualifiedCall({ callId: 'c-1', caller: { ...caller, ...given } }, 'US').caller.phone;
    expect(phone({ phone: '(415) 555-0142' })).toBe('+14155550142');
    expect(phone({ phone: '020 7946 0018', country: 'GB' })).toBe('+442079460018');
    expect(phone({ phone: null })).toBeNull();
  });

  it('refuses a number that nobody could dial', () => {
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, phone: 'tomorrow' } })[0]).toContain(
      'caller.phone is not a phone number'
    );
  });

  it('refuses an address that is not an e-mail address, and takes a blank one as none', () => {
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, email: "x'@" } })).toHaveLength(1);
    expect(readQualifiedCall({ callId: 'c-1', caller: { ...caller, email: '' } }, 'US').caller.email).toBeNull();
  });

  it('refuses a score above 100, and a link that is not to the web', () => {
    expect(problemsOf({ callId: 'c-1', caller, qualification: { score: 101 } })).toEqual([
      'qualification.score is above 100'
    ]);
    expect(problemsOf({ callId: 'c-1', caller, transcriptUrl: 'javascript:alert(1)' })).toHaveLength(1);
  });

  it('reads a number by the name of the caller’s country too', () => {
    const given = { ...caller, phone: '020 7946 0018', country: 'United Kingdom' };
    expect(readQualifiedCall({ callId: 'c-1', caller: given }, 'US').caller.phone).toBe('+442079460018');
  });

  it('has the time zone that was given, or else the one that state, country or number tell', () => {
    const zone = (given: object) =>
      readQualifiedCall({ callId: 'c-1', caller: { ...caller, ...given } }, 'US').caller.timeZone;
    expect(zone({ timeZone: 'America/Denver', country: 'DE' })).toBe('America/Denver');
    expect(zone({ timeZone: '', country: 'US', state: 'CO' })).toBe('America/Denver');
    expect(zone({ phone: '+442079460018' })).toBe('Europe/London');
    expect(zone({})).toBeNull();
  });

  it('refuses a time zone that there is not', () => {
    expect(problemsOf({ callId: 'c-1', caller: { ...caller, timeZone: 'Mountain' } })).toEqual([
      'caller.timeZone is not a time zone; send an IANA name such as America/Denver'
    ]);
  });

  it.each(['transfer', 'meeting', 'callback'])('may hold the wish for a %s', (wish) => {
    expect(readQualifiedCall({ callId: 'c-1', caller, wish }, 'US').wish).toBe(wish);
  });

  it('holds no wish where none was told, and refuses one that it cannot keep', () => {
    expect(readQualifiedCall({ callId: 'c-1', caller }, 'US').wish).toBeNull();
    expect(readQualifiedCall({ callId: 'c-1', caller, wish: null }, 'US').wish).toBeNull();
    expect(problemsOf({ callId: 'c-1', caller, wish: 'email' })).toEqual(['wish is not transfer, meeting or callback']);
  });
});
