import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, isCloseName, isSameName, nameWords } from '../../../orchestrator/identity/companyName.ts';

describe('the same company', () => {
  it.each([
    ['Harborline Logistics', 'harborline logistics'],
    ['Harborline Logistics', 'Harborline Logistics, Inc.'],
    ['The Harborline Company', 'Harborline'],
    ['Harborline Company, The', 'Harborline Co.'],
    ['Acme', 'ACME L.L.C.'],
    ['Acme Ltd', 'Acme Limited'],
    ['Acme Pty Ltd', 'Acme'],
    ['Acme Co., Ltd.', 'Acme'],
    ['Müller GmbH', 'Muller'],
    ['Müller & Söhne GmbH & Co. KG', 'Muller and Sohne'],
    ['Nordlicht Maschinenbau AG', 'NORDLICHT MASCHINENBAU'],
    ['Café René S.A.', 'Cafe Rene SA'],
    ['Grupo Sol S.A. de C.V.', 'Grupo Sol'],
    ['Rossi S.r.l.', 'Rossi S. R. L.'],
    ['De Vries B.V.', 'de Vries'],
    ['Johnson & Johnson', 'Johnson and Johnson'],
    ['U.S. Steel', 'US Steel Corp'],
    ["O'Brien's Foods", 'O’Briens Foods'],
    ['Blue-Mesa Energy', 'Blue Mesa Energy'],
    ['BlueMesa', 'Blue Mesa'],
    ['NovaCorp', 'Nova Corp.'],
    ['Nova Corp', 'Nova Inc'],
    ['Straße Bau', 'Strasse Bau'],
    ['Ørsted', 'Orsted'],
    ['ﬁrst Bank', 'First Bank'],
    ['株式会社サンプル', '株式会社サンプル']
  ])('is meant by %s and %s', (one, other) => {
    expect(isSameName(one, other)).toBe(true);
    expect(isSameName(other, one)).toBe(true);
  });

  it.each([
    ['Harborline Logistics', 'Harborline'],
    ['Harborline', 'Harborlime'],
    ['Acme East', 'Acme West'],
    ['Acme (UK) Ltd', 'Acme Ltd'],
    ['Delta Dental', 'Delta Airlines'],
    ['Inc', 'Ltd'],
    ['NovaCorp', 'Nova Inc'],
    ['Limited Brands', 'Brands'],
    ['Studio 54', 'Studio 55'],
    ['ガーデン', 'カーテン'],
    ['', ''],
    ['&', 'and co'],
    ['!!!', '???']
  ])('is not meant by %j and %j', (one, other) => {
    expect(isSameName(one, other)).toBe(false);
  });

  it('keeps a name that is all legal form', () => {
    expect(nameWords('Limited')).toEqual(['limited']);
    expect(nameWords('The Company')).toEqual(['company']);
  });

  it('is itself, whatever the name, unless the name says nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        expect(isSameName(name, ` ${name}! `)).toBe(nameWords(name).length > 0);
      }),
      { numRuns: 300 }
    );
  });
});

describe('a close name', () => {
  it.each([
    ['Calderwood Analytics', 'Kalderwood Analytics'],
    ['Calderwood Analytics', 'Caldrewood Analytics'],
    ['Harborline Logistics', 'Harbourline Logistics Inc'],
    ['Northpine', 'Northpin'],
    ['Thameside Retail', 'Thameside Retail Group'],
    ['Blue Mesa', 'Blue Mesa Energy LLC']
  ])('is %s for %s', (one, other) => {
    expect(isCloseName(one, other)).toBe(true);
    expect(isCloseName(other, one)).toBe(true);
  });

  it.each([
    ['Acme', 'Acne'],
    ['Harborline', 'Harborline Logistics'],
    ['Thameside Freight', 'Thameside Retail Group'],
    ['Acme East', 'Acme West'],
    ['Studio 540', 'Studio 541'],
    ['Ironquay Capital', 'Ironbridge Capital'],
    ['', 'A']
  ])('is not %s for %s', (one, other) => {
    expect(isCloseName(one, other)).toBe(false);
    expect(isCloseName(other, one)).toBe(false);
  });
});

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3]
  ])('from %j to %j is %i', (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it('is the same both ways, and nothing only between equal texts', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(editDistance(one, other)).toBe(editDistance(other, one));
        expect(editDistance(one, other) === 0).toBe(one === other);
        expect(editDistance(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      })
    );
  });
});
