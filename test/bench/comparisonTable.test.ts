import { describe, expect, it } from 'vitest';
import { benchCall, callIdIn } from '../../bench/benchCalls.ts';
import { comparisonTable, figure } from '../../bench/comparisonTable.ts';
import { percentile } from '../../bench/percentile.ts';

describe('A percentile', () => {
  it('is one of the samples, by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 0.5)).toBe(50);
    expect(percentile(hundred, 0.99)).toBe(99);
    expect(percentile([3, 1, 2], 0.99)).toBe(3);
    expect(percentile([7], 0)).toBe(7);
  });

  it('of nothing is an error, not a zero', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
  });
});

describe('The table of comparisons', () => {
  it('says once whether a goal is met, and gives each variant a line', () => {
    const rows = [
      { variant: 'ours', value: 2 },
      { variant: 'theirs', value: 12.345 }
    ];
    const table = comparisonTable([
      { name: 'Calls', unit: 'calls', rows, ratio: 6.1725, goal: '2 a lead', met: true },
      { name: 'Time', unit: 'ms', rows: [{ variant: 'own', value: 1234.5 }], goal: '< 15 ms', met: false }
    ]);
    expect(table.split('\n')).toEqual([
      'comparison  variant  value  unit   ratio  goal',
      '----------  -------  -----  -----  -----  --------  -------',
      'Calls       ours         2  calls  6.17x  2 a lead  met',
      '            theirs    12.3  calls',
      'Time        own      1,235  ms            < 15 ms   NOT MET'
    ]);
  });

  it('says below once what several comparisons share', () => {
    const rows = [{ variant: 'own', value: 1 }];
    const notes = ['On one core.', 'On one core.', undefined].map((note) => (note === undefined ? {} : { note }));
    const table = comparisonTable(notes.map((note) => ({ name: 'Time', unit: 'ms', rows, ...note })));
    expect(table.split('\n').slice(-3)).toEqual(['Time        own          1  ms', '', 'On one core.']);
  });

  it('shows small and large figures with three digits that matter', () => {
    expect([0.01234, 4.567, 78.94, 12_345.6].map(figure)).toEqual(['0.0123', '4.57', '78.9', '12,350']);
  });
});

describe('A call for measuring', () => {
  it('can be told by its id in whatever is sent for it', () => {
    const call = benchCall('s120c8', 42);
    expect(callIdIn(JSON.stringify(call))).toBe('bench-s120c8-42');
    expect(callIdIn(`/sobjects/Lead/Voice_Call_Id__c/${call.callId}?fields=Id`)).toBe('bench-s120c8-42');
    expect(callIdIn('/services/data/v66.0/limits')).toBeUndefined();
  });

  it('shares no call id, phone or e-mail with another of its run', () => {
    const calls = Array.from({ length: 2000 }, (_, index) => benchCall('a', index * 50));
    for (const key of [
      calls.map((call) => call.callId),
      calls.map((call) => call.caller.phone),
      calls.map((call) => call.caller.email)
    ]) {
      expect(new Set(key).size).toBe(2000);
    }
  });
});
