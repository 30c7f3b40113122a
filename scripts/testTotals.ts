/** Adds up what the two test runners reported: Vitest for everything in test/, Jest for the Lightning components. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repositoryRoot } from './repositoryFiles.ts';

/** Where the runners leave their reports; below coverage/, which git ignores. */
export const reportFiles = {
  vitest: join(repositoryRoot, 'coverage', 'vitest-report.json'),
  jest: join(repositoryRoot, 'coverage', 'jest-report.json')
};

/** The part of a report that both runners write alike. */
export interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export interface TestTotals {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Sums reports. A file that failed before its first test counts as one failure; so does a runner that left no report
 * (undefined), and one that failed without naming a test, e.g. for an error outside any test.
 */
export function totalsOf(reports: readonly (TestReport | undefined)[]): TestTotals {
  let passed = 0;
  let failed = 0;
  for (const report of reports) {
    if (!report) {
      failed += 1;
      continue;
    }
    const brokenFiles = report.testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0
    );
    const named = report.numFailedTests + brokenFiles.length;
    passed += report.numPassedTests;
    failed += named === 0 && !report.success ? 1 : named;
  }
  return { passed, failed };
}

/** Reads a runner's report; undefined when there is none or it is not whole. */
export function readReport(file: string): TestReport | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = totalsOf(Object.values(reportFiles).map(readReport));
  console.log(`${passed} passed, ${failed} failed`);
}
