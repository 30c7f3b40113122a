import { describe, expect, it } from 'vitest';
import { readReport, totalsOf, type TestReport } from '../../scripts/testTotals.ts';

const green: TestReport = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }]
};

describe('Test totals', () => {
  it('add up both runners', () => {
    const red = {
      ...green,
      success: false,
      numFailedTests: 2,
      testResults: [{ status: 'failed', assertionResults: [{}] }]
    };
    expect(totalsOf([green, red])).toEqual({ passed: 6, failed: 2 });
  });

  it('count a file that broke before its first test as one failure', () => {
    const broken = {
      ...green,
      success: false,
      testResults: [...green.testResults, { status: 'failed', assertionResults: [] }]
    };
    expect(totalsOf([broken])).toEqual({ passed: 3, failed: 1 });
  });

  it('count a runner without a report as one failure', () => {
    expect(readReport('/no/such/report.json')).toBeUndefined();
    expect(totalsOf([green, undefined])).toEqual({ passed: 3, failed: 1 });
  });

  it('count a failure outside any test', () => {
    expect(totalsOf([{ ...green, success: false }])).toEqual({ passed: 3, failed: 1 });
  });

  it('count nothing against a run in which all passed', () => {
    expect(totalsOf([green, green])).toEqual({ passed: 6, failed: 0 });
  });
});
