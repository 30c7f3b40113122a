import { describe, expect, it } from 'vitest';
import { createClock } from '../../../local-org/state/clock.ts';
import { idChecksum, normalizeId } from '../../../local-org/state/idChecksum.ts';
import { orgWith } from '../orgFixture.ts';

describe('An 18-character id', () => {
  it('ends in three characters that tell the case of the others', () => {
    // 0-9 and lower case leave the groups at A; upper case sets bits, the first character the lowest.
    expect(idChecksum('00Q000000000001')).toBe('EAA');
    expect(idChecksum('001aBcDeFgHiJkL')).toBe('QKV');
  });

  it.each([
    ['15 characters', '001aBcDeFgHiJkL', '001aBcDeFgHiJkLQKV'],
    ['18 characters', '001aBcDeFgHiJkLQKV', '001aBcDeFgHiJkLQKV'],
    ['18 characters without their case', '001abcdefghijklqkv', '001aBcDeFgHiJkLQKV'],
    ['a wrong checksum', '001000000000001AAB', undefined],
    ['another length', '001000000000001A', undefined],
    ['other signs', "001000000000'01", undefined]
  ])('is made from %s', (_, given, expected) => {
    expect(normalizeId(given)).toBe(expected);
  });

  it('is minted upwards for each prefix', () => {
    const org = orgWith();
    const ids = Array.from({ length: 70 }, () => org.mintId('a0Z'));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(70);
    expect(ids.every((id) => normalizeId(id) === id)).toBe(true);
    expect(org.mintId('a0Y')).toBe('a0Y000000000001' + idChecksum('a0Y000000000001'));
  });
});

describe('The clock', () => {
  it('runs from where it was set, stands while frozen, and goes on from there', () => {
    let machine = 1_000;
    const clock = createClock(new Date(500_000), () => machine);
    const now = (): number => clock.now().getTime();
    machine += 100;
    expect(now()).toBe(500_100);
    clock.set(new Date(900_000));
    machine += 100;
    expect(now()).toBe(900_100);
    clock.freeze();
    machine += 100;
    expect(now()).toBe(900_100);
    clock.advance(50);
    expect(now()).toBe(900_150);
    machine += 100;
    clock.resume();
    expect(now()).toBe(900_150);
    machine += 10;
    expect(now()).toBe(900_160);
  });

  it('refuses what is no instant', () => {
    expect(() => createClock().set(new Date('soon'))).toThrow(RangeError);
  });
});

describe('A transaction', () => {
  it('undoes an inner one alone when the outer one goes on', () => {
    const org = orgWith();
    const names = (): unknown[] =>
      (org.db.prepare('SELECT name FROM _seeded ORDER BY name').all() as { name: string }[]).map((row) => row.name);
    const write = (name: string): void => void org.db.prepare('INSERT INTO _seeded VALUES (?)').run(name);
    org.transaction(() => {
      write('outer');
      expect(() =>
        org.transaction(() => {
          write('inner');
          throw new Error('undo');
        })
      ).toThrow('undo');
      org.transaction(() => write('other'));
    });
    expect(names()).toEqual(['other', 'outer']);
    expect(() =>
      org.transaction(() => {
        org.transaction(() => write('lost'));
        throw new Error('undo');
      })
    ).toThrow('undo');
    expect(names()).toEqual(['other', 'outer']);
  });
});
