import { describe, expect, it } from 'vitest';
import { parseAutoAssign } from '../../../local-org/api/autoAssign.ts';

describe('Sforce-Auto-Assign', () => {
  it('means the active rule when it is missing', () => {
    expect(parseAutoAssign(undefined)).toEqual({ kind: 'active' });
  });

  it.each(['TRUE', 'true', ' True '])('means the active rule when it is %s', (value) => {
    expect(parseAutoAssign(value)).toEqual({ kind: 'active' });
  });

  it.each(['FALSE', 'false'])('means no rule when it is %s', (value) => {
    expect(parseAutoAssign(value)).toEqual({ kind: 'off' });
  });

  it.each(['01Q000000000001', '01Q000000000001AAA'])('means the rule with the id %s', (ruleId) => {
    expect(parseAutoAssign(ruleId)).toEqual({ kind: 'rule', ruleId });
  });

  it.each(['', 'yes', '00Q000000000001AAA', '01Q00000000001', '01Q0000000000011'])('cannot be %j', (value) => {
    expect(() => parseAutoAssign(value)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_INPUT', status: 400 }) as Error
    );
  });
});
