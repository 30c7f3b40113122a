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

  it.each([{ kind: 'slow' }, { kind: 'fire' }, { kind: '503', time: 1 }, { kind: '503', times: 0 }])(
    'cannot be %j',
    (rule) => {
      expect(faultRule.safeParse(rule).success).toBe(false);
    }
  );
});
