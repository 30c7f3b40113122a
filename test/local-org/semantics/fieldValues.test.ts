import { describe, expect, it } from 'vitest';
import { roundTo, storedValue } from '../../../local-org/semantics/fieldValues.ts';
import { declareField } from '../../../local-org/state/fieldDeclaration.ts';
import type { FieldType } from '../../../local-org/state/schema.ts';
import { refusal } from '../orgFixture.ts';

const stored = (type: FieldType, value: unknown, more = {}) =>
  storedValue(declareField('Field', type, { label: 'Field', ...more }), value);

describe('A value as it is stored', () => {
  it.each<[FieldType, unknown, unknown]>([
    ['string', '  NovaCorp ', 'NovaCorp'],
    ['string', '   ', null],
    ['string', '', null],
    ['string', null, null],
    ['string', 42, '42'],
    ['boolean', true, 1],
    ['boolean', 'false', 0],
    ['int', 1400, 1400],
    ['int', '1400', 1400],
    ['double', 0, 0],
    ['date', '2026-11-03', '2026-11-03'],
    ['date', '2026-11-03T23:30:00Z', '2026-11-03'],
    ['datetime', '2026-11-03T14:20:05Z', '2026-11-03T14:20:05.000Z'],
    ['datetime', '2026-11-03T14:20:05.678+0200', '2026-11-03T12:20:05.000Z'],
    ['datetime', '2026-11-03T14:20:05-08:00', '2026-11-03T22:20:05.000Z'],
    ['time', '08:30:00', '08:30:00.000Z'],
    ['email', 'jamie+voice@novacorp.example', 'jamie+voice@novacorp.example'],
    ['reference', '00Q000000000001', '00Q000000000001EAA'],
    ['reference', '00q000000000001eaa', '00Q000000000001EAA']
  ])('of type %s from %j is %j', (type, value, expected) => {
    expect(stored(type, value)).toBe(expected);
  });

  it.each<[FieldType, unknown, string]>([
    ['boolean', 'yes', 'JSON_PARSER_ERROR'],
    ['boolean', null, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
    ['int', 1.5, 'JSON_PARSER_ERROR'],
    ['double', 'many', 'JSON_PARSER_ERROR'],
    ['double', Number.NaN, 'JSON_PARSER_ERROR'],
    ['date', '2026-02-30', 'JSON_PARSER_ERROR'],
    ['date', '03/11/2026', 'JSON_PARSER_ERROR'],
    ['datetime', '2026-11-03 14:20', 'JSON_PARSER_ERROR'],
    ['datetime', '2026-11-03T24:20:05Z', 'JSON_PARSER_ERROR'],
    ['email', 'jamie@', 'INVALID_EMAIL_ADDRESS'],
    ['email', 'jamie novacorp.example', 'INVALID_EMAIL_ADDRESS'],
    ['reference', 'not-an-id', 'MALFORMED_ID'],
    ['reference', '00Q000000000001EAB', 'MALFORMED_ID'],
    ['string', { a: 1 }, 'JSON_PARSER_ERROR'],
    ['string', ['a'], 'JSON_PARSER_ERROR']
  ])('of type %s refuses %j with %s', (type, value, code) => {
    expect(refusal(() => stored(type, value)).errorCode).toBe(code);
  });

  it('is refused when it is longer than the field, and kept when it is just as long', () => {
    expect(stored('string', 'x'.repeat(80), { length: 80 })).toHaveLength(80);
    expect(refusal(() => stored('string', 'x'.repeat(81), { length: 80 }))).toMatchObject({
      errorCode: 'STRING_TOO_LONG',
      fields: ['Field']
    });
  });

  it('is rounded to the digits that the field has after the point', () => {
    expect(stored('double', 85.6, { precision: 3, scale: 0 })).toBe(86);
    expect(stored('currency', 1.005, { precision: 18, scale: 2 })).toBe(1.01);
    expect(roundTo(-2.5, 0)).toBe(-3);
    expect(roundTo(1e-7, 2)).toBe(0);
  });

  it('is refused when it has more digits before the point than the field', () => {
    expect(stored('double', 999, { precision: 3, scale: 0 })).toBe(999);
    expect(refusal(() => stored('double', 1000, { precision: 3, scale: 0 })).errorCode).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE'
    );
    expect(refusal(() => stored('double', 999.5, { precision: 3, scale: 0 })).errorCode).toBe(
      'NUMBER_OUTSIDE_VALID_RANGE'
    );
  });

  it('of a multi-select has its values once, in the order of the definition', () => {
    const picklistValues = ['Voice', 'Chat', 'Analytics'].map((value) => ({
      value,
      label: value,
      active: true,
      defaultValue: false
    }));
    expect(stored('multipicklist', 'analytics; Other ;Voice;voice', { picklistValues })).toBe('Voice;Analytics;Other');
    expect(stored('multipicklist', ' ; ', { picklistValues })).toBeNull();
  });
});
