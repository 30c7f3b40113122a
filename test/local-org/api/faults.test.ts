import { describe, expect, it } from 'vitest';
import { createFaults, faultRule, type FaultRuleInput } from '../../../local-org/control/faults.ts';

function faultsWith(...rules: FaultRuleInput[]) {
  const faults = createFaults();
  for (const rule of rules) faults.add(faultRule.parse(rule));
  return faults;
}

const kinds = (met: readonly { kind: string }[]): string[] => met.map(({ kind }) => kind);

describe('A fault rule', () => {
  it('meets every request until it is removed', () => {
    const faults = faultsWith({ kind: '503' });
    expect(kinds(faults.meet('GET', '/a'))).toEqual(['503']);
    expect(kinds(faults.meet('POST', '/b'))).toEqual(['503']);
    expect(faults.remove()).toBe(1);
    expect(faults.meet('GET', '/a')).toEqual([]);
  });

  it('meets only its method and its part of the path', () => {
    const faults = faultsWith({ kind: '503', match: { method: 'post', path: '/composite' } });
    expect(kinds(faults.meet('POST', '/services/data/v66.0/composite'))).toEqual(['503']);
    expect(faults.meet('GET', '/services/data/v66.0/composite')).toEqual([]);
    expect(faults.meet('POST', '/services/data/v66.0/sobjects')).toEqual([]);
  });

  it('lets the first pass and then meets as often as it is told', () => {
    const faults = faultsWith({ kind: 'drop', after: 1, times: 2 });
    expect([1, 2, 3, 4].map(() => faults.meet('GET', '/a').length)).toEqual([0, 1, 1, 0]);
    expect(faults.list()[0]).toMatchObject({ seen: 4, met: 2, drop: 'before' });
  });

  it('is not used up by a question about other kinds', () => {
    const faults = faultsWith({ kind: 'row-lock', times: 1 });
    expect(faults.meet('GET', '/a', ['503'])).toEqual([]);
    expect(kinds(faults.meet('GET', '/a', ['row-lock']))).toEqual(['row-lock']);
  });

  it('is removed alone by its id', () => {
    const faults = faultsWith({ kind: '503' }, { kind: 'slow', ms: 5 });
    expect(faults.remove(faults.list()[0]?.id)).toBe(1);
    expect(kinds(faults.meet('GET', '/a'))).toEqual(['slow']);
  });

  it('meets a part of the requests by chance, the same ones for the same seed', () => {
    const pattern = (seed: number): number[] => {
      const faults = faultsWith({ kind: '503', probability: 0.3, seed });
      return Array.from({ length: 1000 }, () => faults.meet('GET', '/a').length);
    };
    const met = pattern(7).reduce((sum, one) => sum + one, 0);
    expect(met).toBeGreaterThan(250);
    expect(met).toBeLessThan(350);
    expect(pattern(7)).toEqual(pattern(7));
    expect(pattern(7)).not.toEqual(pattern(8));
  });

  it('draws its chances apart from other rules', () => {
    const pattern = (...others: FaultRuleInput[]): boolean[] => {
      const faults = faultsWith(...others, { kind: '503', probability: 0.5, seed: 3 });
      return Array.from({ length: 50 }, () => kinds(faults.meet('GET', '/a')).includes('503'));
    };
    expect(pattern({ kind: 'drop', probability: 0.5, seed: 4 })).toEqual(pattern());
  });

  it('counts the requests that it meets by chance towards its times', () => {
    const faults = faultsWith({ kind: '503', probability: 0.5, times: 3 });
    for (let request = 0; request < 100; request += 1) faults.meet('GET', '/a');
    expect(faults.list()[0]).toMatchObject({ seen: 100, met: 3 });
  });

  it.each([
    { kind: '503', probability: 0 },
    { kind: '503', probability: 1.1 },
    { kind: 'slow' },
    { kind: 'fire' },
    { kind: '503', time: 1 },
    { kind: '503', times: 0 }
  ])('cannot be %j', (rule) => {
    expect(faultRule.safeParse(rule).success).toBe(false);
  });
});
